"""What each kind of action does to the records, and that its undo puts everything back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.actions.book import Stale
from bot.desk.actions.details import Details
from bot.desk.actions.kinds.registry import KINDS
from bot.desk.turn import StepKind
from bot.rules.actions.verdict import Allowed
from bot.rules.policy import Policy
from bot.rules.policy.order_changes import ItemChange
from knowledge.records import (
    ActionKind,
    ActionState,
    CaseKind,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnLine,
    ReturnStatus,
    Sku,
    TrackingStatus,
)
from tests.desk.actions.ledger import Ledger, goods, line_of, state_of
from tests.fakes import NOW, Desk, Shop

K = ActionKind
#: In which state an order has to be for each kind.
_STATUS = {
    K.CANCEL_ORDER: OrderStatus.PREPARING,
    K.CHANGE_ADDRESS: OrderStatus.PREPARING,
    K.CHANGE_ITEMS: OrderStatus.PREPARING,
    K.CLAIM_PARCEL: OrderStatus.SHIPPED,
    K.REQUEST_INVOICE: OrderStatus.PREPARING,
    K.PROTECT_PRICE: OrderStatus.PREPARING,
}
_CASES = {
    K.RETURN_ITEMS: CaseKind.RETURN,
    K.EXCHANGE_ITEMS: CaseKind.EXCHANGE,
    K.REPORT_ITEMS: CaseKind.DAMAGED,
    K.CLAIM_PARCEL: CaseKind.LOST,
    K.CLAIM_WARRANTY: CaseKind.WARRANTY,
}


async def _order(shop: Shop, status: OrderStatus, **known: Any) -> Order:
    """Two mugs at ¥129.00, with a cheaper one in the shop."""
    mug = await shop.product()
    order = await shop.order(
        await shop.customer(),
        (mug, 2),
        status=status,
        **{"total_minor": 25_800, "address": "杭州市西湖区文三路398号", **known},
    )
    await shop.variant(mug, price_minor=9_900, variant_zh="小号", variant_en="Small")
    if status is OrderStatus.DELIVERED:
        await shop.shipment(order, TrackingStatus.DELIVERED, delivered_at=NOW - timedelta(days=1))
    if status is OrderStatus.SHIPPED:
        await shop.shipment(order, TrackingStatus.EXPIRED, shipped_at=NOW - timedelta(days=9))
    return order


async def _small(desk: Desk) -> Sku:
    (found,) = await desk.records(Sku, Sku.variant_en == "Small")
    return found


async def _details(desk: Desk, kind: ActionKind, order: Order) -> Details:
    line = await line_of(desk, order)
    number = {"case_number": "R2611230001"}
    match kind:
        case K.CHANGE_ADDRESS:
            return Details(address="上海市浦东新区世纪大道100号", recipient="韩梅梅")
        case K.CHANGE_ITEMS:
            return goods(line, 1)
        case K.EXCHANGE_ITEMS:
            swap = goods(line, 1, (await _small(desk)).key)
            return swap.model_copy(update={"postage": "customer", **number})
        case K.RETURN_ITEMS:
            return goods(line).model_copy(update={"postage": "customer", **number})
        case K.REPORT_ITEMS:
            told = {"problem": "damaged", "cure": "refund", **number}
            return goods(line).model_copy(update=told)
        case K.CLAIM_WARRANTY:
            return goods(line).model_copy(update={"cure": "repair", "postage": "shop", **number})
        case K.CLAIM_PARCEL:
            return Details(cure="refund").model_copy(update=number)
        case K.REQUEST_INVOICE:
            return Details(title="李雷", email="lilei@example.com")
    return Details()


async def _ready(
    desk: Desk, shop: Shop, kind: ActionKind, **known: Any
) -> tuple[Ledger, Order, Details]:
    order = await _order(shop, _STATUS.get(kind, OrderStatus.DELIVERED), **known)
    if kind is K.PROTECT_PRICE:
        line = await line_of(desk, order)
        async with desk.store.writing() as unit:
            sku = await unit.get(Sku, line.sku_id)
            assert sku is not None
            sku.price_minor = 11_900
    return await Ledger.of(desk), order, await _details(desk, kind, order)


@pytest.mark.parametrize("kind", KINDS)
async def test_every_action_changes_something_and_its_undo_puts_it_back(
    any_desk: Desk, kind: ActionKind
) -> None:
    desk = any_desk
    ledger, order, details = await _ready(desk, desk.shop, kind)
    before = await state_of(desk, order)
    key = await ledger.done(kind, order, details)
    assert await state_of(desk, order) != before
    done = await ledger.action(key)
    assert (done.state, done.applied_at, done.confirmed_at) == (
        ActionState.APPLIED,
        desk.clock(),
        desk.clock(),
    )

    desk.clock.move(minutes=29)
    await ledger.take(StepKind.UNDO, key)
    assert await state_of(desk, order) == before
    undone = await ledger.action(key)
    assert (undone.state, undone.undone_at, undone.undone_by) == (
        ActionState.UNDONE,
        desk.clock(),
        None,
    )
    assert isinstance(await ledger.judge(kind, order, details), Allowed)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_customers_undo_ends_with_its_time_and_staffs_does_not(
    desk: Desk, shop: Shop, kind: ActionKind
) -> None:
    ledger, order, details = await _ready(desk, shop, kind)
    before = await state_of(desk, order)
    key = await ledger.done(kind, order, details)
    desk.clock.move(minutes=31)
    with pytest.raises(Stale):
        await ledger.take(StepKind.UNDO, key)
    staff = await shop.staff()
    await ledger.undo_as_staff(key, staff.key)
    assert await state_of(desk, order) == before
    assert (await ledger.action(key)).undone_by == staff.key


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_undone_is_not_undone_again(
    desk: Desk, shop: Shop, kind: ActionKind
) -> None:
    ledger, order, details = await _ready(desk, shop, kind)
    key = await ledger.done(kind, order, details)
    await ledger.take(StepKind.UNDO, key)
    with pytest.raises(Stale):
        await ledger.take(StepKind.UNDO, key)


# --- what each does ---


async def test_a_cancelled_order_brings_back_what_was_paid(desk: Desk, shop: Shop) -> None:
    ledger, order, _ = await _ready(desk, shop, K.CANCEL_ORDER)
    await ledger.done(K.CANCEL_ORDER, order)
    (refund,) = await desk.records(Refund)
    assert (refund.amount_minor, refund.status) == (25_800, RefundStatus.PENDING)
    assert refund.due_at == desk.clock() + timedelta(days=3)
    (now,) = await desk.records(Order)
    assert (now.status, now.cancelled_at) == (OrderStatus.CANCELLED, desk.clock())


async def test_an_order_that_was_not_paid_is_cancelled_without_money(
    desk: Desk, shop: Shop
) -> None:
    order = await _order(shop, OrderStatus.AWAITING_PAYMENT)
    await (await Ledger.of(desk)).done(K.CANCEL_ORDER, order)
    assert await desk.records(Refund) == []


async def test_a_new_address_keeps_who_is_not_named(desk: Desk, shop: Shop) -> None:
    ledger, order, details = await _ready(desk, shop, K.CHANGE_ADDRESS, recipient="李雷")
    await ledger.done(K.CHANGE_ADDRESS, order, details)
    (now,) = await desk.records(Order)
    assert (now.address, now.recipient, now.phone) == (
        "上海市浦东新区世纪大道100号",
        "韩梅梅",
        order.phone,
    )


async def test_fewer_pieces_make_the_order_cheaper_and_bring_the_rest_back(
    desk: Desk, shop: Shop
) -> None:
    ledger, order, details = await _ready(desk, shop, K.CHANGE_ITEMS)
    await ledger.done(K.CHANGE_ITEMS, order, details)
    state = await state_of(desk, order)
    assert state["order"][2] == 12_900
    assert [one[1:] for one in state["lines"]] == [(1, 12_900)]
    assert state["refunds"] == [(12_900, RefundStatus.PENDING)]


async def test_cancelling_after_a_change_brings_all_the_rest_back(desk: Desk, shop: Shop) -> None:
    ledger, order, details = await _ready(desk, shop, K.CHANGE_ITEMS)
    await ledger.done(K.CHANGE_ITEMS, order, details)
    await ledger.done(K.CANCEL_ORDER, order)
    assert [one.amount_minor for one in await desk.records(Refund)] == [12_900, 12_900]


async def test_another_size_takes_the_place_of_the_line(desk: Desk, shop: Shop) -> None:
    ledger, order, _ = await _ready(desk, shop, K.CHANGE_ITEMS)
    small = await _small(desk)
    await ledger.done(K.CHANGE_ITEMS, order, goods(await line_of(desk, order), 2, small.key))
    state = await state_of(desk, order)
    assert state["lines"] == [(small.key, 2, 9_900)]
    assert state["order"][2] == 19_800
    assert state["refunds"] == [(6_000, RefundStatus.PENDING)]


async def test_goods_of_an_unpaid_order_cost_less_and_bring_nothing_back(
    desk: Desk, shop: Shop
) -> None:
    order = await _order(shop, OrderStatus.AWAITING_PAYMENT)
    ledger = await Ledger.of(desk)
    await ledger.done(K.CHANGE_ITEMS, order, goods(await line_of(desk, order), 1))
    state = await state_of(desk, order)
    assert (state["order"][2], state["refunds"]) == (12_900, [])


async def test_a_difference_that_is_charged_is_not_given_back_before_it_was_paid(
    shop: Shop,
) -> None:
    desk = Desk(shop.store, policy=Policy(item_change=ItemChange(difference="charge")))
    order = await _order(shop, OrderStatus.PREPARING)
    ledger = await Ledger.of(desk)
    await ledger.done(K.CHANGE_ITEMS, order, goods(await line_of(desk, order), 3))
    (payment,) = await desk.records(Payment)
    assert (payment.amount_minor, payment.status) == (12_900, PaymentStatus.PENDING)
    assert (await state_of(desk, order))["order"][2] == 38_700
    assert await ledger.judge(K.CANCEL_ORDER, order) == Allowed(25_800)


@pytest.mark.parametrize("kind", _CASES)
async def test_a_case_is_opened_with_its_number_its_goods_and_its_cure(
    desk: Desk, shop: Shop, kind: ActionKind
) -> None:
    ledger, order, details = await _ready(desk, shop, kind)
    key = await ledger.done(kind, order, details)
    (case,) = await desk.records(ReturnCase)
    assert (case.kind, case.status, case.number) == (
        _CASES[kind],
        ReturnStatus.OPEN,
        "R2611230001",
    )
    assert case.action_id == (await ledger.action(key)).key
    lines = await desk.records(ReturnLine)
    assert [(one.sku_id, one.quantity, one.new_sku_id) for one in lines] == [
        (one.sku_id, one.quantity, one.new_sku_id) for one in details.goods
    ]


@pytest.mark.parametrize(
    ("kind", "at_once", "promised"),
    [
        (K.RETURN_ITEMS, [], 12_900),
        (K.EXCHANGE_ITEMS, [], 3_000),
        (K.REPORT_ITEMS, [12_900], 12_900),
        (K.CLAIM_PARCEL, [25_800], 25_800),
        (K.CLAIM_WARRANTY, [], 0),
    ],
)
async def test_money_goes_back_at_once_only_where_no_goods_come_back_first(
    desk: Desk, shop: Shop, kind: ActionKind, at_once: list[int], promised: int
) -> None:
    ledger, order, details = await _ready(desk, shop, kind)
    await ledger.done(kind, order, details)
    (case,) = await desk.records(ReturnCase)
    assert [one.amount_minor for one in await desk.records(Refund)] == at_once
    assert case.refund_minor == promised


async def test_an_invoice_is_asked_for_with_what_was_told(desk: Desk, shop: Shop) -> None:
    order = await _order(shop, OrderStatus.PREPARING)
    company = Details(
        company=True,
        title="杭州山屿有限公司",
        tax_number="91350100M000100Y43",
        email="li@example.com",
    )
    await (await Ledger.of(desk)).done(K.REQUEST_INVOICE, order, company)
    (invoice,) = await desk.records(Invoice)
    assert (invoice.kind, invoice.title, invoice.tax_number) == (
        InvoiceKind.COMPANY,
        "杭州山屿有限公司",
        "91350100M000100Y43",
    )
    assert (invoice.email, invoice.status) == ("li@example.com", InvoiceStatus.REQUESTED)


async def test_a_fallen_price_brings_the_difference_back_for_every_piece(
    desk: Desk, shop: Shop
) -> None:
    ledger, order, _ = await _ready(desk, shop, K.PROTECT_PRICE)
    await ledger.done(K.PROTECT_PRICE, order)
    assert [one.amount_minor for one in await desk.records(Refund)] == [2_000]


async def test_an_order_that_has_a_sku_twice_is_judged_at_the_mean_price(
    desk: Desk, shop: Shop
) -> None:
    order = await _order(shop, OrderStatus.DELIVERED, total_minor=30_000)
    line = await line_of(desk, order)
    await shop.add(
        type(line)(order_id=order.key, sku_id=line.sku_id, quantity=1, unit_price_minor=4_200)
    )
    (merged,) = (await (await Ledger.of(desk)).seen(order)).lines
    assert (merged.quantity, merged.price_minor) == (3, 10_000)


# --- what has followed ---


async def test_money_that_was_paid_out_stops_the_undo(desk: Desk, shop: Shop) -> None:
    ledger, order, _ = await _ready(desk, shop, K.CANCEL_ORDER)
    key = await ledger.done(K.CANCEL_ORDER, order)
    async with desk.store.writing() as unit:
        (refund,) = await desk.records(Refund)
        (await unit.merge(refund)).status = RefundStatus.PAID
    after = await state_of(desk, order)
    with pytest.raises(Stale):
        await ledger.take(StepKind.UNDO, key)
    assert await state_of(desk, order) == after
    assert (await ledger.action(key)).state is ActionState.APPLIED


async def test_a_parcel_that_left_stops_the_undo_of_its_address(desk: Desk, shop: Shop) -> None:
    ledger, order, details = await _ready(desk, shop, K.CHANGE_ADDRESS)
    key = await ledger.done(K.CHANGE_ADDRESS, order, details)
    await shop.shipment(order, shipped_at=NOW)
    after = await state_of(desk, order)
    with pytest.raises(Stale):
        await ledger.take(StepKind.UNDO, key)
    assert await state_of(desk, order) == after


async def test_an_older_change_is_not_undone_beneath_a_newer_one(desk: Desk, shop: Shop) -> None:
    ledger, order, _ = await _ready(desk, shop, K.CHANGE_ITEMS)
    older = await ledger.done(K.CHANGE_ITEMS, order, goods(await line_of(desk, order), 1))
    between = await state_of(desk, order)
    small = await _small(desk)
    newer = await ledger.done(
        K.CHANGE_ITEMS, order, goods(await line_of(desk, order), 1, small.key)
    )
    with pytest.raises(Stale):
        await ledger.take(StepKind.UNDO, older)
    await ledger.take(StepKind.UNDO, newer)
    assert await state_of(desk, order) == between
    await ledger.take(StepKind.UNDO, older)
    assert (await state_of(desk, order))["order"][2] == 25_800
