"""The shop's own rules and numbers, in one place: hours, windows, caps and what needs staff.

An admin changes them in a file, without code (`bot/policy_file.py` reads it;
docs/policy.md describes every line). Each number carries its unit in its name.
`Policy` is the whole; its sections are here by topic, but for the opening hours (`bot.rules.hours`)
and the shop's own vehicles (`bot.rules.delivery`).
"""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from bot.rules.delivery import Delivery
from bot.rules.hours import OpeningHours
from bot.rules.policy.aftercare import (
    Claims,
    Invoices,
    Parcels,
    PriceProtection,
    Reports,
    Returning,
    Warranty,
)
from bot.rules.policy.approval import Approval, Undo
from bot.rules.policy.conversations import Conversations, Identity, Notices
from bot.rules.policy.order_changes import AddressChange, Cancelling, ItemChange
from bot.rules.policy.stock import Stock
from bot.rules.section import Section


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
