"""How the shelves stand, as the overview tells it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.policy import Policy
from bot.supply.state import RestockState, RestockWatch
from knowledge.store import Store
from tests.supply.shop import (
    NOW,
    ZONE,
    add_offer,
    add_receipts,
    add_sku,
    add_supplier,
    restock_desk,
)


async def state(store: Store, now: datetime = NOW) -> RestockState:
    return await RestockWatch(store, Policy(), ZONE, lambda: now).look()


async def test_orders_and_items_below_their_point_are_counted(any_store: Store) -> None:
    supplier = await add_supplier(any_store)
    await add_receipts(any_store, supplier, [10, 12, 14])
    await add_offer(any_store, supplier, await add_sku(any_store, "ORDERED"))
    await restock_desk(any_store).run()
    await add_sku(any_store, "ENOUGH", on_hand=1_000)
    await add_sku(any_store, "UNCOUNTED", on_hand=None)
    await add_sku(any_store, "NO-OFFER")
    await add_offer(any_store, supplier, await add_sku(any_store, "NEEDED"))
    assert await state(any_store) == RestockState(
        orders_open=1, orders_overdue=0, below_ordered=1, below_not_ordered=2
    )
    later = await state(any_store, NOW + timedelta(days=60))
    assert (later.orders_open, later.orders_overdue) == (1, 1)
    assert await RestockWatch(any_store, Policy(), ZONE, lambda: NOW).state() == {
        "orders_open": 1,
        "orders_overdue": 0,
        "below_ordered": 1,
        "below_not_ordered": 2,
    }
