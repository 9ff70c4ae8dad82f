"""An order is confirmed on the terms that both sides agreed to."""

from __future__ import annotations

from datetime import datetime

from bot.rules.negotiation.terms import Terms
from bot.supply.trail import written
from knowledge.queries.supply_orders import Purchase
from knowledge.records import PurchaseOrderStatus
from knowledge.store import Unit


def confirm(
    unit: Unit, found: Purchase, terms: Terms, now: datetime, staff_id: int | None, said: str
) -> None:
    """Write prices and pieces into a held order and confirm it; one entry of the audit.

    Args:
        staff_id: who signed; None: signed by itself, or a plain yes.
    """
    agreed = {line.item: line for line in terms.lines}
    detail = []
    for one in found.lines:
        line = agreed[one.sku.code]
        one.line.quantity, one.line.unit_price_minor = line.quantity, line.unit_price_minor
        detail.append(f"{line.item}: {line.quantity} × {line.unit_price_minor / 100:.2f}")
    found.order.status = PurchaseOrderStatus.CONFIRMED
    found.order.confirmed_at = now
    written(unit, staff_id, "confirm_purchase", found.order, now, "\n".join([*detail, said]))
