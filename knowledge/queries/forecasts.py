"""What forecasts are made from, and the forecasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import col, func, select

from knowledge.records import (
    DailySales,
    Forecast,
    Product,
    SalesEvent,
    Sku,
    StockLevel,
    StockOutDay,
    utcnow,
)
from knowledge.store import Unit

#: Forecasts written in one statement.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Forecastable:
    """An item for sale, its category, and the first day on which it was ever sold."""

    sku: Sku
    category: str
    first_sold: date


@dataclass(frozen=True, slots=True)
class Named:
    """A forecast and what it is of."""

    forecast: Forecast
    sku: Sku
    product: Product


async def forecastable(unit: Unit) -> list[Forecastable]:
    """The items for sale that were ever sold, by id."""
    first = (
        select(col(DailySales.sku_id), func.min(DailySales.day).label("day"))
        .where(DailySales.quantity > 0)
        .group_by(col(DailySales.sku_id))
        .subquery()
    )
    rows = await unit.exec(
        select(Sku, Product.category, first.c.day)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(first, first.c.sku_id == Sku.id)
        .where(col(Sku.active).is_(True))
        .order_by(col(Sku.id))
    )
    return [Forecastable(*row) for row in rows.all()]


async def stock_out_days(unit: Unit, since: date) -> dict[int, set[date]]:
    """The days by SKU on which it could not be bought."""
    rows = await unit.exec(
        select(col(StockOutDay.sku_id), col(StockOutDay.day)).where(StockOutDay.day >= since)
    )
    found: dict[int, set[date]] = {}
    for sku_id, day in rows.all():
        found.setdefault(sku_id, set()).add(day)
    return found


async def sales_events(unit: Unit, since: date) -> Sequence[SalesEvent]:
    """The shop's promotions that end on a day or later, planned ones too."""
    rows = await unit.exec(
        select(SalesEvent).where(SalesEvent.last_day >= since).order_by(col(SalesEvent.first_day))
    )
    return rows.all()


async def forecasts_of(unit: Unit, sku_ids: Sequence[int], first: date) -> dict[int, Forecast]:
    """The forecasts by SKU that begin on a day or later; an older one is left out."""
    rows = await unit.exec(
        select(Forecast).where(col(Forecast.sku_id).in_(sku_ids), Forecast.first_day >= first)
    )
    return {forecast.sku_id: forecast for forecast in rows.all()}


async def newest_first_day(unit: Unit) -> date | None:
    """The first day of the newest forecast; None while there is none."""
    found: date | None = (await unit.exec(select(func.max(Forecast.first_day)))).one()
    return found


async def named_forecasts(unit: Unit, codes: Sequence[str] = ()) -> list[Named]:
    """Forecasts with their items, by code; of some items, or of all."""
    query = (
        select(Forecast, Sku, Product)
        .join(Sku, col(Sku.id) == Forecast.sku_id)
        .join(Product, col(Product.id) == Sku.product_id)
        .order_by(col(Sku.code))
    )
    rows = await unit.exec(query.where(col(Sku.code).in_(codes)) if codes else query)
    return [Named(*row) for row in rows.all()]


async def keep_forecasts(unit: Unit, forecasts: Sequence[Forecast]) -> None:
    """Put forecasts in the place of their SKUs' older ones, and of another process's of now."""
    columns = [column for column in Forecast.model_fields if column != "id"]
    # By SKU, so that two processes never wait for each other crosswise.
    rows = [
        {column: getattr(one, column) for column in columns}
        for one in sorted(forecasts, key=lambda one: one.sku_id)
    ]
    insert = _insert(unit)
    for at in range(0, len(rows), _AT_ONCE):
        made = insert(Forecast).values(rows[at : at + _AT_ONCE])
        newer = {column: made.excluded[column] for column in columns}
        await unit.exec(made.on_conflict_do_update(index_elements=["sku_id"], set_=newer))


def _insert(unit: Unit) -> Callable[..., Any]:
    """The database's own INSERT, which knows what to do about a row that is there."""
    return insert_sqlite if unit.get_bind().dialect.name == "sqlite" else insert_postgresql


async def note_stock_outs(unit: Unit, day: date) -> int:
    """Note the items for sale of which none can be sold now; how many were not noted before."""
    rows = await unit.exec(
        select(col(StockLevel.sku_id))
        .join(Sku, col(Sku.id) == StockLevel.sku_id)
        .where(
            col(Sku.active).is_(True),
            StockLevel.on_hand <= StockLevel.reserved,
            ~exists().where(
                col(StockOutDay.sku_id) == StockLevel.sku_id, col(StockOutDay.day) == day
            ),
        )
    )
    ids = rows.all()
    if ids:
        values = [{"sku_id": sku_id, "day": day, "created_at": utcnow()} for sku_id in ids]
        await unit.exec(_insert(unit)(StockOutDay).values(values).on_conflict_do_nothing())
    return len(ids)
