"""A shop in which every page of the room has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.desk.keep_figures import FiguresJob
from bot.desk.words import LockCounts
from bot.rules.api_tokens import kept_of
from bot.rules.policy import Policy
from bot.settings import Settings
from bot.supply.state import RestockWatch
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    ApiToken,
    Article,
    ArticleCandidate,
    Author,
    Channel,
    Conversation,
    Customer,
    DelayNotice,
    DelayNoticeState,
    DeliveryState,
    Handover,
    HandoverReason,
    KnowledgeGap,
    Message,
    Order,
    OrderLine,
    OrderStatus,
    OutboxItem,
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Shipment,
    Sku,
    StockLevel,
    Supplier,
    SupplierOffer,
    TrackingStatus,
    WrongAnswer,
    utcnow,
)
from knowledge.store import Store, Unit
from tests.console.room.conftest import spoken, waits


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the clock, as the console is told of it."""

    name: str
    outcome: str
    last_error: str = ""
    next_run: datetime | None = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    last_run: datetime | None = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    last_end: datetime | None = datetime(2026, 11, 22, 1, 0, 2, tzinfo=UTC)


JOBS = [Job("restock", "failed", "OSError: no route to the supplier"), Job("privacy", "done")]


async def fill(store: Store) -> int:
    """Fill the shop; the conversation in which the most has happened."""
    held = await waits(
        store,
        "王小明",
        "我的包裹呢",
        "我要取消订单",
        reason=HandoverReason.ANGRY,
        mood="angry",
        suggestion="马上为您查。",
    )
    await waits(store, "Ann Lee", "Where is my parcel?", reason=HandoverReason.PARCEL_PROBLEM)
    async with store.writing() as unit:
        order = await _records(unit)
        await _conversation(unit, held, order)
        await _supply(unit, held, order)
        unit.add(
            OutboxItem(
                channel=Channel.TELEGRAM,
                destination="42",
                text="您好",
                state=DeliveryState.DEAD,
                last_error="Forbidden: bot was blocked by the user",
                attempts=3,
            )
        )
        unit.add(ApiToken(name="the warehouse", token_hash=kept_of("xs_a"), staff_id=1))
    await _days(store, held)
    return held


async def _records(unit: Unit) -> int:
    customer = (await unit.exec(select(Customer).where(Customer.name == "王小明"))).one()
    mug = Product(code="MUG", name_zh="马克杯", name_en="Mug", terms="马克 mug")
    supplier = Supplier(code="S1", name="景德镇窑", email="kiln@example.com")
    article = Article(slug="a", language="zh", topic="gift", title="礼品包装", body="可以。")
    unit.add_all([mug, supplier, article])
    await unit.flush()
    sku = Sku(
        code="MUG-W", product_id=mug.key, variant_zh="白色", variant_en="white", price_minor=5_900
    )
    order = Order(
        number="XE2611230042",
        customer_id=customer.key,
        status=OrderStatus.PREPARING,
        placed_at=utcnow() - timedelta(days=3),
        total_minor=11_800,
        address="杭州市西湖区",
    )
    unit.add_all([sku, order])
    await unit.flush()
    unit.add_all(
        [
            StockLevel(sku_id=sku.key, on_hand=12, reserved=2),
            OrderLine(order_id=order.key, sku_id=sku.key, quantity=2, unit_price_minor=5_900),
            SupplierOffer(supplier_id=supplier.key, sku_id=sku.key, unit_price_minor=2_100),
            Shipment(
                order_id=order.key,
                carrier="sf",
                tracking_number="SF1234567",
                status=TrackingStatus.IN_TRANSIT,
            ),
        ]
    )
    return order.key


async def _conversation(unit: Unit, held: int, order: int) -> None:
    said = [
        Message(
            conversation_id=held,
            author=author,
            channel=Channel.WEB,
            text=text,
            handled_at=utcnow(),
            staff_id=2 if author is Author.STAFF else None,
        )
        for author, text in ((Author.BOT, "一年内送达。"), (Author.STAFF, "可以免费刻字。"))
    ]
    asked = spoken(held, "杯子可以刻字吗", "angry")
    unit.add_all([*said, asked])
    await unit.flush()
    conversation = await unit.get(Conversation, held)
    assert conversation is not None
    unit.add_all(
        [
            WrongAnswer(message_id=said[0].key, staff_id=2, note="三天内送达"),
            ArticleCandidate(
                question="杯子可以刻字吗",
                answer="可以免费刻字，请打 13812345678。",
                language="zh",
                topic="product_info",
                message_id=said[1].key,
                staff_id=2,
            ),
            KnowledgeGap(
                text=asked.text, language="zh", intent="product_info", message_id=asked.key
            ),
            Action(
                kind=ActionKind.CANCEL_ORDER,
                state=ActionState.WAITING,
                idempotency_key="1:cancel_order",
                account_id=conversation.account_id,
                conversation_id=held,
                order_id=order,
                details={"reason": "不要了"},
                amount_minor=11_800,
                risks=["amount", "angry"],
                confirmed_at=utcnow(),
            ),
        ]
    )


async def _supply(unit: Unit, held: int, order: int) -> None:
    """An order to a supplier and a notice of its delay, both waiting for a tap."""
    conversation = await unit.get(Conversation, held)
    assert conversation is not None
    purchase = PurchaseOrder(
        number="PO2611230001",
        supplier_id=1,
        status=PurchaseOrderStatus.PROPOSED,
        requested_at=utcnow(),
        needed_by=utcnow(),
        reason="MUG-W: 库存还能卖5天。 / 5 days of stock left.",
    )
    unit.add(purchase)
    await unit.flush()
    unit.add_all(
        [
            PurchaseOrderLine(
                purchase_order_id=purchase.key, sku_id=1, quantity=80, unit_price_minor=2_100
            ),
            DelayNotice(
                purchase_order_id=purchase.key,
                order_id=order,
                account_id=conversation.account_id,
                expected_at=utcnow() + timedelta(days=9),
                text="您的订单会晚几天。",
                state=DelayNoticeState.DRAFT,
            ),
        ]
    )


async def _days(store: Store, held: int) -> None:
    """The figures of finished days; the conversation began before yesterday."""
    then = utcnow() - timedelta(days=2)
    async with store.writing() as unit:
        first = select(Message).where(Message.conversation_id == held)
        message = (await unit.exec(first.order_by(col(Message.id)))).first()
        held_over = select(Handover).where(Handover.conversation_id == held)
        handover = (await unit.exec(held_over)).one()
        assert message is not None
        message.created_at = handover.created_at = then
    zone = Settings().zone
    shelves = RestockWatch(store, Policy(), zone)
    await FiguresJob(store, LockCounts(), shelves, Policy(), zone).run()
