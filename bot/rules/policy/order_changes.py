"""What may be changed in an order that has not left."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.rules.section import Days, Section

#: Of a change and of an exchange alike.
DIFFERENCE = (
    "When the new goods cost more: refuse it, or charge the difference (a payment is written down "
    "as pending, which the shop's own system then asks for)."
)


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


class ItemChange(Section):
    """Other sizes, colours or quantities in an order that has not left."""

    until: Literal["packed", "shipped"] = Field(
        default="packed", description="The last moment: until it is packed, or until it ships."
    )
    difference: Literal["refuse", "charge"] = Field(default="refuse", description=DIFFERENCE)
