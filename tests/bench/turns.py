"""A lone customer's turn: from the stored message to the reply that stands in the outbox."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from random import Random

import numpy as np

from bot.desk.inbound import Inbound
from bot.settings import Settings
from bot.wiring import Desk, open_desk
from knowledge.records import Channel, Conversation, ConversationState, MessageKind
from tests.bench.phases import Phases, watched
from tests.bench.shop import Shopper, open_accounts, shoppers, url
from tests.bench.table import Row

WARM_UP = 20
P50_MS, P99_MS = 40.0, 150.0


@dataclass(slots=True)
class Turns:
    """What turns took, milliseconds each, and where the time went."""

    answering: list[float] = field(default_factory=list)
    storing: list[float] = field(default_factory=list)
    phases: Phases = field(default_factory=Phases)

    @property
    def p50(self) -> float:
        return percentile(self.answering, 50)

    @property
    def p99(self) -> float:
        return percentile(self.answering, 99)

    def figure(self) -> str:
        return f"p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms (n={len(self.answering)})"

    def spread(self) -> str:
        """The mean turn by phase."""
        n, spent = len(self.answering), self.phases.seconds
        mean = {name: 1000 * spent[name] / n for name in ("understand", "embed", "word", "sql")}
        rest = sum(self.answering) / n - sum(mean.values())
        statements = self.phases.calls["sql"] / n
        parts = [f"{name} {ms:.1f}" for name, ms in mean.items()]
        return (
            f"mean ms: {', '.join(parts)} ({statements:.1f} statements), rest {rest:.1f}; "
            f"storing the message before that {percentile(self.storing, 50):.1f}"
        )


def percentile(values: list[float], share: float) -> float:
    return float(np.percentile(values, share))


class LoneCustomers:
    """Customers who write one after another; nobody writes while another is answered."""

    def __init__(self, desk: Desk, who: list[Shopper], rng: Random, phases: Phases) -> None:
        self._desk, self._who, self._rng, self._phases = desk, cycle(who), rng, phases
        self._accounts: dict[Shopper, str] = {}
        self._numbers = count()

    async def write(self, turns: int) -> Turns:
        """Let the next customers write one message each."""
        taken = Turns(phases=self._phases)
        for shopper in islice(self._who, turns):
            conversation_id, stored_s = await self._store(shopper)
            taken.storing.append(stored_s * 1000)
            taken.answering.append(await self._answer(conversation_id) * 1000)
            if await self._with_staff(conversation_id):
                del self._accounts[shopper]  # silent from now on: they come back as another
        return taken

    async def _store(self, shopper: Shopper) -> tuple[int, float]:
        inbound = Inbound(
            Channel.TERMINAL,
            await self._account(shopper),
            f"bench-turn-{next(self._numbers)}",
            MessageKind.TEXT,
            shopper.says(self._rng),
        )
        start = time.perf_counter()
        received = await self._desk.reception.receive(inbound)
        return received.conversation_id, time.perf_counter() - start

    async def _answer(self, conversation_id: int) -> float:
        self._phases.counting = True
        start = time.perf_counter()
        await self._desk.answerer.answer_next(conversation_id)
        passed = time.perf_counter() - start
        self._phases.counting = False
        return passed

    async def _account(self, shopper: Shopper) -> str:
        if shopper not in self._accounts:
            self._accounts[shopper] = f"bench-lone-{next(self._numbers)}"
            opened = [(self._accounts[shopper], shopper)]
            await open_accounts(self._desk.store, Channel.TERMINAL, opened)
        return self._accounts[shopper]

    async def _with_staff(self, conversation_id: int) -> bool:
        async with self._desk.store.reading() as unit:
            conversation = await unit.get(Conversation, conversation_id)
            assert conversation is not None
            return conversation.state is ConversationState.WITH_STAFF


async def take_turns(shop: Path, turns: int, seed: int) -> Turns:
    """Measure turns in a shop's database, with the models as they are shipped."""
    async with open_desk(Settings(database_url=url(shop)), {}) as desk:
        with watched(desk) as phases:
            lone = LoneCustomers(desk, await shoppers(desk.store), Random(seed), phases)
            await lone.write(WARM_UP)
            phases.clear()
            return await lone.write(turns)


def turns_row(taken: Turns) -> Row:
    """The row of a lone customer's turn."""
    return Row(
        "turn of a lone customer",
        taken.figure(),
        f"p50 <= {P50_MS:.0f} ms, p99 <= {P99_MS:.0f} ms",
        taken.p50 <= P50_MS and taken.p99 <= P99_MS,
        [taken.spread()],
    )
