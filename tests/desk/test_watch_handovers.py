"""Nobody who waits for a person is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlmodel import select

from bot.desk.watchdog import HandoverWatchdog, still_to_wait
from bot.desk.words import Wording
from bot.rules.hours import OpeningHours
from bot.rules.policy import Policy
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Handover,
    HandoverReason,
    Message,
    OutboxItem,
    Role,
    Staff,
)
from knowledge.store import Store
from models.values import Language, Mood, ReplyPlan, Understanding

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = OpeningHours(opens=time(9), closes=time(21))
#: 23 November 2026, 10:00 in Shanghai; staff are there from 09:00 to 21:00.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class FakeMind:
    """Words a reminder in the plan's language and uses `{wait}` where it is offered."""

    def __init__(self) -> None:
        self.plans: list[ReplyPlan] = []

    async def understand(self, text: str, previous: Language | None = None) -> Understanding:
        raise NotImplementedError

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise NotImplementedError

    async def word(self, plan: ReplyPlan) -> str:
        self.plans.append(plan)
        if plan.act == "handover_escalated":
            return ""  # the model was trained before there was this act
        if plan.language is Language.ZH:
            return "久等了，同事没有忘记您" + ("，还要{wait}。" if "wait" in plan.slots else "。")
        return "Sorry for the wait" + (", it takes {wait}." if "wait" in plan.slots else ".")


async def add_handover(
    store: Store,
    opened: datetime = NOW - timedelta(minutes=11),
    *,
    account: str = "42",
    channel: Channel = Channel.TELEGRAM,
    reason: HandoverReason = HandoverReason.ASKED,
    answered: datetime | None = None,
    unreachable: datetime | None = None,
    language: str = "zh",
) -> Handover:
    async with store.writing() as unit:
        owner = ChannelAccount(
            channel=channel, external_id=account, display_name="王芳", unreachable_at=unreachable
        )
        unit.add(owner)
        await unit.flush()
        conversation = Conversation(
            account_id=owner.key, state=ConversationState.WITH_STAFF, language=language
        )
        unit.add(conversation)
        await unit.flush()
        handover = Handover(
            conversation_id=conversation.key,
            reason=reason,
            summary="– 人呢",
            created_at=opened,
            first_answer_at=answered,
            resolved_at=answered,
        )
        unit.add(handover)
    return handover


def watchdog(
    store: Store,
    *,
    now: datetime = NOW,
    staff_chat: str = "-100",
    mind: FakeMind | None = None,
    policy: Policy | None = None,
) -> HandoverWatchdog:
    wording, rules = Wording(mind or FakeMind()), policy or Policy()
    return HandoverWatchdog(store, wording, staff_chat, rules, ZONE, clock=lambda: now)


async def queued(store: Store) -> list[OutboxItem]:
    async with store.reading() as unit:
        return list((await unit.exec(select(OutboxItem))).all())


async def test_staff_are_reminded_and_the_customer_is_told_after_ten_minutes(store: Store) -> None:
    handover = await add_handover(store)
    assert await watchdog(store).run() == 1
    staff, customer = await queued(store)
    assert (staff.channel, staff.destination) == (Channel.TELEGRAM, "-100")
    assert (
        "已等11分钟" in staff.text and "asked for a person" in staff.text and "人呢" in staff.text
    )
    assert (customer.destination, customer.text) == ("42", "久等了，同事没有忘记您。")
    async with store.reading() as unit:
        message = (await unit.exec(select(Message))).one()
        conversation = (await unit.exec(select(Conversation))).one()
        reminded = await unit.get(Handover, handover.key)
    assert (message.author, message.act, message.handled_at) == (
        Author.BOT,
        "handover_reminder",
        NOW,
    )
    assert customer.message_id == message.key
    assert reminded is not None and reminded.reminded_at == NOW
    assert conversation.state is ConversationState.WITH_STAFF


async def test_a_customer_is_told_once(store: Store) -> None:
    await add_handover(store)
    runs = [await watchdog(store).run(), await watchdog(store).run()]
    assert runs == [1, 0]
    assert await watchdog(store, now=NOW + timedelta(minutes=19)).run() == 0
    assert len(await queued(store)) == 2


async def handover_now(store: Store, key: int) -> Handover:
    async with store.reading() as unit:
        found = await unit.get(Handover, key)
    assert found is not None
    return found


