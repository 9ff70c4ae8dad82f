"""Hello and thanks, doubt, and several things said at once."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk.options import option_name
from knowledge.records import Channel, HandoverReason
from models.values import Intent, Language
from tests.fakes import Desk, Shop, local, unsure


@pytest.mark.parametrize(
    ("text", "act"),
    [("你好", "greet"), ("hello!", "greet"), ("谢谢", "welcome"), ("thank you", "welcome")],
)
async def test_answers_a_bare_act_in_kind(desk: Desk, text: str, act: str) -> None:
    assert (await desk.ask("anna", text)).act == act


@pytest.mark.parametrize("text", ["算了不退了", "nvm", "never mind, thanks"])
async def test_who_leaves_it_with_nothing_begun_is_let_be(desk: Desk, text: str) -> None:
    """Whatever the model takes it for: here, for a question that no article answers."""
    desk.mind.hears(text, Intent.RETURN_POLICY)
    assert (await desk.ask("anna", text)).act == "noted"


async def test_offers_what_most_people_come_for(desk: Desk) -> None:
    for greeting in (await desk.ask("anna", "你好"), await desk.command("anna", "start")):
        assert list(greeting.buttons.values()) == [
            "intent:track_order",
            "intent:refund_status",
            "intent:human_agent",
        ]


@pytest.mark.parametrize(
    ("sent", "act"),
    [
        ("voice", "voice_not_heard"),
        ("video_note", "voice_not_heard"),
        ("sticker", "sticker_seen"),
        ("video", "text_only"),
        ("poll", "text_only"),
    ],
)
async def test_says_honestly_what_it_cannot_read(desk: Desk, sent: str, act: str) -> None:
    (reply,) = await desk.say("anna", "", kind="unreadable", data={"type": sent})
    assert reply.act == act


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
async def test_takes_an_empty_text_for_nothing_to_read(desk: Desk, text: str) -> None:
    assert (await desk.ask("anna", text)).act == "text_only"


# --- languages ---


async def test_answers_each_message_in_its_language(desk: Desk) -> None:
    assert (await desk.ask("anna", "你好")).text.startswith("您好")
    assert (await desk.ask("anna", "hello")).text.startswith("Hello")


async def test_keeps_to_the_language_for_what_has_none(desk: Desk) -> None:
    await desk.ask("anna", "hello")
    assert (await desk.ask("anna", "XE2611230042")).text.startswith("Thank you.")


async def test_takes_a_first_language_from_the_channel(desk: Desk) -> None:
    assert (await desk.ask("anna", "👍", language_hint="en-GB")).text.startswith("Sorry")
    assert (await desk.ask("bert", "👍", language_hint="fr")).text.startswith("我没有")


async def test_goes_on_in_the_language_chosen(desk: Desk) -> None:
    offered = await desk.command("anna", "language")
    assert offered.buttons == {"中文": "language:zh", "English": "language:en"}
    assert (await desk.press("anna", "language:en")).text.startswith("Alright")
    assert (await desk.account("anna")).language == "en"
    assert (await desk.ask("anna", "XE2611230042")).text.startswith("Thank you.")


# --- doubt ---


async def test_asks_which_of_two_then_for_other_words_then_hands_over(desk: Desk) -> None:
    desk.mind.meanings["那个"] = unsure("那个", Intent.TRACK_ORDER, Intent.REFUND_STATUS)
    asked = await desk.ask("anna", "那个")
    assert asked.act == "clarify"
    assert asked.buttons == {
        "查订单到哪了": "intent:track_order",
        "退款进度": "intent:refund_status",
    }
    assert "查订单到哪了" in asked.text and "退款进度" in asked.text
    assert (await desk.ask("anna", "那个")).act == "not_understood"
    assert (await desk.ask("anna", "那个")).act == "handover_open"
    handover = await desk.handover("anna")
    assert handover is not None and handover.reason is HandoverReason.NOT_UNDERSTOOD


async def test_takes_the_button_for_an_answer(desk: Desk) -> None:
    desk.mind.meanings["那个"] = unsure("那个", Intent.TRACK_ORDER, Intent.REFUND_STATUS)
    await desk.ask("anna", "那个")
    assert (await desk.press("anna", "intent:track_order")).act == "ask_identity"


async def test_begins_anew_after_it_has_understood(desk: Desk) -> None:
    desk.mind.meanings["那个"] = unsure("那个", Intent.TRACK_ORDER, Intent.REFUND_STATUS)
    acts = [(await desk.ask("anna", text)).act for text in ("那个", "我的快递到哪了", "那个")]
    assert acts == ["clarify", "ask_identity", "clarify"]


@pytest.mark.parametrize(
    "action",
    [
        "",
        "intent:",
        "intent:steal",
        "order:",
        "order:track_order",
        "language:fr",
        "drop table",
        "::",
    ],
)
async def test_asks_for_other_words_when_a_button_says_nothing(desk: Desk, action: str) -> None:
    assert (await desk.press("anna", action)).act == "not_understood"


async def test_hands_over_when_a_button_asks_for_staff(desk: Desk) -> None:
    assert (await desk.press("anna", "intent:human_agent")).act == "handover_open"
    assert (await desk.press("bert", "order:complaint:XE2611230042")).act == "handover_open"


async def test_asks_whose_order_it_is_before_a_button_cancels_it(desk: Desk, shop: Shop) -> None:
    await shop.order(await shop.customer(), number="XE2611230042")
    pressed = await desk.press("bert", "order:cancel_order:XE2611230042")
    assert pressed.act == "ask_phone_digits"


@pytest.mark.parametrize("intent", Intent)
def test_has_a_name_for_every_intent(intent: Intent) -> None:
    assert all(option_name(intent, language) for language in Language)


# --- several at once ---


@pytest.fixture
async def parcel(desk: Desk, shop: Shop) -> None:
    """Anna's parcel, due on Thursday."""
    customer = await shop.customer()
    order = await shop.order(customer, number="XE2611230042")
    await shop.shipment(order, expected_at=local(date(2026, 11, 26)))
    await shop.article("运费怎么算", "满九十九元包邮。", topic=Intent.SHIPPING_FEE)
    await desk.identify("anna", customer)


