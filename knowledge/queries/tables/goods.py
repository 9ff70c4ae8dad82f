"""What the shop sells as a table, a SKU a row with its stock, and all about a product.

Pages in the order of codes, and searches, are found by index. The other orders look at the
whole catalogue, which is some ten thousand rows in a large shop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from knowledge.queries.catalogue import products_named
from knowledge.queries.supply import Offered, OnOrder, Stocked, on_order
from knowledge.queries.tables.finding import (
    MOST_FOUND,
    beginning,
    belonging,
    first_found,
    number_cases,
    total_found,
    typed,
)
from knowledge.queries.tables.paging import Ask, Page, Sort, columns, page_of, total_of, total_where
from knowledge.records import Product, Sku, StockLevel, StockMovement, Supplier, SupplierOffer
from knowledge.store import Unit

_AVAILABLE = func.coalesce(StockLevel.on_hand - StockLevel.reserved, 0)
SORTS = {
    "code": Sort(col(Sku.code)),
    "name_zh": Sort(col(Product.name_zh)),
    "name_en": Sort(col(Product.name_en)),
    "price": Sort(col(Sku.price_minor), int),
    "available": Sort(_AVAILABLE, int),
}
_MOVEMENTS = 30


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A SKU. `on_hand` is None where nobody keeps count of it."""

    sku_id: int
    code: str
    product_id: int
    name_zh: str
    name_en: str
    variant_zh: str
    variant_en: str
    price_minor: int
    currency: str
    active: bool
    on_hand: int | None
    reserved: int | None
    restock_at: datetime | None


@dataclass(frozen=True, slots=True)
class GoodsDetail:
    """A product: its SKUs with their stock, who offers them, what is on order (both by the
    SKU's id), and what moved last, newest first."""

    product: Product
    skus: Sequence[Stocked]
    offers: dict[int, list[Offered]]
    on_order: dict[int, list[OnOrder]]
    movements: Sequence[StockMovement]


async def goods_table(
    unit: Unit, ask: Ask, *, active: bool | None = None, out_of_stock: bool = False
) -> Page[GoodsRow]:
    """SKUs, found by code, by the product's code or by its name in either language.

    Args:
        active: only those for sale, or only those that are not.
        out_of_stock: only those of which nothing can be sold now.

    Raises:
        AskRefused: there is no such order or page.
    """
    conditions: list[Any] = [] if active is None else [col(Sku.active).is_(active)]
    if out_of_stock:
        conditions.append(_AVAILABLE <= 0)
    statement = _rows()
    words = typed(ask.words)
    if words:
        found = await _found(unit, words)
        conditions.append(col(Sku.id).in_(found))
    if words and len(conditions) == 1:
        total = total_found(found)
    elif conditions:
        total = await total_where(unit, *_counted(conditions))
    else:
        total = await total_of(unit, Sku)
    statement = statement.where(*conditions)
    return await page_of(unit, statement, col(Sku.id), SORTS, ask, GoodsRow, total)


def _rows() -> Any:
    return (
        columns(
            Sku.id,
            Sku.code,
            Sku.product_id,
            Product.name_zh,
            Product.name_en,
            Sku.variant_zh,
            Sku.variant_en,
            Sku.price_minor,
            Sku.currency,
            Sku.active,
            StockLevel.on_hand,
            StockLevel.reserved,
            StockLevel.restock_at,
        )
        .join(Product, col(Product.id) == Sku.product_id)
        .join(StockLevel, col(StockLevel.sku_id) == Sku.id, isouter=True)
    )


def _counted(conditions: list[Any]) -> tuple[Any, ...]:
    """What `total_where` counts: the join stands among the ids that it looks for."""
    inner = _rows().with_only_columns(col(Sku.id)).where(*conditions)
    return col(Sku.id), col(Sku.id).in_(inner)


async def _found(unit: Unit, words: str) -> list[int]:
    identity, codes = col(Sku.id), number_cases(words)
    found = await beginning(unit, identity, col(Sku.code), codes)
    products = await beginning(unit, col(Product.id), col(Product.code), codes)
    products += [product.key for product in await products_named(unit, words, MOST_FOUND)]
    of_these = col(Sku.product_id).in_(first_found(products))
    return first_found([*found, *await belonging(unit, identity, of_these)])


async def goods_detail(unit: Unit, product_id: int) -> GoodsDetail:
    """All about a product.

    Raises:
        LookupError: there is no such product.
    """
    product = await unit.get(Product, product_id)
    if product is None:
        raise LookupError(f"There is no product {product_id}.")
    rows = await unit.exec(
        select(Sku, StockLevel)
        .join(StockLevel, col(StockLevel.sku_id) == Sku.id, isouter=True)
        .where(Sku.product_id == product_id)
        .order_by(col(Sku.code))
    )
    skus = [Stocked(sku, product, level) for sku, level in rows.all()]
    keys = [one.sku.key for one in skus]
    moved = (
        select(StockMovement)
        .where(col(StockMovement.sku_id).in_(keys))
        .order_by(col(StockMovement.happened_at).desc(), col(StockMovement.id).desc())
        .limit(_MOVEMENTS)
    )
    return GoodsDetail(
        product,
        skus,
        await _offers(unit, keys),
        await on_order(unit, keys),
        (await unit.exec(moved)).all(),
    )


async def _offers(unit: Unit, sku_ids: Sequence[int]) -> dict[int, list[Offered]]:
    rows = await unit.exec(
        select(SupplierOffer, Supplier)
        .join(Supplier, col(Supplier.id) == SupplierOffer.supplier_id)
        .where(col(SupplierOffer.sku_id).in_(sku_ids))
        .order_by(col(SupplierOffer.unit_price_minor), col(SupplierOffer.id))
    )
    found: dict[int, list[Offered]] = {}
    for offer, supplier in rows.all():
        found.setdefault(offer.sku_id, []).append(Offered(offer, supplier))
    return found
