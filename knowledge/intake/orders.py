"""Orders with their lines and payment, by the shop's order number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.intake.refusals import Problem, RowRefused
from knowledge.intake.rows import OrderRow
from knowledge.intake.settling import settled
from knowledge.intake.stock import sku_ids
from knowledge.intake.upserts import (
    Outcome,
    RecordT,
    Result,
    assign,
    found,
    one_at_a_time,
    only,
    put,
    unknown,
)
from knowledge.records import (
    Customer,
    Order,
    OrderLine,
    Payment,
    PaymentStatus,
    Shipment,
    ShipmentLine,
)
from knowledge.store import Unit

_AS_GIVEN = {
    "number",
    "placed_at",
    "ship_by",
    "promised_at",
    "packed_at",
    "cancelled_at",
    "currency",
    "address",
    "note",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """The records that a batch of orders is about."""

    customers: dict[str, Customer]
    skus: dict[str, int]
    orders: dict[str, Order]
    lines: dict[int, list[OrderLine]]
    payments: dict[int, list[Payment]]
    parcels: dict[int, list[Shipment]]


async def put_order(unit: Unit, row: OrderRow) -> Outcome:
    """Add or update an order.

    Raises:
        RowRefused: the customer or a SKU is not known.
    """
    return only(await put_orders(unit, [row]))


async def put_orders(unit: Unit, rows: Sequence[OrderRow]) -> list[Result]:
    """Add or update orders; the results are in the rows' order.

    An order whose parcels have all arrived stays delivered, whatever an older row says.
    """
    await one_at_a_time(unit)
    known = await _known(unit, rows)
    results = [_put_head(unit, known, row) for row in rows]
    await unit.flush()
    for place, row in enumerate(rows):
        result = results[place]
        if isinstance(result, Outcome):
            order = known.orders[row.number]
            changed = await _put_lines(unit, known, order, row)
            changed |= _put_payment(unit, known, order, row)
            if changed and result is Outcome.UNCHANGED:
                results[place] = Outcome.UPDATED
    await unit.flush()
    return results


async def _known(unit: Unit, rows: Sequence[OrderRow]) -> _Known:
    customers = await found(unit, Customer, "reference", (row.customer for row in rows))
    orders = await found(unit, Order, "number", (row.number for row in rows))
    ids = [order.key for order in orders]
    return _Known(
        {customer.reference: customer for customer in customers},
        await sku_ids(unit, (line.sku for row in rows for line in row.lines)),
        {order.number: order for order in orders},
        _by_order(await found(unit, OrderLine, "order_id", ids)),
        _by_order(await found(unit, Payment, "order_id", ids)),
        _by_order(await found(unit, Shipment, "order_id", ids)),
    )


def _by_order(records: Iterable[RecordT]) -> dict[int, list[RecordT]]:
    grouped: dict[int, list[RecordT]] = defaultdict(list)
    for record in records:
        grouped[record.order_id].append(record)  # type: ignore[attr-defined]
    return grouped


def _put_head(unit: Unit, known: _Known, row: OrderRow) -> Result:
    problems = list(_unknown(known, row))
    if problems:
        return RowRefused(*problems)
    customer = known.customers[row.customer]
    order = known.orders.get(row.number)
    parcels = known.parcels.get(order.key, []) if order is not None and order.id else []
    values: dict[str, object] = {
        **row.model_dump(include=_AS_GIVEN, exclude_unset=True),
        "customer_id": customer.key,
        "status": settled(row.status, parcels),
        "total_minor": row.total,
    }
    if order is None or "recipient" in row.model_fields_set:
        values["recipient"] = row.recipient or customer.name
    if order is None or "phone" in row.model_fields_set:
        values["phone"] = row.phone or customer.phone or ""
    return put(unit, Order, known.orders, row.number, values)


def _unknown(known: _Known, row: OrderRow) -> Iterable[Problem]:
    if row.customer not in known.customers:
        yield unknown("customer", row.customer, "customer")
    for place, line in enumerate(row.lines):
        if line.sku not in known.skus:
            yield unknown("sku", line.sku, "SKU", place)


async def _put_lines(unit: Unit, known: _Known, order: Order, row: OrderRow) -> bool:
    """Match lines by SKU, in order: a SKU may be bought twice, once as a gift."""
    left: dict[int, list[OrderLine]] = defaultdict(list)
    for line in known.lines[order.key]:
        left[line.sku_id].append(line)
    kept: list[OrderLine] = []
    changed = False
    for wanted in row.lines:
        sku_id = known.skus[wanted.sku]
        values: dict[str, Any] = {
            "quantity": wanted.quantity,
            "unit_price_minor": wanted.unit_price,
        }
        if left[sku_id]:
            kept.append(left[sku_id].pop(0))
            changed |= assign(kept[-1], values)
        else:
            kept.append(OrderLine(order_id=order.key, sku_id=sku_id, **values))
            unit.add(kept[-1])
            changed = True
    gone = [line for lines in left.values() for line in lines]
    await _remove(unit, gone)
    known.lines[order.key] = kept
    return changed or bool(gone)


async def _remove(unit: Unit, lines: Sequence[OrderLine]) -> None:
    if not lines:
        return
    for part in await found(unit, ShipmentLine, "order_line_id", (line.key for line in lines)):
        await unit.delete(part)
    await unit.flush()
    for line in lines:
        await unit.delete(line)


def _put_payment(unit: Unit, known: _Known, order: Order, row: OrderRow) -> bool:
    if not row.payment_method:
        return False
    latest = {payment.order_id: payment for payment in known.payments[order.key][-1:]}
    values: dict[str, object] = {
        "order_id": order.key,
        "method": row.payment_method,
        "amount_minor": row.total,
        "currency": order.currency,
    }
    if "paid_at" in row.model_fields_set or not latest:
        values["paid_at"] = row.paid_at
        values["status"] = PaymentStatus.PAID if row.paid_at else PaymentStatus.PENDING
    outcome = put(unit, Payment, latest, order.key, values)
    known.payments[order.key] = list(latest.values())
    return outcome is not Outcome.UNCHANGED
