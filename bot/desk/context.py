"""What the desk is in the middle of with a customer, kept between messages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from models.values import Intent


class Asked(StrEnum):
    """The question the desk has put and waits to be answered."""

    NOTHING = ""
    IDENTITY = "identity"
    PHONE_DIGITS = "phone_digits"
    ORDER_NUMBER = "order_number"
    WHICH_ORDER = "which_order"
    WHICH_PRODUCT = "which_product"
    WHAT_MEANT = "what_meant"


@dataclass(frozen=True, slots=True)
class Context:
    """The open question, what it is for, and what has been found out so far.

    Args:
        asked: the question put; `intent`: what to go on with once it is answered.
        order_number: an order named but not yet shown to be the customer's.
        digits: phone digits given before an order number.
        focus: the order last talked about.
        failures: times in a row that the desk did not understand.
        troubled: the order whose delivery problem was last told.
    """

    asked: Asked = Asked.NOTHING
    intent: str = ""
    order_number: str = ""
    digits: str = ""
    focus: str = ""
    failures: int = 0
    troubled: str = ""

    @classmethod
    def from_record(cls, data: dict[str, Any]) -> Self:
        """Read what a conversation keeps; fields of another version are left out."""
        known = {name: data[name] for name in cls.__slots__ if name in data}
        known["asked"] = Asked(known.get("asked", ""))
        return cls(**known)

    def to_record(self) -> dict[str, Any]:
        """What the conversation keeps: only what is set."""
        return {name: value for name, value in asdict(self).items() if value}

    def asking(self, asked: Asked, intent: Intent | str, **known: str) -> Context:
        """The context after putting a question for the sake of an intent."""
        return replace(self, asked=asked, intent=str(intent), failures=0, **known)

    def failed(self) -> Context:
        """The context after not understanding once more."""
        return replace(self, failures=self.failures + 1)

    def settled(self, **known: str) -> Context:
        """The context with no question open."""
        return replace(
            self, asked=Asked.NOTHING, intent="", order_number="", digits="", failures=0, **known
        )
