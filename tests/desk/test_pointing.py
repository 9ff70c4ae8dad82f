"""那个呢: what was just shown, or the other of two."""

from __future__ import annotations

import pytest

from knowledge.records import Order
from models.values import Intent
from tests.fakes import Desk, Shop


@pytest.fixture
async def two(desk: Desk, shop: Shop) -> list[Order]:
    customer = await shop.customer()
    await desk.identify("anna", customer)
    return [await shop.order(customer, number=f"XE261120000{n}") for n in (1, 2)]


@pytest.mark.parametrize(
    "words",
    [
        "那个呢",
        "what about the other one",
        "great, thanks. and my other parcel?",
        "could you check the remaining one as well",
        "明白了，还有一单呢",
        "另外那件也麻烦查一下",
        "嗰單呢",
    ],
)
async def test_of_two_that_were_shown_it_is_the_other(
    desk: Desk, two: list[Order], words: str
) -> None:
    shown = await desk.ask("anna", "到哪了")
    assert shown.act == "choose_order"
    first, second = two
    await desk.press("anna", f"order:track_order:{first.number}")
    assert second.number in (await desk.ask("anna", words)).text
    assert first.number in (await desk.ask("anna", words)).text


@pytest.mark.parametrize("words", ["cancel the other one please", "另一个帮我取消"])
async def test_who_wants_the_other_cancelled_wants_more_than_to_hear_of_it(
    desk: Desk, two: list[Order], words: str
) -> None:
    await desk.ask("anna", f"{two[0].number} 到哪了")
    desk.mind.hears(words, Intent.CANCEL_ORDER)
    told = await desk.ask("anna", words)
    assert not told.act.startswith("parcel_")
    assert told.act in {"action_confirm", "action_refused"}


async def test_the_one_that_was_shown_is_told_again(desk: Desk, shop: Shop) -> None:
    customer = await shop.customer()
    await desk.identify("anna", customer)
    order = await shop.order(customer)
    await desk.ask("anna", "到哪了")
    assert order.number in (await desk.ask("anna", "那个呢")).text


async def test_the_other_one_of_two_orders_where_one_was_told(desk: Desk, two: list[Order]) -> None:
    await desk.ask("anna", f"{two[0].number} 到哪了")
    assert two[1].number in (await desk.ask("anna", "另一个呢")).text
    assert two[1].number in (await desk.ask("anna", "那个呢")).text


async def test_with_nothing_shown_it_is_not_guessed(desk: Desk, two: list[Order]) -> None:
    assert (await desk.ask("anna", "那个呢")).act in {"not_understood", "clarify"}


async def test_a_product_that_was_shown_is_told_again(desk: Desk, shop: Shop) -> None:
    product = await shop.product(on_hand=100)
    await desk.press("anna", f"stock:{product.code}")
    assert (await desk.ask("anna", "那个呢")).act == "stock_plenty"
