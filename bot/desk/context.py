"""What the desk is in the middle of with a customer, kept between messages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from dataclasses import field as dataclass_field
from datetime import datetime
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
    FIELD = "field"
    """Something that an action needs: see `Draft.field`."""
    CONFIRM = "confirm"
    """Whether the proposal is to be done."""
    PLACE = "place"
    """Whether a place on the map is to be the new address."""
    COMMENT = "comment"
    """What went wrong in a case that was rated badly."""
    DELETION = "deletion"
    """Whether the customer's data are really to be deleted."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An action that is being put together, a question at a time.

    Args:
        kind: which action; `order_number`: the order it is about.
        field: what was asked for last; `given`: what is known so far, by field.
        missed: times in a row that the answer was none.
    """

    kind: str
    order_number: str = ""
    field: str = ""
    given: dict[str, str] = dataclass_field(default_factory=dict)
    missed: int = 0

    def with_given(self, **values: str) -> Draft:
        """The draft with more known, and no question open."""
        return replace(self, given={**self.given, **values}, field="", missed=0)

    def asking(self, field: str) -> Draft:
        """The draft after asking for a field."""
        return replace(self, field=field)

    def missing_again(self) -> Draft:
        """The draft after an answer that was none."""
        return replace(self, missed=self.missed + 1)


@dataclass(frozen=True, slots=True)
class Context:
    """The open question, what it is for, and what has been found out so far.

    Args:
        asked: the question put; `intent`: what to go on with once it is answered.
        order_number: an order named but not yet shown to be the customer's.
        digits: phone digits given before an order number.
        focus: the order last talked about.
        product: the code of the product last talked about.
        failures: times in a row that the desk did not understand.
        troubled: the order whose delivery problem was last told.
        draft: the action that is being put together.
        proposal: the key of the action that waits for a yes.
        shown: the numbers of the orders last offered to choose from, in order.
        then: what the same message asked for as well, to be answered once the order is known.
        rated: the handover whose rating waits for a comment.
        until: when the question about a comment or the deletion lapses, ISO 8601.
    """

    asked: Asked = Asked.NOTHING
    intent: str = ""
    order_number: str = ""
    digits: str = ""
    focus: str = ""
    product: str = ""
    failures: int = 0
    troubled: str = ""
    draft: Draft | None = None
    proposal: str = ""
    shown: tuple[str, ...] = ()
    then: str = ""
    rated: int = 0
    until: str = ""

    @classmethod
    def from_record(cls, data: dict[str, Any]) -> Self:
        """Read what a conversation keeps; fields of another version are left out."""
        known = {name: data[name] for name in cls.__slots__ if name in data}
        known["asked"] = Asked(known.get("asked", ""))
        known["shown"] = tuple(known.get("shown", ()))
        if known.get("draft"):
            known["draft"] = Draft(**known["draft"])
        return cls(**known)

    def to_record(self) -> dict[str, Any]:
        """What the conversation keeps: only what is set."""
        return {name: value for name, value in asdict(self).items() if value}

    def asking(self, asked: Asked, intent: Intent | str, **known: Any) -> Context:
        """The context after putting a question for the sake of an intent."""
        return replace(self, asked=asked, intent=str(intent), failures=0, **known)

    def is_asking(self, asked: Asked, now: datetime) -> bool:
        """Whether a question that lapses is still open."""
        return self.asked is asked and now <= datetime.fromisoformat(self.until)

    def failed(self) -> Context:
        """The context after not understanding once more."""
        return replace(self, failures=self.failures + 1)

    def settled(self, **known: Any) -> Context:
        """The context with no question open, and nothing half done."""
        open_things: dict[str, Any] = {
            "draft": None,
            "proposal": "",
            "then": "",
            "rated": 0,
            "until": "",
        }
        return replace(
            self,
            asked=Asked.NOTHING,
            intent="",
            order_number="",
            digits="",
            failures=0,
            **{**open_things, **known},
        )
