"""What the shop hands in about its stock and its suppliers; see `rows`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from knowledge.intake.fields import (
    PLAIN,
    Count,
    Currency,
    Day,
    Email,
    Flag,
    Language,
    Litres,
    Moment,
    Money,
    PriceBreaks,
    Weekdays,
    Zone,
    up_to,
)
from knowledge.intake.numerals import at_least_one
from knowledge.intake.rows import Key, Row, Title


class StockRow(Row):
    """Pieces of a SKU on the shelf, and of these already promised to customers."""

    sku: Key
    on_hand: Count
    reserved: Count = 0
    restock_at: Moment | None = None


class SalesRow(Row):
    """Pieces of a SKU sold on a day in the shop's zone."""

    sku: Key
    day: Day
    quantity: Count


class SupplierRow(Row):
    """A supplier by the shop's code for it, and when it may be written to.

    `container_volume`: litres that fit into the container in which it delivers.
    """

    code: Key
    name: Title
    email: Email | None = None
    telegram_chat: Annotated[str, PLAIN, up_to(60)] | None = None
    language: Language = "zh"
    timezone: Zone = ""
    works_on: Weekdays = "12345"
    works_from: Annotated[Count, Field(le=23)] = 9
    works_until: Annotated[Count, Field(ge=1, le=24)] = 18
    order_minimum: Money = 0
    container_volume: Count = 0

    @model_validator(mode="after")
    def works_some_hours(self) -> SupplierRow:
        """A day ends after it began."""
        if self.works_until <= self.works_from:
            raise ValueError("needs works_until after works_from")
        return self


class SupplierOfferRow(Row):
    """What a supplier wants for a SKU: `price` a piece, and less from some quantities on.

    `pack_volume`: litres that a pack takes in a container.
    """

    supplier: Key
    sku: Key
    price: Money
    currency: Currency = "CNY"
    supplier_sku: Annotated[str, PLAIN, up_to(60)] = ""
    minimum_quantity: Annotated[Count, AfterValidator(at_least_one)] = 1
    pack_size: Annotated[Count, AfterValidator(at_least_one)] = 1
    price_breaks: PriceBreaks = ()
    pack_volume: Litres = 0


class ReceiptRow(Row):
    """Pieces of a SKU that came for a purchase order. `reference` is the delivery note's."""

    reference: Annotated[str, PLAIN, up_to(60)]
    purchase_order: Key
    sku: Key
    quantity: Count
    rejected: Count = 0
    no_more: Flag = False
    received_at: Moment | None = None

    @model_validator(mode="after")
    def says_something(self) -> ReceiptRow:
        """Nothing came and nothing was closed: a row for no reason."""
        if not (self.quantity or self.rejected or self.no_more):
            raise ValueError("needs quantity, rejected or no_more")
        return self
