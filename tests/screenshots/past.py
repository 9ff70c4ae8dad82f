"""Three months of a shop's conversations, so that the overview has days to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.desk.keep_figures import FiguresJob
from bot.desk.words import LockCounts
from bot.rules.policy import Policy
from bot.supply.state import RestockWatch
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    Handover,
    HandoverReason,
    KnowledgeGap,
    Message,
    Rating,
    utcnow,
)
from knowledge.store import Store, Unit

DAYS = 90
#: What customers come with: an intent, its words in Chinese and English, how often in a hundred.
_TOPICS = (
    ("track_order", "我的包裹到哪了？", "Where is my parcel?", 30),
    ("delivery_time", "大概几天能到？", "How long does delivery take?", 12),
    ("return_request", "这个想退货", "I would like to return this", 10),
    ("refund_status", "退款什么时候到账？", "When do I get my refund?", 9),
    ("product_info", "保温杯能放洗碗机吗？", "Is the flask dishwasher safe?", 11),
    ("delivery_problem", "包裹好几天没动了", "My parcel has not moved for days", 8),
    ("invoice", "可以开发票吗？", "Can I get an invoice?", 7),
    ("stock", "还有白色的吗？", "Do you have it in white?", 6),
    ("cancel_order", "帮我取消订单", "Please cancel my order", 4),
    ("complaint", "这也太慢了吧", "This is far too slow", 3),
)
_REASONS = (
    HandoverReason.PARCEL_PROBLEM,
    HandoverReason.ASKED,
    HandoverReason.NO_ANSWER,
    HandoverReason.COMPLAINT,
    HandoverReason.NOT_UNDERSTOOD,
)
#: Questions that the shop's articles leave open, and how often each was asked.
_GAPS = (
    ("zh", "杯子上可以刻字吗", 5),
    ("zh", "你们在成都有实体店吗", 3),
    ("en", "Can you engrave a name on the mug?", 3),
    ("zh", "能不能周日晚上送货", 2),
    ("en", "Do you sell spare lids for the flask?", 2),
)
_SCORES = (5, 5, 5, 4, 4, 5, 3, 2, 5, 4)


@dataclass(slots=True)
class Past:
    """Writes what happened, day after day; the same number of days gives the same shop."""

    unit: Unit
    customers: list[int]
    rng: Random
    #: Each of them has one conversation at a time, of one account.
    accounts: int = 0

    async def day(self, morning: datetime, visits: int) -> None:
        """A day's visits; `morning` is the moment the shop opens."""
        for _ in range(visits):
            began = morning + timedelta(minutes=self.rng.randrange(11 * 60))
            customer = self.rng.choice(self.customers)
            await self._visit(customer, began)

    async def _visit(self, customer: int, began: datetime) -> None:
        intent, zh, en, _ = self.rng.choices(_TOPICS, [one[3] for one in _TOPICS])[0]
        is_chinese = self.rng.random() < 0.72
        held = await self._conversation(customer, "zh" if is_chinese else "en", began)
        await self._said(held, zh if is_chinese else en, intent, began)
        if self.rng.random() < 0.16:
            await self._with_staff(held, began)
        if self.rng.random() < 0.09:
            again = began + timedelta(hours=self.rng.randrange(5, 60))
            await self._said(held, zh if is_chinese else en, intent, again)

    async def _conversation(self, customer: int, language: str, at: datetime) -> Conversation:
        self.accounts += 1
        account = ChannelAccount(
            channel=self.rng.choice((Channel.WEB, Channel.WEB, Channel.TELEGRAM)),
            external_id=f"past-{self.accounts}",
            customer_id=customer,
            verified_at=at,
        )
        self.unit.add(account)
        await self.unit.flush()
        held = Conversation(
            account_id=account.key,
            state=ConversationState.WITH_BOT,
            language=language,
            last_message_at=at,
            closed_at=at + timedelta(days=4),
            created_at=at,
        )
        self.unit.add(held)
        await self.unit.flush()
        return held

    async def _said(self, held: Conversation, words: str, intent: str, at: datetime) -> None:
        answer = at + timedelta(seconds=2)
        mood = self.rng.choice(("calm", "calm", "calm", "worried"))
        told = "已经为您查到了，请看。" if held.language == "zh" else "Here is what I found."
        self.unit.add_all(
            [
                Message(
                    conversation_id=held.key,
                    author=Author.CUSTOMER,
                    channel=Channel.WEB,
                    text=words,
                    created_at=at,
                    handled_at=answer,
                    intent=intent,
                    confidence=0.9,
                    mood=mood,
                ),
                Message(
                    conversation_id=held.key,
                    author=Author.BOT,
                    channel=Channel.WEB,
                    text=told,
                    created_at=answer,
                    handled_at=answer,
                    act="article",
                    fallback=self.rng.random() < 0.03,
                ),
            ]
        )

    async def _with_staff(self, held: Conversation, began: datetime) -> None:
        handover = Handover(
            conversation_id=held.key,
            reason=self.rng.choice(_REASONS),
            created_at=began + timedelta(seconds=3),
            first_answer_at=began + timedelta(minutes=1 + self.rng.expovariate(1 / 4)),
            resolved_at=began + timedelta(minutes=40),
        )
        self.unit.add(handover)
        await self.unit.flush()
        if self.rng.random() < 0.6:
            rating = Rating(
                conversation_id=held.key,
                handover_id=handover.key,
                score=self.rng.choice(_SCORES),
                created_at=began + timedelta(minutes=45),
            )
            self.unit.add(rating)

    def gaps(self, now: datetime) -> None:
        """The questions that wait to be answered for good."""
        for language, words, times in _GAPS:
            for number in range(times):
                asked = now - timedelta(hours=7 * number + len(words))
                gap = KnowledgeGap(
                    text=words, language=language, intent="product_info", created_at=asked
                )
                self.unit.add(gap)


async def fill_past(store: Store, policy: Policy, zone: ZoneInfo) -> None:
    """Write the months before today, and keep their figures."""
    now = utcnow().astimezone(zone)
    async with store.writing() as unit:
        first = select(Customer.id).order_by(col(Customer.id)).offset(40).limit(900)
        customers = [key for key in (await unit.exec(first)).all() if key is not None]
        past = Past(unit, customers, Random(7))
        for ago in range(DAYS, 0, -1):
            date = now.date() - timedelta(days=ago)
            busy = 9 + (DAYS - ago) // 12 + (4 if date.weekday() >= 5 else 0)
            morning = datetime.combine(date, time(9), zone)
            await past.day(morning, busy + past.rng.randrange(5))
        past.gaps(now)
    shelves = RestockWatch(store, policy, zone)
    await FiguresJob(store, LockCounts(), shelves, policy, zone).run()
