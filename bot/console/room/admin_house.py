"""What the house does by itself: what the shop decided, and what runs by the clock."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.console.room.page import Json
from bot.console.room.tabs import Tab
from bot.policy_file import Line, Part, explained
from bot.rules.permissions import Permission

#: The policy's meanings in Chinese; in English they are where the policy is written.
_CHINESE = Path(__file__).parent.parent / "policy_zh.toml"


class PolicyTab(Tab):
    """The policy as it is in force, each value with what it means."""

    name = "policy"
    needs = Permission.SEE_POLICY

    async def shown(self) -> Json:
        console = self.console
        local = console.now().astimezone(console.settings.zone)
        return {
            "file": str(console.policy_file.absolute()) if console.policy_file else "",
            "zone": str(console.settings.zone),
            "clock": f"{local:%H:%M}",
            "open": console.policy.hours.is_open(local),
            "parts": [self._part(one) for one in explained(console.policy)],
        }

    def _part(self, part: Part) -> Json:
        return {
            "name": part.name,
            "meaning": meaning(part.name, "", part.meaning, self.reader.language),
            "lines": [self._line(part, one) for one in part.lines],
        }

    def _line(self, part: Part, line: Line) -> Json:
        return {
            "name": line.name,
            "value": line.value,
            "meaning": meaning(part.name, line.name, line.meaning, self.reader.language),
            "choices": line.choices,
            "set": line.is_set,
        }


def meaning(part: str, line: str, english: str, language: str) -> str:
    """What a section (`line` empty) or a value means; what has no Chinese is told in English."""
    if language != "zh":
        return english
    return _chinese().get(part, {}).get(line or "about", english)


@cache
def _chinese() -> dict[str, dict[str, str]]:
    return tomllib.loads(_CHINESE.read_text(encoding="utf-8"))


class JobsTab(Tab):
    """Each scheduled job: how its last run went, and when it runs next."""

    name = "jobs"
    needs = Permission.SEE_JOBS

    async def shown(self) -> Json:
        rows = [
            {
                "id": one.name,
                "last": self.stamp(one.last_run),
                "took": _seconds(one.last_run, one.last_end),
                "outcome": str(one.outcome),
                "error": one.last_error,
                "next": self.stamp(one.next_run),
            }
            for one in self.console.jobs()
        ]
        return {"jobs": rows, "now": self.stamp(self.console.now())}


def _seconds(began: datetime | None, ended: datetime | None) -> str:
    """How long a run took: 0.4 s; empty while it runs."""
    return f"{(ended - began).total_seconds():.1f} s" if began and ended else ""
