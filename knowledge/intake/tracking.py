"""Scans of parcels, by the carrier's own id."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import select

from knowledge.intake.refusals import RowRefused
from knowledge.intake.rows import TrackingEventRow
from knowledge.intake.shipments import settle_orders
from knowledge.intake.upserts import (
    Outcome,
    Result,
    assign,
    found,
    one_at_a_time,
    put,
    unknown,
)
from knowledge.records import Order, Shipment, TrackingEvent, TrackingStatus
from knowledge.store import Unit


async def put_tracking_event(
    unit: Unit, carrier: str, tracking_number: str, row: TrackingEventRow
) -> Outcome:
    """Add or correct a scan.

    Raises:
        RowRefused: there is no such parcel.
    """
    (outcome,) = await put_tracking_events(unit, carrier, tracking_number, [row])
    assert isinstance(outcome, Outcome)
    return outcome


async def put_tracking_events(
    unit: Unit, carrier: str, tracking_number: str, rows: Sequence[TrackingEventRow]
) -> list[Result]:
    """Add or correct scans of a parcel, which then stands as its newest scan says.

    Scans may come late and out of order: an older one is kept, and changes no status.

    Raises:
        RowRefused: there is no such parcel.
    """
    await one_at_a_time(unit)
    parcel = await _parcel(unit, carrier, tracking_number)
    known = await found(unit, TrackingEvent, "shipment_id", [parcel.key])
    held = {scan.external_id: scan for scan in known}
    results: list[Result] = []
    for row in rows:
        values = row.model_dump(exclude={"expected_at"}, exclude_unset=True)
        values["shipment_id"] = parcel.key
        results.append(put(unit, TrackingEvent, held, row.external_id, values))
    await unit.flush()
    newest = max(held.values(), key=lambda scan: (scan.happened_at, scan.key))
    told = {row.external_id: row for row in rows}
    if newest.external_id in told:
        _follow(parcel, newest, told[newest.external_id])
        orders = await found(unit, Order, "id", [parcel.order_id])
        await settle_orders(unit, orders)
    return results


async def _parcel(unit: Unit, carrier: str, tracking_number: str) -> Shipment:
    parcel = (
        await unit.exec(
            select(Shipment).where(
                Shipment.carrier == carrier, Shipment.tracking_number == tracking_number
            )
        )
    ).first()
    if parcel is None:
        raise RowRefused(unknown("tracking_number", tracking_number, f"parcel of {carrier}"))
    return parcel


def _follow(parcel: Shipment, newest: TrackingEvent, row: TrackingEventRow) -> None:
    is_delivered = newest.status is TrackingStatus.DELIVERED
    values = {
        "status": newest.status,
        "delivered_at": newest.happened_at if is_delivered else None,
    }
    if row.expected_at is not None:
        values["expected_at"] = row.expected_at
    if parcel.shipped_at is None and newest.status is TrackingStatus.IN_TRANSIT:
        values["shipped_at"] = newest.happened_at
    assign(parcel, values)
