"""What the shop hands in, one model a kind of record. CSV columns have the same names.

Lengths are those of the records: SQLite would keep longer text, PostgreSQL refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping
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

from knowledge.intake.fields import (
    PLAIN,
    Count,
    Currency,
    Deadline,
    Email,
    Flag,
    Language,
    Latitude,
    Longitude,
    Moment,
    Money,
    OrderState,
    ParcelState,
    Phone,
    TimeOfDay,
    up_to,
)
from knowledge.intake.numerals import at_least_one
from knowledge.intake.refusals import RowRefused, problems_in

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
        raise RowRefused(*problems_in(error)) from None
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
