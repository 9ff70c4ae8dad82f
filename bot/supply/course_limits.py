"""The limits of a course, worked out from the records once, and kept as they were.

Figures only: nothing here is ever put into a text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.negotiation.limits import Guardrails, ItemLimits, highest_price, opening_price
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.reservation import Reservation, Stake, reserve
from bot.rules.negotiation.telling import Telling
from bot.rules.negotiation.terms import Line, Terms
from bot.supply.outlooks import outlooks_of
from knowledge.queries import negotiations
from knowledge.queries.supply_orders import Ordered, Purchase
from knowledge.records import Guardrails as GuardrailsOnRecord
from knowledge.store import Unit

#: Days over which the sales that a late delivery would lose are averaged.
_AHEAD_DAYS = 28
#: An order without a day of need is needed within so many days.
_NO_DAY = timedelta(days=30)


def record_terms(found: Purchase, zone: ZoneInfo) -> Terms:
    """The order as it stands, at the prices on record, on the day of its need."""
    lines = tuple(
        Line(one.sku.code, one.quantity, one.line.unit_price_minor) for one in found.lines
    )
    return Terms(lines, needed_day(found, zone), currency_of(found))


def needed_day(found: Purchase, zone: ZoneInfo) -> date:
    order = found.order
    at = order.needed_by or order.expected_at or order.requested_at + _NO_DAY
    return at.astimezone(zone).date()


def currency_of(found: Purchase) -> str:
    """The supplier's; the shop's where its offers are gone."""
    first = found.lines[0]
    return first.offer.currency if first.offer is not None else first.sku.currency


@dataclass(frozen=True, slots=True)
class _Figures:
    """By SKU id: the next supplier's price, and the pieces expected to be sold a day."""

    elsewhere: Mapping[int, int]
    a_day: Mapping[int, float]


async def position_of(
    unit: Unit,
    found: Purchase,
    rails: GuardrailsOnRecord,
    today: date,
    zone: ZoneInfo,
    silent_days: int,
) -> Position:
    """Guardrails and hidden value of an order.

    Args:
        silent_days: so long no answer is waited for without a word.

    Raises:
        ValueError: nothing can be negotiated, as no last price is on record.
    """
    ids = [one.sku.key for one in found.lines]
    currency = currency_of(found)
    figures = _Figures(
        await negotiations.prices_elsewhere(unit, ids, found.supplier.key, currency),
        await _a_day(unit, ids, today),
    )
    limits, stakes = [], []
    for one in found.lines:
        item, stake = _item(one, rails, currency, figures)
        limits.append(item)
        stakes.append(stake)
    asked = found.order.requested_at.astimezone(zone).date()
    guardrails = Guardrails(
        tuple(limits),
        currency,
        asked + timedelta(days=rails.latest_days),
        rails.rounds,
        rails.ends_after_days,
        rails.accept_up_to_minor,
        silent_days=silent_days,
    )
    lost = sum(_lost_a_day(one, figures, currency) for one in found.lines)
    day = needed_day(found, zone)
    return Position(guardrails, reserve(stakes, day, lost_margin_a_day_minor=round(lost)))


def _item(
    one: Ordered, rails: GuardrailsOnRecord, currency: str, figures: _Figures
) -> tuple[ItemLimits, Stake]:
    last, code, wanted = one.line.unit_price_minor, one.sku.code, one.quantity
    highest = highest_price(last, over_last=rails.most_over_percent / 100)
    elsewhere = _elsewhere(one, highest, currency, figures)
    known = [last, figures.elsewhere.get(one.sku.key, last)]
    opening = opening_price(known, highest)
    least = max(1, math.ceil(wanted * rails.least_share_percent / 100))
    most = math.floor(wanted * rails.most_share_percent / 100)
    pack = one.offer.pack_size if one.offer is not None else 1
    limits = ItemLimits(
        code, last, highest, opening, min(least, wanted), wanted, max(most, wanted), pack
    )
    return limits, Stake(code, wanted, elsewhere, figures.a_day[one.sku.key], opening)


def _elsewhere(one: Ordered, highest: int, currency: str, figures: _Figures) -> int:
    """The next supplier's price; else our selling price; in another currency, the guardrail."""
    if one.sku.key in figures.elsewhere:
        return figures.elsewhere[one.sku.key]
    return one.sku.price_minor if one.sku.currency == currency else highest + 1


def _lost_a_day(one: Ordered, figures: _Figures, currency: str) -> float:
    """The margin of a day's expected sales: 2 a day, sold for 12900, bought for 5000 → 15800."""
    if one.sku.currency != currency:
        return 0.0
    margin = max(0, one.sku.price_minor - one.line.unit_price_minor)
    return figures.a_day[one.sku.key] * margin


async def _a_day(unit: Unit, ids: list[int], today: date) -> dict[int, float]:
    """Pieces of each item expected to be sold a day, over the weeks ahead."""
    ahead = await outlooks_of(unit, ids, today)
    return {key: one.mean[_AHEAD_DAYS - 1] / _AHEAD_DAYS for key, one in ahead.items()}


def telling_of(rails: GuardrailsOnRecord | None, position: Position) -> Telling:
    """What staff let the supplier be told when it asks."""
    if rails is None:
        return Telling()
    latest = position.guardrails.latest_day if rails.tells_latest_day else None
    return Telling(rails.delivery_address, rails.payment_terms, rails.packing, latest)


def position_from(kept: Mapping[str, Any]) -> Position:
    """The limits as a course keeps them; `answer_moves.plain` writes them."""
    rails, hidden = dict(kept["guardrails"]), dict(kept["reservation"])
    rails["items"] = tuple(ItemLimits(**one) for one in rails["items"])
    rails["latest_day"] = date.fromisoformat(rails["latest_day"])
    hidden["stakes"] = tuple(Stake(**one) for one in hidden["stakes"])
    hidden["needed_by"] = date.fromisoformat(hidden["needed_by"])
    last = hidden["last_day"]
    hidden["last_day"] = None if last is None else date.fromisoformat(last)
    return Position(Guardrails(**rails), Reservation(**hidden))
