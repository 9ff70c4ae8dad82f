"""What a process does: one job of the clock, built as `bot.wiring` does, and then what is queued
is sent over real SMTP."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing.synchronize import Barrier, Event

from sqlmodel import func, select

from bot.channels.mail import MailSender
from bot.channels.mailbox import Mailbox
from bot.channels.outbox import Outbox
from bot.channels.sending import Outgoing, Sender
from bot.desk.notices.delays import DelayLetters
from bot.jobs.clock import Clock, Job
from bot.jobs.runs import RunLog
from bot.rules.policy import Policy
from bot.supply.course_watch import CourseWatch
from bot.supply.course_words import Courteous
from bot.supply.dates import ExpectedDates
from bot.supply.delay_notices import DelayNotices
from bot.supply.forecasts import ForecastDesk, ForecastJob, StockOutWatch
from bot.supply.inbox import AnswersJob, SupplierInbox
from bot.supply.negotiate import Negotiator
from bot.supply.reminders import ReminderJob
from bot.supply.restock import RestockDesk
from knowledge.records import Channel, DeliveryState, OutboxItem
from knowledge.store import Store
from models.demand import DemandForecast
from models.demand_history import ItemHistory
from models.values import Language
from tests.fakes import Desk
from tests.supply.shop import ZONE
from tests.supply.test_forecasts import Fake

SHOP, STAFF_CHAT, SENDER = "小二商店", "-100", "desk@shop.example"
#: How long one process waits for another in the middle, seconds; then it goes on by itself.
_MEET_S = 10.0
#: The longest that anything takes on a machine with much else to do, seconds.
LONGEST_S = 30.0
#: The outbox's present: whatever is queued is due.
_DUE = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where processes wait for each other: at the start, and between looking and writing.

    `there`: one that is to be slow has come so far. `go`: what it waits for then.
    """

    start: Barrier
    middle: Barrier
    there: Event
    go: Event


@dataclass(frozen=True, slots=True)
class Errand:
    """A job by its name in `JOBS`, and what it needs.

    Args:
        at: the present, all along.
        kill: where the process kills itself: `halfway`, when it words its second text, `before`
            its first mail goes, or `after` the server took it; `holding`: before it goes, once it
            may `go`.
        slow: it waits for `go` between looking and writing, and not for others.
        sends: whether it has an outbox. by_clock: it is run by a real clock.
    """

    job: str
    url: str
    smtp: str
    at: datetime
    imap: str = ""
    kill: str = ""
    slow: bool = False
    sends: bool = True
    by_clock: bool = False


class Words:
    """Names the act and the order, after the other process came to the same point."""

    def __init__(self, meet: Callable[[], None], kill: str) -> None:
        self._meet, self._kill, self._words = meet, kill, 0

    async def word(self, act: str, facts: dict[str, str], _language: Language) -> str:
        self._words += 1
        if self._kill == "halfway" and self._words == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.to_thread(self._meet)
        return f"[{act}] {facts['purchase_order']}\n{facts.get('summary', '')}"


class MeetingForecasts(Fake):
    """Forecasts that are ready in every process before one of them is kept."""

    def __init__(self, meet: Callable[[], None]) -> None:
        super().__init__()
        self._meet = meet

    def __call__(
        self, items: Iterable[ItemHistory], last_day: date, **_: object
    ) -> Iterator[DemandForecast]:
        made = list(super().__call__(items, last_day))
        self._meet()
        return iter(made)


@dataclass(frozen=True, slots=True)
class Place:
    """A job's surroundings."""

    store: Store
    errand: Errand
    meet: Callable[[], None]

    def now(self) -> datetime:
        return self.errand.at

    @property
    def words(self) -> Words:
        return Words(self.meet, self.errand.kill)

    def letters(self) -> DelayLetters:
        return DelayLetters(Desk(self.store).wording, Policy(), ZONE, self.now)


def _restock(at: Place) -> Job:
    return RestockDesk(at.store, at.words, policy=Policy(), shop_name=SHOP, zone=ZONE, clock=at.now)


def _reminders(at: Place) -> Job:
    return ReminderJob(
        at.store,
        at.words,
        STAFF_CHAT,
        policy=Policy(),
        shop_name=SHOP,
        zone=ZONE,
        clock=at.now,
    )


