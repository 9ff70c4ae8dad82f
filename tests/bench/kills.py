"""SIGKILL at random moments of a running load: nothing is lost, nothing is out of order.

    chats write ──> emulated Telegram <──> python -m bot run ──> SQLite
                     (survives)             (killed, started, killed …)

The process is killed 0.3 to 3 s after it answered again, and started again at once. What the
customers wrote, what the database holds and what Telegram took are compared at the end.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from knowledge.records import Channel
from knowledge.store import Store
from tests.bench.chats import Chats
from tests.bench.ledger import is_quiet, records_of, silent_chats
from tests.bench.processes import Server
from tests.bench.shop import open_accounts, shoppers, url
from tests.bench.table import Row
from tests.bench.verdict import Verdict, judge
from tests.emulator import TelegramEmulator

CHATS = 20
ALIVE_S = (0.3, 3.0)
_PAUSE_S = (0.5, 3.0)
_PATIENCE = 5
_START_S = 120.0
_QUIET_S = 180.0


@dataclass(frozen=True, slots=True)
class Killed:
    """What came of it.

    Args:
        kills: when, on the event loop's clock, seconds.
        replies: how many messages Telegram took.
        with_staff: chats that staff got hold of; the load is meant to have none.
        took: how long it all lasted, seconds.
    """

    seed: int
    kills: list[float]
    verdict: Verdict
    replies: int
    with_staff: list[str]
    took: float


async def kill_often(shop: Path, kills: int, seed: int) -> Killed:
    """Run the load and kill the server so many times.

    Raises:
        RuntimeError: the server did not start or did not come to rest; the message says why.
    """
    began = time.monotonic()
    async with TelegramEmulator() as api, _opened(shop) as store:
        who = (await shoppers(store))[:CHATS]
        chats = Chats(api, who, Random(seed + 1), pause=_PAUSE_S, patience=_PATIENCE)
        await open_accounts(store, Channel.TELEGRAM, chats.accounts)
        moments = Random(seed)  # its own, so that the same seed kills at the same moments
        alive = [moments.uniform(*ALIVE_S) for _ in range(kills)]
        killed_at = await _load(api, Server(shop, api.url, api.token), store, chats, alive)
        verdict = judge(await records_of(store, api, chats.chats), killed_at)
        silent, replies = await silent_chats(store), len(api.sent())
    return Killed(seed, killed_at, verdict, replies, silent, time.monotonic() - began)


@contextlib.asynccontextmanager
async def _opened(shop: Path) -> AsyncIterator[Store]:
    store = Store(url(shop))
    try:
        yield store
    finally:
        await store.close()


async def _load(
    api: TelegramEmulator, server: Server, store: Store, chats: Chats, alive: Sequence[float]
) -> list[float]:
    killed_at: list[float] = []
    await server.start()
    writing = asyncio.create_task(chats.write(lambda: len(killed_at) >= len(alive)))
    try:
        for seconds in alive:
            await _answers_again(api, server)
            await asyncio.sleep(seconds)
            await server.kill()
            killed_at.append(asyncio.get_running_loop().time())
            await server.start()
            _tell(len(killed_at), len(alive), chats.written)
        await writing
        await _comes_to_rest(api, server, store)
    finally:
        writing.cancel()
        await server.stop()
    return killed_at


async def _answers_again(api: TelegramEmulator, server: Server) -> None:
    await asyncio.sleep(0.1)  # what the killed process had sent last has arrived by now
    before = len(api.sent())
    await _until(lambda: len(api.sent()) > before, _START_S, server)


async def _comes_to_rest(api: TelegramEmulator, server: Server, store: Store) -> None:
    await _until(lambda: not api.updates.unconfirmed, _QUIET_S, server)
    end = time.monotonic() + _QUIET_S
    while not await is_quiet(store):
        if time.monotonic() > end or server.has_ended:
            raise RuntimeError(f"The server did not come to rest; see {server.log}.")
        await asyncio.sleep(0.2)


async def _until(happened: Callable[[], object], patience_s: float, server: Server) -> None:
    end = time.monotonic() + patience_s
    while not happened():
        if time.monotonic() > end or server.has_ended:
            raise RuntimeError(f"The server does not answer:\n{server.log.read_text()[-2000:]}")
        await asyncio.sleep(0.02)


def _tell(done: int, kills: int, written: int) -> None:
    if done % 10 == 0 or done == kills:
        sys.stderr.write(f"  kills: {done} of {kills}, {written} messages written\n")


def kills_row(killed: Killed) -> Row:
    """The row of the kill test."""
    verdict = killed.verdict
    figure = (
        f"{len(verdict.unanswered)} unanswered, {len(verdict.misordered)} out of order, "
        f"{len(verdict.unexplained)} repeated without a kill"
    )
    notes = [
        f"seed {killed.seed}; {verdict.messages} messages in {CHATS} chats, {killed.replies} sent, "
        f"{len(verdict.duplicates)} of them twice (killed between Telegram's taking it and our "
        f"noting it); {killed.took:.0f} s"
    ]
    if killed.with_staff:
        notes.append(f"chats that staff hold, silent since: {', '.join(killed.with_staff)}")
    return Row(f"{len(killed.kills)} kills under load", figure, "0, 0, 0", verdict.holds, notes)
