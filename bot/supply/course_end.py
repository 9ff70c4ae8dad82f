"""A course that ends without a deal: its order is dropped, and the next supplier is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.supply.elsewhere import propose_elsewhere
from bot.supply.trail import written
from knowledge.queries.ordering import take_ordering_turn
from knowledge.queries.supply_orders import DROPPED, Purchase, expect_again
from knowledge.records import Negotiation, NegotiationState, PurchaseOrderStatus
from knowledge.store import Unit


async def drop_order(
    unit: Unit, found: Purchase, now: datetime, staff_id: int | None, note: str
) -> None:
    """Cancel a held order, in the unit that ends its course; it is not placed again today."""
    found.order.status = PurchaseOrderStatus.CANCELLED
    for one in found.lines:
        one.line.open = False
    await unit.flush()
    await expect_again(unit, [one.sku.key for one in found.lines])
    written(unit, staff_id, DROPPED, found.order, now, note)


async def end_without_deal(
    unit: Unit, found: Purchase, course: Negotiation, now: datetime, zone: ZoneInfo, why: str
) -> list[str]:
    """Close the course, drop its order and propose the next supplier.

    Returns:
        The numbers of the orders that are proposed instead.
    """
    # An item may be on order more than once: what is seen not to be must stay so.
    await take_ordering_turn(unit)
    course.state, course.next_move, course.closed_at = NegotiationState.CLOSED, "", now
    await drop_order(unit, found, now, None, why)
    return await propose_elsewhere(unit, found, now, zone)


def ended(found: Purchase, zh: str, en: str, proposed: Sequence[str]) -> str:
    """What staff are told of it."""
    numbers = ", ".join(proposed)
    instead = (
        f"已另拟采购单待确认 / proposed instead, waiting for your tap: {numbers}"
        if proposed
        else "没有其他供应商可订 / nobody else sells it"
    )
    return (
        f"未谈成，已婉拒供应商 / No deal; the supplier was told so: {found.supplier.name} · "
        f"{found.order.number}\n{zh}\n{en}\n{instead}"
    )
