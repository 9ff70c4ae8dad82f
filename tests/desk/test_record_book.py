"""Staff change the shop's records by hand, and nobody's change is lost unseen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.desk.record_book import RecordBook
from bot.desk.record_checks import EditRefused, EditStale, values_of
from bot.desk.record_values import (
    CustomerValues,
    OfferValues,
    ProductValues,
    SkuValues,
    StockReason,
    SupplierValues,
)
from bot.desk.record_views import RecordViews
from knowledge.queries.catalogue import products_named
from knowledge.queries.tables.paging import Ask, AskRefused
from knowledge.records import (
    AuditEntry,
    Customer,
    Sku,
    StockLevel,
    StockMovement,
    Supplier,
    SupplierOffer,
)
from tests.fakes import Desk

ANNA = CustomerValues("王小明", "+8613812344821", None, "zh", "")


def _book(desk: Desk) -> RecordBook:
    return RecordBook(desk.store, clock=desk.clock)


async def _audit(desk: Desk) -> list[tuple[str, str, str]]:
    return [(e.action, e.subject, e.detail) for e in await desk.records(AuditEntry)]


# --- customers ---


async def test_a_customer_is_changed_and_the_audit_says_from_what_to_what(any_desk: Desk) -> None:
    customer, agent = await any_desk.shop.customer(), await any_desk.shop.staff()
    after = replace(ANNA, name=" 王晓明 ", phone="139 1234 5678", email="w@x.example")
    await _book(any_desk).change_customer(customer.key, ANNA, after, agent.key)
    (kept,) = await any_desk.records(Customer)
    assert (kept.name, kept.phone, kept.email) == ("王晓明", "+8613912345678", "w@x.example")
    told = (
        'name: "王小明" → "王晓明"\n'
        'phone: "+8613812344821" → "+8613912345678"\n'
        'email: null → "w@x.example"'
    )
    assert await _audit(any_desk) == [("change_customer", f"customer:{customer.key}", told)]


async def test_what_was_changed_meanwhile_is_not_overwritten(any_desk: Desk) -> None:
    customer, agent = await any_desk.shop.customer(), await any_desk.shop.staff()
    book, theirs = _book(any_desk), replace(ANNA, name="王五")
    await book.change_customer(customer.key, ANNA, theirs, agent.key)
    with pytest.raises(EditStale) as stale:
        await book.change_customer(customer.key, ANNA, replace(ANNA, language="en"), agent.key)
    assert (stale.value.reason, stale.value.now) == ("changed", theirs)
    assert len(await _audit(any_desk)) == 1


async def test_of_two_who_change_it_at_once_one_is_told(any_desk: Desk) -> None:
    customer, agent = await any_desk.shop.customer(), await any_desk.shop.staff()
    book = _book(any_desk)
    outcomes = await asyncio.gather(
        *(
            book.change_customer(customer.key, ANNA, replace(ANNA, name=name), agent.key)
            for name in ("甲", "乙")
        ),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes if one is not None] == [EditStale]
    assert len(await _audit(any_desk)) == 1


async def test_an_edit_that_comes_twice_or_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    customer, agent = await desk.shop.customer(), await desk.shop.staff()
    after = replace(ANNA, name="王五")
    for before, wanted in ((ANNA, ANNA), (ANNA, after), (ANNA, after)):
        await _book(desk).change_customer(customer.key, before, wanted, agent.key)
    assert len(await _audit(desk)) == 1


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"name": " "}, "name", "blank"),
        ({"name": "x" * 121}, "name", "too_long"),
        ({"name": "a\x00"}, "name", "unfit"),
        ({"name": "\ud800"}, "name", "unfit"),
        ({"phone": "12"}, "phone", "unusable"),
        ({"phone": "9" * 99}, "phone", "too_long"),
        ({"email": "x@y"}, "email", "unusable"),
        ({"language": "fr"}, "language", "unusable"),
        ({"level": "x" * 41}, "level", "too_long"),
    ],
)
async def test_refuses_what_a_customer_cannot_have(
    desk: Desk, changes: dict[str, Any], field: str, reason: str
) -> None:
    customer, agent = await desk.shop.customer(), await desk.shop.staff()
    with pytest.raises(EditRefused) as refused:
        after = replace(ANNA, **changes)
        await _book(desk).change_customer(customer.key, ANNA, after, agent.key)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert await _audit(desk) == []


async def test_what_an_edit_leaves_alone_is_not_judged(desk: Desk) -> None:
    customer, agent = await desk.shop.customer(email="old, odd"), await desk.shop.staff()
    before = replace(ANNA, email="old, odd")
    await _book(desk).change_customer(customer.key, before, replace(before, name="X"), agent.key)
    assert [one.email for one in await desk.records(Customer)] == ["old, odd"]


async def test_a_blank_phone_is_none(desk: Desk) -> None:
    customer, agent = await desk.shop.customer(), await desk.shop.staff()
    await _book(desk).change_customer(customer.key, ANNA, replace(ANNA, phone=" "), agent.key)
    assert [one.phone for one in await desk.records(Customer)] == [None]


# --- goods, suppliers ---


async def test_a_product_is_found_by_its_new_name(any_desk: Desk) -> None:
    product, agent = await any_desk.shop.product(), await any_desk.shop.staff()
    before = values_of(ProductValues, product)
    after = replace(before, name_zh="羊毛毯", name_en="Wool Blanket")
    await _book(any_desk).change_product(product.key, before, after, agent.key)
    async with any_desk.store.reading() as unit:
        assert [one.key for one in await products_named(unit, "羊毛毯")] == [product.key]
        assert await products_named(unit, "保温杯") == []


async def test_a_price_is_changed_and_a_sku_taken_out_of_sale(desk: Desk) -> None:
    agent = await desk.shop.staff()
    await desk.shop.product(on_hand=1)
    (sku,) = await desk.records(Sku)
    before = values_of(SkuValues, sku)
    await _book(desk).change_sku(sku.key, before, SkuValues(9900, active=False), agent.key)
    (kept,) = await desk.records(Sku)
    assert (kept.price_minor, kept.active) == (9900, False)
    for price, reason in ((-1, "too_small"), (2**31, "too_large"), ("9", "no_number")):
        with pytest.raises(EditRefused) as refused:
            wrong = SkuValues(price, active=False)  # type: ignore[arg-type]
            await _book(desk).change_sku(sku.key, values_of(SkuValues, kept), wrong, agent.key)
        assert refused.value.reason == reason


async def test_a_supplier_and_its_offer_are_changed(desk: Desk) -> None:
    agent, book = await desk.shop.staff(), _book(desk)
    await desk.shop.product(on_hand=1)
    (sku,) = await desk.records(Sku)
    supplier = await desk.shop.add(Supplier(code="S1", name="Kiln"))
    offer = await desk.shop.add(
        SupplierOffer(supplier_id=supplier.key, sku_id=sku.key, unit_price_minor=300)
    )
    before = values_of(SupplierValues, supplier)
    after = SupplierValues("Kiln Ltd", "a@b.example", "-100123", "en-GB")
    await book.change_supplier(supplier.key, before, after, agent.key)
    (kept,) = await desk.records(Supplier)
    assert (kept.name, kept.telegram_chat, kept.language) == ("Kiln Ltd", "-100123", "en")
    with pytest.raises(EditRefused) as refused:
        now = values_of(SupplierValues, kept)
        await book.change_supplier(kept.key, now, replace(now, telegram_chat="no chat"), agent.key)
    assert refused.value.field == "telegram_chat"
    wanted = OfferValues(280, 50, 10)
    await book.change_offer(offer.key, values_of(OfferValues, offer), wanted, agent.key)
    (made,) = await desk.records(SupplierOffer)
    assert values_of(OfferValues, made) == wanted
    with pytest.raises(EditRefused):
        await book.change_offer(offer.key, wanted, replace(wanted, pack_size=0), agent.key)


async def test_stock_is_corrected_with_a_movement_that_says_why(any_desk: Desk) -> None:
    agent, book = await any_desk.shop.staff(), _book(any_desk)
    await any_desk.shop.product(on_hand=5)
    (sku,) = await any_desk.records(Sku)
    await book.correct_stock(sku.key, 5, 3, StockReason.DAMAGE, agent.key, "摔了两个")
    await book.correct_stock(sku.key, 5, 3, StockReason.DAMAGE, agent.key, "摔了两个")
    (level,) = await any_desk.records(StockLevel)
    (moved,) = await any_desk.records(StockMovement)
    assert level.on_hand == 3
    assert (moved.quantity, moved.reason, moved.reference) == (-2, "damage", "摔了两个")
    assert await _audit(any_desk) == [
        ("correct_stock", f"sku:{sku.key}", "damage: 摔了两个\non_hand: 5 → 3")
    ]
    with pytest.raises(EditStale) as stale:
        await book.correct_stock(sku.key, 5, 9, StockReason.COUNT, agent.key)
    assert stale.value.now == 3


async def test_what_nobody_counted_is_counted_by_the_first_correction(any_desk: Desk) -> None:
    agent, product = await any_desk.shop.staff(), await any_desk.shop.product()
    sku = await any_desk.shop.add(Sku(code="S", product_id=product.key, price_minor=1))
    await _book(any_desk).correct_stock(sku.key, None, 0, StockReason.COUNT, agent.key)
    (level,) = await any_desk.records(StockLevel)
    assert (level.sku_id, level.on_hand) == (sku.key, 0)


@pytest.mark.parametrize(
    ("on_hand", "note", "reason"),
    [(-1, "", "too_small"), (2**31, "", "too_large"), (1, "x" * 81, "too_long")],
)
async def test_refuses_stock_that_cannot_be(
    desk: Desk, on_hand: int, note: str, reason: str
) -> None:
    agent = await desk.shop.staff()
    await desk.shop.product(on_hand=5)
    with pytest.raises(EditRefused) as refused:
        await _book(desk).correct_stock(1, 5, on_hand, StockReason.COUNT, agent.key, note)
    assert refused.value.reason == reason
    assert await desk.records(StockMovement) == []


async def test_knows_no_record_that_is_not_there(desk: Desk) -> None:
    book, one = _book(desk), SkuValues(1, active=True)
    for missing in (
        book.change_customer(9, ANNA, replace(ANNA, name="X"), 1),
        book.change_sku(9, one, replace(one, price_minor=2), 1),
        book.correct_stock(9, None, 1, StockReason.COUNT, 1),
    ):
        with pytest.raises(LookupError):
            await missing


# --- views ---


async def test_every_view_of_a_person_is_written_down(any_desk: Desk) -> None:
    agent, views = await any_desk.shop.staff(), RecordViews(any_desk.store)
    anna = await any_desk.shop.customer("Anna")
    await any_desk.shop.customer("Anne")
    order = await any_desk.shop.order(anna)
    page = await views.customers(Ask("ann", limit=1), agent.key)
    await views.customers(Ask("ann", limit=1, after=page.next), agent.key)
    await views.customer(anna.key, agent.key)
    await views.orders(Ask("\x00XE"), agent.key)
    await views.orders(Ask(), agent.key, customer_id=anna.key)
    await views.order(order.key, agent.key)
    assert await _audit(any_desk) == [
        ("list_customers", "customers", "searched"),
        ("view_customer", f"customer:{anna.key}", ""),
        ("list_orders", "orders", "searched"),
        ("list_orders", "orders", f"customer:{anna.key}"),
        ("view_order", f"order:{order.key}", ""),
    ]
    assert {entry.staff_id for entry in await any_desk.records(AuditEntry)} == {agent.key}


async def test_what_was_not_shown_is_not_written_down(desk: Desk) -> None:
    views = RecordViews(desk.store)
    for missing in (views.customer(9, 1), views.order(9, 1)):
        with pytest.raises(LookupError):
            await missing
    with pytest.raises(AskRefused):
        await views.customers(Ask(sort="phone"), 1)
    assert await _audit(desk) == []
