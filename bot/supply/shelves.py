"""An item's shelf: what is on it, how long it lasts, and what is on its way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.reorder import Outlook
from bot.supply.outlooks import outlooks_of
from knowledge.queries.arrivals import Coming, coming
from knowledge.queries.supply import Stocked
from knowledge.store import Unit

#: So many days ahead are summed up in the list.
AHEAD_DAYS = 28


@dataclass(frozen=True, slots=True)
class Shelf:
    """An item in the list.

    Args:
        stock: pieces free to sell, negative when more is promised; None: nobody keeps count.
        days_left: until the shelf is empty as demand is expected, what comes left out; may be
            infinite, and is where nobody keeps count.
        sold_ahead: pieces expected to be sold in the next 28 days.
        coming: what is on its way, soonest first.
    """

    item: Stocked
    stock: int | None
    days_left: float
    sold_ahead: float
    coming: Sequence[Coming] = ()

    @property
    def place(self) -> tuple[float, int]:
        """What the list is sorted by: what runs out first, then by id."""
        return self.days_left, self.item.sku.key


async def read_shelves(
    unit: Unit, items: Sequence[Stocked], today: date
) -> list[tuple[Shelf, Outlook]]:
    """These items' shelves with what is expected to be sold."""
    ids = [item.sku.key for item in items]
    ahead = await outlooks_of(unit, ids, today)
    on_way = await coming(unit, ids)
    return [
        (_shelf(item, ahead[item.sku.key], on_way.get(item.sku.key, ())), ahead[item.sku.key])
        for item in items
    ]


def _shelf(item: Stocked, outlook: Outlook, on_way: Sequence[Coming]) -> Shelf:
    level = item.level
    stock = None if level is None else level.on_hand - level.reserved
    days = math.inf if stock is None else outlook.days_until(stock)
    return Shelf(item, stock, days, outlook.at(AHEAD_DAYS)[0], on_way)


def says(item: Stocked, words: Sequence[str]) -> bool:
    """Whether its codes and names hold all of these words, in whatever case: `mug blu`."""
    sku, product = item.sku, item.product
    names = (product.name_zh, product.name_en, sku.variant_zh, sku.variant_en)
    said = " ".join((sku.code, product.code, *names)).casefold()
    return all(word in said for word in words)
