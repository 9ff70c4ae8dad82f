"""Two hundred customers at once, each writing again as soon as the last reply has left."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from sqlmodel import col, select

from bot.channels.sending import Outgoing
from bot.desk.inbound import Inbound
from bot.settings import Settings
from bot.wiring import Desk, open_desk
from knowledge.records import (
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    MessageKind,
)
from tests.bench.phases import Phases, watched
from tests.bench.shop import Shopper, open_accounts, shoppers, url
from tests.bench.table import Row
from tests.bench.turns import percentile

CONVERSATIONS = 200
TURNS_PER_S = 80.0
#: At first all write at once; after so many replies each they have spread.
_WARM_UP_TURNS = 2
_LOOK_EVERY_S = 0.5


class Accepting:
    """A way out that takes everything at once, and tells whoever waits for the reply."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Event] = {}

    def reply_to(self, account: str) -> asyncio.Event:
        """Set when the next message for the account leaves."""
        return self._waiting.setdefault(account, asyncio.Event())

    async def send(self, outgoing: Outgoing) -> str:
        self.silence_over(outgoing.destination)
        return f"bench:{outgoing.key}"

    def silence_over(self, account: str) -> None:
        if account in self._waiting:
            self._waiting.pop(account).set()


@dataclass(slots=True)
class Load:
    """How long each answered customer waited, milliseconds."""

    took: list[float] = field(default_factory=list)


class Crowd:
    """Customers who write all at the same time."""

    def __init__(self, desk: Desk, sender: Accepting, rng: Random) -> None:
        self._desk, self._sender, self._rng = desk, sender, rng
        self._numbers = count()
        self._with_staff: set[str] = set()
        self._ending = False
        self._writing = 0
        self.load = Load()

    async def run(self, who: Sequence[Shopper]) -> None:
        """Keep writing until `end`."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch_staff())
            for shopper in who:
                group.create_task(self._converse(shopper))

    def end(self) -> None:
        """Let everyone have the reply they wait for, and write no more."""
        self._ending = True

    async def _converse(self, shopper: Shopper) -> None:
        self._writing += 1
        while not self._ending:
            account = f"bench-crowd-{next(self._numbers)}"
            await open_accounts(self._desk.store, Channel.TERMINAL, [(account, shopper)])
            while account not in self._with_staff and not self._ending:
                await self._turn(account, shopper)
        self._writing -= 1

    async def _turn(self, account: str, shopper: Shopper) -> None:
        replied, start = self._sender.reply_to(account), time.perf_counter()
        text, number = shopper.says(self._rng), f"bench-crowd-{next(self._numbers)}"
        await self._desk.receive(Inbound(Channel.TERMINAL, account, number, MessageKind.TEXT, text))
        await replied.wait()
        if account not in self._with_staff:
            self.load.took.append(1000 * (time.perf_counter() - start))

    async def _watch_staff(self) -> None:
        """Staff never answer here, so whoever was handed over begins a new conversation."""
        while self._writing or not self._ending:
            await asyncio.sleep(_LOOK_EVERY_S)
            async with self._desk.store.reading() as unit:
                found = await unit.exec(
                    select(ChannelAccount.external_id)
                    .join(Conversation, col(Conversation.account_id) == ChannelAccount.id)
                    .where(Conversation.state == ConversationState.WITH_STAFF)
                )
                self._with_staff.update(found.all())
            for account in self._with_staff:
                self._sender.silence_over(account)


async def load_row(shop: Path, seconds: float, seed: int) -> Row:
    """Measure turns a second at `CONVERSATIONS` conversations for some seconds."""
    sender = Accepting()
    settings = Settings(database_url=url(shop))
    async with open_desk(settings, {Channel.TERMINAL: sender}) as desk, desk.running():
        who = (await shoppers(desk.store) * CONVERSATIONS)[:CONVERSATIONS]
        crowd = Crowd(desk, sender, Random(seed))
        running = asyncio.create_task(crowd.run(who))
        while len(crowd.load.took) < _WARM_UP_TURNS * CONVERSATIONS:
            await asyncio.sleep(0.1)
        crowd.load = Load()
        with watched(desk) as phases:
            spent = time.process_time()
            await asyncio.sleep(seconds)
            spent = time.process_time() - spent
        load, crowd.load = crowd.load, Load()
        crowd.end()
        await running
        return _row(load, seconds, spent, phases)


def _row(load: Load, seconds: float, spent: float, phases: Phases) -> Row:
    turns, rate = len(load.took), len(load.took) / seconds
    p50, p99 = (percentile(load.took, share) / 1000 for share in (50, 99))
    notes = [
        f"over {seconds:.0f} s; a customer waited p50 {p50:.1f} s, p99 {p99:.1f} s",
        f"a turn, outbox and customers included, took {1000 * spent / turns:.1f} ms of CPU and "
        f"{phases.calls['sql'] / turns:.1f} statements",
    ]
    return Row(
        f"{CONVERSATIONS} conversations at once",
        f"{rate:.1f} turns/s",
        f">= {TURNS_PER_S:.0f} turns/s",
        rate >= TURNS_PER_S,
        notes,
    )
