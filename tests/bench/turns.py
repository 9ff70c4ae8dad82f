"""A lone customer's turn: from the stored message to the reply that stands in the outbox."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from random import Random

import numpy as np

from bot.channels.sending import Outgoing
from bot.desk.inbound import Inbound
from bot.settings import Settings
from bot.wiring import Desk, open_desk
from knowledge.records import Channel, Conversation, ConversationState, MessageKind
from tests.bench.phases import Phases, watched
from tests.bench.shop import Shopper, open_accounts, shoppers, url
from tests.bench.table import Row

WARM_UP = 20
P50_MS, P99_MS = 40.0, 150.0


class Accepting:
    """A way out that takes everything at once."""

    async def send(self, outgoing: Outgoing) -> str:
        return f"bench:{outgoing.key}"


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
    """Customers who write one after another; nobody writes while one is answered."""

    def __init__(self, desk: Desk, who: list[Shopper], rng: Random) -> None:
        self._desk, self._who, self._rng = desk, cycle(who), rng
        self._numbers = count()
        self._accounts: dict[Shopper, str] = {}

    async def measure(self, turns: int) -> Turns:
        """Let the next `turns` customers write one message each."""
        for shopper in islice(self._who, WARM_UP):
            await self._turn(shopper, Turns())
        taken = Turns()
        for shopper in islice(self._who, turns):
            with watched(self._desk) as phases:
                message = self._rng_message(shopper)
                await self._turn(shopper, taken, message, phases)
            taken.phases.add(phases)
        return taken
