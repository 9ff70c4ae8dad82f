"""Two years of made-up demand for a large shop, and the shop's records of it.

The items join a copy of the demo shop, whose suppliers with their observed lead times sell them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

import numpy as np
from sqlmodel import col, func, insert, select

from knowledge.records import (
    DailySales,
    Product,
    Record,
    Sku,
    StockLevel,
    Supplier,
    SupplierOffer,
    utcnow,
)
from knowledge.store import Store
from models.demand_history import ItemHistory

DAYS = 730
#: Items a transaction.
_AT_ONCE = 500


def mixed_demand(items: int, last: date, seed: int) -> Iterator[ItemHistory]:
    """Made-up items of mixed kinds: steady, seasonal, drifting, rare, lumpy, promoted, new."""
    rng = np.random.default_rng(seed)
    start, day = last - timedelta(DAYS - 1), np.arange(DAYS)
    weekdays = np.resize([0.9, 0.9, 0.9, 0.9, 1.0, 1.3, 1.1], DAYS)
    for number in range(items):
        rate = float(np.exp(rng.normal(0.0, 1.5))) * weekdays
        kind = ("steady", "seasonal", "drifting", "rare", "lumpy", "promoted", "new")[number % 7]
        promoted, new = np.zeros(DAYS, bool), 0
        if kind == "seasonal":
            rate = rate * (1 + 0.6 * np.sin(2 * np.pi * (day / 365 + rng.random())))
        elif kind == "drifting":
            rate = rate * np.exp(np.cumsum(rng.normal(0.0, 0.02, DAYS)))
        elif kind == "rare":
            rate = rate * 0.05
        elif kind == "lumpy":
            rate = rate * rng.binomial(1, 0.05, DAYS) * 8
        elif kind == "promoted":
            promoted = np.isin(day // 7 % 13, (4,))
            rate = rate * np.where(promoted, 2.0, 1.0)
        else:
            new = DAYS - int(rng.integers(5, 120)) if kind == "new" else 0
        pieces, out = rng.poisson(rate), rng.random(DAYS) < 0.01
        yield ItemHistory(
            key=f"item {number}",
            category=f"category {number % 50}",
            first_day=start + timedelta(new),
            sold={start + timedelta(int(n)): float(pieces[n]) for n in _sold(pieces, out, new)},
            stock_outs=frozenset(start + timedelta(int(n)) for n in np.flatnonzero(out)),
            promotions=frozenset(start + timedelta(int(n)) for n in np.flatnonzero(promoted)),
        )


def _sold(pieces: np.ndarray, out: np.ndarray, new: int) -> np.ndarray:
    return np.flatnonzero((pieces > 0) & ~out & (np.arange(len(pieces)) >= new))


async def fill_shop(store: Store, items: int, last: date, seed: int) -> None:
    """Add the items, what was sold of them until a day, their offers, and what is on the shelf:
    none to six weeks' sales."""
    rng = np.random.default_rng(seed)
    async with store.reading() as unit:
        sku_id = (await unit.exec(select(func.max(col(Sku.id))))).one() or 0
        product_id = (await unit.exec(select(func.max(col(Product.id))))).one() or 0
        suppliers = [one.key for one in (await unit.exec(select(Supplier))).all()]
    made, now = mixed_demand(items, last, seed), utcnow()
    while group := list(islice(made, _AT_ONCE)):
        rows: dict[type[Record], list[dict[str, Any]]] = {}
        for item in group:
            sku_id, product_id = sku_id + 1, product_id + 1
            for table, given in _rows(item, sku_id, product_id, suppliers, last, rng):
                rows.setdefault(table, []).extend(row | {"created_at": now} for row in given)
        await _write(store, rows)


def _rows(
    item: ItemHistory,
    sku_id: int,
    product_id: int,
    suppliers: Sequence[int],
    last: date,
    rng: np.random.Generator,
) -> Iterator[tuple[type[Record], list[dict[str, Any]]]]:
    code, price = f"NIGHT-{sku_id:05}", int(rng.integers(900, 60_000))
    recent = sum(pieces for day, pieces in item.sold.items() if day > last - timedelta(28)) / 28
    names = {"name_zh": item.key, "name_en": item.key}
    yield Product, [{"id": product_id, "code": code, "category": item.category, **names}]
    cost = {"cost_minor": price * 6 // 10}
    yield (
        Sku,
        [{"id": sku_id, "code": code, "product_id": product_id, "price_minor": price, **cost}],
    )
    yield StockLevel, [{"sku_id": sku_id, "on_hand": int(recent * rng.uniform(0, 42))}]
    offer = {"pack_size": int(rng.choice((1, 6, 12, 20))), "unit_price_minor": price * 6 // 10}
    yield (
        SupplierOffer,
        [{"supplier_id": suppliers[sku_id % len(suppliers)], "sku_id": sku_id, **offer}],
    )
    yield (
        DailySales,
        [
            {"sku_id": sku_id, "day": day, "quantity": int(pieces)}
            for day, pieces in item.sold.items()
        ],
    )


async def _write(store: Store, rows: dict[type[Record], list[dict[str, Any]]]) -> None:
    async with store.writing() as unit:
        connection = await unit.connection()
        for table, given in rows.items():
            await connection.execute(insert(table), given)
