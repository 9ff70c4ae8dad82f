"""Each of the overview's figures, on a small day whose numbers are known beforehand."""

from __future__ import annotations

import itertools
import sqlite3
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.desk.figure_days import day_span
from bot.desk.figures import FiguresDesk, Overview
from bot.desk.keep_figures import FiguresJob, is_due
from bot.desk.words import LockCounts
from bot.rules.figures import FIGURES
from bot.rules.headlines import Parts
from bot.rules.policy import Policy
from bot.supply.state import RestockWatch
from knowledge.errors import StoreUnavailable
from knowledge.queries.contacts import Topics, contacts_between
from knowledge.queries.figures import COMPUTED, Span, day_numbers, first_contact, kept_between
from knowledge.queries.figures_behind import conversations_behind
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    DailyFigure,
    Handover,
    HandoverReason,
    KnowledgeGap,
    Message,
    MessageKind,
    Rating,
    TaughtMessage,
)
from knowledge.store import Store
from tests.fakes import ZONE, FakeClock, Shop
from tests.knowledge.test_query_plans import plans, reads_a_whole_table
from tests.supply.shop import add_supplier

#: A Monday; eight hours of it lie on Sunday in UTC.
DAY = date(2026, 11, 23)
NEXT = DAY + timedelta(days=1)
TOPICS = Topics(frozenset({"greeting", "thanks"}), "unread")


