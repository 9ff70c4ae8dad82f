"""What staff allow in negotiations with a supplier, typed by hand: checked, kept, written down."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.errors import XiaoerError
from knowledge.queries.supply_pages import held_guardrails
from knowledge.records import AuditEntry, Guardrails, utcnow
from knowledge.store import Store

Value = bool | int | float


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a value may be; `whole`: no parts of one."""

    least: float
    most: float
    whole: bool = True


#: The numbers of `Guardrails`; a share of none would be no order.
BOUNDS: Mapping[str, Bounds] = {
    "most_over_percent": Bounds(0, 100, whole=False),
    "latest_days": Bounds(1, 365),
    "least_share_percent": Bounds(1, 100, whole=False),
    "most_share_percent": Bounds(100, 1000, whole=False),
    "rounds": Bounds(1, 20),
    "ends_after_days": Bounds(1, 60),
    "accept_up_to_minor": Bounds(0, 2**31 - 1),
}


class GuardrailRefused(XiaoerError):
    """A value cannot be kept; nothing was changed.

    Args:
        field: which, as `Guardrails` names it. reason: `number`, `whole` or `bounds`.
    """

    def __init__(self, field: str, reason: str) -> None:
        bounds = BOUNDS[field]
        kind = "a whole number" if bounds.whole else "a number"
        super().__init__(f"{field} is {kind} from {bounds.least:g} to {bounds.most:g}.")
        self.field, self.reason, self.bounds = field, reason, bounds


class GuardrailBook:
    """Keeps suppliers' guardrails."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = utcnow) -> None:
        self._store = store
        self._clock = clock

    async def change(
        self, staff_id: int, supplier_id: int, negotiates: bool, numbers: Mapping[str, float]
    ) -> None:
        """Keep all guardrails of a supplier, for the courses that begin from now on.

        Args:
            numbers: a value for each of `BOUNDS`.

        Raises:
            LookupError: there is no such supplier.
            GuardrailRefused: a value is missing or out of its bounds.
        """
        wanted: dict[str, Value] = {"negotiates": negotiates}
        wanted |= {name: _checked(name, numbers) for name in BOUNDS}
        async with self._store.writing() as unit:
            supplier, rails = await held_guardrails(unit, supplier_id)
            said = [] if rails else ["new"]
            rails = rails or Guardrails(supplier_id=supplier_id)
            said += _changed(rails, wanted)
            if not said:
                return
            unit.add(rails)
            unit.add(
                AuditEntry(
                    staff_id=staff_id,
                    action="change_guardrails",
                    subject=f"supplier:{supplier.code}",
                    detail="\n".join(said),
                    created_at=self._clock(),
                )
            )


def _changed(rails: Guardrails, wanted: Mapping[str, Value]) -> list[str]:
    """Set what is otherwise; a line for each: `rounds: 4 → 6`."""
    said = []
    for name, value in wanted.items():
        if (before := getattr(rails, name)) != value:
            said.append(f"{name}: {before} → {value}")
            setattr(rails, name, value)
    return said


def _checked(name: str, numbers: Mapping[str, float]) -> Value:
    bounds, value = BOUNDS[name], numbers.get(name, math.nan)
    if not math.isfinite(value):
        raise GuardrailRefused(name, "number")
    if not bounds.least <= value <= bounds.most:
        raise GuardrailRefused(name, "bounds")
    if bounds.whole and value != int(value):
        raise GuardrailRefused(name, "whole")
    return int(value) if bounds.whole else float(value)
