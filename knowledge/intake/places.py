"""Where the shop's vehicles find an address, by the address."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.intake.refusals import Problem, RowRefused
from knowledge.intake.rows import PlaceRow
from knowledge.intake.upserts import Result, found, one_at_a_time, put
from knowledge.records import DeliveryPlace, address_key
from knowledge.store import Unit


async def put_places(unit: Unit, rows: Sequence[PlaceRow]) -> list[Result]:
    """Add or update places; the results are in the rows' order.

    The address counts, not how it is written: of two ways of writing one that come together,
    the later is refused.
    """
    await one_at_a_time(unit)
    keys = [address_key(row.address) for row in rows]
    held = {
        place.address_key: place for place in await found(unit, DeliveryPlace, "address_key", keys)
    }
    results: list[Result] = []
    seen: set[str] = set()
    for row, key in zip(rows, keys, strict=True):
        if not key or key in seen:
            why = "stands in another row already" if key else "is no address"
            results.append(RowRefused(Problem("address", why, row.address)))
            continue
        seen.add(key)
        values = {"address_key": key, **row.model_dump(exclude_unset=True)}
        results.append(put(unit, DeliveryPlace, held, key, values))
    await unit.flush()
    return results
