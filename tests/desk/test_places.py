"""A place on the map that a customer shares."""

from __future__ import annotations

from typing import Any

from knowledge.records import MessageKind, OrderStatus
from tests.fakes import Desk, Said, Shop

ADDRESS = "上海市黄浦区南京东路20号"
PIN = {"latitude": 31.23, "longitude": 121.47}
VENUE = {**PIN, "title": "和平饭店", "address": ADDRESS}


async def _share(desk: Desk, data: dict[str, Any], text: str = "") -> Said:
    words = text or str(data.get("address", ""))
    return await desk.ask("anna", words, kind=MessageKind.LOCATION, data=data)


async def _known(desk: Desk, shop: Shop) -> None:
    """Anna is known, and has an order that has not left."""
    customer = await shop.customer()
    product = await shop.product()
    await shop.order(
        customer, (product, 1), status=OrderStatus.PREPARING, address="杭州市西湖区文三路1号"
    )
    await desk.identify("anna", customer)


async def test_asks_whether_a_place_is_the_new_address(desk: Desk) -> None:
    asked = await _share(desk, VENUE)
    assert (asked.act, asked.buttons) == (
        "place_as_address",
        {"修改收货地址": "begin:change_address"},
    )
    assert ADDRESS in asked.text


async def test_asks_about_a_pin_without_an_address(desk: Desk) -> None:
    asked = await _share(desk, PIN)
    assert asked.act == "place_as_address"
    assert list(asked.buttons.values()) == ["begin:change_address"]


async def test_the_button_proposes_the_place(desk: Desk, shop: Shop) -> None:
    await _known(desk, shop)
    await _share(desk, VENUE)
    proposed = await desk.press("anna", "begin:change_address")
    assert ADDRESS in proposed.text
    assert any(action.startswith("confirm:") for action in proposed.buttons.values())


async def test_yes_in_words_proposes_the_place(desk: Desk, shop: Shop) -> None:
    await _known(desk, shop)
    await _share(desk, PIN)
    await _share(desk, VENUE)
    proposed = await desk.ask("anna", "是的")
    assert ADDRESS in proposed.text
    assert any(action.startswith("confirm:") for action in proposed.buttons.values())


async def test_the_button_under_a_pin_asks_for_the_address(desk: Desk, shop: Shop) -> None:
    await _known(desk, shop)
    await _share(desk, PIN)
    assert (await desk.press("anna", "begin:change_address")).act == "ask_address"


async def test_a_venue_answers_the_question_for_the_address(desk: Desk, shop: Shop) -> None:
    await _known(desk, shop)
    assert (await desk.press("anna", "begin:change_address")).act == "ask_address"
    proposed = await _share(desk, VENUE)
    assert ADDRESS in proposed.text
    assert any(action.startswith("confirm:") for action in proposed.buttons.values())


async def test_a_pin_is_no_whole_address(desk: Desk, shop: Shop) -> None:
    await _known(desk, shop)
    await desk.press("anna", "begin:change_address")
    assert (await _share(desk, PIN)).act == "ask_full_address"
    assert ADDRESS in (await _share(desk, VENUE)).text


async def test_a_place_leaves_an_open_question_open(desk: Desk) -> None:
    await desk.ask("anna", "我的快递到哪了")
    before = (await desk.conversation("anna")).context
    assert (await _share(desk, VENUE)).act == "place_as_address"
    assert (await desk.conversation("anna")).context == before


async def test_a_place_is_forgotten_once_something_else_is_talked_about(
    desk: Desk, shop: Shop
) -> None:
    await _known(desk, shop)
    await _share(desk, VENUE)
    await desk.ask("anna", "谢谢")
    assert (await desk.press("anna", "begin:change_address")).act == "ask_address"
