"""With `send_without_asking` off, suppliers hear nothing before a colleague taps."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.rules.policy import Policy
from bot.supply.proposed import ProposedOrders
from bot.supply.refusals import OrderRefused
from bot.supply.report import Course
from knowledge.records import (
    AuditEntry,
    PriceBreak,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Role,
    Staff,
    Supplier,
    SupplierMessage,
)
from knowledge.store import Store
from tests.supply.shop import (
    NOW,
    ZONE,
    FakeWording,
    add_offer,
    add_sku,
    add_supplier,
    lines,
    queued,
    restock_desk,
)
from tests.supply.waiting import add, every, level_of

ASK = Policy.model_validate({"stock": {"send_without_asking": False}})
PO = "PO2611230001"
DAY = timedelta(days=1)


def orders(store: Store, now: datetime = NOW) -> ProposedOrders:
    return ProposedOrders(store, FakeWording(), shop_name="小二商店", zone=ZONE, clock=lambda: now)


async def keeper(store: Store) -> int:
    return (await add(store, Staff(username="li", password_hash="-", role=Role.AGENT))).key


async def proposed(store: Store, *, minimum: int = 1) -> Supplier:
    """A shop whose restock has just proposed 100 cups in packs of 20."""
    supplier, sku = await add_supplier(store), await add_sku(store, on_hand=10)
    offer = await add_offer(store, supplier, sku, minimum=minimum)
    report = await restock_desk(store, policy=ASK).run()
    # The break comes after it, or the proposal would have made use of it.
    await add(store, PriceBreak(offer_id=offer.key, from_quantity=120, unit_price_minor=4700))
    assert report.proposed == [PO] and not report.orders
    assert report.courses("CUP-01-BL") == [Course.PROPOSED]
    assert "Waiting for staff: PO2611230001." in str(report)
    return supplier


async def test_a_proposal_is_no_order_yet(store: Store) -> None:
    await proposed(store)
    (order,) = await every(store, PurchaseOrder)
    assert order.status is PurchaseOrderStatus.PROPOSED and not await queued(store)
    async with store.reading() as unit:
        assert (await unit.get(PurchaseOrderLine, 1)) is not None
    (waiting,) = await orders(store).waiting()
    assert (waiting.order.number, waiting.supplier.code) == (PO, "JADE")
    assert [(one.sku.code, one.quantity) for one in waiting.lines] == [("CUP-01-BL", 100)]
    report = await restock_desk(store, policy=ASK).run()
    assert report.courses("CUP-01-BL") == [Course.ALREADY_ORDERED]


async def test_customers_are_told_of_a_date_only_once_it_is_sent(any_store: Store) -> None:
    await proposed(any_store)
    staff, (waiting,) = await keeper(any_store), await orders(any_store).waiting()
    sku = waiting.lines[0].sku
    assert (await level_of(any_store, sku)).restock_at is None

    await orders(any_store, NOW + 2 * DAY).approve(staff, PO)

    (order,) = await every(any_store, PurchaseOrder)
    assert (order.status, order.requested_at) == (PurchaseOrderStatus.REQUESTED, NOW + 2 * DAY)
    assert waiting.order.expected_at is not None
    assert order.expected_at == waiting.order.expected_at + 2 * DAY
    assert (await level_of(any_store, sku)).restock_at == order.expected_at
    (message,) = await queued(any_store)
    assert (message.purchase_order_id, message.idempotency_key) == (order.key, f"restock:{PO}")
    assert "100 pieces" in message.text
    (entry,) = await every(any_store, AuditEntry)
    assert (entry.staff_id, entry.action, entry.subject) == (
        staff,
        "approve_purchase",
        f"purchase_order:{PO}",
    )


async def test_what_is_approved_reads_as_what_is_sent_unasked(store: Store) -> None:
    await proposed(store)
    await orders(store).approve(await keeper(store), PO)
    (asked,) = await queued(store)
    async with store.writing() as unit:
        for table in (
            *await every(store, SupplierMessage),
            asked,
            *await every(store, PurchaseOrderLine),
            *await every(store, PriceBreak),
        ):
            await unit.delete(await unit.get(type(table), table.key))
        await unit.flush()
        await unit.delete(await unit.get(PurchaseOrder, 1))
    await restock_desk(store).run()
    (unasked,) = await queued(store)
    assert (asked.text, asked.data, asked.destination) == (
        unasked.text,
        unasked.data,
        unasked.destination,
    )


async def test_whoever_taps_twice_sends_once(any_store: Store) -> None:
    await proposed(any_store)
    staff, other = await keeper(any_store), Store(any_store.url)
    try:
        done = await asyncio.gather(
            *(orders(one).approve(staff, PO) for one in (any_store, other, any_store, other)),
            orders(other).drop(staff, PO),
            return_exceptions=True,
        )
    finally:
        await other.close()
    refused = [one for one in done if isinstance(one, OrderRefused)]
    assert [one.reason for one in refused] == ["decided"] * 4 and done.count(None) == 1
    assert len(await every(any_store, AuditEntry)) == 1
    (order,) = await every(any_store, PurchaseOrder)
    sent = order.status is PurchaseOrderStatus.REQUESTED
    assert len(await queued(any_store)) == sent


async def test_other_quantities_are_sent_at_the_price_that_they_have(any_store: Store) -> None:
    await proposed(any_store)
    staff = await keeper(any_store)
    await orders(any_store).change(staff, PO, {"CUP-01-BL": 120})
    (line,) = await lines(any_store)
    assert (line.quantity, line.unit_price_minor) == (120, 4700)
    await orders(any_store).change(staff, PO, {"CUP-01-BL": 60})
    (line,) = await lines(any_store)
    assert (line.quantity, line.unit_price_minor) == (60, 5000)
    await orders(any_store).approve(staff, PO)
    assert "60 pieces" in (await queued(any_store))[0].text
    first, *_ = await every(any_store, AuditEntry)
    assert (first.action, first.detail) == ("change_purchase", "CUP-01-BL: 100 → 120")


@pytest.mark.parametrize(
    ("sku", "pieces", "said"),
    [
        ("CUP-01-BL", 70, "70 are not whole packs of 20; 60 or 80 would be"),
        ("CUP-01-BL", 50, "50 are not whole packs of 20; 60 would be"),
        ("CUP-01-BL", 40, "the supplier sells 50 or more; 40 are fewer"),
        ("CUP-01-BL", 0, "the supplier sells 50 or more"),
        ("CUP-01-BL", 100, "Nothing of it was changed"),
        ("TEA", 20, "TEA is not in this order"),
    ],
)
async def test_what_the_supplier_does_not_sell_is_refused_in_words(
    store: Store, sku: str, pieces: int, said: str
) -> None:
    await proposed(store, minimum=50)
    with pytest.raises(OrderRefused, match=said):
        await orders(store).change(await keeper(store), PO, {sku: pieces})
    assert (await lines(store))[0].quantity == 100
    assert not await every(store, AuditEntry)


async def test_an_order_that_a_colleague_changes_meanwhile_is_sent_as_changed(
    store: Store,
) -> None:
    await proposed(store)
    staff = await keeper(store)

    class Interrupted(FakeWording):
        async def word(self, *given: object) -> str:
            async with store.reading() as unit:
                line = await unit.get(PurchaseOrderLine, 1)
            if line is not None and line.quantity == 100:
                await orders(store).change(staff, PO, {"CUP-01-BL": 80})
            return await super().word(*given)  # type: ignore[arg-type]

    desk = ProposedOrders(store, Interrupted(), shop_name="S", zone=ZONE, clock=lambda: NOW)
    await desk.approve(staff, PO)
    (message,) = await queued(store)
    assert "80 pieces" in message.text and "100 pieces" not in message.text


async def test_a_dropped_proposal_is_not_proposed_again_the_same_day(any_store: Store) -> None:
    await proposed(any_store)
    staff = await keeper(any_store)
    await orders(any_store, NOW + timedelta(hours=3)).drop(staff, PO, "too dear")

    evening, morning = NOW + timedelta(hours=14), NOW + timedelta(hours=16)
    for policy in (ASK, Policy()):
        report = await restock_desk(any_store, evening, policy).run()
        assert report.courses("CUP-01-BL") == [Course.DROPPED]
    report = await restock_desk(any_store, morning, ASK).run()
    assert report.courses("CUP-01-BL") == [Course.PROPOSED]

    first, _ = await every(any_store, PurchaseOrder)
    (line, _) = await lines(any_store)
    assert (first.status, line.open) == (PurchaseOrderStatus.CANCELLED, False)
    (entry,) = await every(any_store, AuditEntry)
    assert (entry.staff_id, entry.action, entry.detail) == (staff, "drop_purchase", "too dear")


async def test_a_supplier_that_lost_its_address_cannot_be_sent_anything(store: Store) -> None:
    supplier = await proposed(store)
    async with store.writing() as unit:
        found = await unit.get(Supplier, supplier.key)
        assert found is not None
        found.email = None
    with pytest.raises(OrderRefused, match="neither e-mail nor Telegram"):
        await orders(store).approve(await keeper(store), PO)
    with pytest.raises(LookupError):
        await orders(store).approve(1, "PO9")
