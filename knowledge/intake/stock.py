"""Stock levels and daily sales, by SKU."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.intake.refusals import RowRefused
from knowledge.intake.supply_rows import SalesRow, StockRow
from knowledge.intake.upserts import Outcome, Result, found, one_at_a_time, only, put, unknown
from knowledge.records import DailySales, Sku, StockLevel
from knowledge.store import Unit


async def put_stock(unit: Unit, row: StockRow) -> Outcome:
    """Set the stock level of a SKU.

    Raises:
        RowRefused: there is no such SKU.
    """
    return only(await put_stocks(unit, [row]))


async def put_stocks(unit: Unit, rows: Sequence[StockRow]) -> list[Result]:
    """Set stock levels; the results are in the rows' order."""
    await one_at_a_time(unit)
    skus = await sku_ids(unit, (row.sku for row in rows))
    known = await found(unit, StockLevel, "sku_id", skus.values())
    held = {level.sku_id: level for level in known}
    results: list[Result] = []
    for row in rows:
        if row.sku not in skus:
            results.append(RowRefused(unknown("sku", row.sku, "SKU")))
            continue
        values = row.model_dump(exclude={"sku"}, exclude_unset=True)
        sku_id = skus[row.sku]
        results.append(put(unit, StockLevel, held, sku_id, {"sku_id": sku_id, **values}))
    await unit.flush()
    return results


async def put_sales(unit: Unit, rows: Sequence[SalesRow]) -> list[Result]:
    """Set what was sold of SKUs on days; the results are in the rows' order."""
    await one_at_a_time(unit)
    skus = await sku_ids(unit, (row.sku for row in rows))
    days = {row.day for row in rows}
    known = await found(unit, DailySales, "sku_id", skus.values())
    held = {(sales.sku_id, sales.day): sales for sales in known if sales.day in days}
    results: list[Result] = []
    for row in rows:
        if row.sku not in skus:
            results.append(RowRefused(unknown("sku", row.sku, "SKU")))
            continue
        key = (skus[row.sku], row.day)
        values = {"sku_id": key[0], "day": row.day, "quantity": row.quantity}
        results.append(put(unit, DailySales, held, key, values))
    await unit.flush()
    return results


async def sku_ids(unit: Unit, codes: Iterable[str]) -> dict[str, int]:
    """The ids of the SKUs that are known, by code."""
    return {sku.code: sku.key for sku in await found(unit, Sku, "code", codes)}
