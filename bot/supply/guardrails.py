"""What staff allow in negotiations with a supplier, typed by hand: checked, kept, written down."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import XiaoerError
from knowledge.queries.guardrails import held_guardrails
from knowledge.records import AuditEntry, Guardrails, utcnow
from knowledge.store import Store, Unit

Value = bool | int | float | str


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
#: What the supplier may be told when it asks, with the most characters; empty: staff are asked.
TEXTS: Mapping[str, int] = {"delivery_address": 400, "payment_terms": 400, "packing": 400}
TICKS = ("negotiates", "tells_latest_day")


@dataclass(frozen=True, slots=True)
class Typed:
    """Guardrails as they were typed.

    Args:
        numbers: a value for each of `BOUNDS`. texts: of `TEXTS`; what is left out is empty.
    """

    numbers: Mapping[str, float]
    texts: Mapping[str, str] = field(default_factory=dict)
    negotiates: bool = True
    tells_latest_day: bool = False


class GuardrailRefused(XiaoerError):
    """A value cannot be kept; nothing was changed.

    Args:
        name: which, as `Guardrails` has it. reason: `number`, `whole`, `bounds` or `long`.
    """

    def __init__(self, name: str, reason: str) -> None:
        self.field, self.reason = name, reason
        self.bounds = BOUNDS[name] if name in BOUNDS else Bounds(0, TEXTS[name])
        super().__init__(f"{name} {self._must_be()}.")

    def _must_be(self) -> str:
        least, most = self.bounds.least, self.bounds.most
        if self.field in TEXTS:
            return f"has {most:g} characters at most"
        kind = "a whole number" if self.bounds.whole else "a number"
        return f"is {kind} from {least:g} to {most:g}"


class GuardrailBook:
    """Keeps suppliers' guardrails."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = utcnow) -> None:
        self._store = store
        self._clock = clock

    async def change(self, staff_id: int, supplier_id: int, typed: Typed) -> None:
        """Keep all guardrails of a supplier, for the courses that begin from now on.

        What it may be told when it asks holds at once.

        Raises:
            LookupError: there is no such supplier.
            GuardrailRefused: a value is missing or out of its bounds.
        """
        wanted = checked(typed)
        async with self._store.writing() as unit:
            await keep(unit, supplier_id, wanted, staff_id, self._clock())


def checked(typed: Typed) -> dict[str, Value]:
    """Every value by its column. Raises GuardrailRefused."""
    wanted: dict[str, Value] = {name: getattr(typed, name) for name in TICKS}
    wanted |= {name: _checked(name, typed.numbers) for name in BOUNDS}
    return wanted | {name: _text(name, typed.texts.get(name, "")) for name in TEXTS}


async def keep(
    unit: Unit,
    supplier_id: int,
    wanted: Mapping[str, Value],
    staff_id: int | None,
    now: datetime,
) -> bool:
    """Write checked values and the audit's entry; whether anything was changed.

    Raises:
        LookupError: there is no such supplier.
    """
    supplier, rails = await held_guardrails(unit, supplier_id)
    said = [] if rails else ["new"]
    rails = rails or Guardrails(supplier_id=supplier_id)
    said += _changed(rails, wanted)
    if not said:
        return False
    unit.add(rails)
    unit.add(
        AuditEntry(
            staff_id=staff_id,
            action="change_guardrails",
            subject=f"supplier:{supplier.code}",
            detail="\n".join(said),
            created_at=now,
        )
    )
    return True


def _changed(rails: Guardrails, wanted: Mapping[str, Value]) -> list[str]:
    """Set what is otherwise; a line for each: `rounds: 4 → 6`."""
    said = []
    for name, value in wanted.items():
        if (before := getattr(rails, name)) != value:
            said.append(f"{name}: {before} → {value}")
            setattr(rails, name, value)
    return said


def _text(name: str, said: str) -> str:
    """On one line, as it stands in a message."""
    text = " ".join(said.split())
    if len(text) > TEXTS[name]:
        raise GuardrailRefused(name, "long")
    return text


def _checked(name: str, numbers: Mapping[str, float]) -> Value:
    bounds, value = BOUNDS[name], numbers.get(name, math.nan)
    if not math.isfinite(value):
        raise GuardrailRefused(name, "number")
    if not bounds.least <= value <= bounds.most:
        raise GuardrailRefused(name, "bounds")
    if bounds.whole and value != int(value):
        raise GuardrailRefused(name, "whole")
    return int(value) if bounds.whole else float(value)
