"""The overview: how today goes and how the last weeks went, and whose conversations that was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

# Has NiceGUI serve its chart library, which the page's component imports.
import nicegui.elements.echart  # noqa: F401
from fastapi import Request
from nicegui import ui

from bot.console.room.behind import Behind, Place, Wanted, behind, counting
from bot.console.room.cards import told_today
from bot.console.room.charts import Telling, told_overview
from bot.console.room.page import Answer, Given, Json, Reader, Room, Unusable, dressed, number
from bot.console.viewing import clock
from bot.desk.figures import Overview
from bot.rules.figures import figure_named
from bot.rules.permissions import Permission
from knowledge.queries.talk_rows import TalkRow, talk_rows

_SPANS = (7, 30, 90)
_FIRST_SPAN = 30
#: How often an open page is told today's numbers, seconds.
_EVERY_S = 60.0


class OverviewRoom(Room, component="overview.js"):
    """One open overview: the days that it shows."""

    def __init__(self, reader: Reader, first: Json, shown: Overview | None) -> None:
        super().__init__(reader, "overview", first=first)
        self._shown = shown

    def answers(self) -> Mapping[str, Answer]:
        return {
            "days": Answer(self.days, Permission.SEE_OVERVIEW),
            "today": Answer(self.today, Permission.SEE_OVERVIEW),
            "behind": Answer(self.behind, Permission.SEE_OVERVIEW),
        }

    async def days(self, given: Given) -> None:
        """The charts of the last 7, 30 or 90 days."""
        days = number(given, "days")
        if days not in _SPANS:
            raise Unusable("error_unusable")
        self._shown = await self.reader.parts.console.figures.overview(days)
        told = told_overview(self._shown, telling(self.reader))
        await self.reader.tell("days", span=days, overview=told)

    async def today(self, given: Given) -> None:
        """Today's numbers as they are now."""
        del given
        await self.reader.tell("today", today=await today_of(self.reader))

    async def behind(self, given: Given) -> None:
        """Conversations behind a number; that they were looked at is written down."""
        wanted = Wanted.of(given)
        reader, console = self.reader, self.reader.parts.console
        if not figure_named(wanted.figure).linked:
            raise LookupError(wanted.figure)
        counts = counting(wanted, self._shown)
        found, following = await behind(console.figures, wanted, counts)
        async with console.store.writing() as unit:
            rows = await talk_rows(unit, {key for _, key in found})
            reader.record(unit, "view_behind", f"figure:{wanted.figure}", str(wanted))
        await reader.tell(
            "behind",
            asked=given.get("asked"),
            rows=told_behind(reader, found, rows),
            following=following and _told_place(following),
        )


async def overview_page(request: Request) -> None:
    """The page; whoever may not see it is told so."""
    reader = Reader.of(request, "nav_overview")
    dressed(reader.base)
    if not reader.may(Permission.SEE_OVERVIEW):
        OverviewRoom(reader, {"allowed": False}, None)
        return
    shown = await reader.parts.console.figures.overview(_FIRST_SPAN)
    first = {
        "allowed": True,
        "today": await today_of(reader),
        "span": _FIRST_SPAN,
        "spans": _SPANS,
        "overview": told_overview(shown, telling(reader)),
    }
    room = OverviewRoom(reader, first, shown)
    # Not asked for by the page: what it asks for keeps its session alive.
    ui.timer(_EVERY_S, lambda: room.today({}), immediate=False)


def register() -> None:
    """Have NiceGUI serve the page."""
    ui.page("/overview")(overview_page)


def telling(reader: Reader) -> Telling:
    """In the reader's words."""
    return Telling(reader.words, reader.language)


async def today_of(reader: Reader) -> Json:
    """Today's cards."""
    figures = reader.parts.console.figures
    month = await figures.overview(_FIRST_SPAN)
    return told_today(await figures.today(), month, telling(reader))


def told_behind(reader: Reader, found: Behind, rows: Mapping[int, TalkRow]) -> list[Json]:
    """The conversations as lines of a list; one that is gone meanwhile is left out."""
    return [_told_row(reader, day, rows[key]) for day, key in found if key in rows]


def _told_row(reader: Reader, day: date, row: TalkRow) -> Json:
    console = reader.parts.console
    return {
        "id": row.conversation_id,
        "day": day.isoformat(),
        "name": row.name,
        "channel": row.channel.value,
        "language": row.language,
        "at": clock(row.last_message_at, console.now(), zone=console.settings.zone),
        "words": row.last_words,
    }


def _told_place(place: Place) -> list[str | int | None]:
    return [place.day.isoformat(), place.before]
