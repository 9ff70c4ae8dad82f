"""Suppliers by code, their offers by supplier and SKU, and receipts by delivery note."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.intake.refusals import Problem, RowRefused
from knowledge.intake.stock import sku_ids
from knowledge.intake.supply_rows import ReceiptRow, SupplierOfferRow, SupplierRow
from knowledge.intake.upserts import Outcome, Result, found, one_at_a_time, only, put, unknown
from knowledge.queries.supply_orders import Purchase, held_purchase
from knowledge.queries.supply_receipts import Coming, take, taken
from knowledge.records import PriceBreak, PurchaseOrderStatus, Supplier, SupplierOffer, utcnow
from knowledge.store import Unit

#: Orders of which goods may come.
_EXPECTED = {
    PurchaseOrderStatus.REQUESTED,
    PurchaseOrderStatus.CONFIRMED,
    PurchaseOrderStatus.RECEIVED,
}


async def put_supplier(unit: Unit, row: SupplierRow) -> Outcome:
    """Add or update a supplier."""
    return only(await put_suppliers(unit, [row]))


async def put_suppliers(unit: Unit, rows: Sequence[SupplierRow]) -> list[Result]:
    """Add or update suppliers; the results are in the rows' order."""
    await one_at_a_time(unit)
    known = await found(unit, Supplier, "code", (row.code for row in rows))
    held = {supplier.code: supplier for supplier in known}
    results: list[Result] = []
    for row in rows:
        values = row.model_dump(exclude_unset=True)
        if "order_minimum" in values:
            values["order_minimum_minor"] = values.pop("order_minimum")
        results.append(put(unit, Supplier, held, row.code, values))
    await unit.flush()
    return results


async def put_supplier_offer(unit: Unit, row: SupplierOfferRow) -> Outcome:
    """Add or update an offer.

    Raises:
        RowRefused: there is no such supplier or SKU.
    """
    return only(await put_supplier_offers(unit, [row]))


async def put_supplier_offers(unit: Unit, rows: Sequence[SupplierOfferRow]) -> list[Result]:
    """Add or update offers with their price breaks; the results are in the rows' order."""
    await one_at_a_time(unit)
    skus = await sku_ids(unit, (row.sku for row in rows))
    known = await found(unit, Supplier, "code", (row.supplier for row in rows))
    suppliers = {supplier.code: supplier.key for supplier in known}
    offers = await found(unit, SupplierOffer, "sku_id", skus.values())
    held = {(offer.supplier_id, offer.sku_id): offer for offer in offers}
    return [await _put_offer(unit, row, suppliers, skus, held) for row in rows]


async def _put_offer(
    unit: Unit,
    row: SupplierOfferRow,
    suppliers: dict[str, int],
    skus: dict[str, int],
    held: dict[tuple[int, int], SupplierOffer],
) -> Result:
    if row.supplier not in suppliers:
        return RowRefused(unknown("supplier", row.supplier, "supplier"))
    if row.sku not in skus:
        return RowRefused(unknown("sku", row.sku, "SKU"))
    key = (suppliers[row.supplier], skus[row.sku])
    values = row.model_dump(
        exclude={"supplier", "sku", "price", "price_breaks"}, exclude_unset=True
    )
    values |= {"supplier_id": key[0], "sku_id": key[1], "unit_price_minor": row.price}
    if "pack_volume" in values:
        values["pack_volume_ml"] = values.pop("pack_volume")
    outcome = put(unit, SupplierOffer, held, key, values)
    await unit.flush()
    if "price_breaks" not in row.model_fields_set:
        return outcome
    moved = await _put_breaks(unit, held[key], dict(row.price_breaks))
    return Outcome.UPDATED if moved and outcome is Outcome.UNCHANGED else outcome


async def _put_breaks(unit: Unit, offer: SupplierOffer, wanted: dict[int, int]) -> bool:
    """Make an offer's price breaks these; whether anything changed."""
    known = await found(unit, PriceBreak, "offer_id", [offer.key])
    if {one.from_quantity: one.unit_price_minor for one in known} == wanted:
        return False
    for one in known:
        await unit.delete(one)
    await unit.flush()
    for quantity, price in wanted.items():
        unit.add(PriceBreak(offer_id=offer.key, from_quantity=quantity, unit_price_minor=price))
    await unit.flush()
    return True


async def put_receipt(unit: Unit, row: ReceiptRow) -> Outcome:
    """Take goods in; see `put_receipts`.

    Raises:
        RowRefused: it does not fit the order.
    """
    return only(await put_receipts(unit, [row]))


async def put_receipts(unit: Unit, rows: Sequence[ReceiptRow]) -> list[Result]:
    """Put goods on the shelf, each line of a delivery note once; results in the rows' order.

    What was taken stays taken: a row that says otherwise later is refused.
    """
    await one_at_a_time(unit)
    # Held in one order by all, so that two files never wait for each other crosswise.
    orders: dict[str, Purchase] = {}
    for number in sorted({row.purchase_order for row in rows}):
        try:
            orders[number] = await held_purchase(unit, number)
        except LookupError:
            continue
    return [await _put_receipt(unit, row, orders.get(row.purchase_order)) for row in rows]


async def _put_receipt(unit: Unit, row: ReceiptRow, order: Purchase | None) -> Result:
    if order is None:
        return RowRefused(unknown("purchase_order", row.purchase_order, "purchase order"))
    lines = [one for one in order.lines if one.sku.code == row.sku]
    if not lines:
        return RowRefused(Problem("sku", "is not in this purchase order", row.sku))
    line = next((one for one in lines if one.line.open), lines[-1])
    known = await taken(unit, order, row.reference)
    for before in (known[one.line.key] for one in lines if one.line.key in known):
        if (before.quantity, before.rejected) == (row.quantity, row.rejected):
            return Outcome.UNCHANGED
        return RowRefused(
            Problem("reference", "was taken already, with other pieces", row.reference)
        )
    if order.order.status not in _EXPECTED:
        said = f"is {order.order.status} and expects no goods"
        return RowRefused(Problem("purchase_order", said, row.purchase_order))
    coming = Coming(line, row.quantity, row.rejected, row.no_more)
    await take(unit, order, [coming], row.reference, row.received_at or utcnow(), None)
    return Outcome.CREATED
