"""Stand-ins for what tests must not wait for or cannot steer, and a shop to try things in.

`FakeMind` is the models, `FakeClock` the time, `Shop` fills the records, and `Desk` is the
whole desk on a store: say something as a customer, and get back what the desk answers.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlmodel import SQLModel, col, select

from bot.desk.answer import Answerer
from bot.desk.approvals import ApprovalDesk
from bot.desk.articles import ArticleDesk
from bot.desk.decide import Dispatcher
from bot.desk.inbound import Inbound
from bot.desk.receive import Received, Reception
from bot.desk.staff import StaffDesk
from bot.desk.staff_chat import StaffChat
from bot.desk.teaching import TeachingDesk
from bot.desk.words import Wording, plain_sentences
from bot.rules.policy import Policy
from bot.rules.routing import Thresholds
from knowledge.articles.files import ArticleFile
from knowledge.articles.index import put_articles
from knowledge.articles.search import ArticleSearch
from knowledge.queries import accounts, conversations, handovers
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    Customer,
    Handover,
    Message,
    MessageKind,
    Order,
    OrderLine,
    OrderStatus,
    OutboxItem,
    Product,
    Refund,
    RefundStatus,
    Role,
    Shipment,
    Sku,
    Staff,
    StockLevel,
    TrackingEvent,
    TrackingStatus,
)
from knowledge.store import Store
from knowledge.terms import search_terms
from models.acts import ACTS
from models.fixed_forms import read_fixed_forms
from models.languages import detect_language
from models.values import (
    Entity,
    EntityKind,
    Intent,
    Language,
    Mood,
    ReplyPlan,
    ScoredIntent,
    Understanding,
)

ZONE = ZoneInfo("Asia/Shanghai")
#: A Monday morning in the shop's zone, with staff there.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
STAFF_CHAT = "-100500"
DIMENSION = 256

R = TypeVar("R", bound=SQLModel)


def local(day: date, hour: int = 12) -> datetime:
    """An hour of a day in the shop's zone: `local(date(2026, 11, 26))` → that Thursday, noon."""
    return datetime.combine(day, time(hour), tzinfo=ZONE)


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def move(self, **by: float) -> None:
        """Move on: `clock.move(minutes=31)`."""
        self.now += timedelta(**by)


# --- the models -----------------------------------------------------------------------

#: What the fake understands by itself: the first phrase found in a message decides.
PHRASES: tuple[tuple[str, Intent], ...] = (
    ("转人工", Intent.HUMAN_AGENT),
    ("real person", Intent.HUMAN_AGENT),
    ("投诉", Intent.COMPLAINT),
    ("complain", Intent.COMPLAINT),
    ("取消订单", Intent.CANCEL_ORDER),
    ("cancel", Intent.CANCEL_ORDER),
    ("退款", Intent.REFUND_STATUS),
    ("refund", Intent.REFUND_STATUS),
    ("什么时候能送达", Intent.DELIVERY_TIME),
    ("几天能到", Intent.DELIVERY_TIME),
    ("when will", Intent.DELIVERY_TIME),
    ("没收到", Intent.DELIVERY_PROBLEM),
    ("did not get", Intent.DELIVERY_PROBLEM),
    ("到哪", Intent.TRACK_ORDER),
    ("where is", Intent.TRACK_ORDER),
    ("有货", Intent.STOCK),
    ("in stock", Intent.STOCK),
    ("运费", Intent.SHIPPING_FEE),
    ("postage", Intent.SHIPPING_FEE),
    ("发票", Intent.INVOICE),
    ("invoice", Intent.INVOICE),
    ("谢谢", Intent.THANKS),
    ("thank", Intent.THANKS),
    ("你好", Intent.GREETING),
    ("hello", Intent.GREETING),
)


def understood(
    text: str,
    *intents: Intent,
    confidence: float = 0.95,
    margin: float = 0.9,
    runner_up: Intent = Intent.OUT_OF_SCOPE,
    mood: Mood = Mood.CALM,
    previous: Language | None = None,
    product: str = "",
) -> Understanding:
    """What a model that is right would make of a text."""
    entities = read_fixed_forms(text)
    if product:
        at = text.index(product)
        entities.append(Entity(EntityKind.PRODUCT, product, at, at + len(product)))
    return Understanding(
        language=detect_language(text, previous),
        intents=tuple(ScoredIntent(intent, confidence) for intent in intents),
        margin=margin,
        runner_up=ScoredIntent(runner_up, max(confidence - margin, 0.0)),
        entities=tuple(entities),
        mood=mood,
    )


