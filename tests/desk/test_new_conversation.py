"""A message some days after the last one begins a new conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.desk.notices.job import NoticeJob
from bot.desk.receive import Reception
from bot.desk.words import Wording
from bot.rules.policy import Policy
from bot.rules.policy.conversations import Conversations
from knowledge.queries import conversations
from knowledge.records import (
    Action,
    ActionState,
    Channel,
    Conversation,
    ConversationState,
    Message,
    OrderStatus,
    OutboxItem,
    Rating,
)
from knowledge.store import Store
from models.values import Intent
from tests.fakes import STAFF_CHAT, ZONE, Desk, FakeMind

HOUR = timedelta(hours=1)


async def _states(desk: Desk) -> list[bool]:
    """Which conversations are closed, oldest first."""
    return [one.closed_at is not None for one in await desk.records(Conversation)]


async def _preparing(desk: Desk) -> None:
    """Anna, who has proven who she is, with an order that can be cancelled."""
    customer = await desk.shop.customer()
    product = await desk.shop.product()
    await desk.shop.order(customer, (product, 1), status=OrderStatus.PREPARING)
    await desk.identify("anna", customer)


@pytest.fixture
async def other(any_store: Store) -> AsyncIterator[Store]:
    """The store as a second process opens it."""
    opened = Store(any_store.url)
    yield opened
    await opened.close()


async def test_a_message_after_four_days_begins_a_new_conversation(any_desk: Desk) -> None:
    first = await any_desk.receive("anna", "你好")
    await any_desk.answer_all(first.conversation_id)
    any_desk.clock.move(days=4)
    second = await any_desk.receive("anna", "hello")
    old, new = await any_desk.records(Conversation)
    assert (first.conversation_id, second.conversation_id) == (old.key, new.key)
    assert (old.closed_at, new.closed_at) == (any_desk.clock(), None)
    assert (old.account_id, new.language) == (new.account_id, old.language)


async def test_three_days_exactly_is_still_the_same_conversation(desk: Desk) -> None:
    await desk.ask("anna", "你好")
    desk.clock.move(days=3)
    await desk.ask("anna", "你好")
    desk.clock.move(days=3, seconds=1)
    await desk.ask("anna", "你好")
    assert await _states(desk) == [True, False]


async def test_the_shop_says_how_many_days(store: Store) -> None:
    policy = Policy(conversations=Conversations(new_after_days=10))
    desk = Desk(store, policy=policy)
    await desk.ask("anna", "你好")
    desk.clock.move(days=9)
    await desk.ask("anna", "你好")
    assert await _states(desk) == [False]


async def test_an_answer_of_the_shop_keeps_the_conversation_young(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    desk.clock.move(days=2)
    await desk.staff.answer((await desk.conversation("anna")).key, None, "好了")
    await desk.staff.give_back((await desk.conversation("anna")).key, None)
    desk.clock.move(days=2)
    await desk.ask("anna", "谢谢")
    assert await _states(desk) == [False]


async def test_a_web_chat_begins_anew_as_well(desk: Desk) -> None:
    await desk.ask("anna", "你好", channel=Channel.WEB)
    desk.clock.move(days=4)
    await desk.ask("anna", "你好", channel=Channel.WEB)
    assert await _states(desk) == [True, False]


async def test_messages_that_come_at_once_open_one_new_conversation(
    any_desk: Desk, other: Store
) -> None:
    received = await any_desk.receive("anna", "你好")
    await any_desk.answer_all(received.conversation_id)
    any_desk.clock.move(days=4)
    second = Reception(other, policy=any_desk.policy, clock=any_desk.clock)
    doors = (any_desk.reception, second) * 4
    came = await asyncio.gather(
        *(door.receive(any_desk.inbound("anna", f"{n}")) for n, door in enumerate(doors))
    )
    assert await _states(any_desk) == [True, False]
    assert len({one.conversation_id for one in came}) == 1
    assert len(await any_desk.records(Message)) == 2 + len(doors)


async def test_a_repeat_at_the_same_instant_is_stored_once(any_desk: Desk, other: Store) -> None:
    await any_desk.ask("anna", "你好")
    any_desk.clock.move(days=4)
    second = Reception(other, policy=any_desk.policy, clock=any_desk.clock)
    again = any_desk.inbound("anna", "在吗", external_id="anna:again")
    came = await asyncio.gather(*(door.receive(again) for door in (any_desk.reception, second) * 3))
    assert sum(one.is_new for one in came) == 1
    assert await _states(any_desk) == [True, False]


# --- what stays where it was ---


async def test_a_repeat_or_an_edit_of_an_old_message_opens_nothing(any_desk: Desk) -> None:
    first = await any_desk.receive("anna", "你好", external_id="anna:old")
    await any_desk.answer_all(first.conversation_id)
    any_desk.clock.move(days=4)
    again = await any_desk.receive("anna", "你好", external_id="anna:old")
    edited = await any_desk.receive(
        "anna", "您好", external_id="anna:old", edited_at=any_desk.clock()
    )
    assert {again.conversation_id, edited.conversation_id} == {first.conversation_id}
    assert await _states(any_desk) == [False]


async def test_a_conversation_that_waits_for_staff_goes_on_whatever_its_age(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    desk.clock.move(days=30)
    assert await desk.say("anna", "在吗") == []
    assert await _states(desk) == [False]
    assert (await desk.conversation("anna")).state is ConversationState.WITH_STAFF


async def test_what_staff_answered_and_did_not_give_back_goes_on(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    await desk.staff.answer((await desk.conversation("anna")).key, None, "稍等")
    desk.clock.move(days=30)
    assert await desk.say("anna", "好了吗") == []
    assert await _states(desk) == [False]


async def test_a_message_that_was_not_answered_yet_is_answered_first(desk: Desk) -> None:
    await desk.receive("anna", "你好")
    desk.clock.move(days=4)
    received = await desk.receive("anna", "谢谢")
    await desk.answer_all(received.conversation_id)
    assert await _states(desk) == [False]
    said = [one.act for one in await desk.messages("anna") if one.act]
    assert said == ["greet", "welcome"]


async def test_a_reply_still_in_the_outbox_leaves_before_that_of_the_new_one(desk: Desk) -> None:
    await desk.ask("anna", "你好")
    desk.clock.move(days=4)
    await desk.ask("anna", "谢谢")
    texts = [item.text for item in await desk.records(OutboxItem)]
    old, new = await desk.records(Message, Message.act != None)  # noqa: E711
    assert texts == [old.text, new.text]
    assert old.conversation_id < new.conversation_id


# --- nothing half done ---


async def test_a_question_of_the_old_one_is_not_open_in_the_new_one(any_desk: Desk) -> None:
    await _preparing(any_desk)
    assert (await any_desk.ask("anna", "取消订单")).act == "action_confirm"
    any_desk.clock.move(days=4)
    any_desk.mind.hears("好的", Intent.AFFIRM)
    assert (await any_desk.ask("anna", "好的")).act == "ask_what_for"
    (action,) = await any_desk.records(Action)
    assert action.state is not ActionState.APPLIED
    old, _ = await any_desk.records(Conversation)
    assert old.context == {}


async def test_an_old_button_acts_on_no_form(any_desk: Desk) -> None:
    await _preparing(any_desk)
    proposed = await any_desk.ask("anna", "取消订单")
    any_desk.clock.move(days=4)
    assert (await any_desk.press("anna", "fill:reason:unwanted")).act == "action_void"
    assert (await any_desk.press("anna", proposed.buttons["确认"])).act == "action_void"
    assert [one.state for one in await any_desk.records(Action)] == [ActionState.DECLINED]


async def test_a_new_proposal_voids_that_of_an_earlier_conversation(store: Store) -> None:
    policy = Policy()
    patient = policy.model_copy(
        update={"undo": policy.undo.model_copy(update={"offer_minutes": 60 * 24 * 10})}
    )
    desk = Desk(store, policy=patient)
    await _preparing(desk)
    first = await desk.ask("anna", "取消订单")
    desk.clock.move(days=4)
    await desk.ask("anna", "取消订单")
    assert (await desk.press("anna", first.buttons["确认"])).act == "action_void"


async def test_an_offer_that_has_not_lapsed_may_still_be_confirmed(store: Store) -> None:
    policy = Policy()
    patient = policy.model_copy(
        update={"undo": policy.undo.model_copy(update={"offer_minutes": 60 * 24 * 10})}
    )
    desk = Desk(store, policy=patient)
    await _preparing(desk)
    proposed = await desk.ask("anna", "取消订单")
    desk.clock.move(days=4)
    assert (await desk.press("anna", proposed.buttons["确认"])).act == "action_done"


# --- notices ---


async def test_a_notice_does_not_keep_a_conversation_young_but_is_what_is_meant(
    desk: Desk,
) -> None:
    customer = await desk.shop.customer()
    for number in ("XE2611200001", "XE2611200002"):
        order = await desk.shop.order(customer, number=number)
    await desk.identify("anna", customer)
    desk.clock.move(days=3)
    await desk.shop.shipment(order, shipped_at=desk.clock.now - HOUR)
    job = NoticeJob(desk.store, Wording(FakeMind()), STAFF_CHAT, desk.policy, ZONE, desk.clock)
    assert await job.run() == 1
    desk.clock.move(hours=2)
    reply = await desk.ask("anna", "到哪了")
    assert await _states(desk) == [True, False]
    assert "XE2611200002" in reply.text


async def test_a_notice_is_told_in_the_conversation_that_goes_on(desk: Desk) -> None:
    customer = await desk.shop.customer()
    order = await desk.shop.order(customer)
    await desk.identify("anna", customer)
    desk.clock.move(days=4)
    await desk.ask("anna", "你好")
    await desk.shop.shipment(order, shipped_at=desk.clock.now - HOUR)
    job = NoticeJob(desk.store, Wording(FakeMind()), STAFF_CHAT, desk.policy, ZONE, desk.clock)
    await job.run()
    assert (await desk.messages("anna"))[-1].act == "notice_shipped"


# --- staff, ratings, data ---


async def test_what_staff_do_in_a_closed_conversation_is_done_in_that_which_goes_on(
    any_desk: Desk,
) -> None:
    old = (await any_desk.receive("anna", "你好")).conversation_id
    await any_desk.answer_all(old)
    any_desk.clock.move(days=4)
    new = (await any_desk.receive("anna", "你好")).conversation_id
    await any_desk.answer_all(new)
    await any_desk.staff.answer(old, None, "您好，我是客服")
    assert (await any_desk.messages("anna"))[-1].text == "您好，我是客服"
    assert await any_desk.say("anna", "好") == []
    await any_desk.staff.give_back(old, None)
    assert (await any_desk.conversation("anna")).state is ConversationState.WITH_BOT
    with pytest.raises(LookupError):
        await any_desk.staff.take(999, 1)


async def test_a_rating_belongs_to_the_conversation_it_was_asked_in(any_desk: Desk) -> None:
    await any_desk.ask("anna", "转人工")
    old = await any_desk.conversation("anna")
    handover = await any_desk.handover("anna")
    assert handover is not None
    await any_desk.staff.give_back(old.key, None)
    any_desk.clock.move(days=4)
    assert (await any_desk.press("anna", f"rate:{handover.key}:5")).act == "rating_thanks"
    (rating,) = await any_desk.records(Rating)
    assert (rating.conversation_id, rating.handover_id) == (old.key, handover.key)
    assert await _states(any_desk) == [True, False]


async def test_the_data_of_all_conversations_are_exported_and_deleted(desk: Desk) -> None:
    await desk.ask("anna", "你好，第一次")
    desk.clock.move(days=4)
    await desk.ask("anna", "你好，第二次")
    await desk.command("anna", "privacy")
    await desk.press("anna", "privacy:export")
    (sent,) = [one for one in await desk.records(OutboxItem) if "document" in one.data]
    assert all(words in sent.data["document"]["content"] for words in ("第一次", "第二次"))
    await desk.press("anna", "privacy:delete")
    await desk.press("anna", "privacy:erase")
    kept = [one.text for one in await desk.records(Message)]
    assert not any("第一次" in text or "第二次" in text for text in kept)


async def test_the_earlier_conversations_are_found_from_the_new_one(any_desk: Desk) -> None:
    for _ in range(3):
        await any_desk.ask("anna", "你好")
        any_desk.clock.move(days=4)
    await any_desk.ask("bert", "你好")
    keys = [one.key for one in await any_desk.records(Conversation)]
    async with any_desk.store.reading() as unit:
        now = await any_desk.conversation("anna")
        earlier = await conversations.earlier_than(unit, now)
        assert [one.key for one in earlier] == [keys[1], keys[0]]
        assert await conversations.current(unit, keys[0]) == keys[2]