async def test_supervisors_are_called_and_the_customer_hears_how_long_it_has_been(
    store: Store,
) -> None:
    handover = await add_handover(store)
    async with store.writing() as unit:
        for name, role in (("王主管", Role.SUPERVISOR), ("李", Role.AGENT)):
            unit.add(Staff(username=name, name=name, password_hash="-", role=role))
        gone = Staff(username="z", name="赵", password_hash="-", role=Role.SUPERVISOR, active=False)
        unit.add(gone)
    await watchdog(store).run()
    later = NOW + timedelta(minutes=20)
    assert await watchdog(store, now=later).run() == 1
    _, told, staff, customer = await queued(store)
    head = staff.text.splitlines()[0]
    assert head == "🚨 请主管处理 / for supervisors: 王主管"
    assert "已等31分钟" in staff.text and "人呢" in staff.text
    assert [button["action"] for button in staff.data["buttons"]] == [
        "staff:take",
        "staff:resolve",
        "staff:give_back",
    ]
    assert "您已经等了大约35分钟" in customer.text and "主管" in customer.text
    assert customer.text != told.text
    assert (await handover_now(store, handover.key)).escalated_at == later
    assert await watchdog(store, now=NOW + timedelta(hours=8)).run() == 0
    assert len(await queued(store)) == 4


async def test_a_reminder_that_came_late_gives_staff_the_whole_further_wait(store: Store) -> None:
    await add_handover(store, NOW - timedelta(minutes=50))
    assert await watchdog(store).run() == 1
    assert await watchdog(store, now=NOW + timedelta(minutes=19)).run() == 0


async def test_an_answer_after_the_reminder_calls_no_supervisor(store: Store) -> None:
    handover = await add_handover(store)
    await watchdog(store).run()
    async with store.writing() as unit:
        found = await unit.get(Handover, handover.key)
        assert found is not None
        found.first_answer_at = NOW
    assert await watchdog(store, now=NOW + timedelta(hours=1)).run() == 0
    assert len(await queued(store)) == 2


async def test_a_night_counts_neither_before_the_reminder_nor_after_it(store: Store) -> None:
    evening = datetime(2026, 11, 22, 12, 50, tzinfo=UTC)  # 20:50 in Shanghai
    await add_handover(store, evening - timedelta(minutes=10))
    assert await watchdog(store, now=evening).run() == 1
    at_nine = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert await watchdog(store, now=at_nine + timedelta(minutes=9)).run() == 0
    assert await watchdog(store, now=at_nine + timedelta(minutes=10)).run() == 1


async def test_what_staff_put_off_is_left_alone_until_its_time(store: Store) -> None:
    handover = await add_handover(store)
    until = NOW + timedelta(hours=2)
    async with store.writing() as unit:
        found = await unit.get(Handover, handover.key)
        assert found is not None
        found.snoozed_until = until
    assert await watchdog(store, now=until - timedelta(minutes=1)).run() == 0
    assert await watchdog(store, now=until).run() == 1


async def test_a_holiday_is_no_wait_and_nothing_is_sent_on_it(store: Store) -> None:
    week = Policy.model_validate({"hours": {"holidays": ["2026-11-23/2026-11-29"]}})
    await add_handover(store, NOW - timedelta(hours=13, minutes=5))  # 20:55 on the 22nd
    for days in range(7):
        assert await watchdog(store, now=NOW + timedelta(days=days), policy=week).run() == 0
    opening = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    assert await watchdog(store, now=opening + timedelta(minutes=4), policy=week).run() == 0
    assert await watchdog(store, now=opening + timedelta(minutes=5), policy=week).run() == 1


async def test_two_watchdogs_at_the_same_instant_call_supervisors_once(any_store: Store) -> None:
    await add_handover(any_store)
    await watchdog(any_store).run()
    later, other = NOW + timedelta(minutes=20), Store(any_store.url)
    try:
        called = await asyncio.gather(
            watchdog(any_store, now=later).run(), watchdog(other, now=later).run()
        )
    finally:
        await other.close()
    assert sum(called) == 1
    assert len(await queued(any_store)) == 4


async def test_nine_minutes_are_not_yet_too_long_and_an_answer_ends_the_wait(store: Store) -> None:
    await add_handover(store, NOW - timedelta(minutes=9))
    await add_handover(store, NOW - timedelta(hours=1), account="43", answered=NOW)
    assert await watchdog(store).run() == 0
    assert not await queued(store)


async def test_only_opening_hours_count(store: Store) -> None:
    evening = datetime(2026, 11, 22, 12, 55, tzinfo=UTC)  # 20:55 in Shanghai
    await add_handover(store, evening)
    at_nine = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert await watchdog(store, now=at_nine - timedelta(minutes=1)).run() == 0
    assert await watchdog(store, now=at_nine + timedelta(minutes=4)).run() == 0
    assert await watchdog(store, now=at_nine + timedelta(minutes=5)).run() == 1


