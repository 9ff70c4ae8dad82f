"""Which kind of record a file holds: told by its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.errors import IntakeError
from knowledge.intake.customers import put_customers
from knowledge.intake.orders import put_orders
from knowledge.intake.places import put_places
from knowledge.intake.products import put_products
from knowledge.intake.report import ERROR_COLUMN
from knowledge.intake.rows import (
    CustomerRow,
    OrderLineRow,
    OrderRow,
    PlaceRow,
    ProductRow,
    Row,
    ShipmentRow,
    fields,
)
from knowledge.intake.shipments import put_shipments
from knowledge.intake.stock import put_sales, put_stocks
from knowledge.intake.suppliers import put_receipts, put_supplier_offers, put_suppliers
from knowledge.intake.supply_rows import (
    ReceiptRow,
    SalesRow,
    StockRow,
    SupplierOfferRow,
    SupplierRow,
)
from knowledge.intake.upserts import Result
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record and how it is put.

    Args:
        key: the columns that tell one record from another.
        line: the model of rows that repeat under one key; None where each row is a record.
    """

    name: str
    row: type[Row]
    key: tuple[str, ...]
    put: Callable[[Unit, Sequence[Any]], Awaitable[list[Result]]]
    line: type[Row] | None = None

    def columns(self) -> dict[str, bool]:
        """Column names, and whether each is required."""
        models = [self.row] if self.line is None else [self.row, self.line]
        return {
            name: field.is_required()
            for model in models
            for name, field in fields(model).items()
            if name != "lines"
        }


KINDS = (
    Kind("customers", CustomerRow, ("reference",), put_customers),
    Kind("products", ProductRow, ("sku",), put_products),
    Kind("orders", OrderRow, ("number",), put_orders, OrderLineRow),
    Kind("shipments", ShipmentRow, ("carrier", "tracking_number"), put_shipments),
    Kind("stock", StockRow, ("sku",), put_stocks),
    Kind("sales", SalesRow, ("sku", "day"), put_sales),
    Kind("suppliers", SupplierRow, ("code",), put_suppliers),
    Kind("supplier_offers", SupplierOfferRow, ("supplier", "sku"), put_supplier_offers),
    Kind("receipts", ReceiptRow, ("reference", "purchase_order", "sku"), put_receipts),
    Kind("delivery_places", PlaceRow, ("address",), put_places),
)


def recognise(header: Sequence[str], name: str) -> Kind:
    """The kind that a file's columns fit.

    Raises:
        IntakeError: none fits, or columns are missing, unknown or there twice.
    """
    twice = [column for column, times in Counter(header).items() if times > 1]
    if twice:
        raise IntakeError(f"{name} has columns that occur twice: {_listed(twice)}.")
    given = set(header) - {ERROR_COLUMN}
    kind = max(KINDS, key=lambda kind: _fit(kind, given))
    columns = kind.columns()
    if not given & set(columns):
        names = ", ".join(kind.name for kind in KINDS)
        raise IntakeError(f"{name} has columns that fit none of {names}: {_listed(header)}.")
    missing = [column for column, required in columns.items() if required and column not in given]
    unknown = [column for column in header if column in given - set(columns)]
    if missing or unknown:
        faults = [
            f"{what} {_listed(which)}"
            for what, which in (("lacks", missing), ("has the unknown", unknown))
            if which
        ]
        raise IntakeError(f"{name}, read as {kind.name}, {' and '.join(faults)}.")
    return kind


def _fit(kind: Kind, given: set[str]) -> tuple[float, int]:
    required = {column for column, is_required in kind.columns().items() if is_required}
    return len(required & given) / len(required), len(given & set(kind.columns()))


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(column or "(no name)" for column in columns)
