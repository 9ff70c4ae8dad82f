"""Whether what a customer was promised still holds when goods come later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Dispatch:
    """When a waiting order leaves; `arrives` where the length of its way is known."""

    leaves: date
    arrives: date | None = None


def new_dispatch(ship_by: date | None, arrives: date | None, goods: date) -> Dispatch | None:
    """The dispatch that breaks the promise, or None where the promise holds or there is none.

    An order leaves on the day its goods come, and travels as long as was promised. With a
    promised arrival alone, goods that come on that day or later are too late.

    Leaves by the 24th, arrives the 27th, goods on the 30th → leaves the 30th, arrives on the 3rd.
    """
    if ship_by is not None:
        if goods <= ship_by:
            return None
        way = None if arrives is None else arrives - ship_by
        return Dispatch(goods, None if way is None or way < timedelta() else goods + way)
    return Dispatch(goods) if arrives is not None and goods >= arrives else None
