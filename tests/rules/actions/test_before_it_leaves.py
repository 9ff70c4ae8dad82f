"""Cancelling, another address and other goods: only while the shop has the order."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest

from bot.rules.actions.addresses import Destination, is_whole, may_change_address
from bot.rules.actions.before_it_leaves import too_late
from bot.rules.actions.cancelling import may_cancel
from bot.rules.actions.items import Change, Variant, may_change_items
from bot.rules.actions.verdict import Allowed, Because, Refused
from bot.rules.policy import Policy
from bot.rules.policy.order_changes import Cancelling, ItemChange
from knowledge.records import ActionKind, CaseKind, OrderStatus, ReturnStatus, TrackingStatus
from tests.fakes import NOW
from tests.rules.actions.orders import MUG, action, case, facts, line, refund, shipment

_POLICY = Policy()
_UNTIL: tuple[Literal["packed", "shipped"], ...] = ("packed", "shipped")


def _refused(verdict: object) -> Because:
    assert isinstance(verdict, Refused)
    return verdict.why


# --- when it is too late ---


@pytest.mark.parametrize("until", _UNTIL)
def test_an_order_that_was_not_touched_can_be_changed(until: Literal["packed", "shipped"]) -> None:
    assert too_late(facts(), until) is None
    assert too_late(facts(OrderStatus.AWAITING_PAYMENT), until) is None


def test_a_packed_order_can_be_changed_until_it_ships_only_by_policy() -> None:
    packed = facts(order={"packed_at": NOW})
    assert too_late(packed, "shipped") is None
    assert too_late(packed, "packed") == Refused(Because.PACKED, when=NOW)


@pytest.mark.parametrize("until", _UNTIL)
@pytest.mark.parametrize(
    ("status", "why"),
    [
        (OrderStatus.SHIPPED, Because.SHIPPED),
        (OrderStatus.DELIVERED, Because.DELIVERED),
        (OrderStatus.CANCELLED, Because.CANCELLED),
        (OrderStatus.REFUNDED, Because.REFUNDED),
    ],
)
def test_an_order_that_left_or_is_over_cannot_be_changed(
    status: OrderStatus, why: Because, until: Literal["packed", "shipped"]
) -> None:
    refused = too_late(facts(status), until)
    assert refused is not None and refused.why is why


def test_a_parcel_under_way_counts_more_than_the_orders_status() -> None:
    left = too_late(facts(shipments=[shipment()]), "shipped")
    assert left == Refused(Because.SHIPPED, when=NOW - timedelta(days=1))


def test_a_label_alone_is_no_departure() -> None:
    assert too_late(facts(shipments=[shipment(TrackingStatus.INFO_RECEIVED)]), "shipped") is None


# --- cancelling ---


def test_cancelling_brings_back_what_was_paid() -> None:
    assert may_cancel(facts(total=12_900), _POLICY) == Allowed(12_900)


def test_cancelling_brings_nothing_back_that_was_not_paid() -> None:
    assert may_cancel(facts(OrderStatus.AWAITING_PAYMENT), _POLICY) == Allowed(0)


def test_cancelling_brings_back_only_what_has_not_gone_back_yet() -> None:
    assert may_cancel(facts(total=12_900, refunds=[refund(2_900)]), _POLICY) == Allowed(10_000)


def test_cancelling_after_goods_were_taken_out_brings_back_all_the_rest() -> None:
    changed = action(ActionKind.CHANGE_ITEMS, before={"refund_id": 1})
    left = facts(total=12_900, refunds=[refund(12_900)], actions=[changed])
    assert may_cancel(left, _POLICY) == Allowed(12_900)


def test_a_shop_may_end_cancelling_with_packing() -> None:
    strict = Policy(cancelling=Cancelling(until="packed"))
    assert _refused(may_cancel(facts(order={"packed_at": NOW}), strict)) is Because.PACKED


# --- the address ---


def test_an_order_may_go_to_another_address() -> None:
    assert may_change_address(facts(), Destination("杭州市西湖区文三路399号"), _POLICY) == Allowed()


@pytest.mark.parametrize(
    "same",
    [
        Destination("杭州市西湖区文三路398号"),
        Destination("杭州市 西湖区，文三路398号。"),
        Destination("杭州市西湖区文三路398号", recipient="李雷", phone="13800001111"),
    ],
)
def test_the_address_it_has_already_is_no_change(same: Destination) -> None:
    assert _refused(may_change_address(facts(), same, _POLICY)) is Because.SAME_ADDRESS


@pytest.mark.parametrize(
    "other",
    [
        Destination("杭州市西湖区文三路398号", recipient="韩梅梅"),
        Destination("杭州市西湖区文三路398号", phone="13900002222"),
    ],
)
def test_another_recipient_or_phone_at_the_same_address_is_a_change(other: Destination) -> None:
    assert may_change_address(facts(), other, _POLICY) == Allowed()


def test_a_parcel_on_its_way_keeps_its_address() -> None:
    on_its_way = facts(OrderStatus.SHIPPED, shipments=[shipment()])
    verdict = may_change_address(on_its_way, Destination("杭州市西湖区文三路399号"), _POLICY)
    assert _refused(verdict) is Because.SHIPPED


@pytest.mark.parametrize(
    "address",
    [
        "杭州市西湖区文三路398号",
        "上海市浦东新区世纪大道100号3楼",
        "广东省深圳市南山区科技园十二栋",
        "12 Mill Lane, Leeds LS1 4AB",
        "500 Main Street, Springfield",
        "Flat 2, 5 High St, York",
        "Calle Mayor 5, Madrid, Spain",
        "1450 Elm Avenue, Suite 12, Denver, CO, USA, 80279",
    ],
)
def test_an_address_with_place_street_and_number_is_whole(address: str) -> None:
    assert is_whole(address)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "杭州",
        "我公司",
        "文三路398号",
        "杭州市西湖区",
        "my office",
        "12 Mill Lane",
        "I would rather have 2 of them",
        "can it come before the 5th please",
        "我的订单2611230042什么时候到",
    ],
)
def test_other_words_are_no_whole_address(words: str) -> None:
    assert not is_whole(words)


# --- the goods ---


def _variant(sku_id: int = 2, price: int = 10_000, available: int = 10) -> Variant:
    return Variant(sku_id, MUG, price, available, "CNY")


def test_another_colour_at_the_same_price_costs_nothing() -> None:
    assert may_change_items(facts(), [Change(1, 1, _variant())], _POLICY) == Allowed(0)


def test_what_is_cheaper_brings_the_difference_back() -> None:
    two = facts(OrderStatus.PREPARING, line(quantity=2, price=12_900))
    assert may_change_items(two, [Change(1, 2, _variant(price=9_900))], _POLICY) == Allowed(6_000)


def test_fewer_pieces_bring_their_share_of_a_coupon_order_back() -> None:
    two = facts(OrderStatus.PREPARING, line(quantity=2, price=10_000), total=18_000)
    assert may_change_items(two, [Change(1, 1)], _POLICY) == Allowed(9_000)


def test_nothing_goes_back_for_an_order_that_is_not_paid() -> None:
    unpaid = facts(OrderStatus.AWAITING_PAYMENT, line(quantity=2))
    assert may_change_items(unpaid, [Change(1, 1)], _POLICY) == Allowed(0)


def test_what_is_dearer_is_refused_with_the_difference() -> None:
    verdict = may_change_items(facts(), [Change(1, 1, _variant(price=12_000))], _POLICY)
    assert verdict == Refused(Because.DEARER, amount_minor=2_000)


def test_a_shop_may_charge_for_what_is_dearer() -> None:
    charging = Policy(item_change=ItemChange(difference="charge"))
    dearer = [Change(1, 1, _variant(price=12_000))]
    assert may_change_items(facts(), dearer, charging) == Allowed(-2_000)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Change(1, 1), Because.SAME_ITEM),
        (Change(1, 1, _variant(sku_id=1)), Because.SAME_ITEM),
        (Change(9, 1), Because.NOT_IN_ORDER),
        (Change(1, 1, _variant(available=0)), Because.OUT_OF_STOCK),
        (Change(1, 2, _variant(price=1, available=1)), Because.OUT_OF_STOCK),
    ],
)
def test_a_change_that_is_none_or_cannot_be_is_refused(change: Change, why: Because) -> None:
    assert _refused(may_change_items(facts(), [change], _POLICY)) is why


def test_goods_are_fixed_once_they_are_packed() -> None:
    packed = facts(order={"packed_at": NOW})
    assert _refused(may_change_items(packed, [Change(1, 1, _variant())], _POLICY)) is Because.PACKED


# --- what an order's facts say of themselves ---


@pytest.mark.parametrize("status", [ReturnStatus.CLOSED, ReturnStatus.WITHDRAWN])
def test_a_settled_case_is_not_open(status: ReturnStatus) -> None:
    assert facts(cases=[case(status)]).open_case is None


def test_the_newest_unsettled_case_is_the_open_one() -> None:
    first, second = case(key=1), case(ReturnStatus.RECEIVED, CaseKind.EXCHANGE, key=2)
    assert facts(cases=[first, second, case(ReturnStatus.CLOSED, key=3)]).open_case is second


def test_a_line_is_called_by_its_variant_in_either_language() -> None:
    red = line(variant_zh="红色", variant_en="Red")
    assert (red.called("zh"), red.called("en")) == ("保温杯（红色）", "Travel Mug (Red)")
    assert line().called("zh") == "保温杯"
