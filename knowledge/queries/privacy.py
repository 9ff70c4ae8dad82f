"""Everything that is kept about an account and, once identity is proven, its customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlmodel import col, select

from knowledge.queries.orders import Item, items_of
from knowledge.records import (
    Action,
    Attachment,
    ChannelAccount,
    Conversation,
    Customer,
    Handover,
    IdentityAttempt,
    Invoice,
    Message,
    MessageEdit,
    Order,
    OrderGrant,
    Payment,
    Product,
    Rating,
    Record,
    Refund,
    ReturnCase,
    Shipment,
    StockWatch,
    TrackingEvent,
)
from knowledge.store import Unit

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order with all that belongs to it."""

    order: Order
    items: Sequence[Item]
    payments: Sequence[Payment]
    parcels: Sequence[tuple[Shipment, Sequence[TrackingEvent]]]
    refunds: Sequence[Refund]
    returns: Sequence[ReturnCase]
    invoices: Sequence[Invoice]


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What is kept about one account.

    Args:
        customer: None until the account has proven who it is; then without `orders`.
        granted: the orders that the account was allowed to ask about singly, by number.
        watches: the products that it waits for, by their names.
    """

    account: ChannelAccount
    customer: Customer | None
    messages: Sequence[Message]
    edits: Sequence[MessageEdit]
    attachments: Sequence[Attachment]
    handovers: Sequence[Handover]
    ratings: Sequence[Rating]
    actions: Sequence[Action]
    attempts: Sequence[IdentityAttempt]
    granted: Sequence[tuple[OrderGrant, str]]
    watches: Sequence[tuple[StockWatch, Product]]
    orders: Sequence[OrderFile] = field(default_factory=tuple)


async def person_file(unit: Unit, account: ChannelAccount) -> PersonFile:
    """Read everything; the orders only of the customer that the account proved to be.

    An order that was granted singly is named and no more: it was opened with what stands on
    a parcel's label, and its address may be somebody else's.
    """
    talks = select(Conversation.id).where(Conversation.account_id == account.key)
    said = select(Message.id).where(col(Message.conversation_id).in_(talks))
    found = account.customer_id
    customer = None if found is None else await unit.get(Customer, found)
    return PersonFile(
        account=account,
        customer=customer,
        messages=await _all(unit, Message, col(Message.conversation_id).in_(talks)),
        edits=await _all(unit, MessageEdit, col(MessageEdit.message_id).in_(said)),
        attachments=await _all(unit, Attachment, col(Attachment.message_id).in_(said)),
        handovers=await _all(unit, Handover, col(Handover.conversation_id).in_(talks)),
        ratings=await _all(unit, Rating, col(Rating.conversation_id).in_(talks)),
        actions=await _all(unit, Action, Action.account_id == account.key),
        attempts=await _all(unit, IdentityAttempt, IdentityAttempt.account_id == account.key),
        granted=await _granted(unit, account.key),
        watches=await _watches(unit, account.key),
        orders=() if customer is None else await _orders(unit, customer.key),
    )


async def _all(unit: Unit, table: type[R], condition: Any) -> Sequence[R]:
    return (await unit.exec(select(table).where(condition).order_by(col(table.id)))).all()


async def _granted(unit: Unit, account_id: int) -> list[tuple[OrderGrant, str]]:
    rows = await unit.exec(
        select(OrderGrant, Order.number)
        .join(Order, col(Order.id) == OrderGrant.order_id)
        .where(OrderGrant.account_id == account_id)
        .order_by(col(OrderGrant.id))
    )
    return list(rows.all())


async def _watches(unit: Unit, account_id: int) -> list[tuple[StockWatch, Product]]:
    rows = await unit.exec(
        select(StockWatch, Product)
        .join(Product, col(Product.id) == StockWatch.product_id)
        .where(StockWatch.account_id == account_id)
        .order_by(col(StockWatch.id))
    )
    return list(rows.all())


async def _orders(unit: Unit, customer_id: int) -> list[OrderFile]:
    found = await _all(unit, Order, Order.customer_id == customer_id)
    items = await items_of(unit, [order.key for order in found])
    return [await _order_file(unit, order, items[order.key]) for order in found]


async def order_file(unit: Unit, order: Order) -> OrderFile:
    """An order with all that belongs to it."""
    return await _order_file(unit, order, (await items_of(unit, [order.key]))[order.key])


async def _order_file(unit: Unit, order: Order, items: Sequence[Item]) -> OrderFile:
    parcels = await _all(unit, Shipment, Shipment.order_id == order.key)
    return OrderFile(
        order=order,
        items=items,
        payments=await _all(unit, Payment, Payment.order_id == order.key),
        parcels=[
            (one, await _all(unit, TrackingEvent, TrackingEvent.shipment_id == one.key))
            for one in parcels
        ],
        refunds=await _all(unit, Refund, Refund.order_id == order.key),
        returns=await _all(unit, ReturnCase, ReturnCase.order_id == order.key),
        invoices=await _all(unit, Invoice, Invoice.order_id == order.key),
    )
