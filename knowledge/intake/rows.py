"""What the shop hands in, one model a kind of record. CSV columns have the same names.

Lengths are those of the records: SQLite would keep longer text, PostgreSQL refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from knowledge.intake.fields import (
    PLAIN,
    Count,
    Currency,
    Day,
    Deadline,
    Email,
    Flag,
    Language,
    Latitude,
    Litres,
    Longitude,
    Moment,
    Money,
    OrderState,
    ParcelState,
    Phone,
    PriceBreaks,
    TimeOfDay,
    Weekdays,
    Zone,
    up_to,
)
from knowledge.intake.numerals import at_least_one
from knowledge.intake.refusals import Problem, RowRefused

#: Characters of a wrong value that a refusal keeps.
_MOST_SHOWN = 200

Key = Annotated[str, PLAIN, up_to(40)]
Name = Annotated[str, PLAIN, up_to(120)]
Title = Annotated[str, PLAIN, up_to(200)]
Sentence = Annotated[str, PLAIN, up_to(400)]
Prose = Annotated[str, PLAIN, up_to(5000)]
Tracking = Annotated[str, PLAIN, up_to(60)]


class Row(BaseModel):
    """A row of any kind: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CustomerRow(Row):
    """`reference` is the shop's own customer id."""

    reference: Annotated[str, PLAIN, up_to(64)]
    name: Annotated[str, PLAIN, up_to(120)]
    phone: Phone | None = None
    email: Email | None = None
    language: Language = "zh"
    level: Annotated[str, PLAIN, up_to(40)] = ""


class ProductRow(Row):
    """A SKU with the product it is a variant of; the product's fields repeat on each."""

    product_code: Key
    sku: Key
    name_zh: Title = ""
    name_en: Title = ""
    variant_zh: Name = ""
    variant_en: Name = ""
    category: Annotated[str, PLAIN, up_to(60)] = ""
    price: Money
    cost: Money = 0
    currency: Currency = "CNY"
    description_zh: Prose = ""
    description_en: Prose = ""
    active: Flag = True

    @model_validator(mode="after")
    def has_a_name(self) -> ProductRow:
        """One language's name is enough; it stands in for the other."""
        if not (self.name_zh or self.name_en):
            raise ValueError("needs name_zh or name_en")
        return self


class OrderLineRow(Row):
    """So many pieces of a SKU at a price."""

    sku: Key
    quantity: Annotated[Count, AfterValidator(at_least_one)]
    unit_price: Money


class OrderRow(Row):
    """An order with its lines. `customer` is the customer's reference."""

    number: Key
    customer: Annotated[str, PLAIN, up_to(64)]
    status: OrderState
    placed_at: Moment
    ship_by: Deadline | None = None
    promised_at: Deadline | None = None
    packed_at: Moment | None = None
    cancelled_at: Moment | None = None
    total: Money
    currency: Currency = "CNY"
    recipient: Name = ""
    phone: Phone | None = None
    address: Sentence = ""
    note: Sentence = ""
    payment_method: Annotated[str, PLAIN, up_to(40)] = ""
    paid_at: Moment | None = None
    lines: Annotated[list[OrderLineRow], Field(min_length=1, max_length=500)]

    @model_validator(mode="after")
    def says_how_it_was_paid(self) -> OrderRow:
        """A payment has a method."""
        if self.paid_at is not None and not self.payment_method:
            raise ValueError("needs payment_method where paid_at is given")
        return self


class ShipmentRow(Row):
    """A parcel. `order` is the order's number, `carrier` a code such as `sf`."""

    order: Key
    carrier: Key
    tracking_number: Tracking
    status: ParcelState
    shipped_at: Moment | None = None
    expected_at: Deadline | None = None
    promised_at: Deadline | None = None
    delivered_at: Moment | None = None
    is_returning: Flag = False
    pickup_place: Title = ""


class TrackingEventRow(Row):
    """A scan of a parcel. `external_id` is the carrier's own and makes a repeat harmless."""

    external_id: Annotated[str, PLAIN, up_to(120)]
    status: ParcelState
    happened_at: Moment
    description: Sentence = ""
    location_zh: Name = ""
    location_en: Name = ""
    expected_at: Deadline | None = None
    """The carrier's new estimate, if the scan changed it."""


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


class PlaceRow(Row):
    """Where an address is, for shops that deliver themselves: degrees, and when one may come."""

    address: Sentence
    latitude: Latitude
    longitude: Longitude
    window_from: TimeOfDay | None = None
    window_until: TimeOfDay | None = None
    service_minutes: Annotated[Count, Field(le=240)] | None = None

    @model_validator(mode="after")
    def has_a_window_that_opens(self) -> PlaceRow:
        """A window ends after it begins."""
        begins, ends = self.window_from, self.window_until
        if begins is not None and ends is not None and ends <= begins:
            raise ValueError("needs a window_until after window_from")
        return self


RowT = TypeVar("RowT", bound=Row)


def read_row(model: type[RowT], values: Mapping[str, object], *, zone: tzinfo) -> RowT:
    """Read a row from JSON values or CSV cells.

    Args:
        zone: the shop's zone, for times without an offset.

    Raises:
        RowRefused: values are missing, unknown or not what the column holds.
    """
    filled = {name: value for name, value in values.items() if not _is_blank(value)}
    try:
        row = model.model_validate(filled, context={"zone": zone})
    except ValidationError as error:
        raise RowRefused(*_problems(error.errors())) from None
    # A blank of a known field clears it; an absent field would leave it as it is.
    blank = {
        name: getattr(row, name) for name in values if name not in filled and name in fields(model)
    }
    return row.model_copy(update=blank) if blank else row


def fields(model: type[Row]) -> Mapping[str, Any]:
    """The fields of a kind of row, by name."""
    return model.model_fields


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _problems(errors: Iterable[ErrorDetails]) -> list[Problem]:
    return [_problem(error) for error in errors]


def _problem(error: ErrorDetails) -> Problem:
    place = error["loc"]
    line = place[1] if len(place) > 1 and isinstance(place[1], int) else None
    column = str(place[-1]) if place and line != place[-1] else str(place[0]) if place else ""
    value = error["input"]
    shown = str(value) if isinstance(value, str | int | float) else ""
    return Problem(_showable(column), _reason(error), _showable(shown), line)


def _showable(text: str) -> str:
    """Text that can be sent back: a refusal quotes what may itself be unfit."""
    return text[:_MOST_SHOWN].encode("utf-8", "replace").decode()


def _reason(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    sentences = {
        "missing": "is missing",
        "extra_forbidden": "is not a known field",
        "string_too_long": f"is longer than {context.get('max_length')} characters",
        "too_long": f"has more than {context.get('max_length')} entries",
        "too_short": "is empty",
        "string_type": "is not text",
        "value_error": str(context.get("error", "")),
    }
    return sentences.get(error["type"]) or f"is not usable: {error['msg']}"
