"""One turn: what is known when a message is answered, and what the answer is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.desk.context import Context
from bot.desk.inbound import Button
from bot.rules.identity import contact_phone
from bot.rules.policy import Policy
from knowledge.records import (
    ActionKind,
    ChannelAccount,
    Customer,
    HandoverReason,
    Message,
    Order,
)
from knowledge.store import Unit
from models.values import EntityKind, Language, ReplyPlan, Understanding

_LETTERS = re.compile(r"[^\W\d_]")
_NUMBERS = frozenset({EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER, EntityKind.PHONE})


class Mind(Protocol):
    """The models, as the desk needs them (`models.runner.Runner`)."""

    async def understand(self, text: str, previous: Language | None = None) -> Understanding: ...

    async def word(self, plan: ReplyPlan) -> str: ...

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A customer's message with everything a use case may look at.

    Args:
        unit: a reading unit; a use case never writes, it returns an `Outcome`.
        now: the present in the shop's zone.
        proven: the order that this very message proved to be the sender's.
        label: the number read off a photo without words; it stands in for them.
    """

    unit: Unit
    now: datetime
    policy: Policy
    account: ChannelAccount
    customer: Customer | None
    message: Message
    understanding: Understanding
    context: Context
    proven: Order | None = None
    label: str = ""

    @property
    def language(self) -> Language:
        return self.understanding.language

    @property
    def account_id(self) -> int:
        return self.account.key

    @property
    def customer_id(self) -> int | None:
        return None if self.customer is None else self.customer.key

    @property
    def says_more_than_numbers(self) -> bool:
        """Whether the message has words besides the numbers it names."""
        said = self.message.text
        for entity in self.understanding.entities:
            if entity.kind in _NUMBERS:
                blank = " " * (entity.end - entity.start)
                said = said[: entity.start] + blank + said[entity.end :]
        return _LETTERS.search(said) is not None

    @property
    def message_phone(self) -> str:
        """The phone of a shared contact, E.164."""
        return contact_phone(str(self.message.data.get("phone", "")))


@dataclass(frozen=True, slots=True)
class Reply:
    """An act to be worded, the facts for its slots, and buttons below it.

    `bare`: its facts are whole sentences, and nothing else is said.
    """

    act: str
    facts: dict[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    asks_contact: bool = False
    bare: bool = False


class StepKind(StrEnum):
    """What happens to a line of the ledger."""

    PROPOSE = "propose"
    APPLY = "apply"
    WAIT = "wait"
    """Staff have to agree first."""
    DROP = "drop"
    UNDO = "undo"
    RECORD = "record"
    """Written down as done: it was safe to do at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ledger, taken when the outcome is written (`bot.desk.actions.book`).

    Args:
        key: the idempotency key of the action.
        kind, order_id, details, amount_minor, currency: of an action that is proposed.
        risks: why staff have to agree.
    """

    step: StepKind
    key: str
    kind: ActionKind | None = None
    order_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    amount_minor: int = 0
    currency: str = "CNY"
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rated:
    """What a customer says of a closed case: a score of 1 to 5, or words about it."""

    handover_id: int
    score: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A small text file that goes out with the reply."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a use case decided. Nothing has happened yet: `bot.desk.answer` writes it.

    Args:
        replies: said in this order, in one message.
        context: what the desk is in the middle of afterwards.
        hand_over: why staff take over, if they do.
        note: for staff, what was tried.
        customer_id: the customer that the account turned out to be.
        granted_order_id: an order that the account proved to know.
        attempt: whether a try to prove identity succeeded; None when none was made.
        attempted_number: the order number it was made with.
        gap: a question that no article answered.
        step: what the ledger of actions takes down or does.
        watch: the id of a product that the account wants to be told of when it is back.
        notices_on: the account gets notices again.
        slowed: the account was asked to write less often.
        rated: what the customer says of a closed case.
        document: a file that goes out with the reply.
        deletes: whether the customer's data are deleted.
    """

    replies: tuple[Reply, ...]
    context: Context
    hand_over: HandoverReason | None = None
    note: str = ""
    customer_id: int | None = None
    granted_order_id: int | None = None
    attempt: bool | None = None
    attempted_number: str = ""
    gap: str | None = None
    step: Step | None = None
    watch: int | None = None
    notices_on: bool = False
    slowed: bool = False
    rated: Rated | None = None
    document: Document | None = None
    deletes: bool = False
