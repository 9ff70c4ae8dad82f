"""What becomes of orders whose buyer agrees to the price that is asked, as soon as it is asked.

That is what users of reordering rules do. It takes no texts to know how it ends, so whole years of
it are worked out at once, for tuning; `talk.settle` comes to the same through the letters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.supply.simulation.suppliers import MOST_ANSWERS, Deliveries, SupplierKind, Tempers

#: Who waits so many days for an answer sends a reminder: `policy.stock.remind_after_days`.
REMIND_AFTER = 2


@dataclass(frozen=True, slots=True)
class Taken:
    """An order of each day, (days,) each.

    Args:
        lead: days from the order to its receipt, or to the day on which it is refused.
        share: the part of the pieces that comes; 0 of a refused one.
        price: what is paid, as a share of the list price.
        messages, answers: sent to the supplier, and received.
    """

    lead: NDArray[np.int64]
    share: NDArray[np.float64]
    price: NDArray[np.float64]
    messages: NDArray[np.int64]
    answers: NDArray[np.int64]


def taken(kind: SupplierKind, luck: Deliveries, temper: Tempers) -> Taken:
    """Work them out.

    A quick one that answers the same day, with a yes, and takes 5 days → lead 5, one message.
    """
    days = [_agreed(kind, temper, day) for day in range(len(luck.lead))]
    waited, messages, answers = np.array(days, dtype=np.int64).T
    refused = temper.refuses
    return Taken(
        np.maximum(waited + np.where(refused, 0, luck.lead), 1),
        np.where(refused, 0.0, luck.share),
        1.0 + np.maximum(temper.over, 0.0),
        # Who is told a higher price agrees to it with one more message.
        messages + (~refused & (temper.over > 0)),
        answers,
    )


def _agreed(kind: SupplierKind, temper: Tempers, day: int) -> tuple[int, int, int]:
    """Days until the supplier said something definite; messages and answers by then."""
    waited, messages, asked = 0, 1, False
    for answer in range(MOST_ANSWERS):
        wait = int(temper.waits[day, answer])
        waited += wait
        messages += wait >= REMIND_AFTER
        says = mood(kind, float(temper.mood[day, answer]), asked)
        if says == "clear":
            return waited, messages, answer + 1
        messages += 1
        if says == "away":
            waited += int(temper.away_days[day, answer])
        asked = True
    return waited, messages, MOST_ANSWERS


def mood(kind: SupplierKind, drawn: float, asked: bool) -> str:
    """`away`, `unclear` or `clear`; a direct question halves what is unclear."""
    if drawn < kind.away:
        return "away"
    unclear = kind.unclear / 2 if asked else kind.unclear
    return "unclear" if drawn < kind.away + unclear else "clear"
