"""A cold start: from spawning `python -m bot chat` to the first line of its first reply."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median

from tests.bench.processes import start_bot
from tests.bench.table import Row

FIRST_REPLY_S = 5.0
_PATIENCE_S = 120.0
_QUESTION = "我的快递到哪了？\n"


async def start_row(shop: Path, times: int) -> Row:
    """Measure some starts; the slowest has to keep the target."""
    took = [await _first_reply(shop) for _ in range(times)]
    return Row(
        "start of a process to its first reply",
        f"{median(took):.2f} s, slowest {max(took):.2f} s (n={times})",
        f"<= {FIRST_REPLY_S:.0f} s",
        max(took) <= FIRST_REPLY_S,
        ["a fresh process on a prepared database; its files were read before"],
    )


async def _first_reply(shop: Path) -> float:
    log = shop.with_suffix(".log")
    start = time.perf_counter()
    process = await start_bot(shop, "chat", "--customer", "C0001", log=log)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(_QUESTION.encode())
    line = await asyncio.wait_for(process.stdout.readline(), _PATIENCE_S)
    passed = time.perf_counter() - start
    process.stdin.close()  # Ctrl-D
    await process.wait()
    if not line.strip():
        raise RuntimeError(f"chat ended without a reply:\n{log.read_text()}")
    return passed
