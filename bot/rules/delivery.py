"""A shop that brings its orders itself: its depot and vehicles, as the policy has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from bot.rules.section import Section
from bot.rules.travel import Place, Travel

#: The most vehicles in a list.
MOST_VEHICLES = 100
_VEHICLE = re.compile(r"(.+?),\s*(\d{1,6})\s*,\s*(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")


@dataclass(frozen=True, slots=True)
class Shift:
    """A vehicle of the list: its name, the pieces it takes, and its hours, local times."""

    name: str
    pieces: int
    starts: time
    ends: time


class Delivery(Section):
    """Bringing orders with the shop's own vehicles (`python -m bot routes`)."""

    vehicles: tuple[str, ...] = Field(
        default=(),
        max_length=MOST_VEHICLES,
        description="The vehicles, each with its name, the pieces it takes and its shift, such as "
        "'Van 1, 60, 08:30-17:00'. Without any, the shop does not deliver itself.",
    )
    depot_latitude: Annotated[float, Field(ge=-90, le=90)] = Field(
        default=0.0, description="Where they start and end: degrees north, south negative (WGS 84)."
    )
    depot_longitude: Annotated[float, Field(ge=-180, le=180)] = Field(
        default=0.0, description="Degrees east, west negative."
    )
    speed_kmh: Annotated[float, Field(gt=0, le=150)] = Field(
        default=25.0, description="Their mean speed, kilometres an hour, stops at lights included."
    )
    detour: Annotated[float, Field(ge=1, le=5)] = Field(
        default=1.3, description="Kilometres of road for a kilometre as the crow flies."
    )
    service_minutes: Annotated[int, Field(ge=0, le=240)] = Field(
        default=5, description="How long a delivery takes where the place has no time of its own."
    )

    @field_validator("vehicles")
    @classmethod
    def _are_vehicles(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        names = [shift_of(one).name for one in value]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise ValueError(f"'{twice[0]}' is the name of two vehicles")
        return value

    @model_validator(mode="after")
    def _has_a_depot(self) -> Self:
        # No shop is at 0, 0, in the Gulf of Guinea: nobody wrote down where it is.
        if self.vehicles and not (self.depot_latitude or self.depot_longitude):
            raise ValueError("vehicles need depot_latitude and depot_longitude")
        return self

    @property
    def shifts(self) -> tuple[Shift, ...]:
        return tuple(shift_of(one) for one in self.vehicles)

    @property
    def depot(self) -> Place:
        return Place(self.depot_latitude, self.depot_longitude)

    @property
    def travel(self) -> Travel:
        return Travel(self.speed_kmh, self.detour)


def shift_of(written: str) -> Shift:
    """`Van 1, 60, 08:30-17:00` -> Van 1 takes 60 pieces, from half past eight to five.

    Raises:
        ValueError: it is not written so, takes nothing, or ends before it begins.
    """
    found = _VEHICLE.fullmatch(written.strip())
    if found is None:
        raise ValueError(f"'{written}' is no vehicle such as 'Van 1, 60, 08:30-17:00'")
    name, pieces, starts, ends = found.groups()
    if len(name) > 60:
        raise ValueError(f"'{written}' has a name of more than 60 characters")
    shift = Shift(name, int(pieces), _hour(starts, written), _hour(ends, written))
    if not shift.pieces or shift.ends <= shift.starts:
        raise ValueError(f"'{written}' takes nothing or ends before it begins")
    return shift


def _hour(text: str, written: str) -> time:
    try:
        return time.fromisoformat(text.rjust(5, "0"))
    except ValueError:
        raise ValueError(f"'{written}' has {text}, which is no time of day") from None
