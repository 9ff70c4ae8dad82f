"""Questions about the shop, answered from its articles or brought to staff."""

from __future__ import annotations

import pytest

from knowledge.records import HandoverReason, KnowledgeGap
from models.values import Intent, Language
from tests.fakes import Desk, Shop

_POSTAGE = "满九十九元包邮，不满收八元。"


@pytest.fixture(autouse=True)
async def articles(shop: Shop) -> None:
    """What the shop has written down about postage and delivery, in both languages."""
    await shop.article("运费怎么算", _POSTAGE, topic=Intent.SHIPPING_FEE, asks=["运费多少钱"])
    await shop.article(
        "How much is postage?",
        "Free from ninety-nine yuan.",
        topic=Intent.SHIPPING_FEE,
        language=Language.EN,
    )
    await shop.article("一般几天能到", "江浙沪次日达。", topic=Intent.DELIVERY_TIME)


async def test_answers_in_the_shops_own_words(desk: Desk) -> None:
    reply = await desk.ask("anna", "请问运费多少钱？")
    assert (reply.act, _POSTAGE in reply.text) == ("article", True)
    assert await desk.records(KnowledgeGap) == []


async def test_answers_in_the_language_of_the_question(desk: Desk) -> None:
    assert "Free from ninety-nine" in (await desk.ask("anna", "How much is the postage?")).text


async def test_brings_what_no_article_answers_to_staff_and_keeps_the_gap(desk: Desk) -> None:
    reply = await desk.ask("anna", "发票能写两个名字吗")
    assert reply.act == "unknown_answer"
    handover = await desk.handover("anna")
    assert handover is not None and handover.reason is HandoverReason.NO_ANSWER
    (gap,) = await desk.records(KnowledgeGap)
    assert (gap.text, gap.language, gap.intent) == ("发票能写两个名字吗", "zh", Intent.INVOICE)


async def test_answers_how_long_delivery_takes_in_general(desk: Desk) -> None:
    assert "次日达" in (await desk.ask("anna", "一般几天能到？")).text


async def test_takes_the_same_question_about_an_order_for_what_it_is(desk: Desk) -> None:
    assert (await desk.ask("anna", "我买的杯子几天能到")).act == "ask_identity"


@pytest.mark.parametrize("number", ["XE2611230042", "SF1234567890123"])
async def test_takes_a_number_for_an_order(desk: Desk, number: str) -> None:
    assert (await desk.ask("anna", f"{number} 几天能到")).act == "ask_phone_digits"


async def test_notes_feedback_that_needs_no_answer(desk: Desk) -> None:
    desk.mind.hears("建议多出点颜色", Intent.FEEDBACK)
    assert (await desk.ask("anna", "建议多出点颜色")).act == "noted"


async def test_answers_what_a_button_names(desk: Desk) -> None:
    reply = await desk.press("anna", "intent:shipping_fee", label="运费")
    assert _POSTAGE in reply.text


async def test_puts_an_article_with_slot_syntax_in_as_it_is(desk: Desk, shop: Shop) -> None:
    await shop.article("发票怎么开", "在 {article} 页面申请 {eta}。", topic=Intent.INVOICE)
    assert "在 {article} 页面申请 {eta}。" in (await desk.ask("anna", "发票怎么开")).text
