"""Who looked at or changed what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot.console.room.page import Answer, Given, Unusable, number, text
from bot.console.room.tabs import Json, Tab
from bot.rules.permissions import Permission
from knowledge.queries import audit
from knowledge.queries.audit import Sought
from knowledge.queries.staff import all_staff
from knowledge.records import AuditEntry
from knowledge.store import Unit

_PAGE = 50


class AuditTab(Tab):
    """The trail, newest first, searched by staff member, action, subject and day."""

    name = "audit"
    needs = Permission.SEE_AUDIT

    async def shown(self) -> Json:
        async with self.console.store.reading() as unit:
            people = await all_staff(unit)
            actions = await audit.late_actions(unit)
            page = await self._page(unit, Sought(), None)
        names = [{"id": one.key, "name": one.name or one.username} for one in people]
        known = {key.removeprefix("audit_") for key in self.reader.words if _is_action(key)}
        return page | {"people": names, "actions": sorted({*known, *actions})}

    def offered(self) -> Mapping[str, Answer]:
        return {"audit": Answer(self.search, self.needs)}

    async def search(self, given: Given) -> None:
        """The first page of what is sought, or what follows an entry."""
        before = None if given.get("before") is None else number(given, "before")
        async with self.console.store.reading() as unit:
            page = await self._page(unit, self._sought(given), before)
        await self.reader.tell("found", more=before is not None, **page)

    def _sought(self, given: Given) -> Sought:
        first, last = _day(given, "first"), _day(given, "last")
        after = None if last is None else last + timedelta(days=1)
        return Sought(
            staff_id=None if given.get("staff") is None else number(given, "staff"),
            action=text(given, "action", 60),
            subject=text(given, "subject", 120),
            since=self._midnight(first),
            until=self._midnight(after),
        )

    def _midnight(self, day: date | None) -> datetime | None:
        """When a day of the shop begins."""
        zone = self.console.settings.zone
        return None if day is None else datetime.combine(day, time(), tzinfo=zone)

    async def _page(self, unit: Unit, sought: Sought, before: int | None) -> Json:
        found = await audit.entries(unit, sought, _PAGE + 1, before=before)
        rows = self._rows(found[:_PAGE], {one.key: one.username for one in await all_staff(unit)})
        return {"rows": rows, "following": rows[-1]["id"] if len(found) > _PAGE else None}

    def _rows(self, found: Sequence[AuditEntry], names: Mapping[int, str]) -> list[Json]:
        return [
            {
                "id": one.key,
                "at": self.stamp(one.created_at),
                "who": names.get(one.staff_id, "") if one.staff_id else "",
                "action": one.action,
                "subject": one.subject,
                "detail": one.detail,
            }
            for one in found
        ]


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
