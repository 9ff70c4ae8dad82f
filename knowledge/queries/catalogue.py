"""Questions about products and stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select

from knowledge.records import Product, Sku, StockLevel
from knowledge.store import Unit
from knowledge.terms import search_terms

_SQLITE = text(
    "SELECT rowid FROM product_search WHERE product_search MATCH :query "
    "ORDER BY bm25(product_search) LIMIT :limit"
)
_POSTGRESQL = text(
    "SELECT id FROM product WHERE to_tsvector('simple', terms) @@ to_tsquery('simple', :query) "
    "ORDER BY ts_rank_cd(to_tsvector('simple', terms), to_tsquery('simple', :query)) DESC "
    "LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class Availability:
    """Pieces that can be sold now, over a product's variants, and when more come next."""

    available: int
    restock_at: datetime | None


def any_of(terms: Sequence[str], *, sqlite: bool) -> str:
    """A full-text query that any term satisfies. Terms are letters and digits only."""
    return " OR ".join(f'"{term}"' for term in terms) if sqlite else " | ".join(terms)


async def products_named(unit: Unit, words: str, limit: int = 5) -> list[Product]:
    """The products whose names share search terms with some words, best first."""
    terms = search_terms(words)
    if not terms:
        return []
    sqlite = unit.get_bind().dialect.name == "sqlite"
    ids = await unit.exec(  # type: ignore[call-overload]
        _SQLITE if sqlite else _POSTGRESQL,
        params={"query": any_of(terms, sqlite=sqlite), "limit": limit},
    )
    ranked = [row[0] for row in ids.all()]
    found = await unit.exec(select(Product).where(col(Product.id).in_(ranked)))
    by_id = {product.key: product for product in found.all()}
    return [by_id[key] for key in ranked if key in by_id]


async def product_with_code(unit: Unit, code: str) -> Product | None:
    """The product with this code."""
    return (await unit.exec(select(Product).where(Product.code == code))).first()


async def availability(unit: Unit, product_id: int, now: datetime) -> Availability:
    """What is left of a product over all its active variants.

    A day of restocking that has passed says nothing about the next.
    """
    rows = await unit.exec(
        select(StockLevel)
        .join(Sku, col(Sku.id) == StockLevel.sku_id)
        .where(Sku.product_id == product_id, col(Sku.active).is_(True))
    )
    levels = rows.all()
    restocks = [at for level in levels if (at := level.restock_at) is not None and at >= now]
    return Availability(sum(level.available for level in levels), min(restocks, default=None))


async def level_held(unit: Unit, sku_id: int) -> StockLevel:
    """A SKU's stock, held until the unit ends; a level without an id where none was counted.

    Raises:
        LookupError: there is no such SKU.
    """
    # The SKU is held and not its level, of which there may be none yet.
    if await unit.get(Sku, sku_id, with_for_update=True) is None:
        raise LookupError(f"There is no SKU {sku_id}.")
    held = select(StockLevel).where(StockLevel.sku_id == sku_id).with_for_update()
    return (await unit.exec(held)).first() or StockLevel(sku_id=sku_id, on_hand=0)
