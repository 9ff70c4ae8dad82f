"""Today's numbers as cards: each with what it was yesterday and what it usually is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from statistics import median

from bot.console.room.charts import Telling, told_figure
from bot.console.room.page import Json
from bot.console.room.part_names import part_name
from bot.desk.figures import Chart, Overview, Today
from bot.rules.figures import FIGURES, Better, Figure, Unit

#: In the order in which whoever comes in asks.
_ORDER = (
    "waiting_now",
    "longest_wait",
    "contacts",
    "resolved_alone",
    "recontact",
    "ratings",
    "handovers",
    "first_response",
    "fallbacks",
    "fact_lock",
    "unanswered",
    "actions",
    "restock",
)
#: Whose parts stand on the card itself; the others' stand behind a fold.
_OPEN = frozenset({"waiting_now", "first_response", "restock"})
#: What is usual is told of so many days, and of fewer than this there is nothing usual.
_USUAL_DAYS, _FEWEST = 28, 3


def told_today(today: Today, overview: Overview, telling: Telling) -> Json:
    """The cards, in their order."""
    figures = {figure.name: figure for figure in FIGURES}
    charts = {chart.figure.name: chart for chart in overview.charts}
    return {
        "day": today.day.isoformat(),
        "at": _time(today.at),
        "cards": [
            _card(figures[name], today, charts.get(name), telling)
            for name in sorted(figures, key=_place)
        ],
    }


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _time(at: datetime) -> str:
    return f"{at:%H:%M}"


def _card(figure: Figure, today: Today, chart: Chart | None, telling: Telling) -> Json:
    value = today.headlines.get(figure.name)
    yesterday, usual = (chart.headlines[-1], _usual(chart)) if chart else (None, None)
    return told_figure(figure, telling.language) | {
        "value": value,
        "yesterday": yesterday,
        "usual": usual,
        "judged": _judged(figure, value, usual),
        "open": figure.name in _OPEN,
        "parts": list(_parts(figure, today, telling)),
    }


def _parts(figure: Figure, today: Today, telling: Telling) -> Iterator[Json]:
    counted: dict[str, float] = {}
    for (part, _), value in today.parts.get(figure.name, {}).items():
        if part:
            counted[part] = counted.get(part, 0.0) + value
    largest = sorted(counted, key=lambda part: -counted[part])
    for part in counted if figure.name in _OPEN else largest:
        minutes = figure.name == "first_response" and part in ("median", "p90")
        yield {
            "part": part,
            "label": part_name(figure, part, telling.words, telling.language),
            "value": counted[part],
            "unit": (Unit.MINUTES if minutes else Unit.COUNT).value,
        }


def _usual(chart: Chart) -> float | None:
    """The median of the last four weeks' days."""
    known = [value for value in chart.headlines[-_USUAL_DAYS:] if value is not None]
    return median(known) if len(known) >= _FEWEST else None


def _judged(figure: Figure, value: float | None, usual: float | None) -> str:
    """Whether a number is `good` or `bad` beside the usual one; empty when that says nothing.

    A count of half a day is not judged by those of whole ones.
    """
    if value is None or usual is None or figure.better is Better.NEITHER:
        return ""
    if figure.unit is Unit.COUNT or value == usual:
        return ""
    return "good" if (value > usual) is (figure.better is Better.UP) else "bad"