async def test_answers_two_questions_in_one_reply(desk: Desk, parcel: None) -> None:
    text = "我的快递到哪了，还有运费怎么算"
    desk.mind.hears(text, Intent.TRACK_ORDER, Intent.SHIPPING_FEE)
    reply = await desk.ask("anna", text)
    assert reply.act == "parcel_in_transit+article"
    assert "本周四" in reply.text and "包邮" in reply.text


async def test_answers_one_question_asked_in_two_ways_once(desk: Desk, shop: Shop) -> None:
    customer = await shop.customer()
    order = await shop.order(customer, number="XE2611230042")
    await shop.shipment(order)
    await desk.identify("anna", customer)
    text = "我的快递到哪了，什么时候到"
    desk.mind.hears(text, Intent.TRACK_ORDER, Intent.DELIVERY_TIME)
    reply = await desk.ask("anna", text)
    assert (reply.act, reply.text.count("XE2611230042")) == ("parcel_no_eta", 1)


async def test_says_once_that_it_does_not_know_two_things(desk: Desk) -> None:
    desk.mind.hears("发票和保修", Intent.INVOICE, Intent.WARRANTY)
    assert (await desk.ask("anna", "发票和保修")).act == "unknown_answer"


async def test_asks_one_thing_at_a_time(desk: Desk) -> None:
    desk.mind.hears("到哪了，退款呢", Intent.TRACK_ORDER, Intent.REFUND_STATUS)
    assert (await desk.ask("anna", "到哪了，退款呢")).act == "ask_identity"


@pytest.mark.parametrize("beside", [Intent.GREETING, Intent.THANKS])
async def test_does_not_answer_a_greeting_beside_a_question(
    desk: Desk, parcel: None, beside: Intent
) -> None:
    text = "你好，我的快递到哪了，谢谢"
    desk.mind.hears(text, beside, Intent.TRACK_ORDER)
    assert (await desk.ask("anna", text)).act == "parcel_in_transit"


async def test_hands_over_everything_once_a_person_is_wanted(desk: Desk, parcel: None) -> None:
    desk.mind.hears("到哪了，转人工", Intent.TRACK_ORDER, Intent.HUMAN_AGENT)
    assert (await desk.ask("anna", "到哪了，转人工")).act == "handover_open"


async def test_speaks_on_every_channel_with_its_own_accounts(desk: Desk, parcel: None) -> None:
    reply = await desk.ask("anna", "我的快递到哪了", channel=Channel.WEB)
    assert reply.act == "ask_identity"
