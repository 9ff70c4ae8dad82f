"""How long the shelves last: what runs out first, page by page, and one item's days ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.policy import Policy
from bot.supply.stock_outlook import PAST_DAYS, StockOutlook
from knowledge.records import Forecast, PurchaseOrderStatus, Sku
from knowledge.store import Store
from tests.supply.shop import NOW, ZONE, add_sku, add_supplier
from tests.supply.waiting import add, add_purchase

TODAY = NOW.astimezone(ZONE).date()


def outlook(store: Store) -> StockOutlook:
    return StockOutlook(store, Policy(), ZONE, clock=lambda: NOW)


async def codes(store: Store, words: str = "") -> list[str]:
    found = await outlook(store).shelves(words)
    return [shelf.item.sku.code for shelf, _ in found.rows]


async def test_what_runs_out_first_is_on_top_and_what_nobody_counts_is_last(
    any_store: Store,
) -> None:
    await add_sku(any_store, "UNCOUNTED", on_hand=None, sold_a_day=9)
    await add_sku(any_store, "LASTS", on_hand=60)
    await add_sku(any_store, "SHORT", on_hand=8)
    await add_sku(any_store, "GONE", on_hand=3, reserved=5)
    assert await codes(any_store) == ["GONE", "SHORT", "LASTS", "UNCOUNTED"]
    assert await codes(any_store, "MUG sho") == ["SHORT"]
    assert await codes(any_store, "海蓝 陶瓷杯LASTS") == ["LASTS"]


async def test_pages_follow_one_another(store: Store) -> None:
    for at in range(5):
        await add_sku(store, f"CUP-{at}", on_hand=10 * at)
    desk, seen, after = outlook(store), list[str](), None
    while True:
        page = await desk.shelves("cup", after, limit=2)
        seen += [shelf.item.sku.code for shelf, _ in page.rows]
        assert page.found == 5
        if not page.more:
            break
        after = page.rows[-1][0].place
    assert seen == [f"CUP-{at}" for at in range(5)]


async def test_days_left_and_the_reorder_point_are_those_of_the_restock(store: Store) -> None:
    await add_sku(store, on_hand=24)
    ((shelf, point),) = (await outlook(store).shelves()).rows
    assert shelf.days_left == pytest.approx(12)
    assert shelf.sold_ahead == pytest.approx(56)
    assert point > 0


async def test_an_item_without_a_forecast_goes_on_as_it_sold(store: Store) -> None:
    sku = await add_sku(store, on_hand=5)
    found = await outlook(store).item(sku.key)
    assert len(found.sold) == PAST_DAYS and sum(found.sold) == 180
    assert found.mean[:3] == pytest.approx([2, 2, 2]) and not found.low
    assert found.left is not None and found.left[:4] == pytest.approx([3, 1, 0, 0])


async def test_a_forecast_is_read_from_today_on_and_what_comes_fills_the_shelf(
    store: Store,
) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store, on_hand=3)
    await add(store, _forecast(sku))
    await add_purchase(store, supplier, (sku, 40), expected_at=NOW + timedelta(days=2))
    found = await outlook(store).item(sku.key)
    assert found.mean[:2] == pytest.approx([1, 2])
    assert (found.low[:2], found.high[:2]) == ([0, 1], [2, 3])
    assert found.left is not None and found.left[:3] == pytest.approx([2, 0, 37])


async def test_everything_on_the_way_is_listed_and_drawn_on_its_day(any_store: Store) -> None:
    supplier, sku = await add_supplier(any_store), await add_sku(any_store, on_hand=2)
    for number, pieces, day in (("LATER", 60, 4), ("OVERDUE", 5, -3), ("SOON", 10, 1)):
        at = NOW + timedelta(days=day)
        await add_purchase(any_store, supplier, (sku, pieces), number=number, expected_at=at)
    await add_purchase(any_store, supplier, (sku, 7), number="SOME-DAY")
    found = await outlook(any_store).item(sku.key)
    assert [(one.number, one.pieces) for one in found.shelf.coming] == [
        ("OVERDUE", 5),
        ("SOON", 10),
        ("LATER", 60),
        ("SOME-DAY", 7),
    ]
    assert found.left is not None and found.left[:5] == pytest.approx([5, 13, 11, 9, 67])


async def test_what_is_only_proposed_is_not_on_the_way(store: Store) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store)
    proposed = PurchaseOrderStatus.PROPOSED
    await add_purchase(store, supplier, (sku, 40), status=proposed, expected_at=NOW)
    assert not (await outlook(store).item(sku.key)).shelf.coming


async def test_an_item_that_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(LookupError):
        await outlook(store).item(7)


def _forecast(sku: Sku) -> Forecast:
    """Made two days ago: 9, 9, 1, 2, 3, 3 … pieces a day."""
    rest = [3.0] * 87
    return Forecast(
        sku_id=sku.key,
        made_at=NOW - timedelta(days=2),
        first_day=TODAY - timedelta(days=2),
        model="ets",
        error=0.8,
        mean=[9, 9, 1, 2, *rest],
        low=[5, 5, -1, 1, *rest],
        high=[9, 9, 2, 3, *rest],
        spread=[2.0] * 91,
    )
