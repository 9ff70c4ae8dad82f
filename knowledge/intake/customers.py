"""Customers, by the shop's reference."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.intake.rows import CustomerRow
from knowledge.intake.upserts import Outcome, Result, found, one_at_a_time, only, put
from knowledge.records import Customer
from knowledge.store import Unit


async def put_customer(unit: Unit, row: CustomerRow) -> Outcome:
    """Add or update a customer."""
    return only(await put_customers(unit, [row]))


async def put_customers(unit: Unit, rows: Sequence[CustomerRow]) -> list[Result]:
    """Add or update customers; the results are in the rows' order."""
    await one_at_a_time(unit)
    known = await found(unit, Customer, "reference", (row.reference for row in rows))
    held = {customer.reference: customer for customer in known}
    results: list[Result] = [
        put(unit, Customer, held, row.reference, row.model_dump(exclude_unset=True)) for row in rows
    ]
    await unit.flush()
    return results