def unsure(
    text: str, first: Intent, second: Intent, *, confidence: float = 0.4, mood: Mood = Mood.CALM
) -> Understanding:
    """What a model that hesitates between two intents makes of a text."""
    return understood(text, first, confidence=confidence, margin=0.05, runner_up=second, mood=mood)


class FakeMind:
    """`bot.desk.turn.Mind` without models.

    Args:
        meanings: what a text means, where its phrases do not tell; an error is raised.
        wordings: what an act is worded as; an error is raised. Without one, the plain
            sentence with every other slot that the plan offers behind it.
    """

    def __init__(self) -> None:
        self.meanings: dict[str, Understanding | Exception] = {}
        self.wordings: dict[str, str | Exception] = {}
        self.plans: list[ReplyPlan] = []
        self.on_understand: Callable[[str], Any] = lambda _text: None

    def hears(self, text: str, *intents: Intent, **known: Any) -> None:
        """Script a text's meaning (`understood`'s arguments)."""
        self.meanings[text] = understood(text, *intents, **known)

    async def understand(self, text: str, previous: Language | None = None) -> Understanding:
        waits = self.on_understand(text)
        if waits is not None:
            await waits
        scripted = self.meanings.get(text)
        if isinstance(scripted, Exception):
            raise scripted
        return scripted or _by_phrases(text, previous)

    async def word(self, plan: ReplyPlan) -> str:
        self.plans.append(plan)
        scripted = self.wordings.get(plan.act)
        if isinstance(scripted, Exception):
            raise scripted
        return legal_wording(plan) if scripted is None else scripted

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([hashed_terms(text) for text in texts])


def _by_phrases(text: str, previous: Language | None) -> Understanding:
    said = text.lower()
    found = next((intent for phrase, intent in PHRASES if phrase in said), None)
    if found is not None:
        return understood(text, found, previous=previous)
    return understood(
        text,
        Intent.OUT_OF_SCOPE,
        confidence=0.2,
        margin=0.02,
        runner_up=Intent.FEEDBACK,
        previous=previous,
    )


def legal_wording(plan: ReplyPlan) -> str:
    """A wording that passes the fact lock and uses every slot offered."""
    sentence = plain_sentences()[plan.act][plan.language]
    rest = sorted(plan.slots - ACTS[plan.act].must)
    return " ".join([sentence, *(f"{{{slot}}}" for slot in rest)])


def hashed_terms(text: str) -> NDArray[np.float32]:
    """A bag of search terms as a vector of length 1; texts that share terms are near."""
    vector = np.zeros(DIMENSION, np.float32)
    for term in search_terms(text):
        vector[zlib.crc32(term.encode()) % DIMENSION] += 1.0
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length or 1.0)


# --- the shop's records ----------------------------------------------------------------


