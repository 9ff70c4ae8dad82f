"""Goods come in: in parts, once a delivery note, and whoever waited can be served."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.supply.receipts import Arrived, ReceiptDesk, Remark, Taken
from bot.supply.refusals import OrderRefused
from knowledge.records import (
    AuditEntry,
    Customer,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Receipt,
    Role,
    Staff,
    StockLevel,
    StockMovement,
)
from knowledge.store import Store
from tests.supply.shop import NOW, add_sku, add_supplier
from tests.supply.waiting import add, add_order, add_purchase, every, level_of

PO = "PO2611230001"


def desk(store: Store) -> ReceiptDesk:
    return ReceiptDesk(store, clock=lambda: NOW)


async def keeper(store: Store) -> int:
    return (await add(store, Staff(username="li", password_hash="-", role=Role.AGENT))).key


async def test_goods_come_in_parts_until_the_order_is_received(any_store: Store) -> None:
    sku = await add_sku(any_store, on_hand=3)
    later = NOW + timedelta(days=4)
    await add_purchase(any_store, await add_supplier(any_store), (sku, 50), expected_at=later)
    staff = await keeper(any_store)

    part = await desk(any_store).receive(staff, PO, [Arrived(sku.code, 18, rejected=2)], "LS-1")

    assert part == Taken(complete=False, remarks=((sku.code, Remark.REJECTED, 2),))
    (line,) = await every(any_store, PurchaseOrderLine)
    assert (line.received_quantity, line.open) == (18, True)
    level = await level_of(any_store, sku)
    assert (level.on_hand, level.restock_at) == (21, later)

    rest = await desk(any_store).receive(staff, PO, [Arrived(sku.code, 32)], "LS-2")

    assert rest.complete
    (line,) = await every(any_store, PurchaseOrderLine)
    (order,) = await every(any_store, PurchaseOrder)
    assert (line.received_quantity, line.open) == (50, False)
    assert (order.status, order.received_at) == (PurchaseOrderStatus.RECEIVED, NOW)
    level = await level_of(any_store, sku)
    assert (level.on_hand, level.restock_at) == (53, None)
    moved = await every(any_store, StockMovement)
    assert [(one.quantity, one.reason, one.reference) for one in moved] == [
        (18, "receipt", PO),
        (32, "receipt", PO),
    ]
    first, _ = await every(any_store, Receipt)
    assert (first.quantity, first.rejected, first.staff_id) == (18, 2, staff)
    entries = await every(any_store, AuditEntry)
    assert [(one.staff_id, one.subject) for one in entries] == [(staff, f"purchase_order:{PO}")] * 2
    assert entries[0].detail == f"LS-1\n{sku.code}: +18, 2 rejected"


async def test_a_note_that_comes_twice_is_taken_once(any_store: Store) -> None:
    sku = await add_sku(any_store, on_hand=0)
    await add_purchase(any_store, await add_supplier(any_store), (sku, 50))
    note = [Arrived(sku.code, 20)]
    await desk(any_store).receive(None, PO, note, "LS-1")

    assert (await desk(any_store).receive(None, PO, note, " LS-1 ")).again
    with pytest.raises(OrderRefused, match="LS-1 was taken already, with other pieces"):
        await desk(any_store).receive(None, PO, [Arrived(sku.code, 21)], "LS-1")
    assert (await level_of(any_store, sku)).on_hand == 20
    assert len(await every(any_store, Receipt)) == len(await every(any_store, AuditEntry)) == 1


async def test_two_processes_at_the_same_instant_take_a_note_once(any_store: Store) -> None:
    supplier = await add_supplier(any_store)
    cup, tea = await add_sku(any_store, "A", on_hand=0), await add_sku(any_store, "B", on_hand=0)
    await add_purchase(any_store, supplier, (cup, 50), (tea, 10))
    note = [Arrived("A", 20), Arrived("B", 10)]
    other = Store(any_store.url)
    try:
        desks = [desk(store) for store in (any_store, other, any_store, other)]
        found = await asyncio.gather(
            *(one.receive(None, PO, note, "LS-1") for one in desks),
            *(one.receive(None, PO, list(reversed(note)), "LS-2") for one in desks[:2]),
        )
    finally:
        await other.close()
    assert sorted(one.again for one in found) == [False, False, True, True, True, True]
    assert (await level_of(any_store, cup)).on_hand == 40
    assert (await level_of(any_store, tea)).on_hand == 20
    assert len(await every(any_store, StockMovement)) == 4


async def test_more_than_ordered_is_taken_with_a_remark(store: Store) -> None:
    sku = await add_sku(store, on_hand=0)
    await add_purchase(store, await add_supplier(store), (sku, 50))

    over = await desk(store).receive(None, PO, [Arrived(sku.code, 53)], "LS-1")
    late = await desk(store).receive(None, PO, [Arrived(sku.code, 4)], "LS-2")

    assert over.complete and over.remarks == ((sku.code, Remark.MORE_THAN_ORDERED, 3),)
    assert late.remarks == ((sku.code, Remark.LINE_WAS_CLOSED, 4),)
    assert (await level_of(store, sku)).on_hand == 57
    (order,) = await every(store, PurchaseOrder)
    assert order.received_at == NOW


async def test_staff_close_a_line_of_which_no_more_will_come(store: Store) -> None:
    supplier = await add_supplier(store)
    cup, tea = await add_sku(store, "A", on_hand=0), await add_sku(store, "B", on_hand=0)
    await add_purchase(store, supplier, (cup, 50), (tea, 10))
    await desk(store).receive(None, PO, [Arrived("A", 40, no_more=True)], "LS-1")
    (order,) = await every(store, PurchaseOrder)
    assert order.status is PurchaseOrderStatus.REQUESTED

    done = await desk(store).receive(None, PO, [Arrived("B", 0, no_more=True)], "LS-2")

    assert done.complete
    (order,) = await every(store, PurchaseOrder)
    assert order.status is PurchaseOrderStatus.RECEIVED
    assert len(await every(store, StockMovement)) == 1


async def test_an_order_of_which_nothing_ever_came_tells_no_lead_time(store: Store) -> None:
    sku = await add_sku(store)
    await add_purchase(store, await add_supplier(store), (sku, 50))
    await desk(store).receive(None, PO, [Arrived(sku.code, 0, rejected=50, no_more=True)], "LS-1")
    (order,) = await every(store, PurchaseOrder)
    assert (order.status, order.received_at) == (PurchaseOrderStatus.CANCELLED, None)


async def test_an_item_that_nobody_counted_is_counted_from_then_on(any_store: Store) -> None:
    sku = await add_sku(any_store, on_hand=None)
    await add_purchase(any_store, await add_supplier(any_store), (sku, 50))
    await desk(any_store).receive(None, PO, [Arrived(sku.code, 50)], "LS-1")
    (level,) = await every(any_store, StockLevel)
    assert (level.sku_id, level.on_hand) == (sku.key, 50)


async def test_orders_that_waited_are_named_oldest_first_once_they_can_be_packed(
    any_store: Store,
) -> None:
    sku = await add_sku(any_store, on_hand=1, reserved=6)
    await add_purchase(any_store, await add_supplier(any_store), (sku, 50))
    customer = await add(any_store, Customer(reference="C1", name="安娜"))
    for number, pieces, days in (("XE3", 2, 1), ("XE1", 1, 9), ("XE2", 3, 5)):
        ago = timedelta(days=days)
        await add_order(any_store, customer.key, (sku, pieces), number=number, placed_ago=ago)

    part = await desk(any_store).receive(None, PO, [Arrived(sku.code, 3)], "LS-1")
    rest = await desk(any_store).receive(None, PO, [Arrived(sku.code, 2)], "LS-2")

    assert (part.packable, rest.packable) == (("XE2",), ("XE3",))


@pytest.mark.parametrize(
    ("lines", "reference", "said"),
    [
        ([], "LS-1", "No item is named"),
        ([Arrived("TEA", 1)], "LS-1", "TEA is not in this order"),
        ([Arrived("A", -1)], "LS-1", "no pieces below zero"),
        ([Arrived("A", 0)], "LS-1", "no pieces are named"),
        ([Arrived("A", 1), Arrived("A", 2)], "LS-1", "named twice"),
        ([Arrived("A", 1)], "  ", "1 to 60 characters"),
        ([Arrived("A", 1)], "x" * 61, "1 to 60 characters"),
    ],
)
async def test_a_note_that_does_not_fit_is_refused_in_words_and_changes_nothing(
    store: Store, lines: list[Arrived], reference: str, said: str
) -> None:
    await add_purchase(store, await add_supplier(store), (await add_sku(store, "A"), 50))
    with pytest.raises(OrderRefused, match=said):
        await desk(store).receive(None, PO, lines, reference)
    assert not await every(store, Receipt) and not await every(store, StockMovement)


async def test_what_was_never_sent_or_was_cancelled_receives_nothing(store: Store) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store, "A")
    states = PurchaseOrderStatus.PROPOSED, PurchaseOrderStatus.CANCELLED
    for number, status in zip(("PO1", "PO2"), states, strict=True):
        await add_purchase(store, supplier, (sku, 50), number=number, status=status)
    with pytest.raises(OrderRefused, match="not sent"):
        await desk(store).receive(None, "PO1", [Arrived("A", 1)], "LS-1")
    with pytest.raises(OrderRefused, match="cancelled"):
        await desk(store).receive(None, "PO2", [Arrived("A", 1)], "LS-1")
    with pytest.raises(LookupError, match="PO3"):
        await desk(store).receive(None, "PO3", [Arrived("A", 1)], "LS-1")
