"""Who looked at or changed what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.console.room.page import Answer, Given, Json, Unusable, number, text
from bot.console.room.tabs import Tab
from bot.rules.permissions import Permission
from knowledge.queries.staff import all_staff
from knowledge.queries.tables.audit import AuditFilter, audit_actions, audit_table
from knowledge.queries.tables.paging import Ask, AskRefused
from knowledge.store import Unit


class AuditTab(Tab):
    """The trail, newest first, searched by staff member, action, subject and day."""

    name = "audit"
    needs = Permission.SEE_AUDIT

    async def shown(self) -> Json:
        async with self.console.store.reading() as unit:
            people = await all_staff(unit)
            actions = await audit_actions(unit)
            page = await self._page(unit, AuditFilter(), "")
        names = [{"id": one.key, "name": one.name or one.username} for one in people]
        known = {key.removeprefix("audit_") for key in self.reader.words if _is_action(key)}
        return page | {"people": names, "actions": sorted({*known, *actions})}

    def offered(self) -> Mapping[str, Answer]:
        return {"audit": Answer(self.search, self.needs)}

    async def search(self, given: Given) -> None:
        """The first page of what is sought, or what follows an entry."""
        after = text(given, "after", 200)
        async with self.console.store.reading() as unit:
            page = await self._page(unit, self._sought(given), after)
        await self.reader.tell("found", more=bool(after), **page)

    def _sought(self, given: Given) -> AuditFilter:
        first, last = _day(given, "first"), _day(given, "last")
        after = None if last is None else last + timedelta(days=1)
        return AuditFilter(
            staff_id=None if given.get("staff") is None else number(given, "staff"),
            action=text(given, "action", 60) or None,
            subject=text(given, "subject", 120) or None,
            since=self._midnight(first),
            until=self._midnight(after),
        )

    def _midnight(self, day: date | None) -> datetime | None:
        """When a day of the shop begins."""
        zone = self.console.settings.zone
        return None if day is None else datetime.combine(day, time(), tzinfo=zone)

    async def _page(self, unit: Unit, sought: AuditFilter, after: str) -> Json:
        try:
            page = await audit_table(unit, Ask(after=after), sought)
        except AskRefused:
            raise Unusable("error_unusable") from None
        rows = [
            {
                "id": one.id,
                "at": self.stamp(one.at),
                "who": one.staff or "",
                "action": one.action,
                "subject": one.subject,
                "detail": one.detail,
            }
            for one in page.rows
        ]
        return {"rows": rows, "following": page.next or None}


def _is_action(key: str) -> bool:
    return key.startswith("audit_")


def _day(given: Given, name: str) -> date | None:
    """A day as a browser's field writes it, 2026-11-22; none where it is empty."""
    written = text(given, name, 10)
    try:
        day = date.fromisoformat(written) if written else None
    except ValueError:
        raise Unusable("error_unusable") from None
    # Midnight in the shop's zone has to be a moment that can be told in UTC.
    if day is not None and not date(1971, 1, 1) <= day < date(9999, 1, 1):
        raise Unusable("error_unusable")
    return day
