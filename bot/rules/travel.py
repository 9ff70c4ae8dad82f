"""How long a vehicle takes from place to place, without a map: an estimate, and said to be one.

The great-circle distance by the haversine formula (R. W. Sinnott, "Virtues of the Haversine",
Sky and Telescope 68, 1984, p. 159), times a detour factor for roads that are not straight, at
a mean speed. Road distance was found to be 1.2 to 1.5 times the straight line in most
countries: R. H. Ballou, H. Rahardja, N. Sakai, "Selected country circuity factors for road
travel distance estimation", Transportation Research Part A 36 (2002), p. 843.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

#: The mean radius of the Earth, kilometres (IUGG: H. Moritz, Geodetic Reference System 1980).
EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the Earth: degrees north and east (WGS 84), south and west negative."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.latitude}, {self.longitude} is no place on the Earth")


@dataclass(frozen=True, slots=True)
class Travel:
    """How vehicles get about.

    Args:
        speed_kmh: the mean speed, stops at lights included.
        detour: kilometres of road for a kilometre of straight line, at least 1.
    """

    speed_kmh: float
    detour: float

    def road_km(self, start: Place, end: Place) -> float:
        """10 km apart, detour 1.3 -> 13 km."""
        return great_circle_km(start, end) * self.detour

    def time(self, start: Place, end: Place) -> timedelta:
        """13 km at 26 km/h -> 30 minutes; whole seconds, rounded up."""
        return timedelta(seconds=math.ceil(self.road_km(start, end) / self.speed_kmh * 3600))


def great_circle_km(one: Place, other: Place) -> float:
    """The shortest way over the globe; a degree of latitude -> 111.2 km."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
