"""News that a customer asked for: a product is in stock again."""

from __future__ import annotations

from datetime import datetime

from bot.desk.notices.tiding import OfWatch, Page, Tiding, in_both, page
from bot.rules.news import stock_news
from knowledge.queries import news
from knowledge.queries.news import Ask
from knowledge.records import Product, StockWatch
from knowledge.store import Unit


class GoodsBack:
    """Products that someone waits for; however long ago they asked, they are told."""

    async def find(self, unit: Unit, now: datetime, ask: Ask) -> Page:
        seen = await news.watches_of_goods_back(unit, ask)
        tidings = [_tiding(watch, product) for watch, product in seen]
        return page(tidings, seen[-1][0].key if seen else 0, ask)

    async def told(self, unit: Unit, tiding: Tiding, now: datetime) -> None:
        """The watch is over."""
        watch = await unit.get(StockWatch, tiding.subject)
        assert watch is not None
        watch.told_at = now


def _tiding(watch: StockWatch, product: Product) -> Tiding | None:
    found = stock_news(watch, is_back=True)
    if found is None:
        return None
    return Tiding(
        watch.key,
        found,
        OfWatch(watch.account_id, watch.asked_at),
        in_both(lambda language: {"product": product.name(language)}),
        product=product.code,
    )
