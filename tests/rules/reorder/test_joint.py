"""One order for all that a supplier should send."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.reorder import Costs, LeadTime, Outlook, Terms, Worth, propose
from bot.rules.reorder.joint import Line, SupplierTerms, joint_order, money
from bot.rules.reorder.notes import NoteKind

COSTS = Costs()


def line(
    key: str,
    stock: int,
    *,
    a_day: float = 2.0,
    price: int = 1000,
    margin: int = 1000,
    pack: int = 10,
    space: float = 0.0,
    shelf_life: int | None = None,
) -> Line[str]:
    """2 a day, 10 days of lead time: the point is at 21; early above it."""
    found = propose(
        stock=stock,
        coming=0,
        outlook=Outlook.steady(a_day, 0),
        lead=LeadTime(10, 0),
        terms=Terms(1, pack, price, shelf_life_days=shelf_life),
        service_level=0.95,
        cover_days=30,
        worth=Worth(margin),
        early=True,
    )
    assert found is not None
    return Line(key, found, stock > found.point, space)


def kinds(lines: tuple[Line[str], ...]) -> dict[str, list[NoteKind]]:
    return {each.key: [note.kind for note in each.proposal.notes] for each in lines}


def test_without_limits_what_is_needed_is_ordered_and_nothing_early() -> None:
    found = joint_order([line("a", 11), line("b", 30)], SupplierTerms(), COSTS)
    assert (kinds(found.ordered), found.left) == ({"a": []}, ())


def test_nothing_is_ordered_because_of_what_is_only_early() -> None:
    found = joint_order([line("b", 30)], SupplierTerms(minimum_minor=1), COSTS)
    assert (found.ordered, found.left) == ((), ())


def test_below_the_minimum_those_next_to_their_turn_join() -> None:
    lines = [line("a", 11), line("late", 60), line("soon", 25), line("next", 41)]
    found = joint_order(lines, SupplierTerms(minimum_minor=150_000), COSTS)
    # 70 at 10.00 are needed, 60 of "soon" and 40 of "next" join.
    assert kinds(found.ordered) == {"a": [], "soon": [NoteKind.EARLY], "next": [NoteKind.EARLY]}
    assert money(found.ordered) == 170_000
    assert found.ordered[1].proposal.notes[0].days == 2


def test_when_none_can_join_quantities_grow_those_first_that_would_run_out_first() -> None:
    lines = [line("slow", 9, a_day=1), line("fast", 5)]
    found = joint_order(lines, SupplierTerms(minimum_minor=160_000), COSTS)
    slow, fast = found.ordered
    assert money(found.ordered) >= 160_000
    assert NoteKind.FILLED in kinds(found.ordered)["fast"]
    assert abs(slow.proposal.outlook.days_until(slow.proposal.quantity + 9) - 52) < 12
    assert abs(fast.proposal.outlook.days_until(fast.proposal.quantity + 5) - 52) < 12


def test_it_waits_when_a_week_s_lost_sales_are_less_than_early_buying_costs() -> None:
    lines = [line("a", 21, margin=1), line("b", 80)]
    found = joint_order(lines, SupplierTerms(minimum_minor=65_000), COSTS)
    assert found.ordered == ()
    assert kinds(found.left) == {"a": [NoteKind.WAITS]}
    assert found.left[0].proposal.reason("en").endswith("in lost sales.")


def test_a_minimum_out_of_reach_is_waited_for_and_said() -> None:
    found = joint_order([line("a", 11)], SupplierTerms(minimum_minor=10_000_000), COSTS)
    assert (found.ordered, kinds(found.left)) == ((), {"a": [NoteKind.BELOW_MINIMUM]})
    assert "the order of ¥700 stays below the supplier's minimum of ¥100,000" in (
        found.left[0].proposal.reason("en")
    )


def test_what_would_expire_does_not_fill_an_order() -> None:
    lines = [line("a", 11, shelf_life=50)]  # 120 sold in 60 days, less 11: 100 in tens
    enough = joint_order(lines, SupplierTerms(minimum_minor=100_000), COSTS)
    assert enough.ordered[0].proposal.quantity == 100
    assert joint_order(lines, SupplierTerms(minimum_minor=110_000), COSTS).ordered == ()


def test_over_the_budget_what_loses_least_for_its_money_is_cut_and_left_out() -> None:
    lines = [line("poor", 11, margin=10), line("rich", 11), line("dear", 11, price=9000)]
    found = joint_order(lines, SupplierTerms(budget_minor=100_000), COSTS)
    assert kinds(found.ordered) == {"poor": [NoteKind.BUDGET_CUT], "rich": []}
    assert kinds(found.left) == {"dear": [NoteKind.BUDGET]}
    assert money(found.ordered) == 100_000
    none = joint_order(lines, SupplierTerms(budget_minor=70_000), COSTS)
    assert kinds(none.left) == {"poor": [NoteKind.BUDGET], "dear": [NoteKind.BUDGET]}


def test_a_container_is_filled_the_same_way() -> None:
    lines = [line("poor", 11, margin=10, space=0.1), line("rich", 11, space=0.1)]
    found = joint_order(lines, SupplierTerms(container=10.0), COSTS)
    assert kinds(found.ordered) == {"poor": [NoteKind.CONTAINER_CUT], "rich": []}
    full = joint_order(lines, SupplierTerms(container=7.0), COSTS)
    assert kinds(full.left) == {"poor": [NoteKind.CONTAINER]}


def test_a_minimum_above_the_budget_is_out_of_reach() -> None:
    terms = SupplierTerms(minimum_minor=90_000, budget_minor=80_000)
    found = joint_order([line("a", 11), line("b", 25)], terms, COSTS)
    assert kinds(found.left) == {"a": [NoteKind.BELOW_MINIMUM]}


given_lines = st.lists(
    st.builds(
        line,
        st.uuids().map(str),
        st.integers(0, 60),
        price=st.integers(1, 5000),
        margin=st.integers(0, 3000),
        pack=st.integers(1, 25),
        space=st.floats(0, 0.2),
    ),
    max_size=6,
)


@given(
    given_lines,
    st.none() | st.integers(1, 400_000),
    st.none() | st.integers(1, 400_000),
    st.none() | st.floats(0.1, 30),
    st.floats(0.01, 1),
)
@settings(deadline=None)
def test_an_order_is_never_below_the_minimum_nor_above_a_limit_and_nothing_needed_is_lost(
    lines: list[Line[str]],
    minimum: int | None,
    budget: int | None,
    container: float | None,
    fill_from: float,
) -> None:
    found = joint_order(lines, SupplierTerms(minimum, budget, container, fill_from), COSTS)
    if found.ordered:
        assert money(found.ordered) >= (minimum or 0)
        assert budget is None or money(found.ordered) <= budget
        assert container is None or sum(each.room for each in found.ordered) <= container + 1e-9
    assert len({each.key for each in found.ordered}) == len(found.ordered)
    needed = sum(not each.early for each in lines)
    assert sum(not each.early for each in (*found.ordered, *found.left)) == needed
    assert all(
        each.proposal.quantity % each.proposal.terms.pack_size == 0 for each in found.ordered
    )
    assert all(each.proposal.notes for each in found.left)
