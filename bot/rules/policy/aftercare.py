"""What the shop does for an order that has left: lost parcels, returns, invoices, repair."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from bot.rules.policy.order_changes import DIFFERENCE
from bot.rules.section import Days, Section


class Parcels(Section):
    """When a parcel is in trouble."""

    lost_after_days: Days = Field(
        default=10, description="A parcel on the road without a scan for this long counts as lost."
    )

    @property
    def lost_after(self) -> timedelta:
        return timedelta(days=self.lost_after_days)


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
    difference: Literal["refuse", "charge"] = Field(default="refuse", description=DIFFERENCE)


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
