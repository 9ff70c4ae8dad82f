"""Items with their shelves, for how long these last."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from knowledge.queries.supply import Stocked
from knowledge.records import Product, Sku, StockLevel
from knowledge.store import Unit


async def stocked(unit: Unit, sku_ids: Sequence[int]) -> list[Stocked]:
    """These items with their shelves, by id; one that is not there is left out."""
    rows = await unit.exec(
        select(Sku, Product, StockLevel)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(StockLevel, col(StockLevel.sku_id) == Sku.id, isouter=True)
        .where(col(Sku.id).in_(sku_ids))
        .order_by(col(Sku.id))
    )
    return [Stocked(*row) for row in rows.all()]
