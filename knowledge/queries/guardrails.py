"""How far staff let the desk go with each supplier."""

from __future__ import annotations

from sqlmodel import col, select

from knowledge.records import Guardrails, Supplier
from knowledge.store import Unit


async def guardrails_by_supplier(unit: Unit) -> dict[int, Guardrails]:
    """Every supplier's guardrails that has some, by the supplier's id."""
    return {one.supplier_id: one for one in (await unit.exec(select(Guardrails))).all()}


async def rails_by_code(unit: Unit) -> dict[str, tuple[int, Guardrails | None]]:
    """Every supplier's id and guardrails, if it has some, by its code."""
    rows = await unit.exec(
        select(Supplier, Guardrails).join(
            Guardrails, col(Guardrails.supplier_id) == Supplier.id, isouter=True
        )
    )
    return {supplier.code: (supplier.key, rails) for supplier, rails in rows.all()}


async def held_guardrails(unit: Unit, supplier_id: int) -> tuple[Supplier, Guardrails | None]:
    """A supplier, held until the unit ends, and its guardrails.

    Raises:
        LookupError: there is no such supplier.
    """
    held = select(Supplier).where(Supplier.id == supplier_id).with_for_update()
    supplier = (await unit.exec(held)).first()
    if supplier is None:
        raise LookupError(f"There is no supplier {supplier_id}.")
    wanted = select(Guardrails).where(Guardrails.supplier_id == supplier_id)
    return supplier, (await unit.exec(wanted)).first()
