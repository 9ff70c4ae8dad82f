"""What a restock did and why, a line for each item."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from enum import StrEnum


class Course(StrEnum):
    """What became of an item's need."""

    ORDERED = "ordered"
    WOULD_ORDER = "would order"
    ALREADY_ORDERED = "already ordered"
    PROPOSED = "proposed to staff"
    DROPPED = "not proposed again today"
    NO_OFFER = "no supplier offers it"
    NO_ADDRESS = "the supplier has neither e-mail nor Telegram"
    NO_COUNT = "no stock is on record"
    EXPIRES = "would expire unsold"
    WAITS = "waits"
    TOMORROW = "waits for tomorrow, as today's order has its limit"
    LEFT_OUT = "left out"
    NOT_PLACED = "could not be ordered"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One item: its SKU code, its course, from whom or under which number, and why."""

    sku: str
    course: Course
    supplier: str = ""
    order: str = ""
    why: str = ""

    def __str__(self) -> str:
        """`CUP-01-BL: ordered (Jade Pottery, PO2611230001). Stock 24, reorder at 31 …`"""
        about = ", ".join(part for part in (self.supplier, self.order) if part)
        said = f"{self.sku}: {self.course.value}" + (f" ({about})" if about else "")
        return f"{said}. {self.why}" if self.why else f"{said}."


@dataclass(slots=True)
class RestockReport:
    """What a run did, in the order in which it looked.

    Args:
        lines: the items that need something, and those that were skipped.
        enough: how many items stand above their reorder point.
        orders: the numbers of the purchase orders placed.
        proposed: those of the orders that wait for staff's tap.
    """

    lines: list[ReportLine] = field(default_factory=list)
    enough: int = 0
    orders: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)

    def add(
        self, sku: str, course: Course, *, supplier: str = "", order: str = "", why: str = ""
    ) -> None:
        self.lines.append(ReportLine(sku, course, supplier, order, why))

    def take_in(self, other: RestockReport) -> None:
        """Add all that another report says."""
        self.lines += other.lines
        self.enough += other.enough
        self.orders += other.orders
        self.proposed += other.proposed

    def name(self, other: RestockReport, skus: Set[str]) -> None:
        """Add what another report says of these items."""
        self.lines += [line for line in other.lines if line.sku in skus]

    def courses(self, sku: str) -> list[Course]:
        """What became of one item."""
        return [line.course for line in self.lines if line.sku == sku]

    def __str__(self) -> str:
        """A line for each item, and a last one with the counts."""
        placed = ", ".join(self.orders) or "none"
        total = f"Purchase orders placed: {placed}. Items with enough stock: {self.enough}."
        waiting = [f"Waiting for staff: {', '.join(self.proposed)}."] if self.proposed else []
        return "\n".join([*map(str, self.lines), total, *waiting])
