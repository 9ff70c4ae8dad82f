"""Returns, exchanges, reports, repairs, lost parcels, invoices and price differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from bot.rules.actions import returns
from bot.rules.actions.claims import is_lost, may_claim
from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.invoices import may_invoice
from bot.rules.actions.items import Variant
from bot.rules.actions.prices import may_protect_price
from bot.rules.actions.returns import Wanted
from bot.rules.actions.verdict import Allowed, Because, Refused, Verdict
from bot.rules.policy import Policy
from bot.rules.policy.aftercare import PriceProtection, Returning, Warranty
from knowledge.records import (
    ActionKind,
    ActionState,
    CaseKind,
    Invoice,
    InvoiceStatus,
    OrderStatus,
    RefundStatus,
    ReturnStatus,
    TrackingStatus,
)
from tests.fakes import NOW
from tests.rules.actions.orders import (
    MUG,
    action,
    case,
    delivered,
    facts,
    line,
    refund,
    shipment,
    taken,
)

_POLICY = Policy()
_ONE = [Wanted(1, 1)]
Rule = Callable[[OrderFacts, Sequence[Wanted], Policy, datetime], Verdict]


def _report(about: OrderFacts, wanted: Sequence[Wanted], policy: Policy, now: datetime) -> Verdict:
    return returns.may_report(about, wanted, policy, now, refund=True)


#: Every rule about goods that arrived, and its window.
_WINDOWS: list[tuple[Rule, int]] = [
    (returns.may_return, 7),
    (returns.may_exchange, 15),
    (_report, 15),
    (returns.may_claim_warranty, 365),
]
_RULES = [rule for rule, _ in _WINDOWS]


def _other(sku_id: int = 2, price: int = 10_000, available: int = 5) -> Variant:
    return Variant(sku_id, MUG, price, available, "CNY")


def _why(verdict: Verdict) -> Because:
    assert isinstance(verdict, Refused)
    return verdict.why


def _new(rule: Rule) -> list[Wanted]:
    return [Wanted(1, 1, _other())] if rule is returns.may_exchange else _ONE


# --- what all of them share ---


@pytest.mark.parametrize(("rule", "days"), _WINDOWS)
def test_the_last_day_counts_to_its_end_and_the_next_no_more(rule: Rule, days: int) -> None:
    about = delivered(days_ago=0)
    last = (NOW + timedelta(days=days)).replace(hour=23, minute=59)
    assert isinstance(rule(about, _new(rule), _POLICY, last), Allowed)
    assert _why(rule(about, _new(rule), _POLICY, last + timedelta(minutes=1))) is (
        Because.WINDOW_OVER
    )


@pytest.mark.parametrize("rule", _RULES)
@pytest.mark.parametrize(
    ("status", "why"),
    [
        (OrderStatus.AWAITING_PAYMENT, Because.NOT_DELIVERED),
        (OrderStatus.PREPARING, Because.NOT_DELIVERED),
        (OrderStatus.SHIPPED, Because.NOT_DELIVERED),
        (OrderStatus.CANCELLED, Because.CANCELLED),
        (OrderStatus.REFUNDED, Because.REFUNDED),
    ],
)
def test_goods_that_are_not_there_are_not_dealt_with(
    rule: Rule, status: OrderStatus, why: Because
) -> None:
    assert _why(rule(facts(status), _new(rule), _POLICY, NOW)) is why


@pytest.mark.parametrize("rule", _RULES)
def test_only_goods_of_the_order_count_and_no_more_than_it_has(rule: Rule) -> None:
    about = delivered(line(quantity=2))
    assert _why(rule(about, [Wanted(9, 1)], _POLICY, NOW)) is Because.NOT_IN_ORDER
    assert _why(rule(about, [Wanted(1, 0)], _POLICY, NOW)) is Because.NOT_IN_ORDER
    assert rule(about, [Wanted(1, 3)], _POLICY, NOW) == Refused(
        Because.TOO_MANY, number="2", product="Travel Mug"
    )


@pytest.mark.parametrize("rule", _RULES)
def test_pieces_named_twice_are_counted_together(rule: Rule) -> None:
    twice = [*_new(rule), *_new(rule)]
    assert _why(rule(delivered(), twice, _POLICY, NOW)) is Because.TOO_MANY


@pytest.mark.parametrize("rule", _RULES)
def test_pieces_that_a_case_is_about_are_named_with_its_number(rule: Rule) -> None:
    opened = case()
    about = delivered(cases=[opened], taken=[taken(opened)])
    verdict = rule(about, _new(rule), _POLICY, NOW)
    assert verdict == Refused(Because.CASE_OPEN, number="R2611230001", product="Travel Mug")


@pytest.mark.parametrize("rule", _RULES)
def test_pieces_that_no_case_is_about_are_free(rule: Rule) -> None:
    about = delivered(line(quantity=2), taken=[taken(case())])
    assert isinstance(rule(about, _new(rule), _POLICY, NOW), Allowed)


@pytest.mark.parametrize(
    ("rule", "policy"),
    [
        (returns.may_return, Policy(returning=Returning(excluded_categories=("mugs",)))),
        (returns.may_exchange, Policy(returning=Returning(excluded_categories=("mugs",)))),
        (returns.may_claim_warranty, Policy(warranty=Warranty(excluded_categories=("mugs",)))),
    ],
)
def test_goods_that_the_shop_excludes_are_refused_by_name(rule: Rule, policy: Policy) -> None:
    verdict = rule(delivered(), _new(rule), policy, NOW)
    assert verdict == Refused(Because.EXCLUDED, product="Travel Mug")


def test_what_arrived_broken_is_dealt_with_whatever_the_shop_excludes() -> None:
    policy = Policy(returning=Returning(excluded_categories=("mugs",)))
    assert isinstance(_report(delivered(), _ONE, policy, NOW), Allowed)


def test_an_order_is_there_when_its_last_parcel_is() -> None:
    parcels = [
        shipment(TrackingStatus.DELIVERED, delivered_at=NOW - timedelta(days=days))
        for days in (9, 3)
    ]
    about = facts(OrderStatus.DELIVERED, shipments=parcels)
    assert isinstance(returns.may_return(about, _ONE, _POLICY, NOW), Allowed)


# --- money ---


def test_a_line_of_an_order_with_a_coupon_bears_its_share() -> None:
    about = delivered(line(1), line(2), total=18_000)
    assert returns.may_return(about, _ONE, _POLICY, NOW) == Allowed(9_000)


def test_postage_that_was_paid_does_not_go_back_with_the_goods() -> None:
    assert returns.may_return(delivered(total=11_000), _ONE, _POLICY, NOW) == Allowed(10_000)


def test_what_has_gone_back_does_not_go_back_again() -> None:
    about = delivered(refunds=[refund(7_000, RefundStatus.PAID)])
    assert returns.may_return(about, _ONE, _POLICY, NOW) == Allowed(3_000)


def test_a_refund_that_was_refused_has_not_gone_back() -> None:
    about = delivered(refunds=[refund(7_000, RefundStatus.REFUSED)])
    assert returns.may_return(about, _ONE, _POLICY, NOW) == Allowed(10_000)


def test_what_an_open_return_will_bring_is_not_promised_twice() -> None:
    opened = case(refund_minor=10_000, postage="customer")
    about = delivered(
        line(1), line(2), cases=[opened], taken=[taken(opened)], refunds=[refund(2_000)]
    )
    assert returns.may_return(about, [Wanted(2, 1)], _POLICY, NOW) == Allowed(8_000)


def test_a_case_whose_refund_is_written_down_counts_once() -> None:
    opened = case(ReturnStatus.RECEIVED, refund_minor=10_000, postage="customer")
    paid = refund(10_000, key=2, reason="case R2611230001")
    about = delivered(line(1), line(2), cases=[opened], taken=[taken(opened)], refunds=[paid])
    assert returns.may_return(about, [Wanted(2, 1)], _POLICY, NOW) == Allowed(10_000)


def test_a_report_brings_money_only_where_money_is_wanted() -> None:
    wants_new = returns.may_report(delivered(), _ONE, _POLICY, NOW, refund=False)
    assert (_report(delivered(), _ONE, _POLICY, NOW), wants_new) == (Allowed(10_000), Allowed(0))


# --- exchanges ---


def test_an_exchange_for_the_same_price_costs_nothing() -> None:
    wanted = [Wanted(1, 1, _other())]
    assert returns.may_exchange(delivered(), wanted, _POLICY, NOW) == Allowed(0)


def test_an_exchange_for_something_cheaper_brings_the_difference_back() -> None:
    wanted = [Wanted(1, 1, _other(price=9_000))]
    assert returns.may_exchange(delivered(), wanted, _POLICY, NOW) == Allowed(1_000)


def test_an_exchange_for_something_dearer_is_refused_or_charged_by_policy() -> None:
    wanted = [Wanted(1, 1, _other(price=12_000))]
    assert returns.may_exchange(delivered(), wanted, _POLICY, NOW) == Refused(
        Because.DEARER, amount_minor=2_000
    )
    charging = Policy(returning=Returning(difference="charge"))
    assert returns.may_exchange(delivered(), wanted, charging, NOW) == Allowed(-2_000)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (None, Because.OUT_OF_STOCK),
        (_other(available=0), Because.OUT_OF_STOCK),
        (_other(sku_id=1), Because.SAME_ITEM),
    ],
)
def test_an_exchange_needs_something_else_that_is_there(new: Variant | None, why: Because) -> None:
    verdict = returns.may_exchange(delivered(), [Wanted(1, 1, new)], _POLICY, NOW)
    assert _why(verdict) is why


# --- lost parcels ---


def test_a_parcel_that_was_silent_for_the_shops_days_is_lost() -> None:
    five = timedelta(days=_POLICY.claims.silent_days)
    silent = facts(OrderStatus.SHIPPED, shipments=[shipment()], scanned_at=NOW - five)
    heard = facts(
        OrderStatus.SHIPPED,
        shipments=[shipment()],
        scanned_at=NOW - five + timedelta(seconds=1),
    )
    assert (is_lost(silent, _POLICY, NOW), is_lost(heard, _POLICY, NOW)) == (True, False)


@pytest.mark.parametrize("status", [TrackingStatus.EXPIRED, TrackingStatus.EXCEPTION])
def test_a_parcel_that_the_carrier_gave_up_is_lost_at_once(status: TrackingStatus) -> None:
    about = facts(OrderStatus.SHIPPED, shipments=[shipment(status)], scanned_at=NOW)
    assert may_claim(about, _POLICY, NOW, refund=True) == Allowed(10_000)
    assert may_claim(about, _POLICY, NOW, refund=False) == Allowed(0)


def test_a_parcel_on_the_road_is_not_lost() -> None:
    about = facts(OrderStatus.SHIPPED, shipments=[shipment()], scanned_at=NOW)
    assert may_claim(about, _POLICY, NOW, refund=True) == Refused(Because.NOT_LOST, when=NOW)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (OrderStatus.PREPARING, Because.NOT_SENT),
        (OrderStatus.AWAITING_PAYMENT, Because.NOT_SENT),
        (OrderStatus.DELIVERED, Because.DELIVERED),
        (OrderStatus.CANCELLED, Because.CANCELLED),
        (OrderStatus.REFUNDED, Because.REFUNDED),
    ],
)
def test_only_a_parcel_under_way_can_be_lost(status: OrderStatus, why: Because) -> None:
    assert _why(may_claim(facts(status), _POLICY, NOW, refund=True)) is why


def test_a_parcel_is_claimed_once_unless_the_claim_was_withdrawn() -> None:
    lost = {"shipments": [shipment(TrackingStatus.EXPIRED)]}
    claimed = facts(OrderStatus.SHIPPED, cases=[case(kind=CaseKind.LOST)], **lost)
    assert may_claim(claimed, _POLICY, NOW, refund=True) == Refused(
        Because.CASE_OPEN, number="R2611230001"
    )
    withdrawn = case(ReturnStatus.WITHDRAWN, CaseKind.LOST)
    again = facts(OrderStatus.SHIPPED, cases=[withdrawn], **lost)
    assert isinstance(may_claim(again, _POLICY, NOW, refund=True), Allowed)


# --- invoices ---


def _invoice() -> Invoice:
    return Invoice(id=1, order_id=1, title="李雷", status=InvoiceStatus.REQUESTED)


@pytest.mark.parametrize(
    "status", [OrderStatus.PREPARING, OrderStatus.SHIPPED, OrderStatus.DELIVERED]
)
def test_an_order_that_is_paid_gets_an_invoice(status: OrderStatus) -> None:
    assert may_invoice(facts(status), _POLICY, NOW) == Allowed()


@pytest.mark.parametrize(
    ("about", "why"),
    [
        (facts(OrderStatus.AWAITING_PAYMENT), Because.NOT_PAID),
        (facts(OrderStatus.CANCELLED), Because.CANCELLED),
        (facts(OrderStatus.REFUNDED), Because.REFUNDED),
        (facts(invoices=[_invoice()]), Because.INVOICED),
        (facts(order={"placed_at": NOW - timedelta(days=366)}), Because.WINDOW_OVER),
    ],
)
def test_an_invoice_is_refused_with_its_reason(about: OrderFacts, why: Because) -> None:
    assert _why(may_invoice(about, _POLICY, NOW)) is why


# --- price differences ---


def test_what_costs_less_today_brings_the_difference_back() -> None:
    about = facts(OrderStatus.SHIPPED, line(quantity=2, price=12_900, now_minor=11_900))
    assert may_protect_price(about, _POLICY, NOW) == Allowed(2_000)


def test_what_costs_more_today_is_not_set_against_what_costs_less() -> None:
    about = facts(OrderStatus.SHIPPED, line(1, now_minor=9_000), line(2, now_minor=15_000))
    assert may_protect_price(about, _POLICY, NOW) == Allowed(1_000)


def test_pieces_that_go_back_have_no_price_to_protect() -> None:
    about = delivered(line(now_minor=9_000), taken=[taken(case())])
    assert _why(may_protect_price(about, _POLICY, NOW)) is Because.NOT_CHEAPER


def test_a_price_difference_is_never_more_than_what_is_left() -> None:
    about = facts(OrderStatus.SHIPPED, line(now_minor=1_000), refunds=[refund(8_000)])
    assert may_protect_price(about, _POLICY, NOW) == Allowed(2_000)


@pytest.mark.parametrize(
    ("state", "is_refused"),
    [
        (ActionState.APPLIED, True),
        (ActionState.WAITING, False),
        (ActionState.DECLINED, False),
        (ActionState.UNDONE, False),
    ],
)
def test_a_price_is_protected_once(state: ActionState, is_refused: bool) -> None:
    before = action(ActionKind.PROTECT_PRICE, state)
    about = facts(OrderStatus.SHIPPED, line(now_minor=9_000), actions=[before])
    verdict = may_protect_price(about, _POLICY, NOW)
    assert isinstance(verdict, Refused) is is_refused


@pytest.mark.parametrize(
    ("about", "policy", "why"),
    [
        (facts(OrderStatus.AWAITING_PAYMENT), _POLICY, Because.NOT_PAID),
        (facts(OrderStatus.CANCELLED), _POLICY, Because.CANCELLED),
        (facts(OrderStatus.REFUNDED), _POLICY, Because.REFUNDED),
        (facts(), Policy(price_protection=PriceProtection(days=0)), Because.NEVER),
        (facts(order={"placed_at": NOW - timedelta(days=8)}), _POLICY, Because.WINDOW_OVER),
        (facts(), _POLICY, Because.NOT_CHEAPER),
    ],
)
def test_a_price_difference_is_refused_with_its_reason(
    about: OrderFacts, policy: Policy, why: Because
) -> None:
    assert _why(may_protect_price(about, policy, NOW)) is why
