"""Questions about customers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from knowledge.records import Customer
from knowledge.store import Unit


async def customers_with_phone(unit: Unit, phone: str) -> Sequence[Customer]:
    """The customers with this phone (E.164)."""
    return (await unit.exec(select(Customer).where(Customer.phone == phone).limit(2))).all()


async def customer_referenced(unit: Unit, reference: str) -> Customer | None:
    """The customer with the shop's own id."""
    return (await unit.exec(select(Customer).where(Customer.reference == reference))).first()


async def some_customers(unit: Unit, limit: int = 12) -> Sequence[Customer]:
    """A few customers, for the demo's picker."""
    return (await unit.exec(select(Customer).order_by(col(Customer.id)).limit(limit))).all()
