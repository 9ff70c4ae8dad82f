"""An order worth placing, how much of it, and what it rests on: the (s, S) policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules.reorder.coming import Arrival
from bot.rules.reorder.lead import LeadTime
from bot.rules.reorder.notes import Note
from bot.rules.reorder.outlook import Outlook
from bot.rules.reorder.point import REVIEW_DAYS, reorder_point
from bot.rules.reorder.quantity import Lacking, order_quantity, sells_before_it_expires
from bot.rules.reorder.terms import Costs, Terms, Worth
from bot.rules.reorder.waiting import Risk, risk_of_waiting

_NOTHING_LOST = Risk(0.0, Worth(0))
_NO_COSTS = Costs()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order worth placing, and what it rests on.

    Args:
        stock: pieces free to sell; negative when more is promised to customers than is there.
        coming: pieces on open purchase orders that are here before this order would be.
        point: the reorder point, pieces. quantity: pieces to order, whole packs; 0 when the
            item needs an order and none may be placed, which the notes then explain.
        risk: what waiting a week is expected to lose.
        notes: what else made the quantity.
        arrivals: what is on order, by day: what `coming` and `late` are made of.
    """

    stock: int
    coming: int
    point: int
    quantity: int
    terms: Terms
    outlook: Outlook
    lead: LeadTime
    risk: Risk = _NOTHING_LOST
    notes: tuple[Note, ...] = ()
    arrivals: tuple[Arrival, ...] = ()

    @property
    def position(self) -> int:
        return self.stock + self.coming

    @property
    def late(self) -> int:
        """Pieces on order that come after this order would."""
        return sum(one.pieces for one in self.arrivals if not one.in_time)

    @property
    def short(self) -> int:
        """What the position lacks of the fewest pieces that last; 0 above the point."""
        return max(self.point + 1 - self.position, 0)

    @property
    def packs(self) -> int:
        return self.quantity // self.terms.pack_size

    @property
    def days_left(self) -> float:
        """Days until stock and what is coming are sold, as demand is expected; may be infinite."""
        return self.outlook.days_until(self.position)

    @property
    def days_early(self) -> float:
        """Days until the position falls to the point, 0 when it is there."""
        return self.outlook.days_until(self.position - self.point)

    @property
    def cost_minor(self) -> int:
        """What the order costs at the supplier's prices, minor units; 0 when none is known."""
        return self.quantity * (self.terms.price_at(self.quantity) or 0)

    def with_note(self, note: Note, quantity: int | None = None) -> Proposal:
        """The same with another reason, and perhaps another quantity."""
        pieces = self.quantity if quantity is None else quantity
        return replace(self, notes=(*self.notes, note), quantity=pieces)

    def reason(self, language: str) -> str:
        """One sentence for the buyer, `zh` or `en`, and one for each note.

        `9 days of stock left (19 pieces, about 2.1 a day; reorder at 31); delivery takes 12±3
        days; order 80 (4 packs of 20) now; waiting a week risks 14 lost sales, about ¥1,100 of
        margin.`
        """
        from bot.rules.reorder.reasons import reason  # which reads proposals

        return reason(self, language)


def propose(
    *,
    stock: int,
    coming: int,
    outlook: Outlook,
    lead: LeadTime,
    terms: Terms,
    service_level: float,
    cover_days: int,
    costs: Costs = _NO_COSTS,
    worth: Worth | None = None,
    early: bool = False,
    on_order: Sequence[Arrival] = (),
) -> Proposal | None:
    """The order that a position calls for, or None while it stands above the reorder point.

    What is on order and in time counts as there, so that a need is met once; a further order
    comes on top only when the position with it is at or below the point. The order brings the
    position up to the point plus `cover_days` of demand, and more where that saves money; what
    comes after it counts for those days, so that it only bridges the time until then.
    Demand 2/d, point 31, position 24, cover 30 d, packs of 20 → 31 + 60 - 24 = 67 → 80.

    Args:
        coming: pieces that are there in time, beside those of `on_order`.
        early: also above the point, as long as something is lacking: what may join an order.
    """
    point = reorder_point(outlook, lead, service_level)
    coming += sum(one.pieces for one in on_order if one.in_time)
    late = sum(one.pieces for one in on_order if not one.in_time)
    position = stock + coming
    lacking = _lacking(outlook, lead, terms, position, point, cover_days, late)
    if (position > point and not early) or lacking.pieces <= 1e-9:
        return None
    found = order_quantity(lacking, terms, costs)
    risk = risk_of_waiting(outlook, lead, position, worth) if worth else _NOTHING_LOST
    notes, arrivals = found.notes, tuple(on_order)
    return Proposal(stock, coming, point, found.pieces, terms, outlook, lead, risk, notes, arrivals)


def _lacking(
    outlook: Outlook,
    lead: LeadTime,
    terms: Terms,
    position: int,
    point: int,
    cover_days: int,
    late: int,
) -> Lacking:
    """Covered are the days after the order's arrival, which a season may set apart."""
    arrives = lead.mean + REVIEW_DAYS
    cover = outlook.at(arrives + cover_days)[0] - outlook.at(arrives)[0]
    shelf_life = terms.shelf_life_days
    most = None
    if shelf_life is not None:
        most = sells_before_it_expires(outlook, lead, position, shelf_life)
    return Lacking(point - position, cover, outlook.rate, most, late)
