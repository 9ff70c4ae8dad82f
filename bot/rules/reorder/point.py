"""The reorder point: the highest position that does not last until an order placed tomorrow.

Stock is looked at once a day. Whoever does not order today relies on ordering tomorrow, so what
is there has to last a day and a lead time. The demand of that time is a mixture over the
observed lead times (`bot/rules/reorder/pieces.py`), and the fewest pieces that last with the
service level are its quantile. A position below them is ordered for: the point is one less.

Where demand is normal this is the textbook's `d·L + z·sqrt(L·sd_d² + d²·sd_L²)` (Silver, Pyke &
Thomas, Inventory and Production Management in Supply Chains, 4th ed., chapters 6 and 7), within
the rounding to whole pieces: lead 7 d, demand 3±1/d, 95% → 25 pieces.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.rules.reorder.lead import LeadTime
from bot.rules.reorder.outlook import Outlook
from bot.rules.reorder.pieces import Pieces, pieces_sold

#: Stock is looked at once in so many days.
REVIEW_DAYS = 1


def sold_through(outlook: Outlook, spans: Iterable[float]) -> Pieces:
    """Pieces sold through a time that is one of these, days each, all equally likely."""
    return pieces_sold([outlook.at(days) for days in spans])


def sold_while_waiting(outlook: Outlook, lead: LeadTime, more_days: float = 0.0) -> Pieces:
    """Pieces sold until an order is here that is placed `more_days` from now."""
    return sold_through(outlook, [days + more_days for days in lead.spans()])


def reorder_point(outlook: Outlook, lead: LeadTime, service_level: float) -> int:
    """The position at or below which to order, pieces; never below 0.

    Whatever the level, an empty shelf of something that sells is ordered for: who has none
    cannot serve the next customer. Lead 6 d and the day of review, demand 3±1/d, 95% → 24.

    Raises:
        ValueError: the service level is not between 0 and 1, both excluded.
    """
    return max(sold_while_waiting(outlook, lead, REVIEW_DAYS).fewest(service_level) - 1, 0)
