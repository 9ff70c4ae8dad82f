"""How a simulated year went, and the counting of it while it is lived."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

#: What an order line and a year of holding cost when ways of buying are compared.
ORDERING_MINOR, HOLDING_RATE = 2_000, 0.2


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a year went. Money in minor units.

    Args:
        wanted, sold: pieces. out_days: item-days on which somebody went away without.
        stock_value: what lay on the shelves in the evening, at list prices, on an average day.
        orders, lines: orders to suppliers, and items in them.
        messages: written to suppliers, orders and reminders among them.
        bought: pieces received. paid: their price. listed: the same pieces at list prices.
        rounds: offers of ours. signed: agreements that staff signed.
        left: letters that a person had to read and settle.
        misread: agreements to what the supplier did not mean.
        cycle_value: half of each item's mean order, at list prices: what of the stock is there
            because goods come in lots; the rest is there because nobody knows what will be sold.
    """

    wanted: int
    sold: int
    out_days: int
    days: int
    stock_value: float
    orders: int
    lines: int
    messages: int
    bought: int
    paid: int
    listed: int = 0
    rounds: int = 0
    signed: int = 0
    left: int = 0
    misread: int = 0
    cycle_value: float = 0.0

    @property
    def service(self) -> float:
        """The share of the wanted pieces that was there (fill rate, Silver et al. 7.6)."""
        return self.sold / self.wanted if self.wanted else 1.0

    @property
    def ordering_minor(self) -> int:
        """What the order lines cost."""
        return self.lines * ORDERING_MINOR

    @property
    def cost_minor(self) -> float:
        """What the way of buying cost: order lines, a year of holding, and what was paid beyond the
        list prices, which is negative where less was paid."""
        return self.ordering_minor + HOLDING_RATE * self.stock_value + self.paid - self.listed

    @property
    def against_list(self) -> float:
        """What was paid beyond the list price, as a share of it: -0.03 is 3 % less."""
        return self.paid / self.listed - 1 if self.listed else 0.0


@dataclass(slots=True)
class Tally:
    """What is counted on the way; as in `Outcome`, but `stock_value` is the sum over the days."""

    stock_value: float = 0.0
    orders: int = 0
    lines: int = 0
    messages: int = 0
    rounds: int = 0
    signed: int = 0
    left: int = 0
    misread: int = 0
    bought: int = 0
    paid: int = 0
    listed: int = 0
    lots: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """What each order of an item was worth at list prices, by item."""

    def order(
        self,
        lines: int,
        messages: int,
        rounds: int = 0,
        signed: int = 0,
        left: int = 0,
        misread: int = 0,
    ) -> None:
        self.orders += 1
        self.lines += lines
        self.messages += messages
        self.rounds += rounds
        self.signed += signed
        self.left += left
        self.misread += misread

    def receive(self, pieces: int, price_minor: int, list_minor: int) -> None:
        self.bought += pieces
        self.paid += pieces * price_minor
        self.listed += pieces * list_minor

    def outcome(self, wanted: NDArray[np.int64], sold: NDArray[np.int64]) -> Outcome:
        """The year's, from its demand and its sales by item and day."""
        return Outcome(
            int(wanted.sum()),
            int(sold.sum()),
            int((wanted > sold).sum()),
            wanted.size,
            self.stock_value / wanted.shape[1],
            self.orders,
            self.lines,
            self.messages,
            self.bought,
            self.paid,
            self.listed,
            self.rounds,
            self.signed,
            self.left,
            self.misread,
            sum(sum(lots) / len(lots) / 2 for lots in self.lots.values()),
        )
