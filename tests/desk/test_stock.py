"""Whether a product is there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.values import Intent
from tests.fakes import NOW, Desk, Shop, local

_SATURDAY = local(date(2026, 12, 5))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("陶瓷保温杯有货吗", "陶瓷保温杯"),
        ("Is the ceramic travel mug in stock?", "Ceramic Travel Mug"),
    ],
)
@pytest.mark.parametrize(
    ("on_hand", "reserved", "act"),
    [(50, 0, "stock_plenty"), (50, 40, "stock_low"), (3, 0, "stock_low"), (5, 5, "stock_out")],
)
async def test_tells_what_is_left_of_a_product_named(
    desk: Desk, shop: Shop, text: str, name: str, on_hand: int, reserved: int, act: str
) -> None:
    await shop.product(on_hand=on_hand, reserved=reserved)
    reply = await desk.ask("anna", text)
    assert reply.act == act
    assert name in reply.text
    if act == "stock_low":
        assert str(on_hand - reserved) in reply.text


async def test_tells_when_more_comes(desk: Desk, shop: Shop) -> None:
    await shop.product(on_hand=0, restock_at=_SATURDAY)
    assert "下周六（12月5日）" in (await desk.ask("anna", "陶瓷保温杯有货吗")).text
    english = await desk.ask("anna", "Is the ceramic travel mug in stock?")
    assert "on Saturday, 5 December" in english.text


async def test_promises_no_restock_that_has_passed(desk: Desk, shop: Shop) -> None:
    await shop.product(on_hand=0, restock_at=NOW - timedelta(days=1))
    assert (await desk.ask("anna", "陶瓷保温杯有货吗")).act == "stock_out"


async def test_tells_the_next_restock_of_several_variants(desk: Desk, shop: Shop) -> None:
    mug = await shop.product(on_hand=0, restock_at=NOW - timedelta(days=1))
    await shop.variant(mug, 0, restock_at=_SATURDAY)
    assert "下周六（12月5日）" in (await desk.ask("anna", "陶瓷保温杯有货吗")).text


async def test_does_not_count_a_variant_no_longer_sold(desk: Desk, shop: Shop) -> None:
    mug = await shop.product(on_hand=0)
    await shop.variant(mug, 50, active=False)
    assert (await desk.ask("anna", "陶瓷保温杯有货吗")).act == "stock_out"


async def test_asks_for_a_product_that_it_does_not_know_and_takes_the_answer(
    desk: Desk, shop: Shop
) -> None:
    await shop.product(on_hand=50)
    assert (await desk.ask("anna", "那个有货吗")).act == "ask_product"
    assert (await desk.ask("anna", "陶瓷保温杯")).act == "stock_plenty"


async def test_offers_the_products_that_match(desk: Desk, shop: Shop) -> None:
    for colour, english in (("蓝色", "Blue"), ("红色", "Red")):
        await shop.product(f"{colour}保温杯", f"{english} Mug", on_hand=50)
    desk.mind.hears("保温杯有货吗", Intent.STOCK, product="保温杯")
    asked = await desk.ask("anna", "保温杯有货吗")
    assert asked.act == "choose_product"
    assert set(asked.buttons) == {"蓝色保温杯", "红色保温杯"}
    told = await desk.press("anna", asked.buttons["红色保温杯"])
    assert "红色保温杯" in told.text


async def test_offers_again_when_the_answer_to_which_is_not_enough(desk: Desk, shop: Shop) -> None:
    for colour in ("蓝色", "红色"):
        await shop.product(f"{colour}保温杯", f"{colour} Mug", on_hand=50)
    await desk.ask("anna", "有货吗")
    desk.mind.hears("保温杯", Intent.PRODUCT_INFO, product="保温杯", confidence=0.3, margin=0.1)
    assert (await desk.ask("anna", "保温杯")).act == "choose_product"


async def test_prefers_the_product_said_in_full(desk: Desk, shop: Shop) -> None:
    await shop.product("保温杯", "Mug", on_hand=50)
    await shop.product("保温杯刷", "Mug Brush", on_hand=0)
    desk.mind.hears("保温杯有货吗", Intent.STOCK, product="保温杯")
    assert (await desk.ask("anna", "保温杯有货吗")).act == "stock_plenty"


async def test_does_not_take_another_question_for_a_product(desk: Desk, shop: Shop) -> None:
    await shop.product(on_hand=50)
    await desk.ask("anna", "有货吗")
    desk.mind.hears("陶瓷保温杯我要退货", Intent.RETURN_REQUEST, product="陶瓷保温杯")
    assert (await desk.ask("anna", "陶瓷保温杯我要退货")).act == "ask_identity"


async def test_ignores_a_button_for_no_product(desk: Desk, shop: Shop) -> None:
    assert (await desk.press("anna", "stock:P9999")).act == "not_understood"
