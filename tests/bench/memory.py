"""What a serving process holds in memory after two hundred customers wrote to it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import psutil

from knowledge.records import Channel
from knowledge.store import Store
from tests.bench.chats import Chats
from tests.bench.processes import Server
from tests.bench.shop import open_accounts, shoppers, url
from tests.bench.table import Row
from tests.emulator import TelegramEmulator

CUSTOMERS = 200
MOST_MB = 450.0
_PATIENCE_S = 300.0


async def memory_row(shop: Path, turns: int, seed: int) -> Row:
    """Serve `turns` turns over an emulated Telegram, then look at the process."""
    async with TelegramEmulator() as api:
        chats = await _chats(shop, api, seed)
        server = Server(shop, api.url, api.token)
        await server.start()
        try:
            await asyncio.wait_for(chats.write(lambda: len(api.sent()) >= turns), _PATIENCE_S)
            held, peak = _memory_mb(server.pid)
            served = len(api.sent())
        finally:
            await server.stop()
    return Row(
        "memory of a serving process after the load",
        f"{held:.0f} MB (peak {peak:.0f} MB)",
        f"<= {MOST_MB:.0f} MB",
        held <= MOST_MB,
        [f"resident, `bot run` with web, Telegram and clock, after {served} replies"],
    )


async def _chats(shop: Path, api: TelegramEmulator, seed: int) -> Chats:
    store = Store(url(shop))
    try:
        who = (await shoppers(store) * CUSTOMERS)[:CUSTOMERS]
        chats = Chats(api, who, Random(seed), pause=(1.0, 3.0), patience=1)
        await open_accounts(store, Channel.TELEGRAM, chats.accounts)
    finally:
        await store.close()
    return chats


def _memory_mb(pid: int) -> tuple[float, float]:
    """Resident now, and at most so far (Linux tells; elsewhere the same again)."""
    resident = psutil.Process(pid).memory_info().rss / 1e6
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peaks = [int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM")]
    return resident, peaks[0] if peaks else resident
