"""A shop whose order has left, and whose supplier answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.supply.course_watch import CourseWatch
from bot.supply.course_words import Courteous
from bot.supply.dates import ExpectedDates
from bot.supply.negotiate import Negotiator
from bot.supply.restock import RestockDesk
from bot.supply.signing import Signing
from knowledge.queries.supplier_talk import mark_sent
from knowledge.records import (
    Channel,
    DeliveryState,
    Guardrails,
    Negotiation,
    NegotiationMove,
    OutboxItem,
    PurchaseOrder,
    Role,
    Staff,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Store
from models.values import Language
from tests.supply.shop import NOW, ZONE, add_offer, add_sku, add_supplier, requested, restock_desk
from tests.supply.test_dates import Loop
from tests.supply.waiting import add, every

STAFF_CHAT = "-100"
SHOP = "小二商店"


class PlainWording:
    """Says the summary below a line that names the act; `tail` follows every text."""

    tail = ""

    async def word(self, act: str, facts: dict[str, str], _language: Language) -> str:
        return f"[{act}] {facts['purchase_order']}\n{facts.get('summary', '')}{self.tail}"


class Bargain(Loop):
    """The shop's side of one course; an hour passes with every answer."""

    language = "zh"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.wording = PlainWording()
        self.at = NOW
        self.count = 0

    async def begin(self, **limits: Any) -> PurchaseOrder:
        """Stock is low and the order is sent, at ¥50.00 on record; no limits: no guardrails."""
        self.supplier = await add_supplier(self.store, language=self.language)
        self.sku = await add_sku(self.store)
        await add_offer(self.store, self.supplier, self.sku, supplier_sku="J-77")
        if limits:
            await add(self.store, Guardrails(supplier_id=self.supplier.key, **limits))
        await self.restock().run()
        (order,) = await requested(self.store)
        return order

    def restock(self) -> RestockDesk:
        return restock_desk(self.store)

    def now(self) -> datetime:
        return self.at

    def dates(self, store: Store | None = None) -> ExpectedDates:
        return ExpectedDates(store or self.store, self.letters(), zone=ZONE, clock=self.now)

    def negotiator(self, store: Store | None = None) -> Negotiator:
        return Negotiator(
            store or self.store,
            Courteous(self.wording, SHOP),
            self.dates(store),
            staff_chat=STAFF_CHAT,
            zone=ZONE,
            clock=self.now,
        )

    def watch(self, store: Store | None = None) -> CourseWatch:
        words = Courteous(self.wording, SHOP)
        return CourseWatch(store or self.store, words, STAFF_CHAT, zone=ZONE, clock=self.now)

    async def leave(self) -> None:
        """Everything queued for the supplier leaves now."""
        async with self.store.writing() as unit:
            for item in (await unit.exec(select(OutboxItem))).all():
                if item.state is DeliveryState.QUEUED and item.destination != STAFF_CHAT:
                    item.state = DeliveryState.SENT
                    await mark_sent(unit, item.key, f"<{item.key}@shop.example>", self.at)

    async def days_pass(self, count: int) -> int:
        """What was written leaves, days go by, and the desk looks: what it did."""
        await self.leave()
        self.at += timedelta(days=count)
        return await self.watch().run()

    def signing(self, store: Store | None = None) -> Signing:
        words = Courteous(self.wording, SHOP)
        return Signing(store or self.store, words, self.dates(store), zone=ZONE, clock=self.now)

    async def write(self, text: str) -> int:
        """The supplier writes: the message's id, not read yet."""
        self.at += timedelta(hours=1)
        self.count += 1
        (order,) = await every(self.store, PurchaseOrder)
        message = await add(
            self.store,
            SupplierMessage(
                channel=Channel.MAIL,
                external_id=f"<{self.count}@jade.example>",
                sender="wang@jade.example",
                text=text,
                supplier_id=self.supplier.key,
                purchase_order_id=order.key,
                state=SupplierMessageState.NEW,
                written_at=self.at,
            ),
        )
        return message.key

    async def says(self, text: str) -> SupplierMessage:
        """The supplier writes and is read: what became of it."""
        key = await self.write(text)
        assert await self.negotiator().read(key)
        return await self.message(key)

    async def message(self, key: int) -> SupplierMessage:
        return next(one for one in await every(self.store, SupplierMessage) if one.key == key)

    async def order(self) -> PurchaseOrder:
        (order,) = await every(self.store, PurchaseOrder)
        return order

    async def course(self) -> Negotiation:
        (course,) = await every(self.store, Negotiation)
        return course

    async def steps(self) -> list[tuple[str, str]]:
        return [(one.side, one.kind) for one in await every(self.store, NegotiationMove)]

    async def sent(self) -> list[str]:
        """What was written to the supplier after the order itself."""
        items = await every(self.store, OutboxItem)
        return [one.text for one in items if one.destination == self.supplier.email][1:]

    async def staff_told(self) -> list[str]:
        items = await every(self.store, OutboxItem)
        return [one.text for one in items if one.destination == STAFF_CHAT]

    async def buyer(self) -> int:
        made = Staff(username=f"li{self.count}", password_hash="-", role=Role.AGENT)
        return (await add(self.store, made)).key