def _answers(at: Place) -> Job:
    dates = ExpectedDates(at.store, at.letters(), zone=ZONE, clock=at.now)
    reader = Negotiator(
        at.store,
        Courteous(at.words, SHOP),
        dates,
        staff_chat=STAFF_CHAT,
        zone=ZONE,
        clock=at.now,
    )
    inbox = SupplierInbox(at.store, reader, STAFF_CHAT, clock=at.now)
    return AnswersJob(inbox, Mailbox(at.errand.imap, inbox).poll)


def _courses(at: Place) -> Job:
    words = Courteous(at.words, SHOP)
    return CourseWatch(at.store, words, STAFF_CHAT, zone=ZONE, clock=at.now)


def _delays(at: Place) -> Job:
    return DelayNotices(at.store, at.letters(), policy=Policy(), zone=ZONE, clock=at.now)


def _stock_outs(at: Place) -> Job:
    return StockOutWatch(at.store, ZONE, at.now)


def _forecasts(at: Place) -> Job:
    return ForecastJob(ForecastDesk(at.store, MeetingForecasts(at.meet), ZONE, clock=at.now))


class Nothing:
    """No job: what is queued is sent."""

    async def run(self) -> None:
        pass


JOBS: dict[str, Callable[[Place], Job]] = {
    "restock": _restock,
    "reminders": _reminders,
    "answers": _answers,
    "courses": _courses,
    "delays": _delays,
    "stock_outs": _stock_outs,
    "forecasts": _forecasts,
    "nothing": lambda _: Nothing(),
}


class Way:
    """The way out by mail: a chat gets an address here. It may kill its process."""

    def __init__(self, errand: Errand, meeting: Meeting) -> None:
        self._mail, self._kill = MailSender(errand.smtp, SENDER), errand.kill
        self._meeting = meeting

    async def send(self, outgoing: Outgoing) -> str:
        if self._kill == "holding":
            self._meeting.there.set()
            await asyncio.to_thread(self._meeting.go.wait, LONGEST_S)
        if self._kill in {"before", "holding"}:
            os.kill(os.getpid(), signal.SIGKILL)
        if "@" not in outgoing.destination:
            outgoing = replace(outgoing, destination=f"{outgoing.destination}@chat.example")
        taken = await self._mail.send(outgoing)
        if self._kill == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return taken


async def run_errand(errand: Errand, meeting: Meeting) -> str:
    """Do it and say what the job said, and of a clock how it went."""
    store = Store(errand.url)

    def meet() -> None:
        if errand.slow:
            meeting.there.set()
            meeting.go.wait(LONGEST_S)
            return
        # Who is alone, or is through already, goes on.
        with suppress(threading.BrokenBarrierError):
            meeting.middle.wait(_MEET_S)

    try:
        job = JOBS[errand.job](Place(store, errand, meet))
        # The first statement of a process takes long; after it both are as fast.
        await _queued(store)
        await asyncio.to_thread(meeting.start.wait, LONGEST_S)
        async with _outbox(store, errand, meeting) as outbox:
            said = await (_by_clock(store, job, errand) if errand.by_clock else job.run())
            if outbox is not None:
                await _until_sent(store, outbox)
        return str(said)
    finally:
        await store.close()


@asynccontextmanager
async def _outbox(store: Store, errand: Errand, meeting: Meeting) -> AsyncIterator[Outbox | None]:
    if not errand.sends:
        yield None
        return
    way = Way(errand, meeting)
    ways: dict[Channel, Sender] = {Channel.MAIL: way, Channel.TELEGRAM: way}
    outbox = Outbox(store, ways, clock=lambda: _DUE)
    sending = asyncio.create_task(outbox.run())
    try:
        yield outbox
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending


async def _until_sent(store: Store, outbox: Outbox) -> None:
    outbox.poke()
    while await _queued(store):
        await asyncio.sleep(0.02)


async def _queued(store: Store) -> int:
    async with store.reading() as unit:
        wanted = select(func.count()).where(OutboxItem.state == DeliveryState.QUEUED)
        return (await unit.exec(wanted)).one()


async def _by_clock(store: Store, job: Job, errand: Errand) -> str:
    """Run it as the clock does when it is due."""
    clock = Clock(
        ZONE,
        restock=job,
        late_parcels=Nothing(),
        watchdog=Nothing(),
        notices=Nothing(),
        policy=Policy(),
        runs=RunLog(store),
        now=lambda: errand.at,
    )
    state = await clock.run_now("restock")
    return f"{state.outcome} {state.last_error}".strip()
