"""Building every part from the settings: the only file that knows them all."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.channels.fetching import Fetcher, Files
from bot.channels.mailbox import Mailbox
from bot.channels.outbox import Outbox
from bot.channels.sending import Sender
from bot.channels.supplier_chat import letter_in
from bot.desk.answer import Answerer
from bot.desk.approvals import ApprovalDesk
from bot.desk.article_book import ArticleBook
from bot.desk.articles import ArticleDesk
from bot.desk.candidates import CandidateDesk
from bot.desk.canned import CannedDesk
from bot.desk.cases import CaseDesk
from bot.desk.decide import Dispatcher
from bot.desk.figures import FiguresDesk
from bot.desk.gaps import GapDesk
from bot.desk.inbound import Inbound
from bot.desk.keep_figures import FiguresJob
from bot.desk.labels import LabelDesk
from bot.desk.late_parcels import LateParcelWatch
from bot.desk.notices.delays import DelayLetters
from bot.desk.notices.job import NoticeJob
from bot.desk.receive import Received, Reception
from bot.desk.record_book import RecordBook
from bot.desk.record_views import RecordViews
from bot.desk.staff import StaffDesk
from bot.desk.staff_chat import StaffChat
from bot.desk.teaching import TeachingDesk
from bot.desk.turn import Reply
from bot.desk.watchdog import HandoverWatchdog
from bot.desk.words import Wording
from bot.desk.wrong_answers import WrongAnswerDesk
from bot.jobs.clock import Clock, Job
from bot.jobs.runs import RunLog
from bot.jobs.side_by_side import side_by_side
from bot.jobs.wakeups import Wakeups
from bot.policy_file import read_policy
from bot.rules.policy import Policy
from bot.rules.routing import Thresholds
from bot.settings import Settings
from bot.supply.forecasts import ForecastDesk, ForecastJob
from bot.supply.restock import RestockDesk
from bot.supply.side import SupplySide
from knowledge.articles.search import ArticleSearch
from knowledge.queries.messages import has_waiting, waiting_conversations
from knowledge.records import Channel, utcnow
from knowledge.store import Store
from models import REPLY_WEIGHTS
from models.demand import forecast_demand
from models.label_reader import LabelReader
from models.replies import ReplyModel
from models.runner import Runner
from models.shop_weights import ShopWeights
from models.values import Language, Mood

log = logging.getLogger(__name__)

#: The shop's name as suppliers read it.
SHOP_NAME = "山屿生活 Shanyu Living"
#: How long the first part of an album waits for the others, seconds: they come one by one.
ALBUM_S = 1.0


@dataclass(frozen=True, slots=True)
class Models:
    """The loaded models, and the thresholds that were chosen for them."""

    runner: Runner
    thresholds: Thresholds


def load_models(understanding: ShopWeights, replies: Path = REPLY_WEIGHTS) -> Models:
    """Load the shop's own understanding weights, or the shipped ones, one worker a core.

    Raises:
        ModelMissing, ModelCorrupt, ShopWeightsUnusable: a file is not there or not whole;
            nothing is served then.
    """
    workers = os.cpu_count() or 1
    reader = understanding.load()
    writer = ReplyModel.load(replies)
    found = reader.thresholds
    return Models(Runner(reader, writer, workers=workers), Thresholds(found.reject, found.margin))


class SupplierWording:
    """Words one act for a supplier: the desk's wording, as the supply side asks for it."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    async def word(self, act: str, facts: dict[str, str], language: Language) -> str:
        return (await self._wording.word(Reply(act, facts), language, Mood.CALM)).text


class InTurn:
    """Jobs that the clock counts as one, done one after the other."""

    def __init__(self, *jobs: Job) -> None:
        self._jobs = jobs

    async def run(self) -> None:
        for job in self._jobs:
            await job.run()


