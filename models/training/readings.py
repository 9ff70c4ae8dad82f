"""Test messages beside what the understanding model made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.training.corpus import LabelledMessage
from models.values import Intent, Language, Understanding

Predict = Callable[[Sequence[str]], list[Understanding]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A message with what it means and what was found."""

    meant: LabelledMessage
    said: Understanding

    @property
    def wrong(self) -> bool:
        """Whether the first intent found is none that the message carries."""
        return self.said.top.intent not in self.meant.intents


def readings(
    messages: Sequence[LabelledMessage], predict: Predict
) -> dict[Language, list[Reading]]:
    """The messages of each language that has any, read by one model."""
    found = {}
    for language in Language:
        mine = [message for message in messages if message.language == language]
        said = predict([message.text for message in mine])
        if mine:
            found[language] = [Reading(*pair) for pair in zip(mine, said, strict=True)]
    return found


def messages_of(read: Sequence[Reading]) -> list[LabelledMessage]:
    """What was meant, in order."""
    return [reading.meant for reading in read]


def found_in(read: Sequence[Reading]) -> list[Understanding]:
    """What was found, in order."""
    return [reading.said for reading in read]


def first_found(read: Sequence[Reading]) -> list[Intent]:
    """The first intent found, in order."""
    return [reading.said.top.intent for reading in read]
