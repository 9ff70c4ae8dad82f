"""Orders as a table, and all about one. Both show personal data: `bot.desk.record_views`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col

from knowledge.queries.privacy import OrderFile, order_file
from knowledge.queries.tables.finding import (
    beginning,
    belonging,
    customer_ids,
    first_found,
    number_cases,
    phone_beginnings,
    total_found,
    typed,
)
from knowledge.queries.tables.paging import (
    Ask,
    Page,
    Sort,
    Total,
    columns,
    page_of,
    read_time,
    total_of,
    total_where,
)
from knowledge.records import Customer, Order, OrderStatus, Shipment
from knowledge.store import Unit

SORTS = {"placed": Sort(col(Order.placed_at), read_time), "number": Sort(col(Order.number))}
#: Of so many customers with a name the orders are found.
_MOST_CUSTOMERS = 100


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order; `customer` is the name, `recipient` who the parcel goes to."""

    id: int
    number: str
    status: OrderStatus
    placed_at: datetime
    total_minor: int
    currency: str
    recipient: str
    phone: str
    customer_id: int
    customer: str


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order with all that belongs to it, and whose it is."""

    file: OrderFile
    customer: Customer


def _rows() -> Any:
    return columns(
        Order.id,
        Order.number,
        Order.status,
        Order.placed_at,
        Order.total_minor,
        Order.currency,
        Order.recipient,
        Order.phone,
        Order.customer_id,
        Customer.name,
    ).join(Customer, col(Customer.id) == Order.customer_id)


async def order_table(unit: Unit, ask: Ask, *, customer_id: int | None = None) -> Page[OrderRow]:
    """Orders, found by number, tracking number, the recipient's phone or whose they are.

    Raises:
        AskRefused: there is no such order of the table, or no such page.
    """
    conditions = [] if customer_id is None else [col(Order.customer_id) == customer_id]
    words = typed(ask.words)
    if words:
        found = await _found(unit, words, conditions)
        total, conditions = total_found(found), [col(Order.id).in_(found)]
    else:
        total = await _total(unit, conditions)
    statement = _rows().where(*conditions)
    return await page_of(unit, statement, col(Order.id), SORTS, ask, OrderRow, total)


async def _total(unit: Unit, conditions: list[Any]) -> Total:
    if conditions:
        return await total_where(unit, col(Order.id), *conditions)
    return await total_of(unit, Order)


async def _found(unit: Unit, words: str, within: list[Any]) -> list[int]:
    identity, numbers = col(Order.id), number_cases(words)
    found = await beginning(unit, identity, col(Order.number), numbers, *within)
    parcel = col(Shipment.tracking_number)
    sent = await beginning(unit, col(Shipment.order_id), parcel, numbers)
    owners = (await customer_ids(unit, words))[:_MOST_CUSTOMERS]
    found += await belonging(unit, identity, identity.in_(sent), *within)
    found += await beginning(unit, identity, col(Order.phone), phone_beginnings(words), *within)
    found += await belonging(unit, identity, col(Order.customer_id).in_(owners), *within)
    return first_found(found)


async def orders_of_customer(unit: Unit, customer_id: int, limit: int) -> list[OrderRow]:
    """A customer's latest orders."""
    latest = _rows().where(Order.customer_id == customer_id).order_by(col(Order.placed_at).desc())
    return [OrderRow(*row) for row in (await unit.exec(latest.limit(limit))).all()]


async def order_detail(unit: Unit, order_id: int) -> OrderDetail:
    """All about an order.

    Raises:
        LookupError: there is no such order.
    """
    order = await unit.get(Order, order_id)
    if order is None:
        raise LookupError(f"There is no order {order_id}.")
    customer = await unit.get(Customer, order.customer_id)
    assert customer is not None  # a foreign key
    return OrderDetail(await order_file(unit, order), customer)
