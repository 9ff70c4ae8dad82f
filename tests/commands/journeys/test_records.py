"""A run is judged by what the records hold afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.commands.journeys.records import Kept, OrderKept, faults
from bot.commands.journeys.script import After, OrderAfter
from knowledge.records import OrderStatus

ORDER = OrderKept(
    status="preparing",
    address="12 Mill Lane",
    recipient="Jane",
    phone="1",
    goods=(("mug-white", 1),),
    total_minor=5_900,
    refunds=(),
    cases=(),
    invoices=(),
)
BEFORE = Kept({"A": ORDER, "B": ORDER}, (), handed_over=False, notices_off=False)
CANCELLED = replace(ORDER, status="cancelled", refunds=(5_900,))
WANTED = After(
    orders={"A": OrderAfter(status=OrderStatus.CANCELLED, refunds=(59.0,))},
    ledger=("cancel_order applied",),
)


def test_nothing_is_wrong_when_all_is_as_written() -> None:
    now = replace(BEFORE, orders={"A": CANCELLED, "B": ORDER}, ledger=WANTED.ledger)
    assert list(faults(BEFORE, now, WANTED)) == []


@pytest.mark.parametrize(
    ("orders", "ledger"),
    [
        ({"A": ORDER, "B": ORDER}, WANTED.ledger),
        ({"A": CANCELLED, "B": CANCELLED}, WANTED.ledger),
        ({"A": replace(CANCELLED, address="elsewhere"), "B": ORDER}, WANTED.ledger),
        ({"A": CANCELLED, "B": ORDER}, ("cancel_order applied", "cancel_order applied")),
        ({"A": CANCELLED, "B": ORDER}, ()),
    ],
    ids=["not done", "another order", "more than asked", "done twice", "not in the ledger"],
)
def test_whatever_else_has_changed_is_a_fault(
    orders: dict[str, OrderKept], ledger: tuple[str, ...]
) -> None:
    now = replace(BEFORE, orders=orders, ledger=ledger)
    assert list(faults(BEFORE, now, WANTED))


def test_proposals_that_were_declined_count_only_where_named() -> None:
    now = replace(BEFORE, ledger=("cancel_order declined",))
    assert list(faults(BEFORE, now, After())) == []
    assert list(faults(BEFORE, now, After(ledger=("cancel_order declined",)))) == []
    assert list(faults(BEFORE, now, After(ledger=("change_items declined",))))
