"""Which items earn the shop its money: classes A, B and C by margin.

Source: Silver, Pyke & Thomas, 4th ed., section 2.1 (distribution by value, after Pareto), with
the margin in place of the sales, since a lost sale costs its margin.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import StrEnum
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


class MarginClass(StrEnum):
    A = "A"
    B = "B"
    C = "C"


def margin_classes(
    earned: Mapping[Item, float], a_share: float = 0.8, b_share: float = 0.95
) -> dict[Item, MarginClass]:
    """The class of each item by what it earned.

    From the item that earns most down: A until they have earned 80 % together, the one that
    reaches it included, B until 95 %, C the rest and whatever earned nothing.
    70, 20, 8 and 2 earned → A, A, B, C.
    """
    total = sum(margin for margin in earned.values() if margin > 0)
    classes: dict[Item, MarginClass] = {}
    before = 0.0
    for item, margin in sorted(earned.items(), key=lambda each: -each[1]):
        if margin <= 0:
            classes[item] = MarginClass.C
            continue
        classes[item] = _class(before / total, a_share, b_share)
        before += margin
    return classes


def _class(share_before: float, a_share: float, b_share: float) -> MarginClass:
    if share_before < a_share:
        return MarginClass.A
    return MarginClass.B if share_before < b_share else MarginClass.C
