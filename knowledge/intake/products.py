"""Products and their SKUs, by the shop's codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.intake.rows import ProductRow
from knowledge.intake.upserts import Outcome, Result, found, one_at_a_time, only, put
from knowledge.records import Product, Sku
from knowledge.store import Unit
from knowledge.terms import search_terms

_OF_PRODUCT = {"category", "description_zh", "description_en"}
_OF_SKU = {"variant_zh", "variant_en", "currency", "active"}
_MONEY = {"price": "price_minor", "cost": "cost_minor"}


async def put_product(unit: Unit, row: ProductRow) -> Outcome:
    """Add or update a SKU and the product it belongs to."""
    return only(await put_products(unit, [row]))


async def put_products(unit: Unit, rows: Sequence[ProductRow]) -> list[Result]:
    """Add or update SKUs and their products; the results are in the rows' order."""
    await one_at_a_time(unit)
    known = await found(unit, Product, "code", (row.product_code for row in rows))
    products = {product.code: product for product in known}
    of_products = [
        put(unit, Product, products, row.product_code, product_values(row)) for row in rows
    ]
    await unit.flush()
    skus = {sku.code: sku for sku in await found(unit, Sku, "code", (row.sku for row in rows))}
    of_skus = [
        put(unit, Sku, skus, row.sku, sku_values(row, products[row.product_code].key))
        for row in rows
    ]
    await unit.flush()
    return [_both(product, sku) for product, sku in zip(of_products, of_skus, strict=True)]


def _both(product: Outcome, sku: Outcome) -> Outcome:
    if sku is Outcome.UNCHANGED and product is not Outcome.UNCHANGED:
        return Outcome.UPDATED
    return sku


def product_values(row: ProductRow) -> dict[str, Any]:
    """What a row says about the product."""
    names = {"name_zh": row.name_zh or row.name_en, "name_en": row.name_en or row.name_zh}
    terms = " ".join(search_terms(f"{names['name_zh']} {names['name_en']}"))
    given = row.model_dump(include=_OF_PRODUCT, exclude_unset=True)
    return {"code": row.product_code, **names, "terms": terms, **given}


def sku_values(row: ProductRow, product_id: int) -> dict[str, Any]:
    """What a row says about the SKU."""
    given = row.model_dump(include=_OF_SKU, exclude_unset=True)
    money = row.model_dump(include=set(_MONEY), exclude_unset=True)
    priced = {_MONEY[name]: amount for name, amount in money.items()}
    return {"code": row.sku, "product_id": product_id, **given, **priced}
