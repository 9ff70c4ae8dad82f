"""How often the first choice is right, with intervals: the same figures for every contender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.training.bootstrap import Figure, Places, bootstrapped
from models.training.corpus import LabelledMessage
from models.values import Intent

_ORDER = {intent: at for at, intent in enumerate(Intent)}


@dataclass(frozen=True, slots=True)
class FirstChoices:
    """accuracy: it is the message's first intent; among: it is one that the message carries.

    macro_f1 is of first intents, over those that occur. With few messages of each, a
    resample repeats some and lacks others, so its interval reaches further down than up.
    """

    accuracy: Figure
    among: Figure
    macro_f1: Figure

    def __str__(self) -> str:
        return (
            f"accuracy {self.accuracy}, one of those carried {self.among}, macro F1 {self.macro_f1}"
        )


def first_choices(gold: Sequence[LabelledMessage], found: Sequence[Intent]) -> FirstChoices:
    """The figures for messages and the intent found for each, in the same order."""
    meant = np.array([_ORDER[message.intents[0]] for message in gold])
    said = np.array([_ORDER[intent] for intent in found])
    right = meant == said
    among = np.array(
        [intent in message.intents for message, intent in zip(gold, found, strict=True)]
    )
    return FirstChoices(
        accuracy=bootstrapped(lambda places: float(right[places].mean()), len(gold)),
        among=bootstrapped(lambda places: float(among[places].mean()), len(gold)),
        macro_f1=bootstrapped(
            lambda places: coded_macro_f1(meant[places], said[places]), len(gold)
        ),
    )


def coded_macro_f1(meant: Places, said: Places) -> float:
    """`scores.macro_f1` of labels that are numbers, fast enough for a thousand resamples."""
    size = 1 + int(max(meant.max(), said.max()))
    golds, founds = np.bincount(meant, minlength=size), np.bincount(said, minlength=size)
    both = np.bincount(meant[meant == said], minlength=size)
    occurs = golds > 0
    return float((2 * both[occurs] / (golds + founds)[occurs]).mean())
