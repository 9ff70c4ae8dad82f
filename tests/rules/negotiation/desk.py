"""One buyer's position, and courses on it: 100 pieces worth 12.50, wanted by 5 December."""

from __future__ import annotations

from datetime import date, timedelta

from bot.rules.negotiation.limits import Guardrails, ItemLimits
from bot.rules.negotiation.moves import Move, MoveKind
from bot.rules.negotiation.next_move import next_move
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.reservation import Stake, reserve
from bot.rules.negotiation.terms import Course, NamedLine, Sent, SupplierKind, SupplierMove, Terms

TODAY = date(2026, 11, 2)
NEEDED = date(2026, 12, 5)
ITEM = "A-1"


def position(
    *, highest: int = 1_200, cap: int = 0, rounds: int = 6, latest: date = date(2026, 12, 20)
) -> Position:
    limits = ItemLimits(ITEM, 1_100, highest, 800, 80, 100, 150)
    rails = Guardrails((limits,), "CNY", latest, rounds, 28, cap)
    stakes = [Stake(ITEM, 100, 1_250, 3.0, 800)]
    return Position(rails, reserve(stakes, NEEDED, lost_margin_a_day_minor=1_500))


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def opened(at: Position) -> Course:
    """Our first offer is out."""
    return sent(Course(TODAY), next_move(at, Course(TODAY), TODAY), TODAY)


def sent(course: Course, move: Move, on: date) -> Course:
    assert move.kind in {MoveKind.COUNTER, MoveKind.ASK, MoveKind.REMIND}
    reminds = move.kind is MoveKind.REMIND
    return course.then(Sent(on, move.terms, move.restated, move.final, move.topic, reminds))


def counter(
    price: int | None, on: date, *, quantity: int | None = 100, delivery: date | None = NEEDED,
    item: str = ITEM, currency: str | None = "CNY",
) -> SupplierMove:  # fmt: skip
    lines = (NamedLine(item, price, quantity),)
    return SupplierMove(SupplierKind.COUNTER, on, lines, delivery, currency)


def accept(on: date, **named: object) -> SupplierMove:
    return SupplierMove(SupplierKind.ACCEPT, on, **named)  # type: ignore[arg-type]


def price(terms: Terms | None) -> int:
    assert terms is not None
    return terms.lines[0].unit_price_minor
