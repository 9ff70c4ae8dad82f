"""Whose a conversation is, since when its customer waits, and how it is put off and ended."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.in_hand import HeldByColleague
from knowledge.queries import drafts
from knowledge.records import AuditEntry, ConversationState, Draft, Handover, Staff
from tests.fakes import NOW, Desk


async def _handed_over(desk: Desk, account: str = "anna") -> int:
    """A conversation in staff's hands; its id."""
    await desk.ask(account, "转人工")
    return (await desk.conversation(account)).key


async def _handover(desk: Desk, account: str = "anna") -> Handover:
    found = await desk.handover(account)
    assert found is not None
    return found


async def _waits_since(desk: Desk) -> datetime | None:
    return (await _handover(desk)).waits_since


async def _audit(desk: Desk) -> list[tuple[str, str, int | None]]:
    entries = await desk.records(AuditEntry)
    return [(one.action, one.detail, one.staff_id) for one in entries]


# --- since when the customer waits ---


async def test_the_customer_waits_from_the_handover_until_staff_answer(desk: Desk) -> None:
    agent = await desk.shop.staff()
    conversation, opened = await _handed_over(desk), desk.clock()
    desk.clock.move(minutes=3)
    await desk.say("anna", "在吗")
    assert await _waits_since(desk) == opened
    await desk.staff.take(conversation, agent.key)
    assert await _waits_since(desk) == opened
    await desk.staff.answer(conversation, agent.key, "您好")
    assert await _waits_since(desk) is None


async def test_the_customer_waits_again_from_the_next_message_on(any_desk: Desk) -> None:
    desk = any_desk
    conversation = await _handed_over(desk)
    await desk.staff.answer(conversation, None, "您好")
    desk.clock.move(minutes=3)
    again = desk.clock()
    await desk.receive("anna", "还没到")
    desk.clock.move(minutes=3)
    await desk.receive("anna", "在吗")
    assert await _waits_since(desk) == again


async def test_nobody_waits_where_staff_step_in_with_an_answer(any_desk: Desk) -> None:
    await any_desk.ask("anna", "你好")
    await any_desk.staff.answer((await any_desk.conversation("anna")).key, None, "您好")
    assert await _waits_since(any_desk) is None


async def test_a_repeat_or_an_edit_makes_nobody_wait(desk: Desk) -> None:
    conversation = await _handed_over(desk)
    await desk.receive("anna", "在吗", external_id="7")
    await desk.staff.answer(conversation, None, "您好")
    await desk.receive("anna", "在吗", external_id="7")
    await desk.receive("anna", "在？", external_id="7", edited_at=desk.clock())
    assert await _waits_since(desk) is None


async def test_a_blocked_account_waits_for_nobody(desk: Desk) -> None:
    conversation = await _handed_over(desk)
    await desk.staff.answer(conversation, None, "您好")
    account = await desk.account("anna")
    async with desk.store.writing() as unit:
        account.blocked_at = desk.clock()
        await unit.merge(account)
    await desk.receive("anna", "喂")
    assert await _waits_since(desk) is None


@pytest.mark.parametrize("ending", ["give_back", "resolve"])
async def test_nobody_waits_once_it_is_over(desk: Desk, ending: str) -> None:
    agent = await desk.shop.staff()
    conversation = await _handed_over(desk)
    await desk.staff.snooze(conversation, desk.clock() + timedelta(hours=1), agent.key)
    await getattr(desk.staff, ending)(conversation, agent.key)
    (over,) = await desk.records(Handover)
    assert (over.waits_since, over.snoozed_until, over.resolved_at) == (None, None, desk.clock())


# --- whose it is ---


async def test_a_colleagues_conversation_is_not_answered(any_desk: Desk) -> None:
    desk = any_desk
    first, second = await desk.shop.staff("first"), await desk.shop.staff("second")
    conversation = await _handed_over(desk)
    await desk.staff.take(conversation, first.key)
    with pytest.raises(HeldByColleague, match="first holds this conversation") as refused:
        await desk.staff.answer(conversation, second.key, "您好")
    assert refused.value.staff_id == first.key
    assert len(await desk.sent_to("anna")) == 1
    await desk.staff.take(conversation, second.key)
    await desk.staff.answer(conversation, second.key, "您好")
    assert (await desk.sent_to("anna"))[1:] == ["您好"]
    assert await _audit(desk) == [
        ("take", "", first.key),
        ("take_over", f"from staff:{first.key}", second.key),
        ("answer", "", second.key),
    ]


