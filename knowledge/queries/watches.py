"""What the watches look for: late parcels and handovers that nobody answered.

Rows are locked where the database can (PostgreSQL; SQLite has one writer anyway), and rows
locked by another watch are left to it, so that two processes never tell the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_, select

from knowledge.records import (
    ChannelAccount,
    Conversation,
    Customer,
    Handover,
    Order,
    OrderStatus,
    Shipment,
    TrackingStatus,
)
from knowledge.store import Unit

#: Where a parcel can still be late: neither delivered nor waiting for the customer.
_UNDER_WAY = [
    status
    for status in TrackingStatus
    if status not in {TrackingStatus.DELIVERED, TrackingStatus.AVAILABLE_FOR_PICKUP}
]


@dataclass(frozen=True, slots=True)
class Underway:
    """A parcel with its order and the customer who waits for it."""

    shipment: Shipment
    order: Order
    customer: Customer


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A handover that waits, with the conversation and person it is about."""

    handover: Handover
    conversation: Conversation
    account: ChannelAccount
    customer: Customer | None


async def perhaps_late(
    unit: Unit, promised_before: datetime, after_id: int = 0, limit: int = 40
) -> list[Underway]:
    """A page, by id, of parcels under way that staff have not been told about.

    Promised before a time, or expected later than promised; whether that is another *day*
    depends on the zone and is the caller's to judge. Parcels of cancelled and refunded orders
    are left out. The index on (status, expected_at) finds those under way.
    """
    rows = await unit.exec(
        select(Shipment, Order, Customer)
        .join(Order, col(Order.id) == Shipment.order_id)
        .join(Customer, col(Customer.id) == Order.customer_id)
        .where(
            col(Shipment.status).in_(_UNDER_WAY),
            col(Shipment.late_noticed_at).is_(None),
            or_(
                col(Shipment.promised_at) < promised_before,
                col(Shipment.expected_at) > col(Shipment.promised_at),
            ),
            col(Order.status).not_in([OrderStatus.CANCELLED, OrderStatus.REFUNDED]),
            col(Shipment.id) > after_id,
        )
        .order_by(col(Shipment.id))
        .limit(limit)
        .with_for_update(of=Shipment, skip_locked=True)
    )
    return [Underway(*row) for row in rows.all()]


async def unanswered(
    unit: Unit, opened_before: datetime, now: datetime, handover_id: int | None = None
) -> list[Unanswered]:
    """Open handovers without an answer or a reminder, longest waiting first.

    What staff put off is left out until its time. With an id it is this one or none, locked
    until the unit ends.
    """
    new = and_(col(Handover.reminded_at).is_(None), col(Handover.created_at) <= opened_before)
    return await _nobody_answered(unit, new, now, handover_id)


async def unanswered_still(
    unit: Unit, reminded_before: datetime, now: datetime, handover_id: int | None = None
) -> list[Unanswered]:
    """The same after a reminder, that supervisors were not told of yet."""
    still = and_(col(Handover.reminded_at) <= reminded_before, col(Handover.escalated_at).is_(None))
    return await _nobody_answered(unit, still, now, handover_id)


async def _nobody_answered(
    unit: Unit, which: ColumnElement[bool], now: datetime, handover_id: int | None
) -> list[Unanswered]:
    wanted = and_(
        col(Handover.resolved_at).is_(None),
        col(Handover.first_answer_at).is_(None),
        or_(col(Handover.snoozed_until).is_(None), col(Handover.snoozed_until) <= now),
        which,
    )
    query = (
        select(Handover, Conversation, ChannelAccount, Customer)
        .join(Conversation, col(Conversation.id) == Handover.conversation_id)
        .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
        .join(Customer, col(Customer.id) == ChannelAccount.customer_id, isouter=True)
        .where(wanted)
        .order_by(col(Handover.id))
        .limit(200)
    )
    if handover_id is not None:
        query = query.where(Handover.id == handover_id)
        query = query.with_for_update(of=Handover, skip_locked=True)
    rows = await unit.exec(query)
    return [Unanswered(*row) for row in rows.all()]


async def first_answers(unit: Unit, limit: int = 100) -> list[tuple[datetime, datetime]]:
    """When the last answered handovers were opened and first answered, newest first."""
    rows = await unit.exec(
        select(Handover.created_at, Handover.first_answer_at)
        .where(col(Handover.first_answer_at).is_not(None))
        .order_by(col(Handover.id).desc())
        .limit(limit)
    )
    return [(opened, answered) for opened, answered in rows.all() if answered is not None]
