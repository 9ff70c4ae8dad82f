"""Handing over to staff, staff's own words, and giving back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.desk.handover import BUTTONS, handover_notice
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
)
from knowledge.store import Store
from models.values import Intent, Mood
from tests.fakes import NOW, STAFF_CHAT, Desk, local


async def _state(desk: Desk) -> ConversationState:
    return (await desk.conversation("anna")).state


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("转人工", HandoverReason.ASKED),
        ("a real person please", HandoverReason.ASKED),
        ("我要投诉你们", HandoverReason.COMPLAINT),
    ],
)
async def test_opens_a_handover_with_its_reason(
    desk: Desk, text: str, reason: HandoverReason
) -> None:
    reply = await desk.ask("anna", text)
    assert reply.act == "handover_open"
    handover = await desk.handover("anna")
    assert handover is not None
    assert (handover.reason, handover.created_at) == (reason, desk.clock())
    assert await _state(desk) is ConversationState.WITH_STAFF


async def test_fetches_a_person_by_command(desk: Desk) -> None:
    assert (await desk.command("anna", "human")).act == "handover_open"


async def test_says_sorry_to_an_angry_customer(desk: Desk) -> None:
    desk.mind.hears("叫你们经理来！", Intent.COMPLAINT, mood=Mood.ANGRY)
    assert (await desk.ask("anna", "叫你们经理来！")).act == "handover_angry"


async def test_tells_staff_who_it_is_and_what_was_said(desk: Desk) -> None:
    await desk.identify("anna", await desk.shop.customer())
    await desk.ask("anna", "你好")
    await desk.ask("anna", "投诉 XE2611230042")
    handover = await desk.handover("anna")
    assert handover is not None
    assert handover.summary.splitlines() == [
        "王小明 (C0001)",
        "– +8613812344821",
        "– 你好",
        "– 投诉 XE2611230042",
        "XE2611230042",
    ]


async def test_tells_staff_no_more_than_they_can_read(desk: Desk) -> None:
    for _ in range(3):
        await desk.say("anna", "投诉" + "啊" * 8_000)
    handover = await desk.handover("anna")
    assert handover is not None and len(handover.summary) < 1_500


async def test_notifies_staff_once(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    (notice,) = await desk.notices()
    assert notice.startswith("客户要求人工") and "– 转人工" in notice


async def test_notifies_nobody_without_a_staff_chat(desk: Desk) -> None:
    quiet = Desk(desk.store, staff_chat="")
    await quiet.ask("anna", "转人工")
    await quiet.say("anna", "在吗")
    assert await quiet.sent_to("") == [] and await quiet.notices() == []


# --- while staff hold it ---


async def test_is_silent_while_staff_hold_the_conversation(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    for text in ("我的快递到哪了", "hello"):
        assert await desk.say("anna", text) == []
    assert all(message.handled_at for message in await desk.messages("anna"))
    assert (await desk.notices())[1:] == ["anna: 我的快递到哪了", "anna: hello"]


async def test_tells_staff_of_what_has_no_words(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    await desk.say("anna", "", kind="unreadable", data={"type": "voice"})
    assert (await desk.notices())[-1] == "anna: unreadable"


async def test_sends_the_words_of_staff(desk: Desk) -> None:
    agent = await desk.shop.staff()
    await desk.ask("anna", "转人工")
    conversation = await desk.conversation("anna")
    desk.clock.move(minutes=4)
    await desk.staff.answer(conversation.key, agent.key, "  您好，我来看看。 ")
    assert (await desk.sent_to("anna"))[-1] == "您好，我来看看。"
    handover = await desk.handover("anna")
    assert handover is not None
    assert (handover.taken_by, handover.first_answer_at) == (agent.key, desk.clock())


async def test_keeps_who_has_it_and_when_it_was_first_answered(desk: Desk) -> None:
    first, second = await desk.shop.staff("first"), await desk.shop.staff("second")
    await desk.ask("anna", "转人工")
    conversation, answered_at = await desk.conversation("anna"), desk.clock()
    await desk.staff.answer(conversation.key, first.key, "您好")
    desk.clock.move(minutes=5)
    await desk.staff.take(conversation.key, second.key)
    await desk.staff.answer(conversation.key, second.key, "还在吗")
    handover = await desk.handover("anna")
    assert handover is not None
    assert (handover.taken_by, handover.first_answer_at) == (second.key, answered_at)


@pytest.mark.parametrize("text", ["", " \n"])
async def test_lets_staff_send_no_empty_words(desk: Desk, text: str) -> None:
    await desk.ask("anna", "你好")
    with pytest.raises(ValueError, match="needs words"):
        await desk.staff.answer((await desk.conversation("anna")).key, None, text)


async def test_knows_no_conversation_that_is_not_there(desk: Desk) -> None:
    agent = await desk.shop.staff()
    with pytest.raises(LookupError):
        await desk.staff.take(99, agent.key)
    with pytest.raises(LookupError):
        await desk.staff.answer(99, agent.key, "您好")
    with pytest.raises(LookupError):
        await desk.staff.give_back(99, agent.key)


async def test_lets_staff_step_in_unasked(desk: Desk) -> None:
    agent = await desk.shop.staff()
    await desk.ask("anna", "你好")
    await desk.staff.take((await desk.conversation("anna")).key, agent.key)
    assert await desk.say("anna", "我的快递到哪了") == []
    handover = await desk.handover("anna")
    assert handover is not None and handover.taken_by == agent.key


async def test_gives_back_and_begins_anew(desk: Desk) -> None:
    agent = await desk.shop.staff()
    await desk.ask("anna", "我的快递到哪了")
    await desk.ask("anna", "转人工")
    conversation = await desk.conversation("anna")
    await desk.staff.give_back(conversation.key, agent.key)
    assert (await desk.messages("anna"))[-1].act == "given_back+ask_rating"
    assert await desk.handover("anna") is None
    assert (await desk.conversation("anna")).context == {}
    assert (await desk.ask("anna", "你好")).act == "greet"


async def test_gives_back_once(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    conversation = await desk.conversation("anna")
    for _ in range(2):
        await desk.staff.give_back(conversation.key, None)
    said = [message.act for message in await desk.messages("anna")]
    assert said.count("given_back+ask_rating") == 1


async def test_opens_another_handover_after_the_first_was_given_back(desk: Desk) -> None:
    for _ in range(2):
        await desk.ask("anna", "转人工")
        await desk.staff.give_back((await desk.conversation("anna")).key, None)
    assert len(await desk.records(Handover)) == len(await desk.notices()) == 2


# --- from the staff chat ---


async def _notice(desk: Desk) -> str:
    """The id of the notice in the staff chat, once it was sent."""
    async with desk.store.writing() as unit:
        (item,) = await desk.records(OutboxItem, OutboxItem.destination == STAFF_CHAT)
        item.external_id = f"{STAFF_CHAT}:7"
        await unit.merge(item)
    return item.external_id


async def test_sends_a_reply_in_the_staff_chat_to_the_customer_once(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    notice = await _notice(desk)
    for _ in range(2):
        assert await desk.chat.answer_notice(notice, "8", "您好")
    assert (await desk.sent_to("anna"))[1:] == ["您好"]


async def test_gives_back_from_the_staff_chat(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    assert await desk.chat.answer_notice(await _notice(desk), "8", "/back@xiaoer_bot")
    assert await _state(desk) is ConversationState.WITH_BOT


async def test_sends_nobody_a_reply_to_something_else(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    assert not await desk.chat.answer_notice("another", "8", "您好")
    assert len(await desk.sent_to("anna")) == 1


# --- what is promised ---


async def _answered_handovers(desk: Desk, *minutes: int) -> None:
    for at, waited in enumerate(minutes):
        await desk.ask(f"earlier-{at}", "转人工")
        desk.clock.move(minutes=waited)
        conversation = await desk.conversation(f"earlier-{at}")
        await desk.staff.answer(conversation.key, None, "您好")


async def test_promises_the_usual_wait_once_it_is_known(desk: Desk) -> None:
    await _answered_handovers(desk, 2, 8, 9, 12, 30)
    assert "大约10分钟" in (await desk.ask("anna", "转人工")).text
    assert "about 10 minutes" in (await desk.ask("bert", "a real person please")).text


async def test_promises_no_wait_from_a_few(desk: Desk) -> None:
    await _answered_handovers(desk, 2, 8)
    assert "大约" not in (await desk.ask("anna", "转人工")).text


@pytest.mark.parametrize(
    ("hour", "zh", "en"),
    [(23, "明天 09:00", "tomorrow at 09:00"), (3, "今天 09:00", "today at 09:00")],
)
async def test_says_out_of_hours_when_staff_are_back(
    desk: Desk, hour: int, zh: str, en: str
) -> None:
    desk.clock.now = local(date(2026, 11, 23), hour)
    told = await desk.ask("anna", "转人工")
    assert (told.act, zh in told.text) == ("handover_closed", True)
    assert en in (await desk.ask("bert", "a real person please")).text


async def test_says_out_of_hours_when_staff_will_answer_a_question(desk: Desk) -> None:
    desk.clock.now = NOW + timedelta(hours=12)
    reply = await desk.ask("anna", "发票怎么开")
    assert reply.act == "unknown_answer+handover_closed"
    assert "明天 09:00" in reply.text


async def test_a_night_in_between_is_no_wait(desk: Desk) -> None:
    for at in range(5):
        desk.clock.now = local(date(2026, 11, 23 + at), 20) + timedelta(minutes=55)
        await desk.ask(f"earlier-{at}", "转人工")
        desk.clock.now = local(date(2026, 11, 24 + at), 9) + timedelta(minutes=7)
        await desk.staff.answer((await desk.conversation(f"earlier-{at}")).key, None, "您好")
    assert "大约15分钟" in (await desk.ask("anna", "转人工")).text


async def test_promises_no_wait_that_lasts_longer_than_staff_stay(desk: Desk) -> None:
    await _answered_handovers(desk, 30, 30, 30, 30, 30)
    desk.clock.now = local(date(2026, 11, 23), 20) + timedelta(minutes=30)
    assert "大约30分钟" in (await desk.ask("anna", "转人工")).text
    desk.clock.move(minutes=1)
    told = await desk.ask("bert", "转人工")
    assert (told.act, "大约" in told.text) == ("handover_open", False)


async def test_promises_the_first_day_after_the_holidays(store: Store) -> None:
    week = Policy.model_validate({"hours": {"holidays": ["2026-11-23/2026-11-29"]}})
    desk = Desk(store, policy=week)
    told = await desk.ask("anna", "转人工")
    assert (told.act, "下周一（11月30日） 09:00" in told.text) == ("handover_closed", True)


async def test_tells_staff_what_was_tried_and_what_may_be_answered() -> None:
    talk, account = (
        Conversation(id=5, account_id=1),
        ChannelAccount(channel=Channel.TELEGRAM, external_id="7", display_name="王芳"),
    )
    handover = Handover(
        conversation_id=5,
        reason=HandoverReason.ASKED,
        summary="– 人呢",
        tried="查了订单",
        suggested_reply="马上为您查。",
    )
    notice = handover_notice("-100", "handover:1", handover, talk, account)
    assert notice.text.splitlines() == [
        "客户要求人工 / asked for a person",
        "– 人呢",
        "试过 / tried: 查了订单",
        "建议回复 / suggested reply: 马上为您查。",
    ]
    assert [button["action"] for button in notice.data["buttons"]] == list(BUTTONS)


# --- staff and bot at the same moment ---


async def test_is_silent_when_staff_take_it_while_it_thinks(any_desk: Desk) -> None:
    desk = any_desk
    agent = await desk.shop.staff()
    await desk.ask("anna", "你好")
    conversation = await desk.conversation("anna")
    desk.mind.on_understand = lambda _text: desk.staff.take(conversation.key, agent.key)
    assert await desk.say("anna", "我的快递到哪了") == []
    assert await desk.notices() == ["anna: 我的快递到哪了"]
    assert (await desk.records(Message))[-1].handled_at is not None


async def test_lets_a_conversation_stay_with_staff_who_took_it_while_it_failed(
    any_desk: Desk,
) -> None:
    desk = any_desk
    received = await desk.receive("anna", "你好")
    await desk.staff.answer(received.conversation_id, None, "我来")
    await desk.answerer.give_up(received.conversation_id)
    assert await desk.sent_to("anna") == ["我来"]


async def test_answers_what_came_while_staff_gave_it_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.ask("anna", "转人工")
    conversation = await desk.conversation("anna")
    scene = desk.answerer._scene

    async def given_back_meanwhile(conversation_id: int) -> object:
        seen = await scene(conversation_id)
        await desk.staff.give_back(conversation.key, None)
        return seen

    monkeypatch.setattr(desk.answerer, "_scene", given_back_meanwhile)
    said = await desk.say("anna", "我的快递到哪了")
    assert [reply.act for reply in said] == ["given_back+ask_rating", "ask_identity"]


async def test_keeps_the_words_of_staff_apart_from_the_bots(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    await desk.staff.answer((await desk.conversation("anna")).key, None, "您好")
    authors = [message.author for message in await desk.messages("anna")]
    assert authors == [Author.CUSTOMER, Author.BOT, Author.STAFF]
