"""What staff have to agree to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.actions.approval import Risk, recent_since, risks
from bot.rules.policy import Policy
from bot.rules.policy.approval import Approval
from knowledge.records import ActionKind
from models.values import Mood
from tests.fakes import NOW

_POLICY = Policy()
_CANCEL = ActionKind.CANCEL_ORDER


def test_money_up_to_the_shops_limit_needs_nobody() -> None:
    assert risks(_CANCEL, 50_000, Mood.CALM, 0, _POLICY) == ()
    assert risks(_CANCEL, 50_001, Mood.CALM, 0, _POLICY) == (Risk.AMOUNT,)


def test_the_fourth_action_in_a_month_is_one_for_staff() -> None:
    found = [risks(_CANCEL, 0, Mood.CALM, recent, _POLICY) for recent in range(5)]
    assert found == [(), (), (), (Risk.REPEATED,), (Risk.REPEATED,)]


@pytest.mark.parametrize("kind", [ActionKind.STOP_NOTICES, ActionKind.REQUEST_INVOICE])
def test_what_costs_nobody_anything_may_be_repeated(kind: ActionKind) -> None:
    assert risks(kind, 0, Mood.CALM, 99, _POLICY) == ()


@pytest.mark.parametrize("mood", Mood)
def test_money_for_an_angry_customer_is_one_for_staff(mood: Mood) -> None:
    expected = (Risk.ANGRY,) if mood is Mood.ANGRY else ()
    assert risks(_CANCEL, 100, mood, 0, _POLICY) == expected


def test_anger_alone_holds_nothing_up() -> None:
    assert risks(ActionKind.CHANGE_ADDRESS, 0, Mood.ANGRY, 0, _POLICY) == ()


def test_a_shop_may_pay_angry_customers_like_others() -> None:
    policy = Policy(approval=Approval(when_angry=False))
    assert risks(_CANCEL, 100, Mood.ANGRY, 0, policy) == ()


def test_what_the_shop_always_looks_at_goes_to_staff_every_time() -> None:
    assert risks(ActionKind.CLAIM_PARCEL, 0, Mood.CALM, 0, _POLICY) == (Risk.ALWAYS,)
    policy = Policy(approval=Approval(always=("cancel_order",)))
    assert risks(_CANCEL, 0, Mood.CALM, 0, policy) == (Risk.ALWAYS,)
    assert risks(ActionKind.CLAIM_PARCEL, 0, Mood.CALM, 0, policy) == ()


def test_every_risk_is_named() -> None:
    found = risks(ActionKind.CLAIM_PARCEL, 90_000, Mood.ANGRY, 9, _POLICY)
    assert set(found) == set(Risk)


def test_recent_is_what_the_shop_says() -> None:
    assert recent_since(NOW, _POLICY) == NOW - timedelta(days=30)