def at(time: str, day: date = DAY) -> datetime:
    """A moment in the shop's zone: `at("00:30")`."""
    hour, minute = map(int, time.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


class Records:
    """A shop's records, written row by row."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        self.shop = Shop(store, clock)
        self._numbers = itertools.count(1)

    async def talk(self, language: str = "zh", customer_id: int | None = None) -> int:
        """A new account's conversation."""
        account = await self.shop.add(
            ChannelAccount(
                channel=Channel.WEB, external_id=str(next(self._numbers)), customer_id=customer_id
            )
        )
        made = Conversation(account_id=account.key, language=language)
        return (await self.shop.add(made)).key

    async def say(
        self,
        conversation: int,
        when: datetime,
        intent: str | None = None,
        *,
        author: Author = Author.CUSTOMER,
        kind: MessageKind = MessageKind.TEXT,
        fallback: bool = False,
    ) -> int:
        message = Message(
            conversation_id=conversation,
            author=author,
            channel=Channel.WEB,
            kind=kind,
            text="words",
            intent=intent,
            created_at=when,
            handled_at=when,
            fallback=fallback,
        )
        return (await self.shop.add(message)).key

    async def hand_over(
        self,
        conversation: int,
        when: datetime,
        *,
        answered: datetime | None = None,
        resolved: datetime | None = None,
        reason: HandoverReason = HandoverReason.ASKED,
        **known: object,
    ) -> int:
        handover = Handover(
            conversation_id=conversation,
            reason=reason,
            created_at=when,
            first_answer_at=answered,
            resolved_at=resolved,
            **{"waits_since": when, **known},  # type: ignore[arg-type]
        )
        return (await self.shop.add(handover)).key

    def desk(self) -> FiguresDesk:
        return FiguresDesk(self.store, Policy(), ZONE, self.clock)

    def job(self, counts: LockCounts | None = None) -> FiguresJob:
        shelves = RestockWatch(self.store, Policy(), ZONE, self.clock)
        return FiguresJob(self.store, counts or LockCounts(), shelves, Policy(), ZONE, self.clock)

    async def kept(self) -> list[tuple[date, str, str, str, float]]:
        async with self.store.reading() as unit:
            rows = (await unit.exec(select(DailyFigure))).all()
        return sorted((r.day, r.name, r.part, r.language, r.value) for r in rows)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(at("12:00", DAY + timedelta(days=10)))


@pytest.fixture
def records(any_store: Store, clock: FakeClock) -> Records:
    return Records(any_store, clock)


async def figure(records: Records, name: str, day: date = DAY) -> tuple[float | None, Parts]:
    """A figure's headline and parts, kept by the job and told by the overview."""
    await records.job().run()
    today = records.clock.now.astimezone(ZONE).date()
    overview = await records.desk().overview((today - day).days)
    (chart,) = [chart for chart in overview.charts if chart.figure.name == name]
    parts = {
        (line.part, line.language): value
        for line in chart.lines
        if (value := line.values[0]) is not None and value != 0
    }
    return chart.headlines[0], parts


async def test_contacts_begin_after_four_hours_of_silence_in_the_shops_day(
    records: Records,
) -> None:
    talk = await records.talk()
    await records.say(talk, at("23:59", DAY - timedelta(days=1)), "stock")  # the day before
    await records.say(talk, at("00:30"), "invoice")  # goes on with it
    await records.say(talk, at("04:30"), "greeting")  # exactly four hours later: a contact
    await records.say(talk, at("04:31"), "track_order")  # what it is about
    await records.say(talk, at("08:00"), author=Author.STAFF)
    await records.say(talk, at("11:59"), "refund_status")  # staff spoke less than 4 h before
    await records.say(talk, at("23:58"), "thanks")  # small talk alone
    english = await records.talk("en")
    await records.say(english, at("00:00"), "track_order")
    await records.say(english, at("00:00", NEXT), "payment")  # the day after
    headline, parts = await figure(records, "contacts")
    assert headline == 3
    assert parts == {
        ("track_order", "zh"): 1,
        ("thanks", "zh"): 1,
        ("track_order", "en"): 1,
    }


async def test_presses_commands_and_what_the_bot_sends_make_no_contact(records: Records) -> None:
    talk = await records.talk()
    await records.say(talk, at("08:00"), "stock", kind=MessageKind.BUTTON)
    await records.say(talk, at("09:00"), "stock", kind=MessageKind.COMMAND)
    await records.say(talk, at("09:30"), author=Author.BOT)  # a notice
    await records.say(talk, at("09:31"), None, kind=MessageKind.UNREADABLE)
    headline, parts = await figure(records, "contacts")
    assert (headline, parts) == (1, {("unread", "zh"): 1})


async def test_a_topic_that_staff_corrected_is_the_corrected_one(records: Records) -> None:
    talk = await records.talk()
    message = await records.say(talk, at("10:00"), "stock")
    staff = await records.shop.staff()
    await records.shop.add(
        TaughtMessage(message_id=message, intents=["gift", "stock"], staff_id=staff.key)
    )
    assert (await figure(records, "contacts"))[1] == {("gift", "zh"): 1}


async def test_a_topic_told_after_midnight_belongs_to_the_contact_before(records: Records) -> None:
    talk = await records.talk()
    await records.say(talk, at("23:59"), "greeting")
    await records.say(talk, at("00:01", NEXT), "warranty")
    assert (await figure(records, "contacts"))[1] == {("warranty", "zh"): 1}


async def test_coming_again_about_the_same_within_72_hours_counts_against_the_first(
    records: Records,
) -> None:
    again, other, late, unread, chat = [await records.talk() for _ in range(5)]
    await records.say(again, at("10:00"), "track_order")
    await records.say(again, at("10:00") + timedelta(hours=72), "track_order")  # just within
    await records.say(other, at("10:00"), "track_order")
    await records.say(other, at("20:00"), "invoice")  # about something else
    await records.say(late, at("10:00"), "track_order")
    await records.say(late, at("10:01") + timedelta(hours=72), "track_order")  # too late
    await records.say(unread, at("10:00"), "payment")
    await records.say(unread, at("20:00"), None)  # nobody read what about
    await records.say(chat, at("10:00"), "greeting")
    await records.say(chat, at("20:00"), "greeting")  # small talk twice is nothing
    # 8 contacts of the day: 4 at ten and 1 of `other`'s two have a known topic; 2 came again.
    headline, parts = await figure(records, "recontact")
    assert parts == {("track_order", "zh"): 1, ("payment", "zh"): 1}
    assert headline == pytest.approx(2 / 5)
    # Not resolved: the two that came again. Resolved: other (2), late, and unread's second.
    headline, parts = await figure(records, "resolved_alone")
    assert parts == {
        ("track_order", "zh"): 2,
        ("invoice", "zh"): 1,
        ("unread", "zh"): 1,
    }
    assert headline == pytest.approx(4 / 6)


async def test_the_same_customer_is_known_across_channels_once_proven(records: Records) -> None:
    customer = await records.shop.customer()
    telegram, web = [await records.talk(customer_id=customer.key) for _ in range(2)]
    stranger = await records.talk()
    await records.say(telegram, at("10:00"), "refund_status")
    await records.say(web, at("11:00"), "refund_status")
    await records.say(stranger, at("12:00"), "refund_status")
    headline, parts = await figure(records, "recontact")
    assert (headline, parts) == (1 / 3, {("refund_status", "zh"): 1})


async def test_what_staff_held_within_72_hours_was_not_resolved_without_them(
    records: Records,
) -> None:
    before, during, soon, later, alone = [await records.talk() for _ in range(5)]
    for talk in (before, during, soon, later, alone):
        await records.say(talk, at("10:00"), "payment")
    await records.hand_over(before, at("08:00"), resolved=at("10:00"))  # over when it began
    await records.hand_over(during, at("09:00"), resolved=at("11:00"))
    await records.hand_over(soon, at("10:00") + timedelta(hours=72))
    await records.hand_over(later, at("10:01") + timedelta(hours=72))
    headline, parts = await figure(records, "resolved_alone")
    assert (headline, parts) == (3 / 5, {("payment", "zh"): 3})
    conversations = await records.desk().behind("resolved_alone", DAY)
    assert conversations == [alone, later, before]


async def test_ratings_are_a_mean_and_how_often_each_was_given(records: Records) -> None:
    for score, when in ((5, "00:10"), (5, "12:00"), (2, "23:59")):
        talk = await records.talk()
        await records.say(talk, at("00:00"), "stock")
        handover = await records.hand_over(talk, at("00:00"), resolved=at("00:01"))
        await records.shop.add(
            Rating(conversation_id=talk, handover_id=handover, score=score, created_at=at(when))
        )
    assert await figure(records, "ratings") == (4.0, {("5", ""): 2, ("2", ""): 1})
    assert len(await records.desk().behind("ratings", DAY, "5")) == 2
    with pytest.raises(LookupError):
        await records.desk().behind("ratings", DAY, "five")


async def test_first_responses_count_opening_hours_alone(records: Records) -> None:
    # Open from 09:00 to 21:00.
    for began, answered in (
        (at("08:00"), at("09:10")),  # 10 minutes
        (at("10:00"), at("10:20")),  # 20
        (at("12:00"), at("12:30")),  # 30
        (at("20:30"), at("09:10", NEXT)),  # 30 in the evening and 10 in the morning
    ):
        talk = await records.talk()
        await records.say(talk, began, "stock")
        await records.hand_over(talk, began, answered=answered, reason=HandoverReason.ANGRY)
    silent = await records.talk()
    await records.say(silent, at("15:00"), "stock")
    await records.hand_over(silent, at("15:00"))
    assert await figure(records, "first_response") == (
        25.0,
        {
            ("median", ""): 25.0,
            ("p90", ""): 40.0,
            ("answered", ""): 4.0,
            ("unanswered", ""): 1.0,
        },
    )
    assert await figure(records, "handovers") == (5.0, {("angry", ""): 4.0, ("asked", ""): 1.0})
    assert await records.desk().behind("first_response", DAY, "unanswered") == [silent]
    assert await records.desk().behind("handovers", DAY, "asked") == [silent]


async def test_plain_sentences_gaps_and_actions_of_the_day_are_counted(records: Records) -> None:
    talk, other = await records.talk(), await records.talk("en")
    question = await records.say(talk, at("00:05"), "warranty")
    await records.say(talk, at("00:05"), author=Author.BOT, fallback=True)
    await records.say(talk, at("00:06"), author=Author.BOT)
    await records.say(other, at("00:05", NEXT), author=Author.BOT, fallback=True)
    for language, message in (("zh", question), ("en", None)):
        await records.shop.add(
            KnowledgeGap(
                text="?",
                language=language,
                intent="warranty",
                message_id=message,
                created_at=at("00:05"),
            )
        )
    account = (await records.shop.add(ChannelAccount(channel=Channel.WEB, external_id="x"))).key
    for key, state in (("1", ActionState.APPLIED), ("2", ActionState.REFUSED)):
        await records.shop.add(
            Action(
                kind=ActionKind.CANCEL_ORDER,
                state=state,
                idempotency_key=key,
                account_id=account,
                conversation_id=other,
                created_at=at("12:00"),
            )
        )
    assert await figure(records, "fallbacks") == (1.0, {("", ""): 1.0})
    assert await figure(records, "unanswered") == (
        2.0,
        {("warranty", "zh"): 1.0, ("warranty", "en"): 1.0},
    )
    assert await figure(records, "actions") == (
        2.0,
        {("cancel_order:applied", ""): 1.0, ("cancel_order:refused", ""): 1.0},
    )
    desk = records.desk()
    assert await desk.behind("fallbacks", DAY) == [talk]
    assert await desk.behind("unanswered", DAY, "warranty", language="zh") == [talk]
    assert await desk.behind("actions", DAY, "cancel_order:refused") == [other]


async def test_who_waits_now_is_told_live_with_the_longest_wait(records: Records) -> None:
    now = records.clock.now
    staff = await records.shop.staff()
    free, taken, snoozed, answered, done = [await records.talk() for _ in range(5)]
    await records.hand_over(free, now - timedelta(minutes=90))
    await records.hand_over(taken, now - timedelta(minutes=5), taken_by=staff.key)
    await records.hand_over(
        snoozed, now - timedelta(hours=9), snoozed_until=now + timedelta(hours=1)
    )
    answered_one = await records.hand_over(answered, now - timedelta(hours=9))
    async with records.store.writing() as unit:
        handover = await unit.get(Handover, answered_one)
        assert handover is not None
        handover.waits_since = None
    await records.hand_over(done, now - timedelta(hours=9), resolved=now)
    desk = records.desk()
    today = await desk.today()
    assert today.parts["waiting_now"] == {("unassigned", ""): 1, ("taken", ""): 1}
    assert (today.headlines["waiting_now"], today.headlines["longest_wait"]) == (2, 90)
    assert await desk.behind("waiting_now", today.day) == [taken, free]
    assert await desk.behind("waiting_now", today.day, "taken") == [taken]


async def test_today_is_counted_up_to_now_and_good_for_a_minute(records: Records) -> None:
    desk = records.desk()
    today = records.clock.now.astimezone(ZONE).date()
    await records.say(await records.talk(), at("00:10", today), "stock")
    assert (await desk.today()).headlines["contacts"] == 1
    await records.say(await records.talk(), at("00:11", today), "stock")
    assert (await desk.today()).headlines["contacts"] == 1
    records.clock.move(seconds=61)
    assert (await desk.today()).headlines["contacts"] == 2
    assert (await desk.today()).headlines["ratings"] is None


async def test_refusals_of_the_fact_lock_are_kept_by_the_shops_day(records: Records) -> None:
    counts = LockCounts()
    counts.note("number", at("23:59").astimezone(UTC))
    counts.note("number", at("00:00", NEXT).astimezone(UTC))
    counts.note("empty", at("00:01", NEXT).astimezone(UTC))
    counts.note("passed", at("00:01", NEXT).astimezone(UTC))
    await records.job(counts).run()
    counts.note("number", at("00:20", NEXT).astimezone(UTC))
    await records.job(counts).run()
    await records.job(counts).run()
    assert await records.kept() == [
        (DAY, "fact_lock", "number", "", 1.0),
        (NEXT, "fact_lock", "empty", "", 1.0),
        (NEXT, "fact_lock", "number", "", 2.0),
        (NEXT, "fact_lock", "passed", "", 1.0),
        *[row for row in await records.kept() if row[1] == "restock"],
    ]
    assert (await figure(records, "fact_lock", NEXT))[0] == 3.0
    assert counts.refused == {"number": 3, "empty": 1}


async def test_counts_that_cannot_be_kept_are_kept_next_time(
    store: Store, clock: FakeClock, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.sqlite.BUSY_MS", 50)
    records, counts = Records(store, clock), LockCounts()
    counts.note("number", at("10:00"))
    job = records.job(counts)
    locked = sqlite3.connect(store.url.split("///", 1)[1], isolation_level=None)
    locked.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        await job.run()
    locked.execute("ROLLBACK")
    locked.close()
    counts.note("number", at("10:00"))
    await job.run()
    assert (DAY, "fact_lock", "number", "", 2.0) in await records.kept()


async def test_the_shelves_are_looked_at_once_an_hour_and_no_day_is_made_up(
    records: Records,
) -> None:
    product = await records.shop.product(on_hand=0, reserved=1)
    await add_supplier(records.store)
    today = records.clock.now.astimezone(ZONE).date()
    job = records.job()
    await job.run()
    rows = [row for row in await records.kept() if row[1] == "restock"]
    assert rows == [
        (today, "restock", "below_not_ordered", "", 1.0),
        (today, "restock", "below_ordered", "", 0.0),
        (today, "restock", "orders_open", "", 0.0),
        (today, "restock", "orders_overdue", "", 0.0),
    ]
    await records.shop.variant(product, 0, reserved=1)
    records.clock.move(minutes=30)
    await job.run()
    assert rows == [row for row in await records.kept() if row[1] == "restock"]
    records.clock.move(minutes=31)
    await job.run()
    assert (today, "restock", "below_not_ordered", "", 2.0) in await records.kept()
    with pytest.raises(LookupError):
        await records.desk().behind("restock", today)


async def test_running_twice_changes_nothing(records: Records) -> None:
    talk = await records.talk()
    await records.say(talk, at("10:00"), "stock")
    job = records.job()
    assert await job.run() == 10
    once = await records.kept()
    assert await job.run() == 0
    assert await records.job().run() == 0
    assert await records.kept() == once
    assert (DAY, "contacts", "stock", "zh", 1.0) in once


async def test_missed_days_are_made_up_for_ninety_at_most(records: Records) -> None:
    talk = await records.talk()
    today = records.clock.now.astimezone(ZONE).date()
    await records.say(talk, at("10:00", today - timedelta(days=200)), "stock")
    await records.say(talk, at("10:00", today - timedelta(days=90)), "stock")
    assert await records.job().run() == 90
    days = {row[0] for row in await records.kept() if row[1] == COMPUTED}
    assert (min(days), max(days)) == (today - timedelta(days=90), today - timedelta(days=1))
    assert len(days) == 90


async def test_a_day_is_computed_again_until_its_72_hours_are_over(records: Records) -> None:
    talk = await records.talk()
    await records.say(talk, at("22:00"), "stock")
    records.clock.now = at("00:05", NEXT)
    job, desk = records.job(), records.desk()

    async def told() -> tuple[float | None, bool]:
        overview: Overview = await desk.overview(1 + (records.clock.now.date() - NEXT).days)
        (chart,) = [one for one in overview.charts if one.figure.name == "recontact"]
        return chart.headlines[0], overview.settled[0]

    assert await job.run() == 1
    assert await told() == (0.0, False)
    await records.say(talk, at("21:00", DAY + timedelta(days=3)), "stock")
    records.clock.now = at("00:05", DAY + timedelta(days=4))
    await job.run()
    assert await told() == (1.0, True)


def test_a_finished_day_is_due_once_a_day_until_it_is_settled() -> None:
    days = [DAY + timedelta(days=n) for n in range(8)]
    assert is_due(DAY, None, days[1])
    assert [is_due(DAY, days[n - 1], days[n]) for n in range(2, 7)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert not is_due(DAY, days[2], days[2])
    assert is_due(DAY, days[1], days[7])  # the process was down in between


def test_a_day_has_23_or_25_hours_when_clocks_change() -> None:
    def hours(day: date) -> float:
        span = day_span(day, ZoneInfo("America/New_York"))
        return (span.end.astimezone(UTC) - span.start.astimezone(UTC)) / timedelta(hours=1)

    assert [hours(date(2026, 3, 8)), hours(date(2026, 11, 1)), hours(DAY)] == [23, 25, 24]


async def test_a_day_that_was_not_computed_has_no_number_and_is_not_nought(
    records: Records,
) -> None:
    talk = await records.talk()
    await records.say(talk, at("10:00"), "stock")
    await records.job().run()
    overview = await records.desk().overview(12)
    charts = {chart.figure.name: chart for chart in overview.charts}
    assert overview.days[2] == DAY
    assert charts["contacts"].headlines[:4] == (None, None, 1.0, 0.0)
    (line,) = charts["contacts"].lines
    assert (line.part, line.language, line.values[:4]) == ("stock", "zh", (None, None, 1.0, 0.0))
    assert charts["contacts"].period == 1.0
    assert charts["restock"].headlines == (None,) * 12
    assert set(charts) == {one.name for one in FIGURES if not one.live}
    with pytest.raises(ValueError, match="1 to 3650"):
        await records.desk().overview(0)


async def test_what_is_behind_a_number_comes_a_page_at_a_time_each_once(records: Records) -> None:
    talks = [await records.talk() for _ in range(5)]
    for talk in talks:
        await records.say(talk, at("06:00"), "stock")
        await records.say(talk, at("12:00"), "stock")  # twice on the day
    desk = records.desk()
    for name in ("contacts", "recontact"):
        first = await desk.behind(name, DAY, "stock", limit=3)
        assert first == talks[:1:-1]
        assert await desk.behind(name, DAY, "stock", before=first[-1]) == talks[1::-1]
    assert await desk.behind("contacts", DAY, "gift") == []
    assert await desk.behind("contacts", DAY, language="en") == []
    with pytest.raises(LookupError):
        await desk.behind("happiness", DAY)


async def test_a_days_figures_are_found_among_all_that_is_old(store: Store) -> None:
    records = Records(store, FakeClock())
    await records.say(await records.talk(), at("10:00"), "stock")
    span = Span(at("00:00"), at("02:00"))

    def waits(start: datetime, end: datetime) -> timedelta:
        return end - start

    for question in (
        lambda unit: contacts_between(unit, span.start, span.end, TOPICS),
        lambda unit: day_numbers(unit, span, TOPICS, waits),
        first_contact,
        lambda unit: kept_between(unit, DAY, NEXT),
        *(
            lambda unit, name=name: conversations_behind(unit, name, span, TOPICS)
            for name in ("contacts", "ratings", "handovers", "fallbacks", "unanswered", "actions")
        ),
    ):
        steps = await plans(store, question)
        assert [step for step in steps if reads_a_whole_table(step)] == []
    steps = await plans(store, lambda unit: contacts_between(unit, *(span.start, span.end), TOPICS))
    assert any("ix_message_from_customer" in step for step in steps)
    steps = await plans(store, lambda unit: conversations_behind(unit, "fallbacks", span, TOPICS))
    assert any("ix_message_fallback" in step for step in steps)
