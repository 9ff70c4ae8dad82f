"""How much to order: what is lacking, at the quantity that costs least in a year.

Source of the costs: the economic order quantity and all-units discounts (Silver, Pyke & Thomas,
4th ed., sections 4.2 and 4.5; Snyder & Shen, Fundamentals of Supply Chain Theory, 2nd ed., 3.2
and 3.4): buying `D·c`, ordering `K·D/Q` and holding `r·c·Q/2`, where `c` is the price that Q
pieces cost each. For each price the best quantity is `sqrt(2·K·D/(r·c))`, or where it begins.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot.rules.reorder.lead import LeadTime
from bot.rules.reorder.notes import Note, NoteKind
from bot.rules.reorder.outlook import Outlook
from bot.rules.reorder.pieces import pieces_sold
from bot.rules.reorder.point import sold_while_waiting
from bot.rules.reorder.terms import Costs, Terms

_YEAR = 365.0
#: Goods that expire are bought for the demand that is exceeded with this probability.
_SELLS_SURELY = 0.9
#: Guards the rounding against the last bits of a float: 60.0000000001 is 60.
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Quantity:
    """Pieces to order, 0 when no quantity may be, and what moved it from what is lacking."""

    pieces: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """What an order has to bring, pieces.

    Args:
        catch_up: from the position up to the reorder point; negative above the point.
        cover: the demand of the days that the order is for.
        a_day: pieces a day.
        most: no more than this sells before it expires; None when nothing expires.
        late: on order and here after this order, for the days that it is for.
    """

    catch_up: float
    cover: float
    a_day: float
    most: int | None = None
    late: int = 0

    @property
    def pieces(self) -> float:
        return self.catch_up + max(self.cover - self.late, 0.0)


def order_quantity(lacking: Lacking, terms: Terms, costs: Costs) -> Quantity:
    """The pieces to order: in whole packs, at least the minimum, never past the shelf life.

    69 lacking, packs of 20 → 80. 30 lacking, minimum 50 → 50, with the minimum as a note.
    """
    needed = terms.packed(lacking.pieces)
    if lacking.most is not None and needed > lacking.most:
        return _until_it_expires(lacking.most, terms)
    chosen = _cheapest(needed, lacking, terms, costs)
    if chosen != needed:
        return Quantity(chosen, (_saving(needed, chosen, lacking, terms, costs),))
    if max(math.ceil(lacking.pieces - _EPSILON), 1) < terms.minimum:
        return Quantity(needed, (Note(NoteKind.MINIMUM, pieces=terms.minimum),))
    return Quantity(needed)


def yearly_cost(quantity: float, a_year: float, price_minor: float, costs: Costs) -> float:
    """Buying, ordering and holding for a year, minor units.

    1,300 pieces a year at 0.68, 8.00 an order, 30% → 978.60 with orders of 800 pieces.
    """
    ordering = costs.ordering_minor * a_year / quantity
    return price_minor * a_year + ordering + costs.holding_rate * price_minor * quantity / 2


def economic_quantity(a_year: float, price_minor: float, costs: Costs) -> float:
    """The quantity that costs least a year at one price; 0 where holding costs nothing.

    730 a year at 50.00, 20.00 an order, 20% → 54.0.
    """
    held = costs.holding_rate * price_minor
    return math.sqrt(2 * costs.ordering_minor * a_year / held) if held > 0 else 0.0


def sells_before_it_expires(
    outlook: Outlook, lead: LeadTime, position: int, shelf_life_days: int
) -> int:
    """How many pieces ordered now are sold before they expire, at the demand's lower side.

    What is there is sold first; and nothing of the order is sold before it is here, however
    much is asked for by then. Demand 2±0/d, lead 10 d, 24 there, keeps 30 d → 80 - 24 = 56.
    """
    level = 1 - _SELLS_SURELY
    through = sold_while_waiting(outlook, lead, shelf_life_days).fewest(level)
    (before, variance_before), (after, variance_after) = (
        outlook.at(lead.mean),
        outlook.at(lead.mean + shelf_life_days),
    )
    window = max(variance_after - variance_before, 0.0)
    on_the_shelf = pieces_sold([(after - before, window)]).fewest(level)
    return max(min(through - position, on_the_shelf + max(-position, 0)), 0)


def _until_it_expires(most: int, terms: Terms) -> Quantity:
    """As many whole packs as are sold in time, if the supplier sells so few."""
    days = terms.shelf_life_days or 0
    kept = most // terms.pack_size * terms.pack_size
    if kept < terms.packed(0):
        return Quantity(0, (Note(NoteKind.EXPIRES, pieces=terms.packed(0), days=days),))
    return Quantity(kept, (Note(NoteKind.SHELF_LIFE, pieces=kept, days=days),))


def _cheapest(needed: int, lacking: Lacking, terms: Terms, costs: Costs) -> int:
    """What is needed, or more where that costs less a year and nothing of it expires."""
    most = math.inf if lacking.most is None else lacking.most
    larger = [each for each in _candidates(lacking, terms, costs) if needed < each <= most]
    return min([needed, *sorted(larger)], key=lambda each: _cost(each, lacking, terms, costs))


def _candidates(lacking: Lacking, terms: Terms, costs: Costs) -> Iterator[int]:
    """For each price, the best quantity that has it; none for more days than is allowed."""
    if terms.price_minor is None or lacking.a_day <= 0:
        return
    longest = lacking.a_day * costs.most_days
    highest = lacking.catch_up + max(lacking.cover, longest) - lacking.late
    starts = {0: terms.price_minor} | {each.quantity: each.price_minor for each in terms.breaks}
    for start, price in starts.items():
        economic = economic_quantity(lacking.a_day * _YEAR, price, costs)
        lot = lacking.catch_up + max(max(lacking.cover, economic) - lacking.late, 0.0)
        quantity = terms.packed(max(lot, start))
        if quantity <= highest:
            yield quantity


def _cost(quantity: int, lacking: Lacking, terms: Terms, costs: Costs) -> float:
    return yearly_cost(quantity, lacking.a_day * _YEAR, terms.price_at(quantity) or 0, costs)


def _saving(needed: int, chosen: int, lacking: Lacking, terms: Terms, costs: Costs) -> Note:
    """Why more is ordered than is needed: a lower price, or fewer orders."""
    before, after = terms.price_at(needed) or 0, terms.price_at(chosen) or 0
    saved = round(_cost(needed, lacking, terms, costs) - _cost(chosen, lacking, terms, costs))
    kind = NoteKind.PRICE_BREAK if after < before else NoteKind.ECONOMIC
    return Note(kind, pieces=needed, money=after, other=saved)
