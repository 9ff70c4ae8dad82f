"""News of money: a refund was paid."""

from __future__ import annotations

from datetime import datetime

from bot.desk import facts
from bot.desk.notices.tiding import OfOrder, Page, Tiding, in_both, page
from bot.rules.news import FRESH, refund_news
from knowledge.queries import news
from knowledge.queries.news import Ask
from knowledge.records import Order, Refund
from knowledge.store import Unit


class RefundsPaid:
    """Refunds that were paid."""

    async def find(self, unit: Unit, now: datetime, ask: Ask) -> Page:
        seen = await news.refunds_paid(unit, now - FRESH, ask)
        tidings = [_tiding(refund, order, now) for refund, order in seen]
        return page(tidings, seen[-1][0].key if seen else 0, ask)

    async def told(self, unit: Unit, tiding: Tiding, now: datetime) -> None:
        """The outbox's key says it."""


def _tiding(refund: Refund, order: Order, now: datetime) -> Tiding | None:
    found = refund_news(refund, now)
    if found is None:
        return None
    amount = facts.money(refund.amount_minor, refund.currency)
    return Tiding(
        refund.key,
        found,
        OfOrder(order.key, order.customer_id),
        in_both(lambda _language: {"order_number": order.number, "amount": amount}),
        order_number=order.number,
    )
