"""Staff's guardrails for a supplier: what an offer, or a deal, may never pass."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.negotiation.terms import Terms

#: Guards the rounding against the last bits of a float: 1099.9999999999 is 1100.
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class ItemLimits:
    """The limits for one item.

    Args:
        last_price_minor: what was paid the time before.
        highest_price_minor: the most for a piece.
        smallest, wanted, largest: pieces; `wanted` is what the restock proposal asks for.
        opening_price_minor: what we ask for first.
        pack: pieces that are sold together; our offers are of whole packs.

    Raises:
        ValueError: the limits contradict each other.
    """

    item: str
    last_price_minor: int
    highest_price_minor: int
    opening_price_minor: int
    smallest: int
    wanted: int
    largest: int
    pack: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.smallest <= self.wanted <= self.largest:
            raise ValueError(f"The quantities of {self.item} are not in order, smallest first.")
        if self.last_price_minor < 1:
            raise ValueError(f"{self.item} has no last price.")
        if not 1 <= self.opening_price_minor <= self.highest_price_minor:
            raise ValueError(f"{self.item} opens above its highest price, or with nothing.")
        if self.pack < 1:
            raise ValueError(f"{self.item} has packs of nothing.")

    def whole_packs(self, quantity: int) -> int:
        """What we offer for a named quantity: the next whole packs, within the limits if it is.

        Up, so that a minimum or a price break which they named is still met; down where more is
        not allowed. Packs of 20, up to 100: 70 → 80, 95 → 100, 105 → 105, as that is no offer.
        """
        if not self.smallest <= quantity <= self.largest or quantity == self.wanted:
            return quantity
        more = math.ceil(quantity / self.pack) * self.pack
        if more <= self.largest:
            return more
        less = quantity // self.pack * self.pack
        return less if less >= self.smallest else quantity

    def is_nearly(self, quantity: int, ours: int) -> bool:
        """Whether a quantity is ours but for less than a pack, and allowed: 75 for 80 of 20."""
        return abs(quantity - ours) < self.pack and self.smallest <= quantity <= self.largest


@dataclass(frozen=True, slots=True)
class Guardrails:
    """The limits for one order to one supplier.

    Args:
        latest_day: the last day on which the goods are of use.
        most_rounds: how many offers we make, the first one included.
        days: days after which the course is dropped.
        unsigned_up_to_minor: total up to which a deal needs no signature; 0: always signed.
        most_questions: how often we may ask, or say an offer again.
        silent_days: after so many days without an answer `silence` says what follows.

    Raises:
        ValueError: a limit is missing or contradicts another.
    """

    items: tuple[ItemLimits, ...]
    currency: str
    latest_day: date
    most_rounds: int = 8
    days: int = 28
    unsigned_up_to_minor: int = 0
    most_questions: int = 6
    silent_days: int = 7

    def __post_init__(self) -> None:
        if not self.items or len({one.item for one in self.items}) != len(self.items):
            raise ValueError("Every item of the order has limits, once.")
        if self.most_rounds < 1 or self.days < 1 or self.unsigned_up_to_minor < 0:
            raise ValueError("Rounds and days are at least 1, and a cap is not negative.")

    def of(self, item: str) -> ItemLimits | None:
        return next((one for one in self.items if one.item == item), None)

    def breach(self, terms: Terms) -> str | None:
        """The guardrail that terms pass, in a word, or None: `price of A-1`, `delivery`."""
        if [line.item for line in terms.lines] != [one.item for one in self.items]:
            return "items"
        if terms.currency != self.currency:
            return "currency"
        if terms.delivery > self.latest_day:
            return "delivery"
        for line, one in zip(terms.lines, self.items, strict=True):
            if not 0 < line.unit_price_minor <= one.highest_price_minor:
                return f"price of {line.item}"
            if not one.smallest <= line.quantity <= one.largest:
                return f"quantity of {line.item}"
        return None

    def needs_signature(self, terms: Terms) -> bool:
        """Whether staff sign a deal: one above the cap; with a cap of 0, every one."""
        return terms.total_minor > self.unsigned_up_to_minor


def highest_price(
    last_price_minor: int, *, most_minor: int | None = None, over_last: float | None = None
) -> int:
    """The most for a piece from what staff typed: a price, a share over the last price, or both.

    Last 1000, 10 % over it → 1100; with at most 1080 → 1080; nothing typed → 1000.
    """
    by_share = math.floor(last_price_minor * (1 + (over_last or 0.0)) + _EPSILON)
    if most_minor is None:
        return by_share
    return most_minor if over_last is None else min(most_minor, by_share)


def opening_price(known_minor: Sequence[int], highest_minor: int, under: float = 0.4) -> int:
    """What we ask for first: a share under the lowest price that we know of, at least 1.

    A first offer anchors what is agreed (Galinsky & Mussweiler, 2001: first offers as anchors), and
    a supplier's limit is not seen: what lies below the opening can never be won. Known 1000 and
    1100 → 600.
    """
    return max(1, min(math.floor(min(known_minor) * (1 - under) + _EPSILON), highest_minor))
