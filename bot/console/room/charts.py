"""The overview's charts as the page draws them: which figures stand together, and their columns.

A chart has columns of numbers over days, which are its table, and series, which are drawn. A
column names the figure, part and language whose conversations stand behind its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.console.room.page import Json
from bot.console.room.part_names import language_name, part_name
from bot.desk.figures import Chart, Line, Overview
from bot.rules.figures import Figure, Unit

#: So many parts are drawn by themselves; the others are one.
_DRAWN = 6


class Split(StrEnum):
    """What a chart splits its figures by."""

    NOTHING = "nothing"
    """The headlines are drawn; the parts stand in the table alone."""
    PART = "part"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class View:
    """Figures that are drawn together."""

    figures: tuple[str, ...]
    split: Split = Split.NOTHING


VIEWS = (
    View(("contacts",), Split.PART),
    View(("contacts",), Split.LANGUAGE),
    View(("resolved_alone",)),
    View(("recontact", "ratings")),
    View(("handovers",), Split.PART),
    View(("first_response",), Split.PART),
    View(("fallbacks", "fact_lock")),
    View(("unanswered",), Split.PART),
    View(("actions",), Split.PART),
    View(("restock",), Split.PART),
)
#: Those whose headline is one of their parts: the parts do not add up.
_PARTS_ALONE = frozenset({"first_response", "restock"})
#: Those of their parts that are drawn; the others are only in the table.
_LINES = {"first_response": ("median", "p90")}


@dataclass(frozen=True, slots=True)
class Telling:
    """In which words."""

    words: Mapping[str, str]
    language: str


def told_overview(overview: Overview, telling: Telling) -> Json:
    """The charts with their tables."""
    charts = {chart.figure.name: chart for chart in overview.charts}
    return {
        "days": [day.isoformat() for day in overview.days],
        "settled": list(overview.settled),
        "charts": [_told_view(view, charts, telling) for view in VIEWS],
    }


def told_figure(figure: Figure, language: str) -> Json:
    """What a figure is called and what it says."""
    return {
        "name": figure.name,
        "title": figure.title(language),
        "definition": figure.definition(language),
        "unit": figure.unit.value,
        "better": figure.better.value,
        "linked": figure.linked,
    }


def _told_view(view: View, charts: Mapping[str, Chart], telling: Telling) -> Json:
    shown = [charts[name] for name in view.figures]
    columns = [column for chart in shown for column in _columns(chart, view.split, telling)]
    titles = " · ".join(chart.figure.title(telling.language) for chart in shown)
    by = shown[0].figure.parts if view.split is Split.PART else view.split.value
    return {
        "key": "-".join([*view.figures, view.split]),
        "title": titles + telling.words.get(f"overview_by_{by}", ""),
        "figures": [told_figure(chart.figure, telling.language) for chart in shown],
        "columns": columns,
        "series": list(_series(view, columns, telling)),
    }


def _columns(chart: Chart, split: Split, telling: Telling) -> list[Json]:
    figure = chart.figure
    title, unit = figure.title(telling.language), figure.unit.value
    own = {"figure": figure.name, "part": "", "language": "", "headline": True}
    whole = own | {"label": title, "unit": unit, "values": chart.headlines, "total": chart.period}
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in chart.lines:
        key = ("", line.language) if split is Split.LANGUAGE else (line.part, "")
        if key != ("", "") or split is Split.LANGUAGE:
            groups.setdefault(key, []).append(line)
    parts = [_part(figure, *key, lines, telling) for key, lines in groups.items()]
    if figure.parts != "score" and figure.name not in _PARTS_ALONE:
        parts.sort(key=lambda one: -one["total"])
    return parts if figure.name in _PARTS_ALONE else [whole, *parts]


def _part(
    figure: Figure, part: str, language: str, lines: Sequence[Line], telling: Telling
) -> Json:
    values = [_sum(of_day) for of_day in zip(*(line.values for line in lines), strict=True)]
    minutes = figure.unit is Unit.MINUTES and part in _LINES["first_response"]
    adds_up = not minutes and figure.name != "restock"
    return {
        "figure": figure.name,
        "part": part,
        "language": language,
        "headline": False,
        "label": language_name(language, telling.words)
        if language
        else part_name(figure, part, telling.words, telling.language),
        "unit": (Unit.MINUTES if minutes else Unit.COUNT).value,
        "values": values,
        "total": (_sum(values) or 0.0) if adds_up else None,
    }


def _sum(values: Iterable[float | None]) -> float | None:
    """Of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _series(view: View, columns: Sequence[Json], telling: Telling) -> Iterable[Json]:
    places = [place for place, one in enumerate(columns) if _is_drawn(view, one)]
    # A figure whose parts are all none is a row of noughts.
    places = places or [place for place, one in enumerate(columns) if one["headline"]]
    stacks = view.split is not Split.NOTHING and view.figures[0] not in _PARTS_ALONE
    for place in places[:_DRAWN]:
        one = columns[place]
        drawn_as = "bar" if one["unit"] == Unit.COUNT and view.figures != ("restock",) else "line"
        yield {"label": one["label"], "column": place, "as": drawn_as, "unit": one["unit"]} | {
            "stacks": stacks,
            "values": one["values"],
        }
    if rest := [columns[place]["values"] for place in places[_DRAWN:]]:
        values = [_sum(of_day) for of_day in zip(*rest, strict=True)]
        label = telling.words["overview_others"].format(len(rest))
        yield {"label": label, "column": None, "as": "bar", "unit": "count"} | {
            "stacks": stacks,
            "values": values,
        }


def _is_drawn(view: View, column: Json) -> bool:
    if view.split is Split.NOTHING:
        return bool(column["headline"])
    drawn = _LINES.get(column["figure"])
    return not column["headline"] and (drawn is None or column["part"] in drawn)
