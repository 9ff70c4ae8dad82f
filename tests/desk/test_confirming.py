"""What counts as a yes to an action that was proposed in words."""

from __future__ import annotations

import pytest

from knowledge.records import OrderStatus
from models.values import Intent, Mood
from tests.fakes import Desk, Shop


async def propose(desk: Desk, shop: Shop) -> None:
    customer = await shop.customer()
    await shop.order(customer, (await shop.product(), 1), status=OrderStatus.PREPARING)
    await desk.identify("anna", customer)
    assert (await desk.ask("anna", "取消订单")).act == "action_confirm"


@pytest.mark.parametrize("number", ["1", "10", "\u0661", "100!"])
async def test_a_number_alone_is_no_yes_whatever_the_model_takes_it_for(
    desk: Desk, shop: Shop, number: str
) -> None:
    await propose(desk, shop)
    desk.mind.hears(number, Intent.AFFIRM)
    assert (await desk.ask("anna", number)).act == "ask_confirm_again"


async def test_words_that_the_model_is_sure_of_are_a_yes(desk: Desk, shop: Shop) -> None:
    await propose(desk, shop)
    desk.mind.hears("就照你说的来", Intent.AFFIRM)
    assert (await desk.ask("anna", "就照你说的来")).act == "action_done"


@pytest.mark.parametrize("words", ["是另一笔", "是另外一单啦", "thats me", "你说得一个字不错"])
async def test_what_only_the_model_takes_for_a_yes_is_asked_again(
    desk: Desk, shop: Shop, words: str
) -> None:
    await propose(desk, shop)
    desk.mind.hears(words, Intent.AFFIRM)
    assert (await desk.ask("anna", words)).act == "ask_confirm_again"


@pytest.mark.parametrize(("mood", "goes"), [(Mood.ANGRY, True), (Mood.CALM, False)])
async def test_who_is_angry_about_a_refusal_gets_a_person(
    desk: Desk, shop: Shop, mood: Mood, goes: bool
) -> None:
    customer = await shop.customer()
    await shop.order(customer, (await shop.product(), 1), status=OrderStatus.SHIPPED)
    await desk.identify("anna", customer)
    desk.mind.hears("烦死了，取消掉！！", Intent.CANCEL_ORDER, mood=mood)
    said = await desk.ask("anna", "烦死了，取消掉！！")
    assert said.act.startswith("action_refused")
    assert (await desk.handover("anna") is not None) is goes
