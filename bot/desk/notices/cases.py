"""News of cases: the goods sent back are here, or the case is settled."""

from __future__ import annotations

from datetime import datetime

from bot.desk.notices.tiding import OfOrder, Page, Tiding, in_both, page
from bot.rules.news import CASE_OPEN, FRESH, case_news
from knowledge.queries import news
from knowledge.queries.news import Ask
from knowledge.records import Order, ReturnCase
from knowledge.store import Unit


class CasesMoved:
    """Cases that went on."""

    async def find(self, unit: Unit, now: datetime, ask: Ask) -> Page:
        seen = await news.cases_moved(unit, now - FRESH, now - CASE_OPEN, ask)
        tidings = [_tiding(case, order, now) for case, order in seen]
        return page(tidings, seen[-1][0].key if seen else 0, ask)

    async def told(self, unit: Unit, tiding: Tiding, now: datetime) -> None:
        """The outbox's key says it."""


def _tiding(case: ReturnCase, order: Order, now: datetime) -> Tiding | None:
    found, number = case_news(case, now), case.number
    if found is None or number is None:
        return None
    return Tiding(
        case.key,
        found,
        OfOrder(order.key, order.customer_id),
        in_both(lambda _language: {"case_number": number}),
        order_number=order.number,
    )
