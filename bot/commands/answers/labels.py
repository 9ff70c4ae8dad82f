"""Which mark of a written answer carries which value of its gold.

The gold says values, not places: a figure is the price of an item when it is that price after a
conversion (a price a carton divided by the pack), and so on. Where two figures fit several items,
each goes with the item named nearest before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.commands.answers.corpus import Written
from bot.rules.supplier_answers.marking import Marked, marked
from bot.rules.supplier_answers.measures import measured
from bot.rules.supplier_answers.values import AskedLine
from models.answer_labels import FigureLabel, LabelledText
from models.answer_marks import MEASURES

_TERMS = ("price", "quantity", "minimum")


@dataclass(slots=True)
class _Labels:
    """The labels of one text's figures, as they are found."""

    made: Marked
    written: Written
    figures: list[FigureLabel]

    def terms(self) -> None:
        places = {line.code: place for place, line in enumerate(self.written.asked.lines)}
        for line in self.written.expect.get("lines", []):
            item = places[line["code"]]
            for role in _TERMS:
                if role in line:
                    self._term(role, item, line[role])
        self._share()

    def _term(self, role: str, item: int, value: int) -> None:
        """Label the figures that say a value; the simplest conversion that fits is meant."""
        line = self.written.asked.lines[item]
        for measure in MEASURES:
            found = [
                place
                for place, number in enumerate(self.made.values)
                if measured(role, number, measure, line) == value
                and self.figures[place].role in ("none", role)
            ]
            for place in found:
                items = self.figures[place].items | {item}
                self.figures[place] = FigureLabel(role, items, measure)
            if found:
                return

    def _share(self) -> None:
        """Figures alike that stand for several items: each goes with the item named before it."""
        groups: dict[tuple[str, Decimal, str], list[int]] = {}
        for place, label in enumerate(self.figures):
            if label.items:
                key = (label.role, self.made.values[place], label.measure)
                groups.setdefault(key, []).append(place)
        for places in groups.values():
            items = frozenset().union(*(self.figures[place].items for place in places))
            if len(places) > 1 and len(items) > 1:
                self._split(places, items)

    def _split(self, places: list[int], items: frozenset[int]) -> None:
        nearest = [self._nearest(place, items) for place in places]
        together = frozenset().union(*nearest)
        for place, mine in zip(places, nearest, strict=True):
            taken = mine if together == items else items
            self.figures[place] = replace(self.figures[place], items=taken)

    def _nearest(self, place: int, items: frozenset[int]) -> frozenset[int]:
        start, end = self.made.text.figures[place].span
        names = [one for one in self.made.text.names if not one.general and one.items <= items]
        before = [one for one in names if one.span[1] <= start]
        after = [one for one in names if one.span[0] >= end]
        if before:
            return before[-1].items
        return after[0].items if after else items

    def order_terms(self) -> None:
        """The least order value, and what the prices rise or fall by."""
        expect = self.written.expect
        if "minimum_total" in expect:
            self._alike("minimum_total", lambda number: number * 100 == expect["minimum_total"])
        if "discount" in expect:
            off = Decimal(expect["discount"])
            if off < 0:
                self._alike("rise", lambda number: number == -off)
            else:
                self._alike("off", lambda number: number == off)
                self._alike("tenths", lambda number: off in (100 - 10 * number, 100 - number))

    def _alike(self, role: str, fits: Any) -> None:
        for place, number in enumerate(self.made.values):
            if fits(number) and self.figures[place].role == "none":
                self.figures[place] = FigureLabel(role)


def labelled(written: Written) -> LabelledText:
    """A written answer marked and labelled."""
    made = marked(written.text, written.asked)
    expect = written.expect
    unsure = bool(expect.get("unsure")) or expect.get("act") == "unsure"
    labels = _Labels(made, written, [FigureLabel()] * len(made.values))
    labels.terms()
    labels.order_terms()
    act = "unsure" if unsure else str(expect["act"])
    return LabelledText(
        marked=made.text,
        act="accept" if act == "counter" else act,
        unsure=unsure,
        figures=tuple(labels.figures),
        days=tuple(
            (day is not None and day == expect.get("date"), day == expect.get("back_on", 0))
            for day in made.days
        ),
        left_out=frozenset(_left_out(expect, written.asked.lines)),
    )


def _left_out(expect: Mapping[str, Any], lines: tuple[AskedLine, ...]) -> Iterator[int]:
    refused = {line["code"] for line in expect.get("lines", []) if line.get("refused")}
    return (place for place, line in enumerate(lines) if line.code in refused)
