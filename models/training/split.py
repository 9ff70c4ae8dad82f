"""Train, validation and test: split by writer, near-duplicates taken out of training.

Each group of writers (zh-a, zh-b, en-a, …) wrote the same intents in some ten voices. Two
voices test, one plain and one that tells stories; two validate, one of them out of the common
way, since thresholds set on it alone would be too careful. No model trains on a line of theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from models.script import plain_script
from models.training.corpus import LabelledMessage
from models.values import Language

VALIDATION_VOICES = {
    Language.ZH: frozenset({"mixed", "5"}),
    Language.EN: frozenset({"british", "5"}),
}
TEST_VOICES = {
    Language.ZH: frozenset({"polite", "chatty"}),
    Language.EN: frozenset({"polite", "chatty"}),
}

#: Two messages this alike (Jaccard of character 3-grams) are the same message to a model.
NEAR_DUPLICATE = 0.8


@dataclass(frozen=True, slots=True)
class Split:
    """The corpus in three parts."""

    train: list[LabelledMessage]
    validation: list[LabelledMessage]
    test: list[LabelledMessage]


def split_by_writer(messages: Sequence[LabelledMessage]) -> Split:
    """The three parts; a training line that nearly repeats a held-out one is dropped."""
    parts: dict[str, list[LabelledMessage]] = defaultdict(list)
    for message in messages:
        parts[part_of(message)].append(message)
    held_out = [message.text for message in (*parts["validation"], *parts["test"])]
    alike = NearDuplicates(held_out)
    train = [message for message in parts["train"] if not alike.has(message.text)]
    return Split(train, parts["validation"], parts["test"])


def part_of(message: LabelledMessage) -> str:
    """`train`, `validation` or `test`, by the writer's voice: zh-a-chatty -> chatty."""
    voice = message.writer.rsplit("-", 1)[-1]
    if voice in VALIDATION_VOICES[message.language]:
        return "validation"
    return "test" if voice in TEST_VOICES[message.language] else "train"


class NearDuplicates:
    """Finds near-repetitions of known texts through an index of their rarest 3-grams.

    Two sets this alike share one of the rarest few of each, so only those are indexed and
    looked up (prefix filtering, Bayardo, Ma & Srikant 2007): 10 grams and 0.8 -> the rarest 3.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._grams = [trigrams(text) for text in texts]
        self._counts = Counter(gram for grams in self._grams for gram in grams)
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, grams in enumerate(self._grams):
            for gram in self._rarest(grams):
                self._holders[gram].append(number)

    def has(self, text: str) -> bool:
        """Whether a known text is at least NEAR_DUPLICATE alike."""
        grams = trigrams(text)
        candidates = {
            number for gram in self._rarest(grams) for number in self._holders.get(gram, ())
        }
        return any(jaccard(grams, self._grams[number]) >= NEAR_DUPLICATE for number in candidates)

    def _rarest(self, grams: frozenset[str]) -> list[str]:
        """So many of the rarest that whatever is alike shares one; the same order for all."""
        enough = int((1 - NEAR_DUPLICATE) * len(grams) + 1e-9) + 1  # 0.2 * 5 is 0.99… in floats
        return nsmallest(enough, grams, key=lambda gram: (self._counts[gram], gram))


def trigrams(text: str) -> frozenset[str]:
    """The character 3-grams of the bare letters and digits, with an edge at each end."""
    bare = "".join(character for character in plain_script(text).lower() if character.isalnum())
    edged = f"^{bare}$"
    return frozenset(edged[at : at + 3] for at in range(max(1, len(edged) - 2)))


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared 3-grams over all: 0 to 1."""
    return len(a & b) / len(a | b)
