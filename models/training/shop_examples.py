"""What staff taught, as training messages: a part to learn from and a part to check with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from models.script import plain_script
from models.training.corpus import LabelledMessage
from models.training.split import NearDuplicates
from models.values import Intent, Language, Understanding

WRITER = "shop"
#: One account in so many is never trained on.
_CHECKED = 5


class Reader(Protocol):
    """Whatever says what messages mean (`models.understanding.UnderstandingModel`)."""

    def predict(
        self, texts: Sequence[str], previous: Sequence[Language | None] | None = None
    ) -> list[Understanding]: ...


@dataclass(frozen=True, slots=True)
class TaughtText:
    """A customer's words and what staff say they mean.

    `intents[0]` is what it is mainly about; `spoken` is the conversation's language, `account`
    names who wrote it, and `confirmed` says that the bot had understood it so.
    """

    text: str
    spoken: Language
    intents: tuple[Intent, ...]
    confirmed: bool
    account: str


@dataclass(frozen=True, slots=True)
class ShopPart:
    """The shop's messages to train with, and those of other customers to check with."""

    train: list[LabelledMessage]
    check: list[LabelledMessage]


def shop_part(taught: Sequence[TaughtText], held_out: Sequence[str], live: Reader) -> ShopPart:
    """The taught messages in two parts, each text once, as it was taught last.

    A message to train with that nearly repeats a text of `held_out` or one to check with is
    dropped. What staff do not say about a message (mood, entities, and the further matters
    of one that was understood right) is what the `live` model reads in it.
    """
    latest = list({_bare(one.text): one for one in taught if one.text.strip()}.values())
    check = [one for one in latest if is_held_out(one.account)]
    alike = NearDuplicates([*held_out, *(one.text for one in check)])
    train = [one for one in latest if not is_held_out(one.account) and not alike.has(one.text)]
    return ShopPart(_labelled(train, live), _labelled(check, live))


def is_held_out(account: str) -> bool:
    """Whether an account's messages are kept for checking; the same at every training."""
    return blake2b(account.encode(), digest_size=8).digest()[0] % _CHECKED == 0


def _bare(text: str) -> str:
    """What two texts share that differ in script, case or edges only."""
    return plain_script(text).strip().lower()


def _labelled(taught: Sequence[TaughtText], live: Reader) -> list[LabelledMessage]:
    found = live.predict([one.text for one in taught], [one.spoken for one in taught])
    return [_message(one, said) for one, said in zip(taught, found, strict=True)]


def _message(one: TaughtText, said: Understanding) -> LabelledMessage:
    further = one.confirmed and said.top.intent == one.intents[0]
    carried = tuple(scored.intent for scored in said.intents) if further else ()
    intents = tuple(dict.fromkeys([*one.intents, *carried]))
    return LabelledMessage(one.text, said.language, intents, said.mood, said.entities, WRITER)
