"""Keeping the shelves full."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.rules.policy import Policy
from bot.rules.reorder.joint import SupplierTerms
from bot.supply import needs
from bot.supply.levels import service_levels
from bot.supply.report import Course
from knowledge.records import Channel, PurchaseOrder, PurchaseOrderStatus, StockLevel
from knowledge.store import Store
from tests.supply.shop import (
    NOW,
    ZONE,
    add_offer,
    add_receipts,
    add_sku,
    add_supplier,
    lines,
    queued,
    requested,
    restock_desk,
    set_on_hand,
)


async def test_an_item_below_its_point_is_ordered_in_one_transaction_with_its_message(
    store: Store,
) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store, on_hand=24)
    await add_offer(store, supplier, sku)
    await add_receipts(store, supplier, [9, 12, 15])

    report = await restock_desk(store).run()

    (order,) = await requested(store)
    (line,) = await lines(store)
    (item,) = await queued(store)
    assert report.orders == ["PO2611230001"] == [order.number]
    assert order.requested_at == NOW and order.supplier_id == supplier.key
    # 2 a day for 9, 12 or 15 days and one of review: 32 last in all, so 31 + 60 - 24 = 67 -> 80
    assert (line.sku_id, line.quantity, line.unit_price_minor, line.open) == (
        sku.key,
        80,
        5000,
        True,
    )
    # By then 0, 0 or 6 are lacking; a week later 8, 14 or 20: 12 more, at 129.00 - 50.00 each.
    assert order.reason.endswith(
        "12 days of stock left (24 pieces, about 2.0 a day; reorder at 31); delivery takes "
        "12±3 days; order 80 (4 packs of 20) now; waiting a week risks 12 lost sales, about "
        "¥948 of margin."
    )
    assert "库存还能卖12天（24件，日均约2.0件，补货点31）" in order.reason
    assert (item.channel, item.destination) == (Channel.MAIL, "orders@jade.example")
    assert (item.purchase_order_id, item.idempotency_key) == (order.key, "restock:PO2611230001")


async def test_customers_can_be_told_when_more_is_expected(store: Store) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store, on_hand=0)
    await add_offer(store, supplier, sku)
    await add_receipts(store, supplier, [12, 12, 12])

    await restock_desk(store).run()

    (order,) = await requested(store)
    async with store.reading() as unit:
        level = (await unit.exec(select(StockLevel))).one()
    assert level.restock_at == order.expected_at
    assert level.restock_at is not None
    assert f"{level.restock_at.astimezone(ZONE):%m-%d}" == "12-05"


async def test_one_order_and_one_message_for_all_that_a_supplier_should_send(store: Store) -> None:
    jade, oak = await add_supplier(store, "JADE"), await add_supplier(store, "OAK", language="zh")
    for code, supplier in (("A", jade), ("B", oak), ("C", jade)):
        await add_offer(store, supplier, await add_sku(store, code))

    report = await restock_desk(store).run()

    assert report.orders == ["PO2611230001", "PO2611230002"]
    assert len(await lines(store)) == 3
    first, second = await queued(store)
    assert "Mug A Ocean Blue" in first.text and "Mug C Ocean Blue" in first.text
    assert "陶瓷杯B 海蓝" in second.text and "Mug A" not in second.text


async def test_numbers_go_on_where_the_day_left_off(store: Store) -> None:
    supplier = await add_supplier(store)
    await add_offer(store, supplier, await add_sku(store, "A"))
    await restock_desk(store).run()
    await add_offer(store, supplier, await add_sku(store, "B"))

    assert (await restock_desk(store).run()).orders == ["PO2611230002"]
    await add_offer(store, supplier, await add_sku(store, "C"))
    tomorrow = restock_desk(store, NOW + timedelta(days=1))
    assert (await tomorrow.run()).orders == ["PO2611240001"]


async def test_numbers_of_another_form_are_passed_over(any_store: Store) -> None:
    supplier = await add_supplier(any_store)
    await add_offer(any_store, supplier, await add_sku(any_store))
    async with any_store.writing() as unit:
        for number in ("PO261123-02", "PO26112300AB", "PO2611230007"):
            unit.add(
                PurchaseOrder(
                    number=number,
                    supplier_id=supplier.key,
                    status=PurchaseOrderStatus.CANCELLED,
                    requested_at=NOW,
                )
            )
    assert (await restock_desk(any_store).run()).orders == ["PO2611230008"]


async def test_a_second_run_orders_nothing_and_says_that_it_is_ordered(store: Store) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store)
    await add_offer(store, supplier, sku)
    await restock_desk(store).run()

    report = await restock_desk(store).run()

    assert report.courses("CUP-01-BL") == [Course.ALREADY_ORDERED]
    assert "PO2611230001" in str(report)
    assert len(await requested(store)) == 1 and len(await queued(store)) == 1


async def test_two_processes_at_the_same_instant_order_a_need_once(any_store: Store) -> None:
    jade, oak = await add_supplier(any_store), await add_supplier(any_store, "OAK")
    for code, supplier in (("A", jade), ("B", jade), ("C", oak)):
        await add_offer(any_store, supplier, await add_sku(any_store, code))
    other = Store(any_store.url)
    try:
        reports = await asyncio.gather(
            *(restock_desk(store).run() for store in (any_store, other, any_store, other))
        )
    finally:
        await other.close()

    placed = await lines(any_store)
    assert sorted(line.sku_id for line in placed) == sorted({line.sku_id for line in placed})
    assert len(placed) == 3
    assert len(await requested(any_store)) == len(await queued(any_store)) == 2
    for code in "ABC":
        courses = [course for report in reports for course in report.courses(code)]
        assert sorted(courses) == [Course.ALREADY_ORDERED] * 3 + [Course.ORDERED]


async def test_an_item_on_order_is_named_only_while_its_shelf_alone_would_not_do(
    store: Store,
) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store)
    await add_offer(store, supplier, sku)
    await restock_desk(store).run()
    await set_on_hand(store, 300)
    report = await restock_desk(store).run()
    assert (report.lines, report.enough) == ([], 1)


async def test_an_order_that_has_become_too_small_is_said_to_be(store: Store) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store)
    await add_offer(store, supplier, sku)
    await restock_desk(store).run()
    (line,) = await lines(store)
    async with store.writing() as unit:
        line.quantity = 1
        unit.add(line)
    report = await restock_desk(store).run()
    assert "1 on the way, which is less than is needed by now." in str(report)


async def test_an_order_that_others_keep_forestalling_is_reported(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def forestalled(*_: object) -> bool:
        return False

    monkeypatch.setattr("knowledge.queries.ordering.place_order", forestalled)
    supplier, sku = await add_supplier(store), await add_sku(store)
    await add_offer(store, supplier, sku)
    report = await restock_desk(store).run()
    assert report.courses("CUP-01-BL") == [Course.NOT_PLACED]
    assert "No order could be placed with supplier JADE." in caplog.text


async def test_a_dry_run_says_what_it_would_order_and_writes_nothing(store: Store) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store)
    await add_offer(store, supplier, sku)

    report = await restock_desk(store).run(dry_run=True)

    assert report.courses("CUP-01-BL") == [Course.WOULD_ORDER]
    assert "CUP-01-BL: would order (JADE Ltd). 5 days of stock left (10 pieces" in str(report)
    assert not await requested(store) and not await queued(store)


async def test_telegram_goes_before_mail(store: Store) -> None:
    supplier = await add_supplier(store, telegram="4711")
    await add_offer(store, supplier, await add_sku(store))
    await restock_desk(store).run()
    (item,) = await queued(store)
    assert (item.channel, item.destination, item.data) == (Channel.TELEGRAM, "4711", {})


async def test_a_supplier_without_an_address_is_reported_not_guessed(store: Store) -> None:
    supplier = await add_supplier(store, email=None)
    await add_offer(store, supplier, await add_sku(store))
    report = await restock_desk(store).run()
    assert report.courses("CUP-01-BL") == [Course.NO_ADDRESS]
    assert "neither e-mail nor Telegram (JADE Ltd)" in str(report)
    assert not await requested(store)


async def test_items_that_nobody_offers_or_counts_are_reported(store: Store) -> None:
    supplier = await add_supplier(store)
    await add_sku(store, "UNOFFERED")
    await add_offer(store, supplier, await add_sku(store, "UNCOUNTED", on_hand=None))
    report = await restock_desk(store).run()
    assert report.courses("UNOFFERED") == [Course.NO_OFFER]
    assert report.courses("UNCOUNTED") == [Course.NO_COUNT]
    assert "Purchase orders placed: none." in str(report)


async def test_items_with_enough_stock_and_items_not_for_sale_are_left_alone(store: Store) -> None:
    supplier = await add_supplier(store)
    await add_offer(store, supplier, await add_sku(store, "ENOUGH", on_hand=500))
    await add_offer(store, supplier, await add_sku(store, "NEVER-SOLD", on_hand=0, sold_a_day=0))
    await add_offer(store, supplier, await add_sku(store, "RETIRED", active=False))
    report = await restock_desk(store).run()
    assert (report.lines, report.enough) == ([], 2)


async def test_pieces_promised_to_customers_are_not_counted_as_stock(store: Store) -> None:
    supplier = await add_supplier(store)
    sku = await add_sku(store, on_hand=100, reserved=110)
    await add_offer(store, supplier, sku)
    report = await restock_desk(store).run()
    assert report.courses("CUP-01-BL") == [Course.ORDERED]
    assert "No stock left (-10 pieces" in str(report)


async def test_the_cheapest_offer_in_the_shop_s_currency_is_taken(store: Store) -> None:
    sku = await add_sku(store)
    dear, cheap, foreign = [await add_supplier(store, code) for code in ("DEAR", "CHEAP", "USD")]
    await add_offer(store, dear, sku, price=6000)
    await add_offer(store, cheap, sku, price=4000)
    await add_offer(store, foreign, sku, price=900, currency="USD")
    await restock_desk(store).run()
    (order,) = await requested(store)
    assert order.supplier_id == cheap.key


async def test_a_received_or_cancelled_order_lets_the_next_need_be_ordered(store: Store) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store)
    await add_offer(store, supplier, sku)
    await restock_desk(store).run()
    async with store.writing() as unit:
        (order,), (line,) = await requested(store), await lines(store)
        order.status, line.open = PurchaseOrderStatus.CANCELLED, False
        unit.add(order)
        unit.add(line)

    assert (await restock_desk(store).run()).orders == ["PO2611230002"]


async def test_a_need_is_wanted_by_the_day_it_runs_out_or_as_soon_as_the_supplier_can(
    store: Store,
) -> None:
    supplier = await add_supplier(store)
    await add_receipts(store, supplier, [10, 10, 10])
    await add_offer(store, supplier, await add_sku(store, on_hand=4))
    await restock_desk(store).run()
    (order,) = await requested(store)
    assert order.needed_by is not None
    assert f"{order.needed_by.astimezone(ZONE):%Y-%m-%d}" == "2026-12-03"


async def test_more_items_than_a_page_are_all_looked_at(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    supplier = await add_supplier(store)
    for place in range(7):
        await add_offer(store, supplier, await add_sku(store, f"S{place}"))
    monkeypatch.setattr(needs, "_PAGE", 3)
    await restock_desk(store).run()
    assert len(await lines(store)) == 7


def minimum(monkeypatch: pytest.MonkeyPatch, minor: int) -> None:
    """Each supplier takes no order below this."""

    def terms(*_: object) -> SupplierTerms:
        return SupplierTerms(minimum_minor=minor)

    monkeypatch.setattr("bot.supply.terms.supplier_terms", terms)


async def test_an_order_below_the_supplier_s_minimum_is_joined_by_what_is_next_to_its_turn(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    minimum(monkeypatch, 500_000)  # 80 pieces at 50.00 are 4,000.00
    supplier = await add_supplier(store)
    await add_receipts(store, supplier, [12, 12, 12])
    for code, on_hand in (("LOW", 20), ("LATER", 60), ("SOON", 30), ("FULL", 300)):
        await add_offer(store, supplier, await add_sku(store, code, on_hand=on_hand))

    report = await restock_desk(store).run()

    assert report.courses("LOW") == report.courses("SOON") == [Course.ORDERED]
    assert report.courses("LATER") == report.courses("FULL") == []
    assert report.enough == 3
    (order,) = await requested(store)
    assert (
        "Ordered early, about 2 days before its turn, to reach the supplier's minimum order of "
        "¥5,000." in order.reason
    )


async def test_an_order_that_cannot_reach_the_minimum_waits_and_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    minimum(monkeypatch, 900_000_00)
    supplier = await add_supplier(store)
    await add_offer(store, supplier, await add_sku(store))
    report = await restock_desk(store).run()
    assert report.courses("CUP-01-BL") == [Course.WAITS]
    assert "stays below the supplier's minimum of ¥900,000" in str(report)
    assert not await requested(store) and not await queued(store)


async def test_a_budget_is_spent_on_what_would_lose_most(store: Store) -> None:
    supplier = await add_supplier(store)
    await add_offer(store, supplier, await add_sku(store, "SLOW", sold_a_day=1, on_hand=20))
    await add_offer(store, supplier, await add_sku(store, "FAST", on_hand=0))
    limited = Policy.model_validate({"stock": {"order_budget": 5000}})

    report = await restock_desk(store, policy=limited).run()

    assert report.courses("FAST") == [Course.ORDERED]
    assert report.courses("SLOW") == [Course.LEFT_OUT]
    assert "order 100 (5 packs of 20) now" in str(report)
    assert "Cut from 120: the budget of ¥5,000 allows no more." in str(report)
    assert "the budget of ¥5,000 is spent on what loses more sales" in str(report)


async def container_shop(store: Store, litres: int, pack_ml: int = 50_000) -> None:
    """12 days of lead time, packs of 20 of 50 l: LOW needs 4 packs; SOON lasts 15 days."""
    supplier = await add_supplier(store, container_volume=litres)
    await add_receipts(store, supplier, [12, 12, 12])
    for code, on_hand in (("LOW", 20), ("LATER", 60), ("SOON", 30)):
        sku = await add_sku(store, code, on_hand=on_hand)
        await add_offer(store, supplier, sku, pack_volume_ml=pack_ml)


async def test_a_container_is_filled_with_what_would_be_ordered_next(any_store: Store) -> None:
    await container_shop(any_store, 280)

    report = await restock_desk(any_store).run()

    # 4 packs of LOW are 200 l, 71 % of it; of the 3 packs that SOON would take one fits.
    assert sorted(line.quantity for line in await lines(any_store)) == [20, 80]
    assert report.courses("SOON") == [Course.ORDERED] and report.courses("LATER") == []
    (order,) = await requested(any_store)
    assert (
        "Ordered early, about 2 days before its turn: the container, 71 % full without it, has "
        "room. Cut from 60: the container takes no more." in order.reason
    )
    again = await restock_desk(any_store).run()
    assert again.orders == [] and len(await queued(any_store)) == 1


async def test_what_a_container_does_not_take_follows_the_next_day(any_store: Store) -> None:
    supplier = await add_supplier(any_store, container_volume=250)
    await add_receipts(any_store, supplier, [12, 12, 12])
    for code, on_hand in (("SLOW", 1), ("FAST", 20)):
        sku = await add_sku(any_store, code, on_hand=on_hand, sold_a_day=1 + (code == "FAST"))
        await add_offer(any_store, supplier, sku, pack_volume_ml=60_000)
    first = await restock_desk(any_store).run()
    assert (first.courses("FAST"), first.courses("SLOW")) == ([Course.ORDERED], [Course.LEFT_OUT])
    assert "the container is filled with what loses more sales" in str(first)
    again = await restock_desk(any_store).run()
    assert again.courses("SLOW") == [Course.TOMORROW] and again.orders == []
    tomorrow = await restock_desk(any_store, NOW + timedelta(days=1)).run()
    assert tomorrow.courses("SLOW") == [Course.ORDERED]


async def test_a_container_less_full_than_the_policy_says_is_not_filled(store: Store) -> None:
    await container_shop(store, 280)
    patient = Policy.model_validate({"stock": {"fill_container_from": 72}})
    await restock_desk(store, policy=patient).run()
    assert [line.quantity for line in await lines(store)] == [80]


async def test_without_volumes_a_container_changes_nothing(store: Store) -> None:
    await container_shop(store, 100, pack_ml=0)
    report = await restock_desk(store).run()
    assert [line.quantity for line in await lines(store)] == [80]
    assert report.enough == 2 and "container" not in str(report)
    await add_offer(store, await add_supplier(store, "OAK"), await add_sku(store, "B"))
    assert (await restock_desk(store).run()).orders == ["PO2611230002"]


async def test_offers_in_several_currencies_are_ordered_without_looking_at_the_budget(
    store: Store,
) -> None:
    supplier = await add_supplier(store)
    await add_offer(store, supplier, await add_sku(store, "A"))
    await add_offer(store, supplier, await add_sku(store, "B"), currency="USD")
    limited = Policy.model_validate({"stock": {"order_budget": 1}})
    report = await restock_desk(store, policy=limited).run()
    assert len(report.orders) == 1 and len(await lines(store)) == 2


async def test_what_earns_most_is_kept_at_the_highest_level(any_store: Store) -> None:
    supplier = await add_supplier(any_store)
    most, some = await add_sku(any_store, "MOST", sold_a_day=9), await add_sku(any_store, "SOME")
    little = await add_sku(any_store, "LITTLE", sold_a_day=1)
    none = await add_sku(any_store, "NONE", sold_a_day=0)
    await add_offer(any_store, supplier, most, price=9900)
    async with any_store.reading() as unit:
        levels = await service_levels(unit, Policy(), NOW.astimezone(ZONE).date())
    # 9 * 30.00, 2 * 129.00 and 129.00 a day: 41, 39 and 20 percent
    assert [levels.of(sku.key) for sku in (most, some, little, none)] == [0.97, 0.97, 0.95, 0.9]
