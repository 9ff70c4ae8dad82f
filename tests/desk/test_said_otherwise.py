"""Answers and wishes in other words than the desk's own, through the whole desk."""

from __future__ import annotations

from knowledge.records import OrderStatus
from models.values import Intent, Mood
from tests.fakes import Desk, Shop


async def test_a_place_without_its_address_is_asked_for_in_full(desk: Desk, shop: Shop) -> None:
    customer = await shop.customer()
    await shop.order(customer, (await shop.product(), 1), status=OrderStatus.PREPARING)
    await desk.identify("anna", customer)
    desk.mind.hears("改地址", Intent.CHANGE_ADDRESS)
    assert (await desk.ask("anna", "改地址")).act == "ask_address"
    desk.mind.hears("寄到学校吧", Intent.DELIVERY_OPTIONS)
    assert (await desk.ask("anna", "寄到学校吧")).act == "ask_full_address"


async def test_all_of_an_order_goes_back_though_the_model_hesitates(desk: Desk, shop: Shop) -> None:
    customer = await shop.customer()
    await shop.order(customer, (await shop.product(), 1), status=OrderStatus.DELIVERED)
    await desk.identify("anna", customer)
    desk.mind.hears("买的全退掉", Intent.OUT_OF_SCOPE, confidence=0.2)
    assert (await desk.ask("anna", "买的全退掉")).act in {"ask_return_reason", "action_confirm"}


async def test_a_question_for_ones_own_goods_begins_their_return(desk: Desk, shop: Shop) -> None:
    customer = await shop.customer()
    await shop.order(customer, (await shop.product(), 1), status=OrderStatus.SHIPPED)
    await desk.identify("anna", customer)
    desk.mind.hears("能退不", Intent.RETURN_POLICY)
    assert (await desk.ask("anna", "能退不")).act == "action_refused"


async def test_a_loud_wish_that_is_refused_needs_no_person(desk: Desk, shop: Shop) -> None:
    customer = await shop.customer()
    await shop.order(customer, (await shop.product(), 1), status=OrderStatus.SHIPPED)
    await desk.identify("anna", customer)
    desk.mind.hears("取消这单！！", Intent.CANCEL_ORDER, mood=Mood.ANGRY)
    assert (await desk.ask("anna", "取消这单！！")).act == "action_refused"
    assert await desk.handover("anna") is None


async def test_messages_that_pester_are_stopped(desk: Desk, shop: Shop) -> None:
    await desk.identify("anna", await shop.customer())
    desk.mind.hears("别再发了，好烦", Intent.CANCEL_ORDER)
    assert (await desk.ask("anna", "别再发了，好烦")).act == "notices_off"


async def test_an_order_is_kept_and_a_cancelling_taken_back(desk: Desk, shop: Shop) -> None:
    customer = await shop.customer()
    await shop.order(customer, (await shop.product(), 1), status=OrderStatus.PREPARING)
    await desk.identify("anna", customer)
    desk.mind.hears("取消订单", Intent.CANCEL_ORDER)
    desk.mind.hears("还是照常发货吧", Intent.CANCEL_ORDER)
    desk.mind.hears("按错了，恢复一下", Intent.CANCEL_ORDER)
    assert (await desk.ask("anna", "取消订单")).act == "action_confirm"
    assert (await desk.ask("anna", "还是照常发货吧")).act == "form_left"
    assert (await desk.ask("anna", "取消订单")).act == "action_confirm"
    assert (await desk.ask("anna", "好嘞好嘞，谢谢啊")).act == "action_done"
    assert (await desk.ask("anna", "按错了，恢复一下")).act == "action_undone"
