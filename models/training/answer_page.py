"""The page's section on slot values: answers of unseen writers, and what is heard in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from models.training.corpus import LabelledMessage
from models.understanding import UnderstandingModel
from models.values import Language, ScoredValue, SlotValue

#: From this probability on a value counts as heard, as an answer to a question does at the desk.
HEARD = 0.5
#: From here on something is done unasked, and a yes is one.
SURE = 0.9
_WORST = 5


def answer_lines(model: UnderstandingModel, answers: Sequence[LabelledMessage]) -> Iterator[str]:
    """The section, a line at a time; `answers` are of writers that were never trained on."""
    yield f"{len(answers)} answers of the test writers; a value is heard from probability {HEARD}"
    for language in Language:
        mine = [one for one in answers if one.language == language]
        if not mine:
            continue
        found = model.predict([one.text for one in mine])
        heard = [_heard(one.values, HEARD) for one in found]
        sure = [_heard(one.values, SURE) for one in found]
        meant = [one.values or frozenset() for one in mine]
        yield f"{language}, {len(mine)} answers: {_shares(meant, heard)}"
        yield f"  from {SURE} on: {_shares(meant, sure)}"
        pairs = list(zip(sure, meant, strict=True))
        false = sum(SlotValue.YES in a and SlotValue.YES not in b for a, b in pairs)
        yield f"  said no yes, but heard as one from {SURE} on: {false}"
        yield f"  least F1: {_weakest(meant, heard)}"


Values = frozenset[SlotValue]


def _heard(scored: Sequence[ScoredValue], least: float) -> Values:
    return frozenset(one.value for one in scored if one.confidence >= least)


def _shares(meant: Sequence[Values], heard: Sequence[Values]) -> str:
    """Precision, recall and F1 over all values (micro)."""
    both = sum(len(a & b) for a, b in zip(meant, heard, strict=True))
    said, found = sum(map(len, meant)), sum(map(len, heard))
    precision, recall = both / max(1, found), both / max(1, said)
    f1 = 2 * both / max(1, said + found)
    return f"precision {precision:.1%}, recall {recall:.1%}, F1 {f1:.1%}"


def _weakest(meant: Sequence[Values], heard: Sequence[Values]) -> str:
    said, found, both = Counter[SlotValue](), Counter[SlotValue](), Counter[SlotValue]()
    for a, b in zip(meant, heard, strict=True):
        said.update(a)
        found.update(b)
        both.update(a & b)
    scores = {one: 2 * both[one] / (said[one] + found[one]) for one in said}
    worst = sorted(scores, key=lambda one: scores[one])[:_WORST]
    return ", ".join(f"{one} {scores[one]:.0%}" for one in worst)
