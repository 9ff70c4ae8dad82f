"""What there is to tell customers without being asked, and to whom it may be told.

Each question about records answers with a page, by id; `only` asks for one of them again.
Whose account cannot be written to is left out early: most customers of a shop never wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, or_, select

from knowledge.records import (
    Channel,
    ChannelAccount,
    Conversation,
    Order,
    OrderGrant,
    OutboxItem,
    Product,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
    Shipment,
    Sku,
    StockLevel,
    StockWatch,
    TrackingEvent,
    TrackingStatus,
)
from knowledge.store import Unit

#: Channels on which something can be said to an account that has not just written.
CAN_PUSH = frozenset({Channel.TELEGRAM, Channel.WEB})

_CANNOT_PUSH = [channel for channel in Channel if channel not in CAN_PUSH]
_UNDER_WAY = [status for status in TrackingStatus if status is not TrackingStatus.DELIVERED]
#: A promised day has passed at its end, in the shop's zone: two days cover both.
_PROMISED = timedelta(days=2)

_scan = aliased(TrackingEvent)
_NEWEST_SCAN = (
    select(_scan.id)
    .where(_scan.shipment_id == Shipment.id)
    .order_by(col(_scan.happened_at).desc(), col(_scan.id).desc())
    .limit(1)
    .scalar_subquery()
)
_other = aliased(Shipment)
_ALL_THERE = ~exists().where(
    col(_other.order_id) == col(Shipment.order_id),
    col(_other.status) != TrackingStatus.DELIVERED,
)
#: Somebody who can be written to may see the order.
_SOMEBODY = or_(
    exists().where(col(ChannelAccount.customer_id) == col(Order.customer_id)),
    exists().where(col(OrderGrant.order_id) == col(Order.id)),
)
_IS_BACK = exists().where(
    col(Sku.product_id) == col(StockWatch.product_id),
    col(Sku.active).is_(True),
    col(StockLevel.sku_id) == col(Sku.id),
    col(StockLevel.on_hand) > col(StockLevel.reserved),
)


def by_id(key: Any) -> ColumnElement[int]:
    """An id to page by that no index is used for.

    Otherwise SQLite walks every record there ever was in the order of ids, instead of sorting
    the few that the index on their time finds (https://sqlite.org/optoverview.html, section 2).
    """
    return col(key) + 0


@dataclass(frozen=True, slots=True)
class Ask:
    """Which part of the rows is wanted: a page after an id, or only one row."""

    after: int = 0
    limit: int = 1
    only: int | None = None

    def of(self, key: Any) -> ColumnElement[bool]:
        """The condition on the id."""
        return by_id(key) > self.after if self.only is None else col(key) == self.only


@dataclass(frozen=True, slots=True)
class ParcelSeen:
    """A parcel with its order and latest scan; whether all of the order has been delivered."""

    shipment: Shipment
    order: Order
    scan: TrackingEvent | None
    all_there: bool


@dataclass(frozen=True, slots=True)
class Addressee:
    """An account that may be told, and the conversation it is told in."""

    account: ChannelAccount
    conversation: Conversation


async def parcels_under_way(
    unit: Unit, since: datetime, now: datetime, ask: Ask
) -> list[ParcelSeen]:
    """Parcels not delivered of which something happened since a time, or that are late."""
    late = and_(
        col(Shipment.promised_at) >= since - _PROMISED,
        or_(
            col(Shipment.promised_at) < now,
            col(Shipment.expected_at) > col(Shipment.promised_at),
        ),
    )
    recent = or_(col(TrackingEvent.happened_at) >= since, col(Shipment.shipped_at) >= since, late)
    return await _parcels(unit, ask, col(Shipment.status).in_(_UNDER_WAY), recent)


async def parcels_delivered(unit: Unit, since: datetime, ask: Ask) -> list[ParcelSeen]:
    """Parcels delivered since a time."""
    return await _parcels(unit, ask, col(Shipment.delivered_at) >= since)


async def _parcels(unit: Unit, ask: Ask, *wanted: ColumnElement[bool]) -> list[ParcelSeen]:
    rows = await unit.exec(
        select(Shipment, Order, TrackingEvent, _ALL_THERE)
        .join(Order, col(Order.id) == Shipment.order_id)
        .join(TrackingEvent, col(TrackingEvent.id) == _NEWEST_SCAN, isouter=True)
        .where(ask.of(Shipment.id), _SOMEBODY, *wanted)
        .order_by(by_id(Shipment.id))
        .limit(ask.limit)
    )
    return [ParcelSeen(*row) for row in rows.all()]


async def refunds_paid(unit: Unit, since: datetime, ask: Ask) -> list[tuple[Refund, Order]]:
    """Refunds paid since a time, with their orders."""
    rows = await unit.exec(
        select(Refund, Order)
        .join(Order, col(Order.id) == Refund.order_id)
        .where(
            ask.of(Refund.id),
            col(Refund.paid_at) >= since,
            Refund.status == RefundStatus.PAID,
            _SOMEBODY,
        )
        .order_by(by_id(Refund.id))
        .limit(ask.limit)
    )
    return list(rows.all())


async def cases_moved(
    unit: Unit, since: datetime, opened_since: datetime, ask: Ask
) -> list[tuple[ReturnCase, Order]]:
    """Cases whose goods are here, opened since a time, and those closed since another."""
    received = and_(
        col(ReturnCase.status) == ReturnStatus.RECEIVED, col(ReturnCase.opened_at) >= opened_since
    )
    closed = and_(col(ReturnCase.status) == ReturnStatus.CLOSED, col(ReturnCase.closed_at) >= since)
    rows = await unit.exec(
        select(ReturnCase, Order)
        .join(Order, col(Order.id) == ReturnCase.order_id)
        .where(
            ask.of(ReturnCase.id),
            col(ReturnCase.number).is_not(None),
            or_(received, closed),
            _SOMEBODY,
        )
        .order_by(by_id(ReturnCase.id))
        .limit(ask.limit)
    )
    return list(rows.all())


async def watches_of_goods_back(unit: Unit, ask: Ask) -> list[tuple[StockWatch, Product]]:
    """Who waits for a product that is there again, and has not been told."""
    rows = await unit.exec(
        select(StockWatch, Product)
        .join(Product, col(Product.id) == StockWatch.product_id)
        .where(ask.of(StockWatch.id), col(StockWatch.told_at).is_(None), _IS_BACK)
        .order_by(by_id(StockWatch.id))
        .limit(ask.limit)
    )
    return list(rows.all())


async def addressee_for(unit: Unit, order_id: int, customer_id: int) -> Addressee | None:
    """The account that is told of an order: the customer's last used one that can be reached.

    A customer without one leaves it to the account last used of those granted the order.
    """
    own = col(ChannelAccount.customer_id) == customer_id
    granted = col(ChannelAccount.id).in_(
        select(OrderGrant.account_id).where(OrderGrant.order_id == order_id)
    )
    return await _last_used(unit, or_(own, granted), case((own, 0), else_=1))


async def addressee_account(unit: Unit, account_id: int) -> Addressee | None:
    """This account, if it can be reached."""
    return await _last_used(unit, col(ChannelAccount.id) == account_id)


async def _last_used(
    unit: Unit, which: ColumnElement[bool], *first: ColumnElement[Any]
) -> Addressee | None:
    rows = await unit.exec(
        select(ChannelAccount, Conversation)
        .join(Conversation, col(Conversation.account_id) == ChannelAccount.id)
        .where(
            which,
            col(Conversation.closed_at).is_(None),
            # Said of the others: "is one of" would make SQLite read every account of a channel.
            col(ChannelAccount.channel).not_in(_CANNOT_PUSH),
            col(ChannelAccount.unreachable_at).is_(None),
            col(ChannelAccount.blocked_at).is_(None),
        )
        .order_by(*first, col(Conversation.last_message_at).desc(), col(Conversation.id).desc())
        .limit(1)
    )
    found = rows.first()
    return None if found is None else Addressee(*found)


async def told_keys(unit: Unit, keys: Sequence[str]) -> set[str]:
    """Which of these keys have been told."""
    if not keys:
        return set()
    found = await unit.exec(
        select(OutboxItem.idempotency_key).where(col(OutboxItem.idempotency_key).in_(keys))
    )
    return {key for key in found.all() if key is not None}


async def watch_of(unit: Unit, account_id: int, product_id: int) -> StockWatch | None:
    """The account's watch for a product, told or not."""
    found = await unit.exec(
        select(StockWatch).where(
            StockWatch.account_id == account_id, StockWatch.product_id == product_id
        )
    )
    return found.first()
