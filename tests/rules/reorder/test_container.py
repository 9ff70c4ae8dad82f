"""A supplier's container: filled up when it is nearly full, and never overfull."""

from __future__ import annotations

from bot.rules.reorder import Costs, LeadTime, Outlook, Terms, Worth, propose
from bot.rules.reorder.joint import JointOrder, Line, SupplierTerms, joint_order
from bot.rules.reorder.notes import NoteKind

COSTS = Costs()
#: Litres a pack of ten.
PACK = 24.0


def line(
    key: str, stock: int, *, litres: float = PACK, price: int = 1000, margin: int = 1000
) -> Line[str]:
    """2 a day, 10 days of lead time and one of review: 22 last, and the point is at 21. An order
    is up to the point and for 60 more, in packs of ten."""
    found = propose(
        stock=stock,
        coming=0,
        outlook=Outlook.steady(2.0, 0),
        lead=LeadTime(10, 0),
        terms=Terms(1, 10, price),
        service_level=0.95,
        cover_days=30,
        worth=Worth(margin),
        early=True,
    )
    assert found is not None
    return Line(key, found, stock > found.point, litres / 10)


def ordered(
    lines: list[Line[str]], container: float, fill_from: float = 0.7, budget: int | None = None
) -> JointOrder[str]:
    terms = SupplierTerms(None, budget, container, fill_from)
    return joint_order(lines, terms, COSTS)


def pieces(lines: tuple[Line[str], ...]) -> dict[str, int]:
    return {each.key: each.proposal.quantity for each in lines}


def test_a_container_nearly_full_is_filled_with_what_lasts_the_shortest() -> None:
    lines = [
        line("a", 11),  # 10 up to the point and 60: 7 packs, 168 l
        line("b", 1),  # 20 and 60: 8 packs, 192 l; together 360 of 500 l, 72 %
        line("soon", 25),  # lasts 12.5 days; 60 - 4 = 56: 6 packs, 144 l, of which 140 l are left
        line("later", 61),  # lasts 30.5 days; 60 - 40: 2 packs
    ]
    found = ordered(lines, 500)
    # 5 packs of "soon" are 120 l: 480 l, and no pack more fits into the 20 l that are left.
    assert pieces(found.ordered) == {"a": 70, "b": 80, "soon": 50}
    assert sum(each.room for each in found.ordered) == 480
    assert found.left == ()
    note, cut = found.ordered[2].proposal.notes
    assert (note.kind, note.days, note.percent) == (NoteKind.FILLS, 2.0, 72)
    assert (cut.kind, cut.pieces) == (NoteKind.CONTAINER_CUT, 60)
    assert (
        found.ordered[2]
        .proposal.reason("en")
        .endswith(
            "Ordered early, about 2 days before its turn: the container, 72 % full without it, has "
            "room. Cut from 60: the container takes no more."
        )
    )
    assert "比该订时早约2天：货柜不装它只满72%，还有空位。" in found.ordered[2].proposal.reason(
        "zh"
    )


def test_a_little_more_room_takes_the_next_item_too() -> None:
    lines = [line("a", 11), line("b", 1), line("later", 61), line("soon", 25)]
    # 360 l, 144 l of "soon" and one of the two packs of "later": 528 l of 530.
    found = ordered(lines, 530, fill_from=0.6)
    assert pieces(found.ordered) == {"a": 70, "b": 80, "soon": 60, "later": 10}


def test_below_the_share_only_what_is_needed_is_ordered() -> None:
    lines = [line("a", 11), line("b", 1), line("soon", 25)]
    assert pieces(ordered(lines, 515).ordered) == {"a": 70, "b": 80}  # 360 of 515: 69.9 %
    assert pieces(ordered(lines, 514).ordered) == {"a": 70, "b": 80, "soon": 60}


def test_over_one_container_the_least_urgent_is_cut_and_the_rest_waits() -> None:
    lines = [
        line("poor", 11, margin=10),  # 168 l, and a week of waiting loses least
        line("b", 1),  # 192 l
        line("a", 11),  # 168 l
    ]
    found = ordered(lines, 400)
    # 360 l of "a" and "b", 40 l are left: one pack of "poor".
    assert pieces(found.ordered) == {"poor": 10, "b": 80, "a": 70}
    assert [each.kind for each in found.ordered[0].proposal.notes] == [NoteKind.CONTAINER_CUT]
    full = ordered(lines, 370)
    assert pieces(full.ordered) == {"b": 80, "a": 70} and pieces(full.left) == {"poor": 70}
    assert (
        full.left[0]
        .proposal.reason("en")
        .endswith("Left out: the container is filled with what loses more sales for its room.")
    )


def test_of_what_loses_the_same_what_lasts_longer_is_left_out() -> None:
    lines = [line("longer", 21, margin=0), line("shorter", 2, margin=0)]
    found = ordered(lines, 200)
    assert pieces(found.ordered) == {"shorter": 80} and pieces(found.left) == {"longer": 60}


def test_three_tenths_fill_a_container_of_three_tenths() -> None:
    lines = [line(key, 11, litres=0.1 / 7) for key in "abc"]
    assert len(ordered(lines, 0.3).ordered) == 3


def test_what_has_no_volume_is_ordered_as_without_a_container_and_fills_none() -> None:
    lines = [line("a", 11, litres=0), line("soon", 25, litres=0)]
    assert pieces(ordered(lines, 1).ordered) == {"a": 70}
    mixed = [line("a", 11, litres=0), line("b", 1), line("soon", 25, litres=0)]
    assert pieces(ordered(mixed, 200).ordered) == {"a": 70, "b": 80}


def test_a_container_is_not_filled_past_the_budget() -> None:
    lines = [line("a", 11), line("b", 1), line("soon", 25)]
    found = ordered(lines, 1_000, fill_from=0.3, budget=180_000)
    # 150 pieces at 10.00 are needed, 30 more may be bought.
    assert pieces(found.ordered) == {"a": 70, "b": 80, "soon": 30}
    assert found.ordered[2].proposal.notes[-1].kind is NoteKind.BUDGET_CUT


def test_what_joined_to_reach_the_minimum_does_not_fill_the_container_again() -> None:
    lines = [line("a", 11), line("soon", 25)]
    terms = SupplierTerms(100_000, None, 320, 0.7)
    found = joint_order(lines, terms, COSTS)
    assert pieces(found.ordered) == {"a": 70, "soon": 60}
    assert [each.kind for each in found.ordered[1].proposal.notes] == [NoteKind.EARLY]
