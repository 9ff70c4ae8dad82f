"""The gate before new understanding weights: they may gain, and nothing may drop.

Both models read the same messages, so only those count that one reads right and the other
wrong. Were the two equally good, each such message would fall to either with probability
one half: the chance of at least so many losses is the exact one-sided form of McNemar's
test (Psychometrika 12, 1947). With 9 lost and 1 won it is 11/1024, so p = 0.011: a drop.
Where many are judged at once chance would find one among them, so the limit is divided by how
many are left to judge (Holm, Scandinavian Journal of Statistics 6, 1979).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import TypeVar

from models.training.corpus import LabelledMessage
from models.training.shop_examples import WRITER, Reader
from models.values import Intent, Language

Judged = TypeVar("Judged")

#: A drop is beyond noise when chance alone makes one as large more seldom than this.
BEYOND_NOISE = 0.05
#: An intent with fewer messages is not judged by itself; its language's figure has them.
FEWEST_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Duel:
    """How many of the same messages each model reads right.

    `lost` are those that only the live model reads right, `won` those that only the
    candidate does.
    """

    count: int
    live: int
    candidate: int
    lost: int
    won: int

    @property
    def p(self) -> float:
        """The chance of at least so many losses between models that are equally good."""
        decided = self.lost + self.won
        worse = sum(comb(decided, losses) for losses in range(self.lost, decided + 1))
        return worse / (1 << decided)

    @property
    def dropped(self) -> bool:
        """Whether the candidate is worse beyond noise."""
        return self.lost > self.won and self.p < BEYOND_NOISE

    def figures(self) -> str:
        """`live 95.0%, candidate 80.0% of 40 messages`."""
        live, candidate = (right / max(1, self.count) for right in (self.live, self.candidate))
        messages = "1 message" if self.count == 1 else f"{self.count} messages"
        return f"live {live:.1%}, candidate {candidate:.1%} of {messages}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Both models compared: accuracy by language, recall by intent, and the shop's own."""

    languages: dict[Language, Duel]
    intents: dict[Intent, Duel]
    own: dict[Language, Duel]

    @property
    def reasons(self) -> list[str]:
        """Why the candidate may not serve; none where it may."""
        dropped = [str(language) for language in beyond_noise(self.languages)]
        dropped += [str(intent) for intent in self.dropped_intents]
        reasons = [f"{', '.join(dropped)} dropped beyond noise"] if dropped else []
        if sum(duel.lost for duel in self.own.values()) > sum(d.won for d in self.own.values()):
            reasons.append("fewer of the shop's own held-out messages are understood")
        return reasons

    @property
    def promotes(self) -> bool:
        """Whether the candidate may serve."""
        return not self.reasons

    @property
    def dropped_intents(self) -> dict[Intent, Duel]:
        """The intents whose recall dropped beyond noise."""
        judged = {
            intent: duel for intent, duel in self.intents.items() if duel.count >= FEWEST_EXAMPLES
        }
        return beyond_noise(judged)

    def lines(self) -> Iterator[str]:
        """The figures: each language, the shop's own messages, each intent that dropped."""
        for language, duel in self.languages.items():
            yield f"{language}: accuracy {duel.figures()}{_chance(duel)}"
        for language, duel in self.own.items():
            yield f"{language}, the shop's own held-out messages: accuracy {duel.figures()}"
        for intent, duel in self.dropped_intents.items():
            yield f"{intent}: recall {duel.figures()}{_chance(duel)}"

    def decision(self) -> str:
        """What comes of it, with its reason."""
        if self.promotes:
            return "Promoted: no language and no intent dropped beyond noise."
        return f"Not promoted: {'; '.join(self.reasons)}."


def beyond_noise(duels: Mapping[Judged, Duel]) -> dict[Judged, Duel]:
    """Those that dropped, the surest first, at 5% for all of them together (Holm 1979).

    Of three with p = 0.01, 0.03 and 0.4 the first dropped: 0.01 < 0.05/3, but 0.03 > 0.05/2.
    """
    dropped: dict[Judged, Duel] = {}
    for name, duel in sorted(duels.items(), key=lambda item: item[1].p):
        if not duel.dropped or duel.p * (len(duels) - len(dropped)) >= BEYOND_NOISE:
            break
        dropped[name] = duel
    return dropped


def compare(live: Reader, candidate: Reader, gold: Sequence[LabelledMessage]) -> Verdict:
    """Both models on the corpus's test messages and the shop's own held-out ones."""
    texts = [message.text for message in gold]
    rights = [
        [said.top.intent == meant.intents[0] for said, meant in zip(found, gold, strict=True)]
        for found in (live.predict(texts), candidate.predict(texts))
    ]
    pairs = list(zip(gold, *rights, strict=True))

    def duel(counts: Callable[[LabelledMessage], bool]) -> Duel:
        return _duel([(before, after) for message, before, after in pairs if counts(message)])

    def of(language: Language) -> Duel:
        return duel(lambda message: message.language == language)

    def own(language: Language) -> Duel:
        return duel(lambda message: message.language == language and message.writer == WRITER)

    def about(intent: Intent) -> Duel:
        return duel(lambda message: message.intents[0] == intent)

    return Verdict(
        {language: found for language in Language if (found := of(language)).count},
        {intent: found for intent in Intent if (found := about(intent)).count},
        {language: found for language in Language if (found := own(language)).count},
    )


def _duel(rights: Sequence[tuple[bool, bool]]) -> Duel:
    return Duel(
        count=len(rights),
        live=sum(before for before, _ in rights),
        candidate=sum(after for _, after in rights),
        lost=sum(before and not after for before, after in rights),
        won=sum(after and not before for before, after in rights),
    )


def _chance(duel: Duel) -> str:
    return f", p = {duel.p:.3f}" if duel.lost > duel.won else ""
