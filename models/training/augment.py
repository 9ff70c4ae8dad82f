"""Changing a message as customers do: typos, no punctuation, other numbers, a greeting first.

Nothing is multiplied on disk: each time a line is drawn in training it may come out a
little different, and its entity spans move with the words.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.training.corpus import LabelledMessage
from models.values import Entity, EntityKind, Intent, Language

_SIGNS = re.compile(r"[,.!?;:，。！？；：、~～…]")
_PARTICLES = "吗呢啊呀吧了的哦嘛啦哈"
_COMMON_SLIPS = {
    "的": "得",
    "在": "再",
    "吗": "嘛",
    "了": "啦",
    "那": "哪",
    "做": "作",
    "您": "你",
    "是": "事",
}
_FIXED = frozenset({EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER, EntityKind.PHONE})


@dataclass(frozen=True, slots=True)
class Chances:
    """How often each change is made, 0 to 1."""

    no_signs: float = 0.2
    typo: float = 0.25
    other_value: float = 0.35
    greeting: float = 0.06
    joined: float = 0.08


@dataclass(slots=True)
class _Piece:
    """A stretch of a message that is one entity, or none."""

    text: str
    kind: EntityKind | None


class Augmenter:
    """Draws varied copies of training messages; the same seed draws the same ones."""

    def __init__(
        self, messages: Sequence[LabelledMessage], seed: int, chances: Chances = Chances()
    ) -> None:
        self._chance = random.Random(seed)
        self._chances = chances
        self._values: dict[tuple[Language, EntityKind], list[str]] = defaultdict(list)
        self._greetings: dict[Language, list[str]] = defaultdict(list)
        self._plain: dict[Language, list[LabelledMessage]] = defaultdict(list)
        for message in messages:
            self._take_note(message)

    def varied(self, message: LabelledMessage) -> LabelledMessage:
        """`message`, perhaps changed; its meaning stays, or grows by a second message's."""
        pieces = [self._changed(piece, message.language) for piece in _pieces(message)]
        changed = _joined(message, pieces)
        if self._happens(self._chances.joined):
            return self._with_second(changed)
        if self._happens(self._chances.greeting) and Intent.GREETING not in message.intents:
            return self._after_greeting(changed)
        return changed

    def respelt(self, message: LabelledMessage) -> LabelledMessage:
        """An answer to a form, perhaps misspelt: nothing else about it may change."""
        text = self._misspelt(message.text, message.language)
        kept = all(text.count(sign) == message.text.count(sign) for sign in _TURNS)
        return replace(message, text=text) if kept else message

    def _take_note(self, message: LabelledMessage) -> None:
        for entity in message.entities:
            self._values[message.language, entity.kind].append(entity.text)
        if message.intents == (Intent.GREETING,) and len(message.text) <= 16:
            self._greetings[message.language].append(message.text)
        if (
            len(message.intents) == 1
            and message.intents[0] not in _NEVER_JOINED
            and len(message.text) <= 60
        ):
            self._plain[message.language].append(message)

    def _happens(self, chance: float) -> bool:
        return self._chance.random() < chance

    def _changed(self, piece: _Piece, language: Language) -> _Piece:
        if piece.kind is None:
            return _Piece(self._misspelt(piece.text, language), None)
        if not self._happens(self._chances.other_value):
            return piece
        if piece.kind in _FIXED:
            return _Piece(
                re.sub(r"\d", lambda _: str(self._chance.randrange(10)), piece.text), piece.kind
            )
        return _Piece(self._chance.choice(self._values[language, piece.kind]), piece.kind)

    def _misspelt(self, text: str, language: Language) -> str:
        if self._happens(self._chances.no_signs):
            text = _SIGNS.sub(" " if language == Language.EN else "", text)
        if len(text) >= 6 and self._happens(self._chances.typo):
            slip = self._slip_zh if language == Language.ZH else self._slip_en
            text = slip(text, self._chance.randrange(1, len(text) - 1))
        return text

    def _slip_zh(self, text: str, at: int) -> str:
        places = [place for place, character in enumerate(text) if character in _COMMON_SLIPS]
        if places and self._happens(0.5):
            at = self._chance.choice(places)
            return text[:at] + _COMMON_SLIPS[text[at]] + text[at + 1 :]
        endings = [place for place, character in enumerate(text) if character in _PARTICLES]
        at = self._chance.choice(endings) if endings else at
        return text[:at] + text[at + 1 :]

    def _slip_en(self, text: str, at: int) -> str:
        kind = self._chance.randrange(3)
        if kind == 0:  # swapped
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text[:at] + (text[at] * 2 if kind == 1 else "") + text[at + 1 :]

    def _with_second(self, first: LabelledMessage) -> LabelledMessage:
        if len(first.intents) > 1 or first.intents[0] in _NEVER_JOINED or len(first.text) > 80:
            return first
        second = self._chance.choice(self._plain[first.language] or [first])
        if second.intents == first.intents:
            return first
        glue = self._chance.choice(_GLUE[first.language])
        both = _appended(first, glue, second)
        return replace(both, intents=first.intents + second.intents)

    def _after_greeting(self, message: LabelledMessage) -> LabelledMessage:
        greetings = self._greetings[message.language]
        if not greetings:
            return message
        hello = replace(message, text=self._chance.choice(greetings), entities=())
        return _appended(hello, self._chance.choice(("，", " ", "！", ", ")), message)


#: Bare acts vanish beside a request, and nonsense beside a request is not a second wish.
_NEVER_JOINED = frozenset(
    {
        Intent.GREETING,
        Intent.GOODBYE,
        Intent.THANKS,
        Intent.ACKNOWLEDGE,
        Intent.AFFIRM,
        Intent.DENY,
        Intent.OUT_OF_SCOPE,
    }
)
#: Signs that turn what is said into its opposite, or into a question.
_TURNS = "不没别吗么"
_GLUE = {
    Language.ZH: ("，", "。", "，另外", "，还有", "，顺便问下", " "),
    Language.EN: (" and ", ", also ", ". ", "? and ", " also ", ". oh and "),
}


def _pieces(message: LabelledMessage) -> list[_Piece]:
    pieces, at = [], 0
    for entity in message.entities:
        pieces += [_Piece(message.text[at : entity.start], None), _Piece(entity.text, entity.kind)]
        at = entity.end
    return [*pieces, _Piece(message.text[at:], None)]


def _joined(message: LabelledMessage, pieces: Sequence[_Piece]) -> LabelledMessage:
    text, entities = "", []
    for piece in pieces:
        start = len(text)
        text += piece.text
        if piece.kind is not None:
            entities.append(Entity(piece.kind, piece.text, start, len(text)))
    return replace(message, text=text, entities=tuple(entities))


def _appended(first: LabelledMessage, glue: str, second: LabelledMessage) -> LabelledMessage:
    shift = len(first.text) + len(glue)
    moved = [
        replace(found, start=found.start + shift, end=found.end + shift)
        for found in second.entities
    ]
    text = first.text + glue + second.text
    return replace(first, text=text, entities=(*first.entities, *moved))
