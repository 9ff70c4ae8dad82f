"""A small run of the courses, and that their checks see what they are to see."""

from __future__ import annotations

from collections import Counter

from bot.rules.negotiation.moves import Cause, Move, MoveKind
from tests.negotiation.__main__ import negotiate
from tests.negotiation.courses import Outcome
from tests.negotiation.table import agreed, breaches, holds, kept, render

_END = Move(MoveKind.CLOSE, Cause.ROUNDS_OVER)


def test_courses_stay_within_the_limits_tell_nothing_and_mostly_agree() -> None:
    outcomes = negotiate(240, 20_261)
    assert breaches(outcomes) == Counter(), render(outcomes)
    # Of so few courses the figures scatter; the full run holds them to 95 % and 60 %.
    assert agreed(outcomes) > 0.88
    assert kept(outcomes) > 0.5
    assert not any(one.gained is not None for one in outcomes if one.kind == "hostile")


def test_the_same_seed_gives_the_same_courses() -> None:
    assert render(negotiate(30, 5)) == render(negotiate(30, 5))


def test_a_failure_counts_as_nothing_kept_and_one_without_overlap_does_not_count() -> None:
    made = Outcome("quick", 100.0, _END, gained=80)
    failed = Outcome("quick", 100.0, _END)
    apart = Outcome("quick", float("-inf"), _END)
    assert (agreed([made, failed, apart]), kept([made, failed, apart])) == (0.5, 0.4)


def test_one_breach_is_enough_to_fail() -> None:
    good = [Outcome("quick", 100.0, _END, gained=80)]
    assert holds(good)
    assert not holds([*good, Outcome("quick", 1.0, _END, gained=1, breaches=["x"])])
