"""The conversations behind a number of many days: paged, and only days that have any looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from bot.console.room import behind as module
from bot.console.room.behind import Place, Wanted, behind
from bot.console.room.page import Unusable
from bot.desk.figures import Overview, Today

LAST = date(2026, 11, 25)
FIRST = LAST - timedelta(days=29)


@dataclass
class ToldFigures:
    """Conversations by day; remembers which days were asked for."""

    by_day: dict[date, list[int]]
    asked: list[date] = field(default_factory=list)

    async def today(self) -> Today:
        raise NotImplementedError

    async def overview(self, days: int = 90) -> Overview:
        raise NotImplementedError

    async def behind(
        self,
        name: str,
        day: date,
        part: str = "",
        *,
        language: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> list[int]:
        self.asked.append(day)
        keys = sorted(self.by_day.get(day, []), reverse=True)
        return [key for key in keys if before is None or key < before][:limit]


def wanted(after: Place | None = None) -> Wanted:
    return Wanted("contacts", "", "", FIRST, LAST, after)


@pytest.mark.parametrize("sizes", [(30, 30, 5), (29, 2, 60), (1, 0, 90), (61,), (30,), ()])
async def test_page_after_page_tells_every_conversation_of_every_day_once(
    sizes: tuple[int, ...],
) -> None:
    days = {LAST - timedelta(days=3 * at): size for at, size in enumerate(sizes)}
    figures = ToldFigures({day: list(range(1, size + 1)) for day, size in days.items()})
    told, place = await behind(figures, wanted(), days.__contains__)
    while place is not None:
        page, place = await behind(figures, wanted(place), days.__contains__)
        told += page
    assert told == [(day, key) for day, size in days.items() for key in range(size, 0, -1)]
    assert set(figures.asked) == set(days)


async def test_one_page_looks_through_a_few_days_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_DAYS", 4)
    figures = ToldFigures({LAST - timedelta(days=6): [7]})
    told, place = await behind(figures, wanted(), lambda _day: True)
    assert (told, place) == ([], Place(LAST - timedelta(days=4)))
    told, _ = await behind(figures, wanted(place), lambda _day: True)
    assert told == [(LAST - timedelta(days=6), 7)]


@pytest.mark.parametrize(
    "sent",
    [
        {"first": "yesterday"},
        {"first": "2026-11-26"},
        {"first": "2020-01-01"},
        {"part": ["a"]},
        {"part": "x" * 61},
        {"after": ["2026-11-24"]},
        {"after": ["2026-11-24", True]},
        {"after": ["2026-11-24", 2**40]},
        {"after": ["2020-01-01", 5]},
        {"figure": None},
    ],
)
def test_what_makes_no_sense_is_refused(sent: dict[str, Any]) -> None:
    usual = {"figure": "contacts", "first": "2026-11-20", "last": "2026-11-25"}
    assert Wanted.of(usual).last == LAST
    with pytest.raises(Unusable):
        Wanted.of(usual | sent)
