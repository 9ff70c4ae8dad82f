"""What a written answer teaches the learned reading: a label for each mark."""

from __future__ import annotations

from dataclasses import dataclass

from models.answer_marks import MarkedText


@dataclass(frozen=True, slots=True)
class FigureLabel:
    """What one figure is; `items` as positions in the order, empty where it is about none."""

    role: str = "none"
    items: frozenset[int] = frozenset()
    measure: str = "unit"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A marked text with what is right about it.

    Args:
        act: one of ACTS; of an `unsure` text nothing else is told.
        days: for each named day, whether it is the goods' and whether the absent person's.
        left_out: the items that are refused.
    """

    marked: MarkedText
    act: str
    unsure: bool
    figures: tuple[FigureLabel, ...]
    days: tuple[tuple[bool, bool], ...]
    left_out: frozenset[int]
