"""News of parcels: shipped, on the van, at a pickup point, there, late, in trouble."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import facts
from bot.desk.notices.tiding import OfOrder, Page, Tiding, in_both, page
from bot.rules.news import FRESH, new_day, parcel_news
from knowledge.queries import news
from knowledge.queries.news import Ask, ParcelSeen
from knowledge.records import Shipment
from knowledge.store import Unit
from models.values import Language


class ParcelsUnderWay:
    """What happens to parcels until they are there."""

    async def find(self, unit: Unit, now: datetime, ask: Ask) -> Page:
        return _page(await news.parcels_under_way(unit, now - FRESH, now, ask), now, ask)

    async def told(self, unit: Unit, tiding: Tiding, now: datetime) -> None:
        """The outbox's key says it."""


class ParcelsDelivered:
    """Parcels that are there; an index of its own finds the few among all that ever were."""

    async def find(self, unit: Unit, now: datetime, ask: Ask) -> Page:
        return _page(await news.parcels_delivered(unit, now - FRESH, ask), now, ask)

    async def told(self, unit: Unit, tiding: Tiding, now: datetime) -> None:
        """The outbox's key says it."""


def _page(seen: Sequence[ParcelSeen], now: datetime, ask: Ask) -> Page:
    tidings = [_tiding(parcel, now) for parcel in seen]
    return page(tidings, seen[-1].shipment.key if seen else 0, ask)


def _tiding(seen: ParcelSeen, now: datetime) -> Tiding | None:
    order, shipment = seen.order, seen.shipment
    found = parcel_news(order, shipment, seen.scan, now, all_there=seen.all_there)
    if found is None:
        return None
    return Tiding(
        shipment.key,
        found,
        OfOrder(order.key, order.customer_id),
        in_both(lambda language: _facts(order.number, shipment, now, language)),
        about_parcel=True,
        order_number=order.number,
    )


def _facts(
    order_number: str, shipment: Shipment, now: datetime, language: Language
) -> dict[str, str]:
    """Whatever an act about a parcel may say; a day that has passed is not among it."""
    shown = {
        "order_number": order_number,
        "carrier": facts.carrier(shipment.carrier, language),
        "tracking_number": shipment.tracking_number,
    }
    expected = new_day(shipment, now)
    if expected is not None:
        shown["eta"] = facts.day(expected, now, language)
    if shipment.promised_at is not None:
        shown["promised"] = facts.day(shipment.promised_at, now, language)
    if shipment.delivered_at is not None:
        shown["delivered_on"] = facts.moment(shipment.delivered_at, now, language)
    if shipment.pickup_place:
        shown["pickup_place"] = shipment.pickup_place
    return shown
