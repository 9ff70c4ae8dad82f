"""Answers and wishes in other words than the desk's own, through the whole desk."""

from __future__ import annotations

from knowledge.records import OrderStatus
from models.values import Intent
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
