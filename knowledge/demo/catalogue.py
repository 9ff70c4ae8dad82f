"""What the demo shop sells."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from knowledge.demo.clock import ZONE
from knowledge.demo.ledger import Ledger
from knowledge.intake.products import product_values, sku_values
from knowledge.intake.rows import ProductRow, read_row
from knowledge.records import Product, Sku

HERE = Path(__file__).parent


class Demand(StrEnum):
    """How a SKU sells over the year."""

    STEADY = "steady"
    SEASONAL = "seasonal"
    INTERMITTENT = "intermittent"


@dataclass(frozen=True, slots=True)
class Ware:
    """A SKU on sale and how it sells."""

    sku: Sku
    product: Product
    demand: Demand


def put_catalogue(ledger: Ledger, opened: datetime) -> list[Ware]:
    """Add every product and SKU of `catalogue.csv`."""
    products: dict[str, Product] = {}
    wares = []
    for row, demand in read_catalogue():
        if row.product_code not in products:
            product = Product(**product_values(row))
            products[row.product_code] = ledger.add(product, opened)
        product = products[row.product_code]
        sku = ledger.add(Sku(**sku_values(row, product.key)), opened)
        wares.append(Ware(sku, product, demand))
    return wares


def read_catalogue() -> list[tuple[ProductRow, Demand]]:
    """The rows of `catalogue.csv`; the weight, which no record keeps, is left out."""
    with (HERE / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (
            read_row(
                ProductRow,
                {name: cell for name, cell in row.items() if name not in {"weight_g", "demand"}},
                zone=ZONE,
            ),
            Demand(row["demand"]),
        )
        for row in rows
    ]
