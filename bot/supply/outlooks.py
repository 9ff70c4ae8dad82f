"""What is going to be sold of each item: by its forecast; without one, as the last weeks went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.rules.reorder import WINDOW_DAYS, Demand, Outlook, demand_per_day
from knowledge.queries import forecasts, supply
from knowledge.records import Forecast
from knowledge.store import Unit

#: A forecast that begins longer ago than this tells too little; the last sales tell more.
FORECAST_HOLDS = timedelta(days=10)


async def outlooks_of(unit: Unit, sku_ids: Sequence[int], today: date) -> dict[int, Outlook]:
    """The outlook of each of these items, by SKU id."""
    known = await forecasts.forecasts_of(unit, sku_ids, today - FORECAST_HOLDS)
    bare = [key for key in sku_ids if key not in known]
    recent = await recent_demands(unit, bare, today)
    steady = {key: Outlook.steady(demand.mean, demand.sd) for key, demand in recent.items()}
    return {key: ahead_of(forecast, today) for key, forecast in known.items()} | steady


async def recent_demands(unit: Unit, sku_ids: Sequence[int], today: date) -> dict[int, Demand]:
    """What was sold of each a day lately, by SKU id."""
    sales = await supply.daily_sales(unit, sku_ids, today - timedelta(days=WINDOW_DAYS))
    first = await supply.first_sales(unit, sku_ids)
    return {key: demand_per_day(sales.get(key, {}), today, first.get(key)) for key in sku_ids}


def ahead_of(forecast: Forecast, today: date) -> Outlook:
    """A forecast from today on: the days of it that are over fall away, and it goes on at its end
    as in its last four weeks."""
    over = max(0, (today - forecast.first_day).days)
    tail = [forecast.mean[-28:][at % 28] for at in range(over)]
    return Outlook.daily([*forecast.mean[over:], *tail], forecast.spread)