async def test_of_two_who_answer_at_once_one_does(any_desk: Desk) -> None:
    desk = any_desk
    staff = [await desk.shop.staff(name) for name in ("first", "second")]
    conversation = await _handed_over(desk)
    done = await asyncio.gather(
        *(desk.staff.answer(conversation, one.key, f"from {one.username}") for one in staff),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["HeldByColleague", "NoneType"]
    assert len(await desk.sent_to("anna")) == 2


async def test_the_staff_chat_may_answer_what_somebody_holds(desk: Desk) -> None:
    agent = await desk.shop.staff()
    conversation = await _handed_over(desk)
    await desk.staff.take(conversation, agent.key)
    await desk.staff.answer(conversation, None, "您好")
    assert (await _handover(desk)).taken_by == agent.key


async def test_who_left_holds_nothing(desk: Desk) -> None:
    gone, agent = await desk.shop.staff("gone"), await desk.shop.staff("agent")
    conversation = await _handed_over(desk)
    await desk.staff.take(conversation, gone.key)
    async with desk.store.writing() as unit:
        gone.active = False
        await unit.merge(gone)
    await desk.staff.answer(conversation, agent.key, "您好")
    assert (await _handover(desk)).taken_by == agent.key
    with pytest.raises(LookupError, match="no active staff member"):
        await desk.staff.assign(conversation, gone.key, agent.key)


async def test_is_assigned_and_let_go(desk: Desk) -> None:
    lead, agent = await desk.shop.staff("lead"), await desk.shop.staff("agent")
    conversation = await _handed_over(desk)
    for to in (agent.key, agent.key, None, lead.key):
        await desk.staff.assign(conversation, to, lead.key)
        assert (await _handover(desk)).taken_by == to
    assert await _audit(desk) == [
        ("assign", f"to staff:{agent.key}", lead.key),
        ("unassign", f"from staff:{agent.key}", lead.key),
        ("take", "", lead.key),
    ]


async def test_assigning_what_the_bot_has_makes_it_silent(desk: Desk) -> None:
    lead, agent = await desk.shop.staff("lead"), await desk.shop.staff("agent")
    await desk.ask("anna", "你好")
    conversation = await desk.conversation("anna")
    await desk.staff.assign(conversation.key, None, lead.key)
    assert await desk.handover("anna") is None
    await desk.staff.assign(conversation.key, agent.key, lead.key)
    assert await desk.say("anna", "在吗") == []
    assert (await _handover(desk)).waits_since == desk.clock()


async def test_nobody_unknown_is_given_work(desk: Desk) -> None:
    agent = await desk.shop.staff()
    conversation = await _handed_over(desk)
    for to, where in ((99, conversation), (agent.key, 99)):
        with pytest.raises(LookupError):
            await desk.staff.assign(where, to, agent.key)
    assert (await _handover(desk)).taken_by is None
    assert await _audit(desk) == []


# --- put off ---


async def test_is_put_off_until_a_time_or_brought_back(desk: Desk) -> None:
    agent = await desk.shop.staff()
    conversation, until = await _handed_over(desk), desk.clock() + timedelta(days=30)
    await desk.staff.snooze(conversation, until, agent.key)
    assert (await _handover(desk)).snoozed_until == until
    await desk.staff.snooze(conversation, None, agent.key)
    assert (await _handover(desk)).snoozed_until is None
    assert await _audit(desk) == [
        ("snooze", until.isoformat(), agent.key),
        ("unsnooze", "", agent.key),
    ]


async def test_a_message_of_the_customer_brings_it_back(any_desk: Desk) -> None:
    desk = any_desk
    agent = await desk.shop.staff()
    conversation = await _handed_over(desk)
    await desk.staff.snooze(conversation, desk.clock() + timedelta(days=1), agent.key)
    await desk.receive("anna", "在吗")
    assert (await _handover(desk)).snoozed_until is None


@pytest.mark.parametrize(
    "away", [timedelta(), timedelta(minutes=-1), timedelta(days=30, seconds=1)]
)
async def test_is_put_off_neither_into_the_past_nor_for_ever(desk: Desk, away: timedelta) -> None:
    agent = await desk.shop.staff()
    conversation = await _handed_over(desk)
    with pytest.raises(ValueError, match="next 30 days"):
        await desk.staff.snooze(conversation, desk.clock() + away, agent.key)
    assert (await _handover(desk)).snoozed_until is None


async def test_a_time_without_a_zone_puts_nothing_off(desk: Desk) -> None:
    agent = await desk.shop.staff()
    conversation = await _handed_over(desk)
    naive = NOW.astimezone(UTC).replace(tzinfo=None) + timedelta(hours=1)
    with pytest.raises(ValueError, match="zone"):
        await desk.staff.snooze(conversation, naive, agent.key)


async def test_what_staff_do_not_hold_or_a_colleague_does_is_not_put_off(desk: Desk) -> None:
    agent, colleague = await desk.shop.staff("agent"), await desk.shop.staff("colleague")
    await desk.ask("anna", "你好")
    conversation, until = (await desk.conversation("anna")).key, desk.clock() + timedelta(hours=1)
    for where in (conversation, 99):
        with pytest.raises(LookupError):
            await desk.staff.snooze(where, until, agent.key)
    await desk.staff.take(conversation, colleague.key)
    with pytest.raises(HeldByColleague):
        await desk.staff.snooze(conversation, until, agent.key)


# --- ended ---


async def test_resolving_only_asks_how_it_was(any_desk: Desk) -> None:
    desk = any_desk
    agent = await desk.shop.staff()
    conversation = await _handed_over(desk)
    for _ in range(2):
        await desk.staff.resolve(conversation, agent.key)
    said = (await desk.messages("anna"))[-1]
    assert said.act == "ask_rating" and len(said.data["buttons"]) == 5
    assert await desk.handover("anna") is None
    assert (await desk.conversation("anna")).state is ConversationState.WITH_BOT
    assert await _audit(desk) == [("resolve", "", agent.key)]
    assert (await desk.ask("anna", "你好")).act == "greet"


async def test_the_customer_rates_what_was_resolved(desk: Desk) -> None:
    agent = await desk.shop.staff()
    conversation, handover = await _handed_over(desk), await _handover(desk)
    await desk.staff.resolve(conversation, agent.key)
    assert (await desk.press("anna", f"rate:{handover.key}:5")).act == "rating_thanks"


async def test_a_colleagues_conversation_is_not_resolved_over_their_head(desk: Desk) -> None:
    agent, colleague = await desk.shop.staff("agent"), await desk.shop.staff("colleague")
    conversation = await _handed_over(desk)
    await desk.staff.take(conversation, colleague.key)
    with pytest.raises(HeldByColleague):
        await desk.staff.resolve(conversation, agent.key)
    with pytest.raises(LookupError):
        await desk.staff.resolve(99, agent.key)
    assert (await _handover(desk)).resolved_at is None


async def test_giving_back_is_written_down(desk: Desk) -> None:
    agent = await desk.shop.staff()
    conversation = await _handed_over(desk)
    await desk.staff.give_back(conversation, agent.key)
    assert await _audit(desk) == [("give_back", "", agent.key)]


# --- what was begun to be written ---


async def test_sending_forgets_ones_own_draft_and_a_refusal_keeps_it(desk: Desk) -> None:
    first, second = await desk.shop.staff("first"), await desk.shop.staff("second")
    conversation = await _handed_over(desk)
    for one in (first, second):
        async with desk.store.writing() as unit:
            await drafts.keep(unit, one.key, conversation, "您好", desk.clock())
    await desk.staff.answer(conversation, first.key, "您好")
    with pytest.raises(HeldByColleague):
        await desk.staff.answer(conversation, second.key, "您好")
    assert [draft.staff_id for draft in await desk.records(Draft)] == [second.key]


async def test_words_that_a_database_refuses_are_sent_without_that(any_desk: Desk) -> None:
    desk = any_desk
    conversation = await _handed_over(desk)
    await desk.staff.answer(conversation, None, "您\x00好")
    assert (await desk.sent_to("anna"))[-1] == "您好"
    assert await desk.records(Staff) == []
