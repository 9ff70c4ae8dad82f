"""A supplier's card is read from its orders, and decides who gets the next one."""

from __future__ import annotations

from datetime import timedelta

from bot.supply.receipts import Arrived, ReceiptDesk
from bot.supply.scorecards import Scorecards
from knowledge.records import (
    Channel,
    PriceBreak,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    Supplier,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Store
from tests.supply.shop import (
    NOW,
    ZONE,
    add_offer,
    add_receipts,
    add_sku,
    add_supplier,
    lines,
    requested,
    restock_desk,
)
from tests.supply.waiting import add

DAY = timedelta(days=1)


async def bought(
    store: Store,
    supplier: Supplier,
    sku: Sku,
    asked_ago: int,
    *,
    took: int,
    promised: int,
    price: int = 1000,
    came: int = 50,
    rejected: int = 0,
) -> PurchaseOrder:
    """An order of 50 pieces that came after some days."""
    asked = NOW - asked_ago * DAY
    order = await add(
        store,
        PurchaseOrder(
            number=f"PO-{supplier.code}-{asked_ago}",
            supplier_id=supplier.key,
            status=PurchaseOrderStatus.REQUESTED,
            requested_at=asked,
            expected_at=asked + 99 * DAY,
            promised_at=asked + promised * DAY,
        ),
    )
    line = PurchaseOrderLine(
        purchase_order_id=order.key, sku_id=sku.key, quantity=50, unit_price_minor=price
    )
    await add(store, line)
    note = [Arrived(sku.code, came, rejected, no_more=True)]
    await ReceiptDesk(store, lambda: asked + took * DAY).receive(None, order.number, note, "LS")
    return order


async def answered(store: Store, order: PurchaseOrder, hours: int, **known: object) -> None:
    message = SupplierMessage(
        channel=Channel.MAIL,
        external_id=f"<{order.number}-{hours}>",
        purchase_order_id=order.key,
        state=SupplierMessageState.READ,
        written_at=order.requested_at + timedelta(hours=hours),
    )
    for name, value in known.items():
        setattr(message, name, value)
    await add(store, message)


async def test_a_card_tells_a_year(any_store: Store) -> None:
    jade, oak = await add_supplier(any_store), await add_supplier(any_store, "OAK")
    sku = await add_sku(any_store)
    await bought(any_store, jade, sku, 400, took=30, promised=1, price=1000)
    first = await bought(any_store, jade, sku, 90, took=10, promised=10, came=48, rejected=2)
    second = await bought(any_store, jade, sku, 40, took=14, promised=12, price=1100)
    await answered(any_store, first, 1, state=SupplierMessageState.AUTO_REPLY)
    await answered(any_store, first, 3, is_ours=True)
    await answered(any_store, first, 5)
    await answered(any_store, second, 9)

    cards = await Scorecards(any_store, zone=ZONE, clock=lambda: NOW).all()

    assert [one.supplier.key for one in cards] == [jade.key, oak.key]
    card, empty = cards[0].card, cards[1].card
    assert (card.orders, card.on_time, card.fill, card.rejected) == (2, 0.5, 0.98, 0.02)
    assert (card.lead_mean, card.answer_hours) == (12, 7)
    assert card.price_trend is not None and round(card.price_trend, 6) == 0.1
    assert (empty.orders, empty.on_time, empty.fill) == (0, None, None)


async def test_orders_from_before_receipts_were_kept_say_nothing_of_the_fill_rate(
    store: Store,
) -> None:
    supplier, sku = await add_supplier(store), await add_sku(store)
    await add_receipts(store, supplier, [12])
    await add(
        store,
        PurchaseOrderLine(
            purchase_order_id=1, sku_id=sku.key, quantity=50, unit_price_minor=1, open=False
        ),
    )
    (one,) = await Scorecards(store, zone=ZONE, clock=lambda: NOW).all()
    assert (one.card.orders, one.card.fill, one.card.lead_mean) == (1, None, 12)


async def test_the_next_order_goes_to_whom_it_costs_least_in_all(any_store: Store) -> None:
    jade, oak = await add_supplier(any_store), await add_supplier(any_store, "OAK")
    sku = await add_sku(any_store)
    await add_receipts(any_store, jade, [3, 25, 40])
    await add_receipts(any_store, oak, [7, 7, 7])
    await add_offer(any_store, jade, sku, price=4990)
    await add_offer(any_store, oak, sku, price=5000)
    await restock_desk(any_store).run()
    (order,) = await requested(any_store)
    assert order.supplier_id == oak.key


async def test_a_price_break_that_the_order_reaches_decides(store: Store) -> None:
    jade, oak = await add_supplier(store), await add_supplier(store, "OAK")
    sku = await add_sku(store)
    await add_offer(store, jade, sku, price=5000)
    offer = await add_offer(store, oak, sku, price=5200)
    await add(store, PriceBreak(offer_id=offer.key, from_quantity=60, unit_price_minor=4000))
    await restock_desk(store).run()
    (order,) = await requested(store)
    assert order.supplier_id == oak.key and len(await lines(store)) == 1


async def test_an_offer_in_the_item_s_own_currency_goes_before_others(store: Store) -> None:
    jade, oak = await add_supplier(store), await add_supplier(store, "OAK")
    sku = await add_sku(store)
    await add_offer(store, jade, sku, price=10, currency="EUR")
    await add_offer(store, oak, sku, price=5000)
    await restock_desk(store).run()
    (order,) = await requested(store)
    assert order.supplier_id == oak.key
