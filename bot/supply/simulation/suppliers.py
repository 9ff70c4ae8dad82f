"""The kinds of suppliers that a simulated shop buys from.

Their numbers are assumptions, written here to be argued with: a quick wholesaler nearby, a slow
importer, one that is tough on price and punctual, a vague one that answers only after a reminder,
and an unreliable one whose deliveries are late now and then and sometimes short.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SupplierKind:
    """How a supplier behaves; days are calendar days.

    Args:
        days, spread: mean and standard deviation of the time from its yes to the receipt.
        answer_days: until it answers at all. reminders: how often it has to be asked again.
        late_share, late_days: how many of its deliveries are late besides, and by how much.
        short_share, short_part: how many deliveries are short, and which part of them is missing.
    """

    name: str
    days: float
    spread: float
    answer_days: float = 0.5
    reminders: int = 0
    late_share: float = 0.0
    late_days: float = 0.0
    short_share: float = 0.0
    short_part: float = 0.0


QUICK = SupplierKind("quick", 5.0, 1.0)
SLOW = SupplierKind("slow", 21.0, 4.0, answer_days=1.5)
TOUGH = SupplierKind("tough", 9.0, 1.5, answer_days=1.0)
VAGUE = SupplierKind("vague", 9.0, 2.5, answer_days=3.0, reminders=1)
UNRELIABLE = SupplierKind(
    "unreliable", 11.0, 2.5, late_share=0.2, late_days=9.0, short_share=0.15, short_part=0.3
)
KINDS = (QUICK, SLOW, TOUGH, VAGUE, UNRELIABLE)


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What would become of an order of each day: (days,) each.

    They are drawn once for a year, so that every buyer meets the same luck.

    Args:
        lead: days from the order to its receipt, whole, at least 1.
        share: the part of the pieces that comes.
    """

    lead: NDArray[np.int64]
    share: NDArray[np.float64]


def deliveries(kind: SupplierKind, days: int, rng: np.random.Generator) -> Deliveries:
    """Draw them: a gamma time after the answer, and at times a delay or a part missing."""
    shape = (kind.days / kind.spread) ** 2
    time = rng.gamma(shape, kind.days / shape, days) + kind.answer_days
    late = rng.random(days) < kind.late_share
    time = time + late * rng.exponential(kind.late_days or 1.0, days)
    short = rng.random(days) < kind.short_share
    share = np.where(short, 1.0 - kind.short_part, 1.0)
    return Deliveries(np.maximum(np.rint(time), 1).astype(np.int64), share)
