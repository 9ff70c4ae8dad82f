"""A form: what an action still needs, and reading the answers."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Protocol

from bot.desk.actions.details import Details
from bot.desk.actions.seen import Seen
from bot.desk.context import Draft
from bot.desk.inbound import Button
from bot.desk.turn import Turn
from knowledge.records import ActionKind


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: the field it fills, the act that words it, its facts and its buttons."""

    field: str
    act: str
    facts: dict[str, str] = dataclass_field(default_factory=dict)
    choices: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """Nothing is missing: what is to be proposed."""

    kind: ActionKind
    details: Details


class Form(Protocol):
    """What one kind of action needs. `said` is what the customer has written so far."""

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        """What the words that began it already tell."""
        ...

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        """What the message answers to `draft.field`; empty when it does not."""
        ...

    def press(self, draft: Draft, seen: Seen, value: str) -> dict[str, str]:
        """What a button of the open field tells; it is one that was offered."""
        ...

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        """The next question, or the action."""
        ...


class PlainButtons:
    """A form whose buttons say what fills the field."""

    def press(self, draft: Draft, seen: Seen, value: str) -> dict[str, str]:
        return {draft.field: value}


def choice(language: str, field_name: str, value: str, words: tuple[str, str]) -> Button:
    """A button that fills a field: its words in Chinese and English."""
    return Button(words[language == "en"], f"fill:{field_name}:{value}")