class Desk:
    """The customers' and the staff's side, ready to run on a store.

    Args:
        senders: the ways out; what has none stays queued.
        files: where each channel's attachments are fetched from.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        models: Models,
        senders: Mapping[Channel, Sender],
        *,
        policy: Policy | None = None,
        files: Mapping[Channel, Files] | None = None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self.settings, self.store, self.models = settings, store, models
        self.policy = policy or Policy()
        self.wording = Wording(models.runner)
        self.reception = Reception(store, policy=self.policy, clock=clock)
        self.outbox = Outbox(store, senders)
        self.fetcher = Fetcher(store, files or {}, clock=clock)
        articles = ArticleDesk(ArticleSearch(store), models.runner)
        self.label_reader = LabelReader()
        self.answerer = Answerer(
            store,
            models.runner,
            self.wording,
            Dispatcher(articles, models.thresholds),
            policy=self.policy,
            zone=settings.zone,
            staff_chat=settings.staff_chat,
            clock=clock,
            labels=LabelDesk(store, self.label_reader, self.policy, set(files or {})),
        )
        self.wakeups = Wakeups(
            self.answerer.answer_next,
            self._waiting,
            self.answerer.give_up,
            after=self.outbox.poke,
        )
        self.staff = StaffDesk(
            store,
            self.wording,
            staff_chat=settings.staff_chat,
            after=self.outbox.poke,
            clock=clock,
        )
        self.canned = CannedDesk(store, SHOP_NAME, clock=clock)
        self.approvals = ApprovalDesk(
            store,
            self.wording,
            policy=self.policy,
            zone=settings.zone,
            after=self.outbox.poke,
            clock=clock,
        )
        self.cases = CaseDesk(store, self.policy, clock)
        self.staff_chat = StaffChat(store, self.staff, self.approvals, settings.staff_chat)
        self.teaching = TeachingDesk(store, clock=clock)
        self.figures = FiguresDesk(store, self.policy, settings.zone, clock)
        self.wrong_answers = WrongAnswerDesk(store)
        self.article_book = ArticleBook(store, models.runner.embed)
        self.candidates = CandidateDesk(store, models.runner, self.article_book)
        self.gaps = GapDesk(store, models.runner.embed, self.article_book, clock=clock)
        self.records = RecordBook(store, clock=clock)
        self.record_views = RecordViews(store)
        supply = self._supply = SupplySide(
            store,
            SupplierWording(self.wording),
            DelayLetters(self.wording, self.policy, settings.zone, clock),
            policy=self.policy,
            shop_name=SHOP_NAME,
            zone=settings.zone,
            staff_chat=settings.staff_chat,
            after=self.outbox.poke,
            clock=clock,
        )
        self.proposed, self.receipts = supply.proposed, supply.receipts
        self.expected_dates, self.delay_notices = supply.expected_dates, supply.delay_notices
        self.suppliers, self.signing = supply.inbox, supply.signing
        self.stock_outlook, self.scorecards = supply.stock_outlook, supply.scorecards
        self.guardrails = supply.guardrails

    async def receive(self, inbound: Inbound) -> Received:
        """Store what a customer did, then wake whoever answers it.

        What a supplier writes in its chat goes to the suppliers' side.
        """
        is_telegram = inbound.channel is Channel.TELEGRAM
        if is_telegram and await self.suppliers.has_chat(inbound.account):
            letter = letter_in(inbound, utcnow())
            kept = None if letter is None else await self.suppliers.take(letter)
            return Received(conversation_id=0, message_id=kept or 0, is_new=False)
        received = await self.reception.receive(inbound)
        if received.is_new and inbound.part:
            self.wakeups.wake_later(received.conversation_id, ALBUM_S)
        elif received.is_new:
            self.wakeups.wake(received.conversation_id)
        if inbound.attachments:
            self.fetcher.poke()
        return received

    def after_staff(self, *, has_files: bool = False) -> None:
        """Something was said in the staff chat: it may have to be sent, its files fetched."""
        self.outbox.poke()
        if has_files:
            self.fetcher.poke()

    async def _waiting(self) -> Sequence[int]:
        async with self.store.reading() as unit:
            return await waiting_conversations(unit)

    async def is_waiting(self, channel: Channel, account: str) -> bool:
        """Whether a message of this account has not been dealt with."""
        async with self.store.reading() as unit:
            return await has_waiting(unit, channel, account)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer and send until the context ends; then finish what is under way."""
        async with side_by_side(self.wakeups.run(), self.outbox.run(), self.fetcher.run()):
            yield

    def restock(self) -> RestockDesk:
        """The buyer's side: looks at the stock and writes to suppliers."""
        return self._supply.restock()

    def forecasts(self, jobs: int = 1) -> ForecastDesk:
        """What is going to be sold of each item; `jobs` processes share the work."""
        return self._supply.forecasts(forecast_demand, jobs)

    def clock(self) -> Clock:
        """What happens by time: restock, late parcels, handovers nobody answered, notices,
        figures, suppliers' answers and reminders.

        Raises:
            SettingRefused: the IMAP URL cannot be used.
        """
        imap_url = self.settings.imap_url
        mailbox = Mailbox(imap_url, self.suppliers) if imap_url else None
        staff_chat, zone, supply = self.settings.staff_chat, self.settings.zone, self._supply
        return Clock(
            zone,
            restock=supply.restock(),
            late_parcels=LateParcelWatch(self.store, staff_chat, zone),
            watchdog=HandoverWatchdog(self.store, self.wording, staff_chat, self.policy, zone),
            notices=InTurn(
                NoticeJob(self.store, self.wording, staff_chat, self.policy, zone),
                supply.delay_notices,
            ),
            figures=FiguresJob(
                self.store, self.wording.counts, supply.shelves(), self.policy, zone
            ),
            forecasts=ForecastJob(self.forecasts()),
            stock_outs=supply.stock_outs(),
            answers=InTurn(
                supply.answers(mailbox.poll if mailbox else None), supply.quiet_courses()
            ),
            reminders=supply.reminders(),
            runs=RunLog(self.store),
            policy=self.policy,
        )


@asynccontextmanager
async def ticking(clock: Clock) -> AsyncIterator[None]:
    """Let the clock run until the context ends."""
    await clock.recall()
    clock.start()
    try:
        yield
    finally:
        await clock.stop()


@asynccontextmanager
async def open_desk(
    settings: Settings,
    senders: Mapping[Channel, Sender],
    *,
    policy: Policy | None = None,
    files: Mapping[Channel, Files] | None = None,
) -> AsyncIterator[Desk]:
    """A desk on the settings' database, closed at the end. Nothing runs yet."""
    policy = policy or read_policy(Path(settings.policy) if settings.policy else None)
    store = Store(settings.database_url)
    models = await asyncio.to_thread(load_models, ShopWeights(settings.shop_weights))
    desk = Desk(settings, store, models, senders, policy=policy, files=files)
    try:
        yield desk
    finally:
        await desk.label_reader.close()
        await models.runner.close()
        await store.close()
