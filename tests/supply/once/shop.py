"""A shop with something to do for each job; `name` keeps the rounds apart."""

from __future__ import annotations

from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

from sqlmodel import select

from knowledge.queries.supplier_talk import mark_sent
from knowledge.records import (
    Channel,
    DeliveryState,
    Guardrails,
    OutboxItem,
    PurchaseOrder,
    Supplier,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Store
from tests.supply.course import Bargain
from tests.supply.shop import NOW, add_offer, add_sku, add_supplier, restock_desk
from tests.supply.waiting import add

DEAR = "单价57元，12月2日到货。"
#: When what was bargained about at NOW has long been over.
LATER = NOW + timedelta(days=7)


async def short(store: Store, name: str) -> Supplier:
    """A supplier of an item that runs out."""
    supplier = await add_supplier(store, name, email=address(name), language="zh")
    await add_offer(store, supplier, await add_sku(store, f"CUP-{name}"), supplier_sku="J-77")
    return supplier


def address(name: str) -> str:
    return f"orders@{name.lower()}.example"


async def asked(store: Store, name: str, **limits: Any) -> PurchaseOrder:
    """An order that its supplier has got; with limits, its supplier is negotiated with."""
    supplier = await short(store, name)
    if limits:
        await add(store, Guardrails(supplier_id=supplier.key, **limits))
    await restock_desk(store).run()
    async with store.writing() as unit:
        wanted = select(OutboxItem).where(OutboxItem.destination == address(name))
        item = (await unit.exec(wanted)).one()
        item.state = DeliveryState.SENT
        await mark_sent(unit, item.key, f"<{name}@shop.example>", NOW)
        order = await unit.get(PurchaseOrder, item.purchase_order_id)
        assert order is not None
        return order


async def refused(store: Store, name: str) -> PurchaseOrder:
    """An order whose message the mail server refused for good."""
    await short(store, name)
    await restock_desk(store).run()
    async with store.writing() as unit:
        wanted = select(OutboxItem).where(OutboxItem.destination == address(name))
        item = (await unit.exec(wanted)).one()
        item.state, item.last_error = DeliveryState.DEAD, "550 no such user"
        order = await unit.get(PurchaseOrder, item.purchase_order_id)
        assert order is not None
        return order


async def all_left(store: Store) -> None:
    """What was queued so far is no matter of the test's."""
    async with store.writing() as unit:
        for item in (await unit.exec(select(OutboxItem))).all():
            item.state = DeliveryState.SENT


def answer(name: str, text: str = DEAR) -> EmailMessage:
    """What such a supplier writes back."""
    made = EmailMessage()
    made["From"] = f"wang@{name.lower()}.example"
    made["Subject"] = "回复"
    made["Message-ID"] = f"<a@{name.lower()}.example>"
    made["In-Reply-To"] = f"<{name}@shop.example>"
    made.set_content(text)
    return made


async def over(store: Store, name: str) -> PurchaseOrder:
    """An order that was bargained about at NOW; nobody wrote since, and by LATER it is over."""
    order = await asked(store, name, most_over_percent=10.0)
    letter = await add(
        store,
        SupplierMessage(
            channel=Channel.MAIL,
            external_id=f"<a@{name.lower()}.example>",
            sender=f"wang@{name.lower()}.example",
            text=DEAR,
            supplier_id=order.supplier_id,
            purchase_order_id=order.key,
            state=SupplierMessageState.NEW,
            written_at=NOW,
        ),
    )
    bargain = Bargain(store)
    assert await bargain.negotiator().read(letter.key)
    await all_left(store)
    return order


def december(day: int) -> date:
    return date(2026, 12, day)
