"""Writing down what staff looked at and what they changed.

A change is written down in the unit that makes it; a view before what was read is shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.records import AuditEntry
from knowledge.store import Unit


class Personal(StrEnum):
    """What shows personal data, as the audit's subjects name it."""

    CONVERSATION = "conversation"
    CUSTOMER = "customer"
    ORDER = "order"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Change:
    """A value that staff changed."""

    field: str
    before: object
    after: object

    def __str__(self) -> str:
        """`name: "王小明" → "王晓明"`."""
        return f"{self.field}: {_said(self.before)} → {_said(self.after)}"


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def viewed(
    unit: Unit, staff_id: int, what: Personal, key: int | None = None, how: str = ""
) -> None:
    """Write down that a staff member looked at personal data; the one way to do so.

    Args:
        key: the id of what was opened; None for a table of many.
        how: of a table, whose part of it, and that it was searched. What for is not kept: it may
            be the name or phone of a customer whose data is deleted one day.
    """
    action = f"list_{what}s" if key is None else f"view_{what}"
    subject = f"{what}s" if key is None else f"{what}:{key}"
    unit.add(AuditEntry(staff_id=staff_id, action=action, subject=subject, detail=how))


def changed(
    unit: Unit,
    staff_id: int | None,
    action: str,
    subject: str,
    changes: Sequence[Change] = (),
    note: str = "",
) -> None:
    """Write down what a staff member changed, a line a value, each before → after."""
    detail = "\n".join(filter(None, [note, *map(str, changes)]))
    unit.add(AuditEntry(staff_id=staff_id, action=action, subject=subject[:120], detail=detail))
