"""An order and the letters about it, until it is agreed or refused.

The supplier is a script (`scripted`), the shop a `Talker`. Whatever a talker leaves to staff, staff
settle the same day by agreeing to what the supplier stands by. Letters take days; the goods' own
time begins with the agreement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from bot.rules.negotiation.terms import Line, Terms, Topic
from bot.supply.simulation.price_taking import REMIND_AFTER

CURRENCY = "CNY"
#: An order about which there are more letters, or more looks without one, goes to staff.
_MOST_LETTERS, _MOST_LOOKS = 40, 60


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An item of an order; money in minor units.

    Args:
        list_minor: the price on record. sold_for_minor: what the shop asks for a piece.
        a_day: pieces that the buyer expects to sell a day; 0: not told.
    """

    item: str
    name_zh: str
    name_en: str
    quantity: int
    pack_size: int
    list_minor: int
    sold_for_minor: int
    a_day: float = 0.0


@dataclass(frozen=True, slots=True)
class Order:
    """What a supplier is asked for. It names no prices, as the shop's requests do.

    Args:
        language: the supplier's, `zh` or `en`. needed_by: the day that the order asks for.
    """

    number: str
    on: date
    language: str
    lines: tuple[OrderLine, ...]
    needed_by: date

    @property
    def at_list(self) -> Terms:
        """The order at the prices on record."""
        lines = tuple(Line(one.item, one.quantity, one.list_minor) for one in self.lines)
        return Terms(lines, self.needed_by, CURRENCY)


class SayKind(StrEnum):
    """What the shop does next."""

    AGREE = "agree"
    OFFER = "offer"
    ASK = "ask"
    WAIT = "wait"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Say:
    """The shop's next step.

    Args:
        terms: of `AGREE` and `OFFER`. topic: of `ASK`. until: of `WAIT`.
        again: an offer that repeats the last one. final: an offer said to be the last.
        signed: an agreement that staff sign. silent: an agreement that takes no letter.
    """

    kind: SayKind
    terms: Terms | None = None
    topic: Topic | None = None
    until: date | None = None
    again: bool = False
    final: bool = False
    signed: bool = False
    silent: bool = False


class Bargain(Protocol):
    """The shop's side of one order."""

    def hear(self, text: str, today: date) -> Say:
        """What to do about a letter that came today."""
        ...

    def wake(self, today: date) -> Say:
        """What to do on the day that a `WAIT` was for; nothing was written since."""
        ...


class Talker(Protocol):
    """Who writes with the suppliers."""

    def begin(self, order: Order) -> Bargain:
        """An order was sent."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """What a supplier wrote.

    Args:
        meant: the terms that it stands by with it; None: none. refuses: the order as a whole.
    """

    on: date
    text: str
    meant: Terms | None = None
    refuses: bool = False


class Supplier(Protocol):
    """The other side of one order."""

    def reply(self, say: Say | None, today: date) -> Letter:
        """The answer to what we wrote today; None: to the order itself."""
        ...


@dataclass(frozen=True, slots=True)
class Settled:
    """How the letters ended.

    Args:
        terms: what was agreed; None: the supplier does not take the order.
        on: the day of it. messages: what we wrote. answers: what the supplier did.
        rounds: offers of ours. signed, left: what staff signed, and what they saw to.
        misread: the talker agreed to what the supplier did not mean; staff put it right.
    """

    terms: Terms | None
    on: date
    messages: int = 1
    answers: int = 0
    rounds: int = 0
    signed: int = 0
    left: int = 0
    misread: int = 0


def settle(order: Order, talker: Talker, supplier: Supplier) -> Settled:
    """Let both write until it is settled."""
    bargain, count = talker.begin(order), Settled(None, order.on)
    say: Say | None = None
    standing: Terms | None = None
    while True:
        letter = supplier.reply(say, count.on)
        standing = letter.meant or standing
        say, today = _answered(bargain, letter)
        reminded = (letter.on - count.on).days >= REMIND_AFTER
        count = replace(
            count, on=today, answers=count.answers + 1, messages=count.messages + reminded
        )
        if say.kind is SayKind.AGREE and say.terms == letter.meant:
            return _agreed(count, say)
        if say.kind not in {SayKind.OFFER, SayKind.ASK} or count.answers >= _MOST_LETTERS:
            misread = count.misread + (say.kind is SayKind.AGREE)
            return _by_staff(
                replace(count, left=count.left + 1, misread=misread), supplier, letter, standing
            )
        rounds = count.rounds + (say.kind is SayKind.OFFER and not say.again)
        count = replace(count, messages=count.messages + 1, rounds=rounds)


def _answered(bargain: Bargain, letter: Letter) -> tuple[Say, date]:
    """What the shop does about a letter, and when: after some days, where it waits."""
    today, looks = letter.on, 0
    say = bargain.hear(letter.text, today)
    while say.kind is SayKind.WAIT and looks < _MOST_LOOKS:
        today, looks = max(say.until or today, today + timedelta(days=1)), looks + 1
        say = bargain.wake(today)
    return say, today


def _agreed(count: Settled, say: Say) -> Settled:
    messages, signed = count.messages + (not say.silent), count.signed + say.signed
    return replace(count, terms=say.terms, messages=messages, signed=signed)


def _by_staff(
    count: Settled, supplier: Supplier, letter: Letter, standing: Terms | None
) -> Settled:
    """Staff agree to what the supplier stands by, and ask for it where it said nothing yet."""
    today = count.on
    while standing is None and not letter.refuses:
        letter = supplier.reply(Say(SayKind.ASK, topic=Topic.TERMS), today)
        today, standing = letter.on, letter.meant
        count = replace(count, messages=count.messages + 1, answers=count.answers + 1)
    if letter.refuses:
        return replace(count, on=today)
    return replace(count, terms=standing, on=today, messages=count.messages + 1)