async def test_nothing_is_sent_at_night_however_long_it_has_been(store: Store) -> None:
    await add_handover(store, NOW)
    night = NOW.replace(hour=15)  # 23:00 in Shanghai
    assert await watchdog(store, now=night).run() == 0


async def test_the_wait_told_is_what_those_who_waited_this_long_still_had_before_them(
    store: Store,
) -> None:
    for place, minutes in enumerate((2, 3, 4, 41, 41, 41, 41, 41)):
        opened = NOW - timedelta(days=1, minutes=place)
        answered = opened + timedelta(minutes=minutes)
        await add_handover(store, opened, account=f"past-{place}", answered=answered)
    await add_handover(store, language="en")
    await watchdog(store).run()
    *_, customer = await queued(store)
    assert customer.text == "Sorry for the wait, it takes about 30 minutes."


async def test_no_wait_is_told_when_too_few_are_known(store: Store) -> None:
    for place in range(8):
        opened = NOW - timedelta(minutes=55 - place)
        answered = opened + timedelta(minutes=3)
        await add_handover(store, opened, account=f"past-{place}", answered=answered)
    await add_handover(store)
    await watchdog(store).run()
    *_, customer = await queued(store)
    assert customer.text == "久等了，同事没有忘记您。"


async def test_without_a_staff_chat_the_customer_is_still_told(store: Store) -> None:
    await add_handover(store, channel=Channel.WEB, account="w1")
    await watchdog(store, staff_chat="").run()
    (customer,) = await queued(store)
    assert (customer.channel, customer.destination) == (Channel.WEB, "w1")


async def test_an_account_that_is_gone_is_not_written_to(store: Store) -> None:
    await add_handover(store, unreachable=NOW)
    assert await watchdog(store).run() == 1
    (staff,) = await queued(store)
    assert staff.destination == "-100"


async def test_an_angry_customer_is_answered_as_one(store: Store) -> None:
    mind = FakeMind()
    await add_handover(store, reason=HandoverReason.ANGRY)
    await watchdog(store, mind=mind).run()
    assert mind.plans[0].mood is Mood.ANGRY


async def test_an_answer_given_while_the_words_are_made_keeps_the_bot_silent(store: Store) -> None:
    handover = await add_handover(store)

    class SlowMind(FakeMind):
        async def word(self, plan: ReplyPlan) -> str:
            async with store.writing() as unit:
                found = await unit.get(Handover, handover.key)
                assert found is not None
                found.first_answer_at = NOW
            return await super().word(plan)

    assert await watchdog(store, mind=SlowMind()).run() == 0
    assert not await queued(store)


async def test_two_watchdogs_at_the_same_instant_remind_once(any_store: Store) -> None:
    for account in ("1", "2", "3"):
        await add_handover(any_store, account=account)
    other = Store(any_store.url)
    try:
        reminded = await asyncio.gather(watchdog(any_store).run(), watchdog(other).run())
    finally:
        await other.close()
    assert sum(reminded) == 3
    assert len(await queued(any_store)) == 6


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (local(22, 20, 50), local(23, 9, 5), 15),
        (local(23, 10), local(23, 10, 7), 7),
        (local(22, 22), local(23, 8), 0),
        (local(20, 12), local(22, 12), 24 * 60),
        (local(23, 10), local(23, 9), 0),
    ],
)
def test_open_time_is_what_lies_in_opening_hours(
    start: datetime, end: datetime, minutes: int
) -> None:
    assert HOURS.open_time(start, end) == timedelta(minutes=minutes)


@given(st.integers(0, 40_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_open_time_adds_up_and_never_exceeds_the_time_itself(
    begin: int, first: int, second: int
) -> None:
    a = local(1, 0) + timedelta(minutes=begin)
    b = a + timedelta(minutes=first)
    c = b + timedelta(minutes=second)
    assert HOURS.open_time(a, b) + HOURS.open_time(b, c) == HOURS.open_time(a, c)
    assert HOURS.open_time(a, c) <= c - a


def test_a_night_with_the_clocks_changed_is_no_hour_longer() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 25, 0, tzinfo=berlin)
    end = datetime(2026, 10, 25, 23, tzinfo=berlin)
    all_day = OpeningHours(opens=time(0), closes=time(23))
    assert all_day.open_time(start, end) == timedelta(hours=24)


def test_still_to_wait_leaves_out_those_who_were_answered_sooner() -> None:
    waits = [timedelta(minutes=minutes) for minutes in (5, 20, 40)]
    left = [timedelta(minutes=minutes) for minutes in (10, 30)]
    assert still_to_wait(waits, timedelta(minutes=10)) == left
