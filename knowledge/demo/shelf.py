"""What is on the demo shop's shelf: mostly enough, some of it too little."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random

from knowledge.demo.catalogue import Ware
from knowledge.demo.clock import Clock
from knowledge.demo.ledger import Ledger
from knowledge.demo.sales import Pace
from knowledge.demo.suppliers import Maker, Purchases, Source, preferred
from knowledge.records import StockLevel

#: Shares of the SKUs: sold out with more on its way, sold out, a few left, short, enough.
_SHARES = {"coming": 4, "sold_out": 4, "few": 6, "short": 11, "enough": 75}
#: The normal quantile of a 95 % service level.
_Z = 1.65


def reorder_point(pace: Pace, maker: Maker) -> int:
    """Pieces at which to order again, by the usual rule of demand over an uncertain lead time.

    3±1 a day over 7±1 days → 3·7 + 1.65·√(7·1² + 3²·1²) = 21 + 6.6 → 28
    (Silver, Pyke, Thomas: Inventory and Production Management in Supply Chains, 6.7).
    """
    variance = maker.lead * pace.deviation**2 + pace.mean**2 * maker.spread**2
    return math.ceil(pace.mean * maker.lead + _Z * math.sqrt(variance))


def put_shelf(
    ledger: Ledger,
    wares: Sequence[Ware],
    sources: Sequence[Source],
    paces: Mapping[int, Pace],
    held: Mapping[int, int],
    clock: Clock,
    rng: Random,
) -> None:
    """Add a stock level for each SKU; `held` pieces belong to orders not sent yet."""
    best = preferred(sources)
    purchases = Purchases(ledger, clock, rng)
    for source in sources:
        purchases.put_received(source)
    for ware, state in zip(wares, _states(len(wares), rng), strict=True):
        sku_id = ware.sku.key
        source, offer = best[sku_id]
        free = _free(state, reorder_point(paces[sku_id], source.maker), rng)
        level = StockLevel(
            sku_id=sku_id,
            on_hand=free + held.get(sku_id, 0),
            reserved=held.get(sku_id, 0),
            restock_at=purchases.put_open(source, offer) if state == "coming" else None,
        )
        ledger.add(level, clock.at(-1, 22))


def _states(count: int, rng: Random) -> list[str]:
    states = [
        state for state, share in _SHARES.items() for _ in range(max(1, count * share // 100))
    ]
    states = (states + ["enough"] * count)[:count]
    rng.shuffle(states)
    return states


def _free(state: str, point: int, rng: Random) -> int:
    """Pieces that may be sold."""
    if state in {"coming", "sold_out"}:
        return 0
    if state == "few":
        return rng.randint(1, 6)
    share = rng.uniform(0.4, 0.9) if state == "short" else rng.uniform(1.4, 3.5)
    return max(1, round(point * share)) if state == "short" else round(point * share) + 15
