"""Beside what waits for a tap this morning: deals to sign, letters to see to, what is overdue, and
what was sent today already, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.console.room.page import Json
from bot.console.room.supply_words import money_of, reason_of
from bot.console.room.tabs import Tab
from knowledge.queries.morning import late, sent_since
from knowledge.queries.supply_orders import Purchase
from knowledge.queries.supply_pages import course_rows
from knowledge.queries.to_settle import count_to_settle
from knowledge.records import Negotiation, NegotiationState, PurchaseOrder, Supplier

#: Rows of each kind that are shown at most.
_MOST = 50


async def today(tab: Tab) -> Json:
    """The rows of each kind."""
    local = tab.console.now().astimezone(tab.console.settings.zone)
    begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
    async with tab.console.store.reading() as unit:
        deals = await course_rows(unit, _MOST, state=NegotiationState.TO_SIGN)
        letters = await count_to_settle(unit)
        overdue = await late(unit, begins, _MOST)
        sent = await sent_since(unit, begins, _MOST)
    return {
        "deals": [_deal(tab, *one) for one in deals],
        "letters": letters,
        "late": [_late(tab, *one, begins) for one in overdue],
        "sent": _sent(tab, sent),
    }


def _deal(tab: Tab, course: Negotiation, order: PurchaseOrder, supplier: Supplier) -> Json:
    zh, en = course.next_why_zh, course.next_why_en
    return {
        "number": order.number,
        "supplier": supplier.name,
        "why": (zh or en) if tab.reader.language == "zh" else (en or zh),
    }


def _late(tab: Tab, order: PurchaseOrder, supplier: Supplier, begins: datetime) -> Json:
    expected = order.expected_at
    assert expected is not None  # the query says so
    day = expected.astimezone(begins.tzinfo).date()
    return {
        "number": order.number,
        "supplier": supplier.name,
        "expected": f"{day:%Y-%m-%d}",
        "days": (begins.date() - day).days,
    }


def _sent(tab: Tab, found: Sequence[Purchase]) -> list[Json]:
    return [
        {
            "number": one.order.number,
            "supplier": one.supplier.name,
            "at": tab.stamp(one.order.requested_at),
            "money": money_of(one.lines),
            "why": reason_of(one, tab.reader.language),
        }
        for one in found
    ]
