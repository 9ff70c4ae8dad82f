"""Customers as a table, and all about one. Both show personal data: `bot.desk.record_views`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from knowledge.queries.tables.finding import customer_ids, total_found, typed
from knowledge.queries.tables.orders import OrderRow, orders_of_customer
from knowledge.queries.tables.paging import Ask, Page, Sort, columns, page_of, total_of
from knowledge.records import ChannelAccount, Conversation, Customer, Order
from knowledge.store import Unit

SORTS = {
    "name": Sort(col(Customer.name)),
    "reference": Sort(col(Customer.reference)),
    "added": Sort(col(Customer.id), int),
}
_SHOWN = 20
_ORDERS = (
    select(func.count()).where(Order.customer_id == Customer.id).correlate(Customer)
).scalar_subquery()
_LAST_ORDER = (
    select(func.max(Order.placed_at)).where(Order.customer_id == Customer.id).correlate(Customer)
).scalar_subquery()


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer; `orders` is how many they placed."""

    id: int
    reference: str
    name: str
    phone: str | None
    email: str | None
    language: str
    level: str
    orders: int
    last_order_at: datetime | None


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    """A customer with their accounts, their latest orders and conversations."""

    customer: Customer
    accounts: Sequence[ChannelAccount]
    orders: Sequence[OrderRow]
    conversations: Sequence[Conversation]


async def customer_table(unit: Unit, ask: Ask) -> Page[CustomerRow]:
    """Customers, found by name, phone or reference.

    Raises:
        AskRefused: there is no such order or page.
    """
    statement = columns(
        Customer.id,
        Customer.reference,
        Customer.name,
        Customer.phone,
        Customer.email,
        Customer.language,
        Customer.level,
        _ORDERS,
        _LAST_ORDER,
    )
    words, total = typed(ask.words), None
    if words:
        found = await customer_ids(unit, words)
        statement, total = statement.where(col(Customer.id).in_(found)), total_found(found)
    total = total or await total_of(unit, Customer)
    return await page_of(unit, statement, col(Customer.id), SORTS, ask, CustomerRow, total)


async def customer_detail(unit: Unit, customer_id: int) -> CustomerDetail:
    """All about a customer.

    Raises:
        LookupError: there is no such customer.
    """
    customer = await unit.get(Customer, customer_id)
    if customer is None:
        raise LookupError(f"There is no customer {customer_id}.")
    accounts = select(ChannelAccount).where(ChannelAccount.customer_id == customer_id)
    found = (await unit.exec(accounts.order_by(col(ChannelAccount.id)))).all()
    talks = (
        select(Conversation)
        .where(col(Conversation.account_id).in_([account.key for account in found]))
        .order_by(col(Conversation.last_message_at).desc())
        .limit(_SHOWN)
    )
    return CustomerDetail(
        customer,
        found,
        await orders_of_customer(unit, customer_id, _SHOWN),
        (await unit.exec(talks)).all(),
    )
