"""The shop's own rules and numbers, in one place: hours, windows, caps and what needs staff.

An admin changes them in a file, without code (`bot/policy_file.py` reads it;
docs/policy.md describes every line). Each number carries its unit in its name.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.rules.delivery import Delivery
from bot.rules.hours import OpeningHours
from bot.rules.section import Section

Days = Annotated[int, Field(ge=0, le=3650)]
Minutes = Annotated[int, Field(ge=0, le=60 * 24 * 30)]
ServiceLevel = Annotated[float, Field(gt=0.5, lt=1)]
Count = Annotated[int, Field(ge=1, le=10_000)]
NoticeKind = Literal[
    "shipped",
    "out_for_delivery",
    "pickup",
    "delivered",
    "late",
    "exception",
    "refund_paid",
    "back_in_stock",
    "case",
]


class Identity(Section):
    """How often a customer may try to prove who they are."""

    tries: Count = Field(
        default=5, description="Wrong pairs of order number and phone digits an account may try."
    )
    window_minutes: Minutes = Field(default=30, description="Within this long.")
    order_tries: Count = Field(
        default=15, description="Wrong pairs that all accounts together may try on one order."
    )
    order_window_hours: Annotated[int, Field(ge=1, le=720)] = Field(
        default=24, description="Within this long."
    )

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.window_minutes)

    @property
    def order_window(self) -> timedelta:
        return timedelta(hours=self.order_window_hours)


class Conversations(Section):
    """How conversations are kept."""

    new_after_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=3,
        description="A message that comes this long after the last one of either side begins a "
        "new conversation: what was half done is dropped, what is open stays known. Notices do "
        "not count, and what waits for staff goes on whatever its age.",
    )

    handover_reminder_minutes: Minutes = Field(
        default=10,
        description="Staff are reminded of a handover that nobody answered for this long, "
        "opening hours alone counted.",
    )
    handover_escalation_minutes: Minutes = Field(
        default=20,
        description="Supervisors are told of a handover that nobody answered for this much longer "
        "after the reminder, opening hours alone counted. The default is twice the reminder's.",
    )
    messages_a_minute: Count = Field(
        default=20,
        description="An account that writes more often is asked once to slow down; what is over "
        "is kept for staff and not answered.",
    )
    photo_seconds: Annotated[int, Field(ge=0, le=60)] = Field(
        default=10,
        description="The answer to a photo waits this long at most for the number on a parcel "
        "label to be read; 0 to read none.",
    )

    @property
    def new_after(self) -> timedelta:
        return timedelta(days=self.new_after_days)

    @property
    def handover_reminder(self) -> timedelta:
        return timedelta(minutes=self.handover_reminder_minutes)

    @property
    def handover_escalation(self) -> timedelta:
        return timedelta(minutes=self.handover_escalation_minutes)


class Parcels(Section):
    """When a parcel is in trouble."""

    lost_after_days: Days = Field(
        default=10, description="A parcel on the road without a scan for this long counts as lost."
    )

    @property
    def lost_after(self) -> timedelta:
        return timedelta(days=self.lost_after_days)


class Cancelling(Section):
    """Cancelling an order that has not left."""

    until: Literal["packed", "shipped"] = Field(
        default="shipped", description="The last moment: until it is packed, or until it ships."
    )
    refund_days: Days = Field(default=3, description="The money is back within this many days.")


class AddressChange(Section):
    """Sending an order to another address."""

    until: Literal["packed", "shipped"] = Field(
        default="shipped", description="The last moment: until it is packed, or until it ships."
    )


_DIFFERENCE = (
    "When the new goods cost more: refuse it, or charge the difference (a payment is written down "
    "as pending, which the shop's own system then asks for)."
)


class ItemChange(Section):
    """Other sizes, colours or quantities in an order that has not left."""

    until: Literal["packed", "shipped"] = Field(
        default="packed", description="The last moment: until it is packed, or until it ships."
    )
    difference: Literal["refuse", "charge"] = Field(default="refuse", description=_DIFFERENCE)


class Returning(Section):
    """Sending goods back, for the money or for another size or colour."""

    days: Days = Field(default=7, description="Goods may be returned this long after delivery.")
    exchange_days: Days = Field(
        default=15, description="Goods may be exchanged this long after delivery."
    )
    excluded_categories: tuple[str, ...] = Field(
        default=(), description="Categories of goods that are not taken back: their codes."
    )
    postage: Literal["customer", "shop"] = Field(
        default="customer",
        description="Who pays for sending back what is not at fault. For what is, the shop does.",
    )
    refund_days: Days = Field(
        default=7, description="The money is back this many days after the goods are here."
    )
    difference: Literal["refuse", "charge"] = Field(default="refuse", description=_DIFFERENCE)


class Reports(Section):
    """Goods that arrived damaged, wrong or incomplete."""

    days: Days = Field(default=15, description="They may be reported this long after delivery.")
    photo: bool = Field(default=True, description="Whether a photo is asked for.")


class Claims(Section):
    """Parcels that are lost."""

    cure: tuple[Literal["resend", "refund"], ...] = Field(
        default=("resend", "refund"),
        min_length=1,
        description="What the customer may choose from when a parcel is lost.",
    )
    silent_days: Days = Field(
        default=5,
        description="A parcel without a scan for this long may be claimed as lost.",
    )

    @property
    def silent(self) -> timedelta:
        return timedelta(days=self.silent_days)


class Invoices(Section):
    """Invoices for orders that are paid."""

    days: Days = Field(
        default=365, description="An invoice may be asked for this long after the order."
    )


class PriceProtection(Section):
    """Paying back the difference when the price falls after the order (保价)."""

    days: Days = Field(default=7, description="For this long after the order; 0 for never.")


class Warranty(Section):
    """Repair of what broke in use."""

    days: Days = Field(default=365, description="For this long after delivery.")
    excluded_categories: tuple[str, ...] = Field(
        default=(), description="Categories of goods without a warranty: their codes."
    )


class Approval(Section):
    """What staff must agree to before it happens."""

    amount_over: Annotated[float, Field(ge=0, le=1e9)] = Field(
        default=500.0,
        description="Money over this, in the order's currency (500.00 is five hundred yuan).",
    )
    more_than: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=3,
        description="More than this many actions for one customer within `within_days`.",
    )
    within_days: Days = Field(default=30, description="See `more_than`.")
    when_angry: bool = Field(
        default=True, description="Whatever pays money to a customer who is angry."
    )
    always: tuple[str, ...] = Field(
        default=("claim_parcel",), description="These actions every time, by their names."
    )

    @property
    def amount_over_minor(self) -> int:
        """In minor units: 500.0 -> 50000."""
        return round(self.amount_over * 100)

    @property
    def within(self) -> timedelta:
        return timedelta(days=self.within_days)


class Undo(Section):
    """Taking an action back."""

    minutes: Minutes = Field(
        default=30, description="For this long after it was done, if nothing followed from it yet."
    )
    offer_minutes: Minutes = Field(
        default=60, description="A proposal that nobody confirmed for this long is void."
    )

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def offer(self) -> timedelta:
        return timedelta(minutes=self.offer_minutes)


class Notices(Section):
    """What customers are told without asking."""

    told: tuple[NoticeKind, ...] = Field(
        default=(
            "shipped",
            "out_for_delivery",
            "pickup",
            "delivered",
            "late",
            "exception",
            "refund_paid",
            "back_in_stock",
            "case",
        ),
        description="The notices that are sent; leave one out to stop it for everyone.",
    )
    quiet_from: time = Field(default=time(22), description="Nothing is sent from this time on …")
    quiet_to: time = Field(default=time(8), description="… until this time, in the shop's zone.")

    def is_quiet(self, local: datetime) -> bool:
        """Whether a local (zoned) time lies in the quiet hours, which may pass midnight."""
        at = local.timetz().replace(tzinfo=None)
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to


class Stock(Section):
    """What is told of the shelf, and when it is filled."""

    low: Annotated[int, Field(ge=0)] = Field(
        default=10, description="At most this many pieces left are told as 'only a few'."
    )
    restock_hour: Annotated[int, Field(ge=0, le=23)] = Field(
        default=9, description="The hour of the shop's day at which stock is looked at."
    )
    service_level_a: ServiceLevel = Field(
        default=0.97,
        description="The chance of not running out while a restock is on its way, for the items "
        "that earn the first 80 % of the margin.",
    )
    service_level_b: ServiceLevel = Field(
        default=0.95, description="The same for those that earn the next 15 %."
    )
    service_level_c: ServiceLevel = Field(default=0.90, description="The same for all others.")
    cover_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=30, description="How many days of demand an order to a supplier is for."
    )
    longest_cover_days: Annotated[int, Field(ge=1, le=730)] = Field(
        default=180,
        description="An order is made larger, to cost less or to reach a supplier's minimum, up "
        "to this many days of demand.",
    )
    ordering_cost: Annotated[float, Field(ge=0, le=1e6)] = Field(
        default=20.0,
        description="What a line of an order costs the shop, whatever its quantity, in the "
        "price's currency: asking, receiving, putting away.",
    )
    holding_rate: Annotated[float, Field(ge=0, le=2)] = Field(
        default=0.2,
        description="What a year on the shelf costs, as a share of the goods' price: money, room, "
        "ageing.",
    )
    order_budget: Annotated[float, Field(ge=0, le=1e9)] = Field(
        default=0.0,
        description="An order to one supplier costs no more than this, in its prices' currency; "
        "0 for no limit.",
    )
    fill_container_from: Annotated[int, Field(ge=1, le=100)] = Field(
        default=70,
        description="A supplier's container that is full for this share, percent, is filled up "
        "with what would be ordered next; below it only what is needed is ordered.",
    )

    send_without_asking: bool = Field(
        default=True,
        description="Whether suppliers are written to at once; otherwise each order waits for "
        "staff's tap.",
    )

    remind_after_days: Annotated[int, Field(ge=1, le=60)] = Field(
        default=2,
        description="A supplier that has not answered an order for so long is reminded, twice at "
        "most; so it is of an offer in a negotiation, once.",
    )

    ask_when_overdue_days: Annotated[int, Field(ge=1, le=60)] = Field(
        default=1,
        description="So many days after goods were expected and did not come, their supplier is "
        "asked when they will, and once more `remind_after_days` later; then staff are told.",
    )

    @property
    def ordering_cost_minor(self) -> int:
        """In minor units: 20.0 -> 2000."""
        return round(self.ordering_cost * 100)

    @property
    def order_budget_minor(self) -> int | None:
        """In minor units; None without a limit."""
        return round(self.order_budget * 100) or None


class Policy(Section):
    """What a shop may decide differently from another."""

    hours: OpeningHours = OpeningHours()
    identity: Identity = Identity()
    conversations: Conversations = Conversations()
    parcels: Parcels = Parcels()
    cancelling: Cancelling = Cancelling()
    address_change: AddressChange = AddressChange()
    item_change: ItemChange = ItemChange()
    returning: Returning = Returning()
    reports: Reports = Reports()
    claims: Claims = Claims()
    invoices: Invoices = Invoices()
    price_protection: PriceProtection = PriceProtection()
    warranty: Warranty = Warranty()
    approval: Approval = Approval()
    undo: Undo = Undo()
    notices: Notices = Notices()
    stock: Stock = Stock()
    delivery: Delivery = Delivery()

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.returning.exchange_days < self.returning.days:
            raise ValueError("returning.exchange_days must not be fewer than returning.days")
        return self
