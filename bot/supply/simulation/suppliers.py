"""The kinds of suppliers that a simulated shop buys from, and the luck that an order meets there.

Their numbers are assumptions, written here to be argued with: a quick wholesaler nearby, a slow
importer, one that is tough on price and punctual, a vague one that has to be asked twice, and an
unreliable one whose deliveries are late now and then and sometimes short, who is away, and who
sometimes has none left.

How one concedes follows the time-dependent tactic of Faratin, Sierra & Jennings ("Negotiation
decision functions for autonomous agents", 1998): from what is asked first down to its own limit,
with the share of its patience that is over. Shares are of the list price, 0.05 is 5 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: So many answers of a supplier to one order are drawn; later ones are as the last.
MOST_ANSWERS = 16

Range = tuple[float, float]
"""From where to where a value of each order is drawn."""


@dataclass(frozen=True, slots=True)
class SupplierKind:
    """How a supplier behaves; days are calendar days.

    Args:
        days, spread: mean and standard deviation of the time from the agreement to the receipt.
        late_share, late_days: how many of its deliveries are late besides, and by how much.
        short_share, short_part: how many deliveries are short, and which part of them is missing.
        answer_days: mean of the days until it answers a message.
        over: how much more than the list price it asks for first; below 0 it says yes to it.
        room: how far below the list price its limit is.
        patience: answers until it is at its limit. beta: above 1 it concedes early.
        insulted: a first offer below so much of the list price is turned down without a figure.
        unclear: the share of its answers that say nothing definite; a question halves it.
        away, away_days: the share of its answers that are a note of absence, and for how long.
        refuses: the share of orders that it does not take, as it has none left.
    """

    name: str
    days: float
    spread: float
    late_share: float = 0.0
    late_days: float = 0.0
    short_share: float = 0.0
    short_part: float = 0.0
    answer_days: float = 0.3
    over: Range = (0.0, 0.02)
    room: Range = (0.03, 0.08)
    patience: Range = (3, 6)
    beta: Range = (0.8, 1.5)
    insulted: float = 0.5
    unclear: float = 0.0
    away: float = 0.0
    away_days: Range = (2, 5)
    refuses: float = 0.0


QUICK = SupplierKind("quick", 5.0, 1.0, over=(-0.02, 0.02), patience=(3, 5), beta=(0.8, 2.0))
SLOW = SupplierKind("slow", 21.0, 4.0, answer_days=1.5, room=(0.04, 0.1), away=0.04)
TOUGH = SupplierKind(
    "tough",
    9.0,
    1.5,
    answer_days=0.8,
    over=(0.0, 0.05),
    room=(-0.01, 0.03),
    patience=(5, 10),
    beta=(0.2, 0.5),
    insulted=0.65,
    refuses=0.01,
)
VAGUE = SupplierKind("vague", 9.0, 2.5, answer_days=1.5, over=(0.0, 0.03), unclear=0.35)
UNRELIABLE = SupplierKind(
    "unreliable",
    11.0,
    2.5,
    late_share=0.2,
    late_days=9.0,
    short_share=0.15,
    short_part=0.3,
    answer_days=0.8,
    over=(-0.01, 0.05),
    room=(0.03, 0.12),
    unclear=0.1,
    away=0.08,
    refuses=0.03,
)
KINDS = (QUICK, SLOW, TOUGH, VAGUE, UNRELIABLE)


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What would become of an order of each day: (days,) each.

    They are drawn once for a year, so that every buyer meets the same luck.

    Args:
        lead: days from the agreement to its receipt, whole, at least 1.
        share: the part of the pieces that comes.
    """

    lead: NDArray[np.int64]
    share: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tempers:
    """How the supplier would take an order of each day: (days,), or (days, answers) each.

    Args:
        over, room, patience, beta: as in `SupplierKind`. refuses: it has none left.
        waits: days until each answer. mood: 0 to 1, low is away, then unclear. pick: of the words.
        away_days: for how long, where it is away.
    """

    over: NDArray[np.float64]
    room: NDArray[np.float64]
    patience: NDArray[np.float64]
    beta: NDArray[np.float64]
    refuses: NDArray[np.bool_]
    waits: NDArray[np.int64]
    mood: NDArray[np.float64]
    pick: NDArray[np.float64]
    away_days: NDArray[np.int64]


def deliveries(kind: SupplierKind, days: int, rng: np.random.Generator) -> Deliveries:
    """Draw them: a gamma time, and at times a delay or a part missing."""
    shape = (kind.days / kind.spread) ** 2
    time = rng.gamma(shape, kind.days / shape, days)
    late = rng.random(days) < kind.late_share
    time = time + late * rng.exponential(kind.late_days or 1.0, days)
    short = rng.random(days) < kind.short_share
    share = np.where(short, 1.0 - kind.short_part, 1.0)
    return Deliveries(np.maximum(np.rint(time), 1).astype(np.int64), share)


def tempers(kind: SupplierKind, days: int, rng: np.random.Generator) -> Tempers:
    """Draw how it would take the order of each day."""
    each = (days, MOST_ANSWERS)
    first, last = kind.away_days
    return Tempers(
        rng.uniform(*kind.over, days),
        rng.uniform(*kind.room, days),
        rng.uniform(*kind.patience, days),
        rng.uniform(*kind.beta, days),
        rng.random(days) < kind.refuses,
        rng.poisson(kind.answer_days, each),
        rng.random(each),
        rng.random(each),
        rng.integers(int(first), int(last), each, endpoint=True),
    )
