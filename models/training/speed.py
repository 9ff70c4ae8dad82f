"""How long one call takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeVar

T = TypeVar("T")
_TIMED, _WARM_UP = 200, 10


def speed(items: Sequence[T], call: Callable[[T], object]) -> str:
    """Median and 95th percentile of one call at a time, after ten to warm up."""
    spent = []
    for item in items[:_TIMED]:
        began = time.perf_counter()
        call(item)
        spent.append(1000 * (time.perf_counter() - began))
    ordered = sorted(spent[_WARM_UP:] or spent)
    late = ordered[int(0.95 * len(ordered))]
    return f"p50 {median(ordered):.1f} ms, p95 {late:.1f} ms, one at a time on one thread"