class Shop:
    """Fills the records of a shop, with sensible defaults."""

    def __init__(self, store: Store, clock: FakeClock | None = None) -> None:
        self.store = store
        self.clock = clock or FakeClock()
        self._numbers = itertools.count(1)

    async def add(self, record: R) -> R:
        """Put any record into the store."""
        async with self.store.writing() as unit:
            unit.add(record)
        return record

    async def customer(
        self, name: str = "王小明", phone: str | None = "+8613812344821", **known: Any
    ) -> Customer:
        reference = f"C{next(self._numbers):04}"
        return await self.add(Customer(reference=reference, name=name, phone=phone, **known))

    async def product(
        self,
        name_zh: str = "陶瓷保温杯",
        name_en: str = "Ceramic Travel Mug",
        *,
        on_hand: int | None = None,
        reserved: int = 0,
        restock_at: datetime | None = None,
    ) -> Product:
        """A product with one variant, and its stock level if a number is given."""
        code = f"P{next(self._numbers):04}"
        terms = " ".join(search_terms(f"{name_zh} {name_en}"))
        product = await self.add(Product(code=code, name_zh=name_zh, name_en=name_en, terms=terms))
        if on_hand is not None:
            await self.variant(product, on_hand, reserved=reserved, restock_at=restock_at)
        return product

    async def variant(
        self,
        product: Product,
        on_hand: int = 100,
        *,
        reserved: int = 0,
        restock_at: datetime | None = None,
        **known: Any,
    ) -> Sku:
        code = f"{product.code}-{next(self._numbers)}"
        known = {"price_minor": 12_900, **known}
        sku = await self.add(Sku(code=code, product_id=product.key, **known))
        level = StockLevel(
            sku_id=sku.key, on_hand=on_hand, reserved=reserved, restock_at=restock_at
        )
        await self.add(level)
        return sku

    async def order(
        self,
        customer: Customer,
        *items: tuple[Product, int],
        number: str = "",
        status: OrderStatus = OrderStatus.SHIPPED,
        placed_at: datetime | None = None,
        **known: Any,
    ) -> Order:
        """An order of some products; the recipient's phone is the customer's."""
        at = next(self._numbers)
        known = {"phone": customer.phone or "", "total_minor": 12_900, **known}
        order = await self.add(
            Order(
                number=number or f"XE26112{at:05}",
                customer_id=customer.key,
                status=status,
                placed_at=placed_at or self.clock.now - timedelta(days=3, minutes=-at),
                **known,
            )
        )
        for product, quantity in items:
            sku = await self.variant(product)
            await self.add(
                OrderLine(
                    order_id=order.key,
                    sku_id=sku.key,
                    quantity=quantity,
                    unit_price_minor=sku.price_minor,
                )
            )
        return order

    async def shipment(
        self,
        order: Order,
        status: TrackingStatus = TrackingStatus.IN_TRANSIT,
        *,
        tracking_number: str = "",
        carrier: str = "sf",
        **known: Any,
    ) -> Shipment:
        number = tracking_number or f"SF{next(self._numbers):013}"
        return await self.add(
            Shipment(
                order_id=order.key, carrier=carrier, tracking_number=number, status=status, **known
            )
        )

    async def scan(
        self,
        shipment: Shipment,
        description: str = "快件已到达杭州转运中心",
        *,
        ago: timedelta = timedelta(hours=2),
        location_en: str = "Hangzhou hub",
        status: TrackingStatus | None = None,
    ) -> TrackingEvent:
        return await self.add(
            TrackingEvent(
                shipment_id=shipment.key,
                external_id=f"scan-{next(self._numbers)}",
                status=status or shipment.status,
                happened_at=self.clock.now - ago,
                description=description,
                location_zh="杭州转运中心",
                location_en=location_en,
            )
        )

    async def refund(
        self,
        order: Order,
        status: RefundStatus = RefundStatus.PENDING,
        *,
        amount_minor: int = 12_900,
        requested_at: datetime | None = None,
        **known: Any,
    ) -> Refund:
        asked = requested_at or self.clock.now - timedelta(days=1)
        return await self.add(
            Refund(
                order_id=order.key,
                amount_minor=amount_minor,
                status=status,
                requested_at=asked,
                **known,
            )
        )

    async def staff(self, name: str = "agent") -> Staff:
        return await self.add(Staff(username=name, password_hash="-", role=Role.AGENT))

    async def article(
        self,
        title: str,
        body: str,
        *,
        topic: Intent,
        language: Language = Language.ZH,
        slug: str = "",
        asks: Sequence[str] = (),
    ) -> None:
        file = ArticleFile(
            slug or f"article-{next(self._numbers)}", language, topic, title, tuple(asks), body
        )
        await put_articles(self.store, [file], FakeMind().embed)


# --- the desk ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """Something the desk sent: its words, acts, buttons (label → action) and flags."""

    text: str
    act: str
    author: Author
    buttons: dict[str, str] = field(default_factory=dict)
    asks_contact: bool = False
    fallback: bool = False

    @classmethod
    def from_record(cls, message: Message) -> Said:
        buttons = {b["label"]: b["action"] for b in message.data.get("buttons", [])}
        return cls(
            message.text,
            message.act or "",
            message.author,
            buttons,
            bool(message.data.get("request_contact")),
            message.fallback,
        )


