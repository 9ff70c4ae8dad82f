"""What the Supply page needs from the buyer's side; `bot.wiring` has it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.supply.delay_notices import DelayNotices
from bot.supply.proposed import ProposedOrders
from bot.supply.stock_outlook import StockOutlook


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyParts:
    """The desks behind the tabs of the Supply page; each writes down what it changes."""

    proposed: ProposedOrders
    delay_notices: DelayNotices
    stock: StockOutlook
