"""A folded text written plainly, with the way back to the places of the text as it came.

Traditional characters become simplified ones, Cantonese the words of the written language, spoken
numbers digits and misspelled words those that were meant, so that one set of patterns reads all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.rules.supplier_answers.values import Span

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


@dataclass(frozen=True, slots=True)
class Plain:
    """A text and, for each of its characters, where that came from.

    `Plain("ok", (0, 1)).put([(re.compile("ok"), "fine")])` -> `fine`, all of it from 0 to 2.
    """

    text: str
    places: tuple[Span, ...]

    @classmethod
    def of(cls, text: str) -> Plain:
        return cls(text, tuple((place, place + 1) for place in range(len(text))))

    def put(self, rules: Sequence[Rule]) -> Plain:
        """Each rule in turn put on the whole text."""
        plain = self
        for pattern, new in rules:
            plain = plain._one(pattern, new)
        return plain

    def _one(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Plain:
        marks: list[str] = []
        places: list[Span] = []
        at = 0
        for match in pattern.finditer(self.text):
            put = match.expand(new) if isinstance(new, str) else new(match)
            if put == match[0]:
                continue
            marks.append(self.text[at : match.start()] + put)
            places += self.places[at : match.start()]
            places += [self.back(match.span())] * len(put)
            at = match.end()
        marks.append(self.text[at:])
        places += self.places[at:]
        return Plain("".join(marks), tuple(places))

    def back(self, span: Span) -> Span:
        """Where a span of the plain text stands in the text as it came."""
        if span[0] >= span[1] or not self.places:
            return (0, 0)
        return (self.places[span[0]][0], self.places[min(span[1], len(self.places)) - 1][1])
