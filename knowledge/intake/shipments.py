"""Parcels, by carrier and tracking number."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.intake.refusals import Problem, RowRefused
from knowledge.intake.rows import ShipmentRow
from knowledge.intake.settling import settled
from knowledge.intake.upserts import (
    Outcome,
    Result,
    assign,
    found,
    one_at_a_time,
    only,
    put,
    unknown,
)
from knowledge.records import Order, Shipment, TrackingEvent, TrackingStatus
from knowledge.store import Unit

#: How far along a parcel is. Between those of one rank either may follow the other.
_PROGRESS = {
    TrackingStatus.PENDING: 0,
    TrackingStatus.INFO_RECEIVED: 1,
    TrackingStatus.IN_TRANSIT: 2,
    TrackingStatus.DELIVERED: 4,
}
_UNDERWAY = 3
_TOLD_BY_SCANS = {"status", "delivered_at", "expected_at"}

_Key = tuple[str, str]


async def put_shipment(unit: Unit, row: ShipmentRow) -> Outcome:
    """Add or update a parcel.

    Raises:
        RowRefused: the order is not known, or the parcel is another order's.
    """
    return only(await put_shipments(unit, [row]))


async def put_shipments(unit: Unit, rows: Sequence[ShipmentRow]) -> list[Result]:
    """Add or update parcels and their orders' status; the results are in the rows' order.

    Where scans are known, a row does not turn the parcel's status back behind them.
    """
    await one_at_a_time(unit)
    orders = {
        order.number: order for order in await found(unit, Order, "number", (r.order for r in rows))
    }
    numbers = [row.tracking_number for row in rows]
    known = await found(unit, Shipment, "tracking_number", numbers)
    held = {(parcel.carrier, parcel.tracking_number): parcel for parcel in known}
    scans = await found(unit, TrackingEvent, "shipment_id", [parcel.key for parcel in known])
    scanned = {scan.shipment_id for scan in scans}
    results = [_put(unit, row, orders, held, scanned) for row in rows]
    await unit.flush()
    await settle_orders(unit, list(orders.values()))
    return results


def _put(
    unit: Unit,
    row: ShipmentRow,
    orders: dict[str, Order],
    held: dict[_Key, Shipment],
    scanned: set[int],
) -> Result:
    if row.order not in orders:
        return RowRefused(unknown("order", row.order, "order"))
    key = (row.carrier, row.tracking_number)
    order_id, parcel = orders[row.order].key, held.get(key)
    if parcel is not None and parcel.order_id != order_id:
        taken = "is already the parcel of another order"
        return RowRefused(Problem("tracking_number", taken, row.tracking_number))
    values = row.model_dump(exclude={"order"}, exclude_unset=True)
    if parcel is not None and parcel.id in scanned and _is_behind(row.status, parcel.status):
        values = {name: value for name, value in values.items() if name not in _TOLD_BY_SCANS}
    return put(unit, Shipment, held, key, {"order_id": order_id, **values})


def _is_behind(said: TrackingStatus, known: TrackingStatus) -> bool:
    return _PROGRESS.get(said, _UNDERWAY) < _PROGRESS.get(known, _UNDERWAY)


async def settle_orders(unit: Unit, orders: Sequence[Order]) -> None:
    """Bring orders' status up to what their parcels say."""
    parcels: dict[int, list[Shipment]] = {order.key: [] for order in orders}
    for parcel in await found(unit, Shipment, "order_id", parcels):
        parcels[parcel.order_id].append(parcel)
    for order in orders:
        assign(order, {"status": settled(order.status, parcels[order.key])})
    await unit.flush()
