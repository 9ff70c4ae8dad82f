"""Writing down what staff did with a purchase order, in the unit that does it."""

from __future__ import annotations

from datetime import datetime

from knowledge.records import AuditEntry, PurchaseOrder
from knowledge.store import Unit


def written(
    unit: Unit, staff_id: int | None, action: str, order: PurchaseOrder, now: datetime, said: str
) -> None:
    """One entry of the audit; `staff_id` None: the supplier's own words did it."""
    subject = f"purchase_order:{order.number}"
    unit.add(
        AuditEntry(staff_id=staff_id, action=action, subject=subject, detail=said, created_at=now)
    )
