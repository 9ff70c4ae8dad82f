"""The tables and pages that show personal data; that somebody looks is written down first."""

from __future__ import annotations

from bot.desk.audit_trail import Personal, viewed
from knowledge.queries.tables.customers import (
    CustomerDetail,
    CustomerRow,
    customer_detail,
    customer_table,
)
from knowledge.queries.tables.orders import OrderDetail, OrderRow, order_detail, order_table
from knowledge.queries.tables.paging import Ask, Page
from knowledge.store import Store


class RecordViews:
    """Shows customers and orders. Each view is in the audit; a table's further pages are not."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def customers(self, ask: Ask, staff_id: int) -> Page[CustomerRow]:
        """Some customers.

        Raises:
            AskRefused: there is no such order or page.
        """
        async with self._store.reading() as unit:
            page = await customer_table(unit, ask)
        if not ask.after:
            await self._viewed(staff_id, Personal.CUSTOMER, how=_how(ask))
        return page

    async def customer(self, customer_id: int, staff_id: int) -> CustomerDetail:
        """All about a customer.

        Raises:
            LookupError: there is no such customer.
        """
        async with self._store.reading() as unit:
            detail = await customer_detail(unit, customer_id)
        await self._viewed(staff_id, Personal.CUSTOMER, customer_id)
        return detail

    async def orders(
        self, ask: Ask, staff_id: int, *, customer_id: int | None = None
    ) -> Page[OrderRow]:
        """Some orders, of one customer or of all.

        Raises:
            AskRefused: the table has no such order, or no such page.
        """
        async with self._store.reading() as unit:
            page = await order_table(unit, ask, customer_id=customer_id)
        if not ask.after:
            await self._viewed(staff_id, Personal.ORDER, how=_how(ask, customer_id))
        return page

    async def order(self, order_id: int, staff_id: int) -> OrderDetail:
        """All about an order.

        Raises:
            LookupError: there is no such order.
        """
        async with self._store.reading() as unit:
            detail = await order_detail(unit, order_id)
        await self._viewed(staff_id, Personal.ORDER, order_id)
        return detail

    async def _viewed(
        self, staff_id: int, what: Personal, key: int | None = None, how: str = ""
    ) -> None:
        async with self._store.writing() as unit:
            viewed(unit, staff_id, what, key, how)


def _how(ask: Ask, customer_id: int | None = None) -> str:
    """How a table was looked at, without the words: `customer:7 searched`."""
    whose = "" if customer_id is None else f"customer:{customer_id} "
    return f"{whose}{'searched' if ask.words.strip() else ''}".strip()