class Desk:
    """The desk on a store, with fakes for the models and the time.

    An account is named by any text, such as `"anna"`.
    """

    def __init__(
        self,
        store: Store,
        *,
        mind: FakeMind | None = None,
        clock: FakeClock | None = None,
        policy: Policy | None = None,
        staff_chat: str = STAFF_CHAT,
        zone: ZoneInfo = ZONE,
    ) -> None:
        self.store = store
        self.mind = mind or FakeMind()
        self.clock = clock or FakeClock()
        self.policy = policy or Policy()
        self.zone = zone
        self.shop = Shop(store, self.clock)
        self.staff_chat = staff_chat
        self.reception = Reception(store, policy=self.policy, clock=self.clock)
        self.wording = Wording(self.mind)
        self.answerer = self.another_answerer()
        self.staff = StaffDesk(store, self.wording, clock=self.clock)
        self.approvals = ApprovalDesk(
            store, self.wording, policy=self.policy, zone=zone, clock=self.clock
        )
        self.chat = StaffChat(store, self.staff, self.approvals, staff_chat)
        self.teaching = TeachingDesk(store, clock=self.clock)
        self._numbers = itertools.count(1)

    def another_answerer(self, mind: FakeMind | None = None) -> Answerer:
        """An answerer as a second process would have."""
        thinks = mind or self.mind
        articles = ArticleDesk(ArticleSearch(self.store), thinks)
        return Answerer(
            self.store,
            thinks,
            self.wording if mind is None else Wording(mind),
            Dispatcher(articles, Thresholds()),
            policy=self.policy,
            zone=self.zone,
            staff_chat=self.staff_chat,
            clock=self.clock,
        )

    def inbound(
        self,
        account: str,
        text: str,
        kind: MessageKind = MessageKind.TEXT,
        data: Mapping[str, Any] | None = None,
        **known: Any,
    ) -> Inbound:
        """One thing an account does; `external_id` and `channel` can be given."""
        return Inbound(
            **{
                "channel": Channel.TELEGRAM,
                "account": account,
                "external_id": f"{account}:{next(self._numbers)}",
                "kind": kind,
                "text": text,
                "data": dict(data or {}),
                "display_name": account,
                **known,
            }
        )

    async def receive(self, account: str, text: str, **known: Any) -> Received:
        """Store what an account wrote, without answering it yet."""
        return await self.reception.receive(self.inbound(account, text, **known))

    async def say(self, account: str, text: str, **known: Any) -> list[Said]:
        """Write something as a customer; what the desk sends back."""
        return await self._answered(self.inbound(account, text, **known))

    async def ask(self, account: str, text: str, **known: Any) -> Said:
        """Write something as a customer; the one reply to it."""
        (reply,) = await self.say(account, text, **known)
        return reply

    async def press(self, account: str, action: str, label: str = "") -> Said:
        """Press a button."""
        return await self._one(account, label, MessageKind.BUTTON, {"action": action})

    async def command(self, account: str, name: str) -> Said:
        """Send a slash command."""
        data = {"name": name, "arguments": ""}
        return await self._one(account, name, MessageKind.COMMAND, data)

    async def share_contact(self, account: str, phone: str, *, own: bool = True) -> Said:
        """Share a contact; `own` as the channel vouches."""
        data = {"phone": phone, "own": own}
        return await self._one(account, phone, MessageKind.CONTACT, data)

    async def identify(self, account: str, customer: Customer) -> None:
        """Let an account prove that it is a customer's."""
        assert customer.phone is not None
        await self.share_contact(account, customer.phone)

    async def _one(
        self, account: str, text: str, kind: MessageKind, data: Mapping[str, Any]
    ) -> Said:
        (reply,) = await self._answered(self.inbound(account, text, kind, data))
        return reply

    async def _answered(self, inbound: Inbound) -> list[Said]:
        received = await self.reception.receive(inbound)
        await self.answer_all(received.conversation_id)
        return [
            Said.from_record(message)
            for message in await self._messages_of(received.conversation_id)
            if message.key > received.message_id and message.author is not Author.CUSTOMER
        ]

    async def answer_all(self, conversation_id: int) -> None:
        """Answer until no message waits."""
        while await self.answerer.answer_next(conversation_id):
            pass

    # --- looking behind the counter ---

    async def account(self, name: str, channel: Channel = Channel.TELEGRAM) -> ChannelAccount:
        async with self.store.reading() as unit:
            found = await accounts.account_of(unit, channel, name)
        assert found is not None
        return found

    async def conversation(self, account: str) -> Conversation:
        key = (await self.account(account)).key
        conversation = await self.records(Conversation, Conversation.account_id == key)
        return conversation[-1]

    async def messages(self, account: str) -> list[Message]:
        return await self._messages_of((await self.conversation(account)).key)

    async def _messages_of(self, conversation_id: int) -> list[Message]:
        async with self.store.reading() as unit:
            return await conversations.recent_messages(unit, conversation_id, limit=1_000)

    async def handover(self, account: str) -> Handover | None:
        """The account's open handover."""
        conversation = await self.conversation(account)
        async with self.store.reading() as unit:
            return await handovers.open_handover(unit, conversation.key)

    async def sent_to(self, destination: str) -> list[str]:
        """The words queued for a destination, in order."""
        items = await self.records(OutboxItem, OutboxItem.destination == destination)
        return [item.text for item in items]

    async def notices(self) -> list[str]:
        """The notices to the staff's chat."""
        return await self.sent_to(STAFF_CHAT)

    async def records(self, table: type[R], *conditions: Any) -> list[R]:
        """Every record of a table that meets some conditions, oldest first."""
        identity = col(table.id)  # type: ignore[attr-defined]
        async with self.store.reading() as unit:
            return list(
                (await unit.exec(select(table).where(*conditions).order_by(identity))).all()
            )
