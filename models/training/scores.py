"""The figures of the understanding model: accuracy, macro F1, calibration, entities, mood."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from models.training.calibration import sets_f1
from models.training.corpus import LabelledMessage
from models.values import Entity, Intent, Understanding

_BINS = 10


@dataclass(frozen=True, slots=True)
class IntentScores:
    """Shares from 0 to 1 over one language's test messages.

    accuracy: the first intent is the message's first; among: it is one the message carries;
    sets: micro F1 of the carried sets; several: the carried set is exactly right where
    there are several; error: expected calibration error in ten bins (arXiv:1706.04599);
    entity_f1: exact spans; touched_f1: spans of one kind that overlap.
    """

    count: int
    accuracy: float
    among: float
    macro_f1: float
    error: float
    sets: float
    several: float
    entity_f1: float
    touched_f1: float
    mood_f1: float


def intent_scores(gold: Sequence[LabelledMessage], found: Sequence[Understanding]) -> IntentScores:
    """All figures for messages and what the model made of them, in the same order."""
    pairs = list(zip(gold, found, strict=True))
    right = [said.top.intent in meant.intents for meant, said in pairs]
    more = [(meant, said) for meant, said in pairs if len(meant.intents) > 1]
    return IntentScores(
        count=len(pairs),
        accuracy=share(said.top.intent == meant.intents[0] for meant, said in pairs),
        among=share(right),
        macro_f1=macro_f1(
            [meant.intents[0] for meant in gold], [said.top.intent for said in found]
        ),
        error=calibration_error([said.top.confidence for said in found], right),
        sets=sets_f1([_carried(said) for said in found], [set(meant.intents) for meant in gold]),
        several=share(_carried(said) == set(meant.intents) for meant, said in more),
        entity_f1=entity_f1([meant.entities for meant in gold], [said.entities for said in found]),
        touched_f1=touched_f1(
            [meant.entities for meant in gold], [said.entities for said in found]
        ),
        mood_f1=macro_f1([meant.mood for meant in gold], [said.mood for said in found]),
    )


def share(flags: Iterable[bool]) -> float:
    """The share of true ones; 0 of none."""
    every = list(flags)
    return sum(every) / max(1, len(every))


def macro_f1(gold: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """The mean F1 over the labels that occur in `gold`."""
    return float(np.mean([_label_f1(label, gold, found) for label in dict.fromkeys(gold)]))


def _label_f1(label: Hashable, gold: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    both = sum(a == b == label for a, b in zip(gold, found, strict=True))
    return 2 * both / max(1, gold.count(label) + found.count(label))


def entity_f1(gold: Sequence[Sequence[Entity]], found: Sequence[Sequence[Entity]]) -> float:
    """Micro F1; an entity is right when its kind and both its ends are."""
    shared = sum(len(set(a) & set(b)) for a, b in zip(gold, found, strict=True))
    return 2 * shared / max(1, sum(map(len, gold)) + sum(map(len, found)))


def touched_f1(gold: Sequence[Sequence[Entity]], found: Sequence[Sequence[Entity]]) -> float:
    """F1 where an entity is right when one of its kind overlaps it: a word more is forgiven."""
    known = sum(_touches(one, b) for a, b in zip(gold, found, strict=True) for one in a)
    sound = sum(_touches(one, a) for a, b in zip(gold, found, strict=True) for one in b)
    recall = known / max(1, sum(map(len, gold)))
    precision = sound / max(1, sum(map(len, found)))
    return 2 * precision * recall / max(1e-9, precision + recall)


def _touches(one: Entity, others: Sequence[Entity]) -> bool:
    return any(
        one.kind == other.kind and one.start < other.end and other.start < one.end
        for other in others
    )


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """How far confidence and accuracy are apart, weighted over ten bins: 0 is perfect."""
    sure, hits = np.array(confidences), np.array(right, dtype=float)
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = [abs(float((sure[bins == n] - hits[bins == n]).sum())) for n in range(_BINS)]
    return sum(gaps) / max(1, len(sure))


def _carried(said: Understanding) -> set[Intent]:
    return {scored.intent for scored in said.intents}
