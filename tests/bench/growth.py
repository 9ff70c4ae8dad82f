"""The lone customer's turn in a shop of a million orders and five million messages."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from knowledge.demo import fill_for_bench
from knowledge.store import Store
from tests.bench.shop import url
from tests.bench.table import Row
from tests.bench.turns import Turns, take_turns

AT_MOST = 1.3
FULL = (1_000_000, 5_000_000)
QUICK = (100_000, 500_000)


async def growth_row(shop: Path, small: Turns, size: tuple[int, int], seed: int) -> Row:
    """Fill the shop up, then compare its turn with the one measured before."""
    start = time.perf_counter()
    await _fill(shop, *size)
    filled = time.perf_counter() - start
    large = await take_turns(shop, len(small.answering), seed)
    ratio = large.p50 / small.p50
    gigabytes = shop.stat().st_size / 1e9
    return Row(
        f"the same with {size[0]:,} orders, {size[1]:,} messages",
        f"{large.figure()}: {ratio:.2f}x",
        f"p50 <= {AT_MOST}x of {small.p50:.1f} ms",
        ratio <= AT_MOST,
        [large.spread(), f"{gigabytes:.1f} GB, filled in {filled:.0f} s"],
    )


async def _fill(shop: Path, orders: int, messages: int) -> None:
    store = Store(url(shop))
    try:
        await fill_for_bench(store, orders, messages, progress=_tell)
    finally:
        await store.close()


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"  filling: {done:,} of {total:,} rows\n")
