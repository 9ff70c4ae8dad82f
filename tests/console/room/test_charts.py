"""The overview's charts and cards, put together from figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import bot.console
from bot.browsers.words import LANGUAGES, Words
from bot.console.room.cards import told_today
from bot.console.room.charts import Telling, told_overview
from bot.console.room.part_names import part_name
from bot.console.room.search import pieces
from bot.desk.figures import Chart, Line, Overview, Today
from bot.rules.fact_lock import Breach
from bot.rules.figures import FIGURES, figure_named
from knowledge.snippets import Snippet

DAYS = tuple(date(2026, 11, 23) + timedelta(days=at) for at in range(3))
WORDS = Words(Path(bot.console.__file__).parent / "words.toml")
ENGLISH = Telling(WORDS.of("en"), "en")


def overview(**charts: Chart) -> Overview:
    """An overview of three days; a figure that is not given has no numbers."""
    empty = (None, None, None)
    return Overview(
        DAYS,
        (True, False, False),
        tuple(
            charts.get(figure.name) or Chart(figure, empty, None, ())
            for figure in FIGURES
            if not figure.live
        ),
    )


def drawn(told: dict[str, Any], key: str) -> dict[str, Any]:
    (found,) = [chart for chart in told["charts"] if chart["key"] == key]
    return dict(found)


def contacts() -> Chart:
    """Nine topics; the ninth is the largest and in two languages, the second day unknown."""
    topics = ["stock", "gift", "payment", "invoice", "warranty", "account", "feedback", "unread"]
    lines = [Line(topic, "zh", (1.0, None, 1.0)) for topic in topics]
    lines += [Line("track_order", language, (5.0, None, 6.0)) for language in ("en", "zh")]
    return Chart(figure_named("contacts"), (18.0, None, 20.0), 38.0, tuple(lines))


def test_the_largest_topics_are_drawn_and_the_others_are_one() -> None:
    chart = drawn(told_overview(overview(contacts=contacts()), ENGLISH), "contacts-part")
    assert [one["label"] for one in chart["columns"]][:2] == ["Contacts", "where an order is"]
    assert len(chart["columns"]) == 10
    assert chart["columns"][1]["values"] == [10.0, None, 12.0]
    assert chart["columns"][1]["total"] == 22.0
    assert len(chart["series"]) == 7
    assert chart["series"][-1] | {"stacks": 0} == {
        "label": "3 others",
        "column": None,
        "as": "bar",
        "unit": "count",
        "values": [3.0, None, 3.0],
        "stacks": 0,
    }


def test_days_on_which_nothing_was_are_a_row_of_noughts() -> None:
    none = Chart(figure_named("actions"), (0.0, None, 0.0), 0.0, ())
    chart = drawn(told_overview(overview(actions=none), ENGLISH), "actions-part")
    assert [(one["label"], one["values"]) for one in chart["series"]] == [
        ("Actions", (0.0, None, 0.0))
    ]


def test_languages_are_split_over_all_topics() -> None:
    chart = drawn(told_overview(overview(contacts=contacts()), ENGLISH), "contacts-language")
    told = [(one["label"], one["language"], one["total"]) for one in chart["columns"]]
    assert told == [("Contacts", "", 38.0), ("Chinese", "zh", 27.0), ("English", "en", 11.0)]


def test_medians_have_no_total_and_no_bars() -> None:
    parts = {"answered": 4.0, "median": 20.0, "p90": 30.0, "unanswered": 1.0}
    lines = tuple(Line(part, "", (value, None, value)) for part, value in parts.items())
    first = Chart(figure_named("first_response"), (20.0, None, 20.0), None, lines)
    chart = drawn(told_overview(overview(first_response=first), ENGLISH), "first_response-part")
    assert [(one["part"], one["total"]) for one in chart["columns"]] == [
        ("answered", 8.0),
        ("median", None),
        ("p90", None),
        ("unanswered", 2.0),
    ]
    assert [(one["label"], one["as"]) for one in chart["series"]] == [
        ("median", "line"),
        ("nine of ten within", "line"),
    ]


def test_a_card_says_what_is_usual_and_judges_no_count_of_half_a_day() -> None:
    share = figure_named("resolved_alone")
    known = overview(
        contacts=Chart(figure_named("contacts"), (30.0, 40.0, 50.0), 120.0, ()),
        resolved_alone=Chart(share, (0.5, 0.75, 0.25), 0.5, ()),
    )
    headlines = {figure.name: None for figure in FIGURES} | {"contacts": 3.0, "resolved_alone": 0.6}
    today = Today(DAYS[-1], datetime(2026, 11, 26, 10, 5, tzinfo=UTC), headlines, {})
    told = told_today(today, known, ENGLISH)
    cards = {card["name"]: card for card in told["cards"]}
    assert told["at"] == "10:05" and set(cards) == {figure.name for figure in FIGURES}
    resolved, came = cards["resolved_alone"], cards["contacts"]
    assert (resolved["yesterday"], resolved["usual"], resolved["judged"]) == (0.25, 0.5, "good")
    assert (came["yesterday"], came["usual"], came["judged"]) == (50.0, 40.0, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_words_in_both_languages(language: str) -> None:
    words = WORDS.of(language)
    parts = {
        "topic": ["track_order", "unread"],
        "score": ["5"],
        "reason": ["asked"],
        "statistic": ["median", "p90", "answered", "unanswered"],
        "assignment": ["unassigned", "taken"],
        "breach": [*(breach.value for breach in Breach), "passed"],
        "action": ["cancel_order:applied"],
        "state": ["orders_open", "orders_overdue", "below_ordered", "below_not_ordered"],
    }
    for figure in FIGURES:
        for part in parts.get(figure.parts, []):
            named = part_name(figure, part, words, language)
            assert named and (language == "en" or named != part), part
    assert part_name(figure_named("actions"), "of_old:gone", words, language) == "of_old: gone"


def test_a_snippet_is_cut_where_words_were_hit() -> None:
    assert pieces(Snippet("a lost parcel", ((2, 6),))) == [
        ("a ", False),
        ("lost", True),
        (" parcel", False),
    ]
    assert pieces(Snippet("lost", ((0, 4),))) == [("lost", True)]
