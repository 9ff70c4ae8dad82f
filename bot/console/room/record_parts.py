"""What the details of the records page are put together of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.console.room.page import Json, Reader
from bot.rules.permissions import Permission


def forms_for(reader: Reader, *forms: Json) -> list[Json]:
    return list(forms) if reader.may(Permission.EDIT_RECORDS) else []


def facts_of(words: dict[str, str], /, **said: str | None) -> list[tuple[str, str]]:
    return [(words[f"field_{name}"], value) for name, value in said.items() if value]


def group(title: str, entries: Sequence[Json], none: str = "") -> Json:
    return {"title": title, "entries": entries, "none": none}


def entry(
    head: str,
    *,
    tags: Sequence[str] = (),
    lines: Sequence[str] = (),
    to: Sequence[Any] | None = None,
    href: str = "",
    forms: Sequence[Json] = (),
) -> Json:
    """A line of what belongs to a record; `to` is another record's table and id."""
    told = [line for line in lines if line]
    return {"head": head, "tags": tags, "lines": told, "to": to, "href": href, "forms": forms}
