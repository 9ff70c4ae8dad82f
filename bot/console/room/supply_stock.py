"""The shelves: what runs out first, and an item's past and days ahead."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.console.room.page import Answer, Given, Json, Unusable, number, text
from bot.console.room.supply_words import item_name
from bot.console.room.tabs import Tab
from bot.rules.permissions import Permission
from bot.supply.shelves import Shelf
from bot.supply.stock_outlook import ItemAhead
from knowledge.queries.arrivals import Coming

#: Longer than this is told as more than it: nobody plans by it.
_LONGEST_DAYS = 999


class StockTab(Tab):
    """A table of every item for sale, and the chart of the one that was opened."""

    name = "stock"
    needs = Permission.SEE_SUPPLY

    def offered(self) -> Mapping[str, Answer]:
        return {
            "stock": Answer(self.find, self.needs),
            "stock_item": Answer(self.item, self.needs),
        }

    async def shown(self) -> Json:
        return await self._page("", "")

    async def find(self, given: Given) -> None:
        """Items by code or name, from one on."""
        words, after = text(given, "words", 80), text(given, "after", 80)
        found = await self._page(words, after)
        await self.reader.tell("stock", words=words, more=bool(after), data=found)

    async def item(self, given: Given) -> None:
        """An item's chart."""
        found = await self.console.supply.stock.item(number(given, "id"))
        await self.reader.tell("stock_item", item=self._ahead(found))

    async def _page(self, words: str, after: str) -> Json:
        found = await self.console.supply.stock.shelves(words, _place(after))
        last = found.rows[-1][0].place if found.more else None
        return {
            "rows": [self._row(shelf, point) for shelf, point in found.rows],
            "total": self.reader.words["count_exact"].format(f"{found.found:,}"),
            "following": json.dumps(last) if last else "",
        }

    def _row(self, shelf: Shelf, point: int) -> Json:
        days = shelf.days_left
        known = shelf.stock is not None
        return {
            "id": shelf.item.sku.key,
            "code": shelf.item.sku.code,
            "name": item_name(shelf.item.sku, shelf.item.product, self.reader.language),
            "stock": shelf.stock,
            "arrivals": [
                {"pieces": one.pieces, "at": self._day(one), "purchase": one.number}
                for one in shelf.coming
            ],
            "point": point,
            "below": known and (shelf.stock or 0) <= point,
            "sold_ahead": round(shelf.sold_ahead, 1),
            "days": min(round(days, 1), _LONGEST_DAYS) if math.isfinite(days) else None,
        }

    def _day(self, coming: Coming) -> str:
        return self.stamp(coming.expected_at)[:10]

    def _ahead(self, found: ItemAhead) -> Json:
        first = found.today - timedelta(days=len(found.sold))
        last = len(found.sold) + len(found.mean)
        days = [(first + timedelta(days=day)).isoformat() for day in range(last)]
        forecast = found.forecast
        return {
            **self._row(found.shelf, found.point),
            "dates": days,
            "sold": list(found.sold),
            "mean": _rounded(found.mean),
            "low": _rounded(found.low),
            "high": _rounded(found.high),
            "left": None if found.left is None else _rounded(found.left),
            "model": forecast.model if forecast else "",
            "error": round(forecast.error, 2) if forecast else None,
            "made": self.stamp(forecast.made_at) if forecast else "",
        }


def _rounded(values: Any) -> list[float]:
    return [round(one, 2) for one in values]


def _place(after: str) -> tuple[float, int] | None:
    """Where a page goes on, as the one before it said. Raises Unusable."""
    if not after:
        return None
    try:
        days, key = json.loads(after)
        return float(days), int(key)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise Unusable("error_unusable") from None
