"""What a rule says about an action: allowed, or refused for a reason that can be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Because(StrEnum):
    """Why an action is refused. `bot/desk/actions/reasons.toml` has the sentences."""

    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    NOT_PAID = "not_paid"
    WINDOW_OVER = "window_over"
    EXCLUDED = "excluded"
    CASE_OPEN = "case_open"
    NOT_IN_ORDER = "not_in_order"
    TOO_MANY = "too_many"
    NOT_LOST = "not_lost"
    NOT_SENT = "not_sent"
    SAME_ADDRESS = "same_address"
    SAME_ITEM = "same_item"
    OUT_OF_STOCK = "out_of_stock"
    DEARER = "dearer"
    INVOICED = "invoiced"
    NOT_CHEAPER = "not_cheaper"
    NEVER = "never"
    PROTECTED = "protected"
    FOLLOWED = "followed"
    """It cannot be taken back: something has followed from it."""
    TOO_LATE = "too_late"
    """It cannot be taken back: the time for that is over."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may be done; `amount_minor` is what the shop pays for it, in minor units.

    Below zero it is what the customer still has to pay.
    """

    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not be done.

    Args:
        why: the reason; `when`, `until`: the moments its sentence names, where it does.
        number: a case's number, or a count; `amount_minor`: an amount that the sentence names.
        product: the thing that the reason is about.
    """

    why: Because
    when: datetime | None = None
    until: datetime | None = None
    number: str = ""
    amount_minor: int = 0
    product: str = ""


Verdict = Allowed | Refused
