"""What is asked of a supplier, and what the answer says: plain frozen values.

Money is in minor units of the order's currency for one unit of the line; days are dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
_Day = date
"""A day, where a field is called `date` itself."""

#: At or above it an answer may be acted on; below, it is a question or a matter for staff.
SURE = 0.8

Span = tuple[int, int]
"""Where something stands in the text: first character, and the one after the last."""


class Act(StrEnum):
    """What the supplier does with the order."""

    ACCEPT = "accept"
    """Our order as it stands; a date in time may be said with it."""
    REFUSE = "refuse"
    COUNTER = "counter"
    """Any other price, quantity, minimum or discount, an item left out, or a date too late."""
    QUESTION = "question"
    """Asks something and says no terms."""
    OUT_OF_OFFICE = "out_of_office"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A value that was read: how sure, and where it stands in the text as it came."""

    value: T
    confidence: float
    span: Span


@dataclass(frozen=True, slots=True)
class AskedLine:
    """An item of the open order.

    Args:
        quantity: in `unit`s.
        pack_size: units in what the supplier calls a carton, case or 箱.
        unit_price_minor: our last offer for one unit; None when no price was named.
        unit: `piece`, `kg` or `box`.
        last_price_minor: what was paid the time before; None when not known.
    """

    code: str
    supplier_code: str
    names: tuple[str, ...]
    quantity: int
    pack_size: int
    unit_price_minor: int | None
    unit: str = "piece"
    last_price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The open order that the supplier answers."""

    number: str
    today: date
    currency: str
    lines: tuple[AskedLine, ...]
    needed_by: date


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What is said about one item; None is not said.

    A price that holds from a quantity on is a price and a minimum: "if you take 500, 11.80" ->
    1180 and 500.
    """

    code: str
    unit_price_minor: Field[int] | None = None
    quantity: Field[int] | None = None
    minimum: Field[int] | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class SupplierAnswer:
    """What a supplier's text says.

    Args:
        lines: the items something is said about, in the order's order.
        date: when the goods arrive if that is said, else when they leave the supplier.
        discount: percent off; negative is a rise.
        minimum_total: the least order value, minor units.
        back_on: when the absent person is back.
        question: the supplier's question in their words, or empty.
        confidence: of the whole; below SURE nothing may be done without asking.
        doubts: why it is not sure, one sentence each.
    """

    act: Act
    lines: tuple[LineAnswer, ...] = ()
    date: Field[_Day] | None = None
    discount: Field[Decimal] | None = None
    minimum_total: Field[int] | None = None
    back_on: _Day | None = None
    question: str = ""
    confidence: float = 0.0
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the answer may be acted on."""
        return self.act is not Act.UNSURE and self.confidence >= SURE
