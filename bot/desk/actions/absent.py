"""Goods of a delivered order that a message says were not there: 箱子里没有雨伞."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.actions.goods_said import goods_named
from bot.rules.actions.absence import absent_by_name, clauses_of_absence
from bot.rules.actions.facts import Line
from models.values import Understanding


def absent_lines(said: Understanding, text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of an order that a text names, and says were not there.

    None where that is all of the order: then it is the parcel that did not come.
    """
    clauses = clauses_of_absence(text)
    for words in [*absent_by_name(text), *clauses]:
        named = goods_named(_blank(said), words, lines, alone=False)
        if named and len(named) < len(lines):
            return named
    named = goods_named(said, text, lines, alone=False) if clauses else []
    return named if len(named) < len(lines) else []


def _blank(said: Understanding) -> Understanding:
    """What was understood of the whole, without what it found at places in it."""
    return replace(said, values=(), entities=())
