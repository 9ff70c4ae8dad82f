"""Whatever is asked for, in any order: no more goes back than was paid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.actions import returns
from bot.rules.actions.cancelling import may_cancel
from bot.rules.actions.claims import may_claim
from bot.rules.actions.facts import Line, OrderFacts
from bot.rules.actions.items import Change, Variant, may_change_items
from bot.rules.actions.prices import may_protect_price
from bot.rules.actions.returns import Wanted
from bot.rules.actions.verdict import Allowed, Verdict
from bot.rules.policy import Policy
from knowledge.records import OrderStatus, RefundStatus, TrackingStatus
from tests.fakes import NOW
from tests.rules.actions.orders import MUG, case, delivered, facts, line, refund, shipment, taken

_POLICY = Policy()

_prices = st.integers(0, 20_000)
_refunds = st.lists(st.tuples(st.integers(0, 30_000), st.sampled_from(RefundStatus)), max_size=3)


@st.composite
def _lines(draw: st.DrawFn) -> list[Line]:
    several = draw(st.lists(st.tuples(st.integers(1, 4), _prices, _prices), min_size=1, max_size=3))
    return [
        line(sku_id, quantity, price, now_minor=now)
        for sku_id, (quantity, price, now) in enumerate(several, 1)
    ]


@st.composite
def _orders(draw: st.DrawFn, status: OrderStatus) -> OrderFacts:
    """An order that cost more than its lines (postage), less (a coupon), or as much."""
    known: dict[str, Any] = {
        "refunds": [
            refund(amount, was, key=key) for key, (amount, was) in enumerate(draw(_refunds), 1)
        ],
        "total": draw(st.integers(0, 100_000)),
    }
    lines = draw(_lines())
    if status is OrderStatus.DELIVERED:
        return delivered(*lines, **known)
    if status is OrderStatus.SHIPPED:
        known["shipments"] = [shipment(TrackingStatus.EXPIRED)]
    return facts(status, *lines, **known)


def _gone(about: OrderFacts) -> int:
    return sum(one.amount_minor for one in about.refunds if one.status is not RefundStatus.REFUSED)


def _is_fair(about: OrderFacts, verdict: Verdict) -> bool:
    if not isinstance(verdict, Allowed):
        return True
    left = max(about.order.total_minor - _gone(about), 0)
    return verdict.amount_minor <= left


@given(_orders(OrderStatus.PREPARING))
def test_cancelling_brings_all_back_that_has_not_gone_back_and_no_more(about: OrderFacts) -> None:
    left = max(about.order.total_minor - _gone(about), 0)
    assert may_cancel(about, _POLICY) == Allowed(left)


@given(_orders(OrderStatus.PREPARING), st.integers(1, 5), _prices, st.booleans())
def test_changing_goods_never_brings_more_than_was_paid(
    about: OrderFacts, quantity: int, price: int, is_other: bool
) -> None:
    new = Variant(9, MUG, price, 99, "CNY") if is_other else None
    assert _is_fair(about, may_change_items(about, [Change(1, quantity, new)], _POLICY))


@given(_orders(OrderStatus.SHIPPED))
def test_a_lost_parcel_never_brings_more_than_was_paid(about: OrderFacts) -> None:
    assert _is_fair(about, may_claim(about, _POLICY, NOW, refund=True))


@given(_orders(OrderStatus.DELIVERED), st.lists(st.integers(1, 4), min_size=3, max_size=3), _prices)
def test_goods_that_arrived_never_bring_more_than_was_paid(
    about: OrderFacts, quantities: list[int], price: int
) -> None:
    new = Variant(9, MUG, price, 99, "CNY")
    asked = [
        Wanted(one.sku_id, min(quantity, one.quantity), new)
        for one, quantity in zip(about.lines, quantities, strict=False)
    ]
    assert _is_fair(about, returns.may_return(about, asked, _POLICY, NOW))
    assert _is_fair(about, returns.may_exchange(about, asked, _POLICY, NOW))
    assert _is_fair(about, returns.may_report(about, asked, _POLICY, NOW, refund=True))
    assert _is_fair(about, may_protect_price(about, _POLICY, NOW))


@given(
    _orders(OrderStatus.DELIVERED),
    st.lists(
        st.sampled_from(["return", "report", "protect"]).flatmap(
            lambda what: st.tuples(st.just(what), st.integers(1, 3), st.integers(1, 4))
        ),
        max_size=8,
    ),
)
def test_one_after_another_they_never_bring_more_than_was_paid(
    about: OrderFacts, asked: list[tuple[str, int, int]]
) -> None:
    gone = _gone(about)
    for key, (what, sku_id, quantity) in enumerate(asked, 10):
        about, amount = _done(about, what, [Wanted(sku_id, quantity)], key)
        gone += amount
    assert gone <= max(about.order.total_minor, _gone(about))


def _done(about: OrderFacts, what: str, wanted: list[Wanted], key: int) -> tuple[OrderFacts, int]:
    """The order after one more action, and what it brings, as the ledger writes it down."""
    if what == "protect":
        verdict = may_protect_price(about, _POLICY, NOW)
    elif what == "report":
        verdict = returns.may_report(about, wanted, _POLICY, NOW, refund=True)
    else:
        verdict = returns.may_return(about, wanted, _POLICY, NOW)
    if not isinstance(verdict, Allowed):
        return about, 0
    amount = verdict.amount_minor
    waits = what == "return"
    opened = case(key=key, refund_minor=amount, postage="customer" if waits else "")
    if what != "protect":
        gone = [taken(opened, one.sku_id, one.quantity) for one in wanted]
        about = replace(about, cases=[*about.cases, opened], taken=[*about.taken, *gone])
    if not waits:
        about = replace(about, refunds=[*about.refunds, refund(amount, key=key)])
    return about, amount
