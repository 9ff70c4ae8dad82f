"""Readings for the tests of the evaluation: a message, and what was made of it."""

from __future__ import annotations

from models.training.corpus import LabelledMessage
from models.training.readings import Reading
from models.values import Intent, Language, Mood, ScoredIntent, Understanding


def understood(*intents: tuple[Intent, float], runner_up: tuple[Intent, float]) -> Understanding:
    """These intents carried, and the best one that is not."""
    return Understanding(
        language=Language.EN,
        intents=tuple(ScoredIntent(*one) for one in intents),
        margin=intents[0][1] - runner_up[1],
        runner_up=ScoredIntent(*runner_up),
        entities=(),
        mood=Mood.CALM,
    )


def message(*intents: Intent, text: str = "hello") -> LabelledMessage:
    """A calm English message with these intents."""
    return LabelledMessage(text, Language.EN, intents, Mood.CALM, (), "en-a-polite")


def reading(meant: Intent, found: Intent, confidence: float, text: str = "hello") -> Reading:
    """A message that means one thing, read as another (or the same)."""
    other = (Intent.GIFT, (1 - confidence) / 2)
    return Reading(message(meant, text=text), understood((found, confidence), runner_up=other))
