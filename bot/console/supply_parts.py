"""What the Supply page needs from the buyer's side; `bot.wiring` has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from bot.supply.dates import ExpectedDates
from bot.supply.delay_notices import DelayNotices
from bot.supply.guardrails import GuardrailBook
from bot.supply.proposed import ProposedOrders
from bot.supply.receipts import ReceiptDesk
from bot.supply.scorecards import Scorecards
from bot.supply.stock_outlook import StockOutlook


class Signing(Protocol):
    """What staff decide about a negotiation, by its purchase order's number.

    Each raises LookupError where nothing is negotiated about it, and XiaoerError where it cannot
    be done; each writes down what it did.
    """

    async def sign(self, staff_id: int, number: str) -> Any: ...

    async def refuse(self, staff_id: int, number: str, note: str) -> Any: ...

    async def take_over(self, staff_id: int, number: str) -> Any: ...

    async def hand_back(self, staff_id: int, number: str) -> Any: ...

    async def write(self, staff_id: int, number: str, text: str) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyParts:
    """The desks behind the tabs of the Supply page; each writes down what it changes.

    Args:
        signing: None where nothing is negotiated by the desk, and nobody decides about courses.
        played_s: in the demo, from when to when scripts answer for the suppliers, seconds.
    """

    proposed: ProposedOrders
    delay_notices: DelayNotices
    stock: StockOutlook
    receipts: ReceiptDesk
    expected_dates: ExpectedDates
    scorecards: Scorecards
    guardrails: GuardrailBook
    signing: Signing | None = None
    played_s: tuple[int, int] | None = None
