"""What the model takes for something else, and the customer's orders tell."""

from __future__ import annotations

import pytest

from knowledge.records import Customer, Order, OrderStatus
from models.values import Intent
from tests.fakes import Desk, Shop


@pytest.fixture
async def anna(desk: Desk, shop: Shop) -> Customer:
    customer = await shop.customer()
    await desk.identify("anna", customer)
    return customer


@pytest.fixture
async def delivered(shop: Shop, anna: Customer) -> Order:
    towel = await shop.product("纯棉浴巾", "Bath Towel")
    plate = await shop.product("玻璃果盘", "Glass Plate")
    return await shop.order(anna, (towel, 1), (plate, 1), status=OrderStatus.DELIVERED)


@pytest.fixture
async def preparing(shop: Shop, anna: Customer) -> Order:
    towel = await shop.product("纯棉浴巾", "Bath Towel")
    return await shop.order(anna, (towel, 4), status=OrderStatus.PREPARING)


# --- goods that were not in the parcel ---


@pytest.mark.parametrize("intent", [Intent.DELIVERY_PROBLEM, Intent.TRACK_ORDER])
@pytest.mark.parametrize(
    "words",
    [
        "浴巾没给我装呀",
        "果盘拿到了，但是浴巾漏裝了",
        "拆开一看，没有浴巾",
        "the towel never came with the rest of it",
        "got everything but the towel",
        "plate arrived, but no towel in the box",
        "the plate arrived, the towel did not",
        "果盘到了浴巾没到",
    ],
)
async def test_goods_said_to_be_absent_are_missing_and_no_lost_parcel(
    desk: Desk, delivered: Order, words: str, intent: Intent
) -> None:
    desk.mind.hears(words, intent)
    assert (await desk.ask("anna", words)).act == "ask_cure"
    draft = (await desk.conversation("anna")).context["draft"]
    assert draft["given"]["problem"] == "missing"
    assert draft["order_number"] == delivered.number
    assert draft["given"]["goods"].count(":") == 2  # the towel alone


@pytest.mark.parametrize(
    "words", ["浴巾还没到", "包裹没收到", "the towel and the plate never came", "包裹里什么都没有"]
)
async def test_where_all_or_nothing_named_is_absent_it_is_the_parcel(
    desk: Desk, delivered: Order, words: str
) -> None:
    desk.mind.hears(words, Intent.DELIVERY_PROBLEM)
    assert (await desk.ask("anna", words)).act == "problem_reported"


async def test_nothing_is_done_before_it_is_confirmed(desk: Desk, delivered: Order) -> None:
    desk.mind.hears("浴巾没给我装呀，补发", Intent.DELIVERY_PROBLEM)
    assert (await desk.ask("anna", "浴巾没给我装呀，补发")).act == "action_confirm"


async def test_goods_of_an_order_on_its_way_are_still_to_come(
    desk: Desk, shop: Shop, anna: Customer
) -> None:
    towel = await shop.product("纯棉浴巾", "Bath Towel")
    plate = await shop.product("玻璃果盘", "Glass Plate")
    await shop.order(anna, (towel, 1), (plate, 1), status=OrderStatus.SHIPPED)
    desk.mind.hears("浴巾没收到", Intent.DELIVERY_PROBLEM)
    assert not (await desk.ask("anna", "浴巾没收到")).act.startswith(("ask_", "action_"))


# --- fewer pieces ---


@pytest.mark.parametrize("intent", [Intent.PRICE_NEGOTIATION, Intent.PLACE_ORDER])
@pytest.mark.parametrize(
    "words",
    ["浴巾降到3条", "浴巾3条就够了", "towel x3", "only 3 of the towels", "3 towels will do"],
)
async def test_fewer_than_were_ordered_changes_the_order(
    desk: Desk, preparing: Order, words: str, intent: Intent
) -> None:
    desk.mind.hears(words, intent)
    said = await desk.ask("anna", words)
    assert said.act == "action_confirm" and "3" in said.text


@pytest.mark.parametrize(
    "words",
    ["再买浴巾2条", "浴巾只买2条包邮吗", "5 towels will do", "how much is towel x2", "towel x4"],
)
async def test_more_or_a_price_changes_no_order(desk: Desk, preparing: Order, words: str) -> None:
    desk.mind.hears(words, Intent.PRICE_NEGOTIATION)
    assert (await desk.ask("anna", words)).act not in {"action_confirm", "ask_new_variant"}


async def test_what_was_delivered_is_not_made_fewer(desk: Desk, delivered: Order) -> None:
    desk.mind.hears("浴巾降到0条", Intent.PRICE_NEGOTIATION)
    assert (await desk.ask("anna", "浴巾降到0条")).act != "action_confirm"
