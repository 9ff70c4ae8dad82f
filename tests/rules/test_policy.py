"""The policy: its bounds, and the numbers that are worked out from it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.rules.policy import Policy
from bot.rules.policy.approval import Approval
from bot.rules.policy.conversations import Notices
from tests.fakes import NOW


def test_every_value_says_what_it_means() -> None:
    bare = [
        f"{name}.{field}"
        for name, section in Policy()
        for field, info in type(section).model_fields.items()
        if not (info.description or "").strip()
    ]
    assert bare == []


def test_every_section_says_what_it_is_about() -> None:
    assert [name for name, section in Policy() if not (type(section).__doc__ or "").strip()] == []


def test_the_policy_cannot_be_changed_while_it_holds() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Policy().returning.days = 9


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"returning": {"days": -1}}, ("returning", "days")),
        ({"returning": {"days": "soon"}}, ("returning", "days")),
        ({"returning": {"weeks": 1}}, ("returning", "weeks")),
        ({"refunding": {}}, ("refunding",)),
        ({"cancelling": {"until": "delivered"}}, ("cancelling", "until")),
        ({"claims": {"cure": []}}, ("claims", "cure")),
        ({"stock": {"service_level_a": 1}}, ("stock", "service_level_a")),
        ({"stock": {"restock_hour": 24}}, ("stock", "restock_hour")),
        ({"approval": {"amount_over": float("inf")}}, ("approval", "amount_over")),
        ({"approval": {"amount_over": float("nan")}}, ("approval", "amount_over")),
        ({"hours": {"opens": "21:00", "closes": "09:00"}}, ("hours",)),
        ({"returning": {"days": 20, "exchange_days": 10}}, ()),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    given: dict[str, Any], place: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        Policy.model_validate(given)
    assert refused.value.errors()[0]["loc"] == place


@given(st.integers(0, 10_000_000))
def test_the_limit_for_approval_is_the_amount_to_the_cent(cents: int) -> None:
    assert Approval(amount_over=cents / 100).amount_over_minor == cents


@pytest.mark.parametrize(
    ("at", "is_quiet"),
    [
        (time(21, 59), False),
        (time(22), True),
        (time(3), True),
        (time(7, 59), True),
        (time(8), False),
    ],
)
def test_quiet_hours_pass_midnight(at: time, is_quiet: bool) -> None:
    local = NOW.replace(hour=at.hour, minute=at.minute)
    assert Notices().is_quiet(local) is is_quiet


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = Notices(quiet_from=time(12), quiet_to=time(14))
    assert [noon.is_quiet(NOW.replace(hour=hour)) for hour in (11, 12, 13, 14)] == [
        False,
        True,
        True,
        False,
    ]


def test_quiet_hours_that_end_where_they_begin_are_none() -> None:
    none = Notices(quiet_from=time(8), quiet_to=time(8))
    assert not any(none.is_quiet(NOW.replace(hour=hour)) for hour in range(24))


def test_each_number_has_its_unit() -> None:
    policy = Policy()
    assert policy.undo.window == timedelta(minutes=30)
    assert policy.undo.offer == timedelta(minutes=60)
    assert policy.claims.silent == timedelta(days=5)
    assert policy.approval.within == timedelta(days=30)
    assert policy.identity.window == timedelta(minutes=30)
    assert policy.identity.order_window == timedelta(hours=24)
    assert policy.conversations.handover_reminder == timedelta(minutes=10)
    assert policy.conversations.handover_escalation == 2 * policy.conversations.handover_reminder
    assert policy.stock.ordering_cost_minor == 2000
    assert policy.stock.order_budget_minor is None
    assert Policy.model_validate({"stock": {"order_budget": 9.5}}).stock.order_budget_minor == 950
    assert policy.parcels.lost_after == timedelta(days=10)
