"""The carriers the demo shop uses, and their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from knowledge.demo.places import Region


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier: its code, its name in scans, and how its tracking numbers look."""

    code: str
    name: str
    prefix: str
    digits: int

    def tracking_number(self, rng: Random) -> str:
        """`sf` → SF4820175539127."""
        return f"{self.prefix}{rng.randrange(10**self.digits):0{self.digits}}"


SF = Carrier("sf", "顺丰速运", "SF", 13)
EMS = Carrier("ems", "邮政EMS", "98", 11)
_STANDARD = (
    (Carrier("zto", "中通快递", "78", 12), 46),
    (Carrier("yto", "圆通速递", "YT", 13), 12),
    (Carrier("sto", "申通快递", "77", 13), 8),
    (Carrier("yunda", "韵达快递", "43", 13), 10),
    (Carrier("jt", "极兔速递", "JT", 13), 8),
    (Carrier("jd", "京东快递", "JD", 13), 6),
)

#: One order in so many pays for SF (POLICY.md, Shipping).
_SF_ONE_IN = 6


def carrier_for(region: Region, rng: Random) -> Carrier:
    """SF if the customer paid for it, EMS to remote areas, else one of the standard ones."""
    if rng.randrange(_SF_ONE_IN) == 0:
        return SF
    if region is Region.REMOTE:
        return EMS
    carriers = [carrier for carrier, _ in _STANDARD]
    return rng.choices(carriers, [share for _, share in _STANDARD])[0]


def days_on_the_road(carrier: Carrier, region: Region) -> tuple[int, int]:
    """Fewest and most days from dispatch to the door (POLICY.md, Shipping)."""
    if carrier is not SF:
        return region.value
    return (3, 4) if region is Region.REMOTE else (1, 2)
