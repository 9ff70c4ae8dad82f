"""What to do with a message once it is understood: answer, ask again, or hand over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.values import Intent, Mood, Understanding

#: Below this probability nothing is guessed, not even two options.
LOST = 0.30


class Course(StrEnum):
    """The courses a turn can take."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REPHRASE = "rephrase"
    HAND_OVER = "hand_over"


class Why(StrEnum):
    """Why a conversation goes to staff by rule."""

    ASKED = "asked"
    COMPLAINT = "complaint"
    ANGRY = "angry"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The calibrated probabilities below which the desk asks instead of answering."""

    confidence: float = 0.55
    margin: float = 0.15


@dataclass(frozen=True, slots=True)
class Decision:
    """A course, the intents it is about (most probable first), and why staff, if so."""

    course: Course
    intents: tuple[Intent, ...] = ()
    why: Why | None = None


def decide(understanding: Understanding, *, failures: int, thresholds: Thresholds) -> Decision:
    """Choose the course for a message.

    Args:
        understanding: what the model makes of it.
        failures: how many times in a row the desk has not understood.
        thresholds: chosen on the model's validation set.
    """
    if not _sure(understanding, thresholds):
        return _unsure(understanding, failures)
    intents = tuple(scored.intent for scored in understanding.intents)
    why = _staff_by_rule(intents)
    return Decision(Course.HAND_OVER if why else Course.ANSWER, intents, why)


def _sure(understanding: Understanding, thresholds: Thresholds) -> bool:
    # The first intent alone: the model has scaled what several share (`models.intent_decision`),
    # and the thresholds were chosen on it.
    top = understanding.top.confidence
    return top >= thresholds.confidence and understanding.margin >= thresholds.margin


def _unsure(understanding: Understanding, failures: int) -> Decision:
    if failures >= 2 or (failures and understanding.mood is Mood.ANGRY):
        return Decision(Course.HAND_OVER, (understanding.top.intent,), Why.NOT_UNDERSTOOD)
    options = (understanding.top.intent, understanding.runner_up.intent)
    if understanding.top.confidence < LOST or Intent.OUT_OF_SCOPE in options or failures:
        return Decision(Course.REPHRASE, options)
    return Decision(Course.CLARIFY, options)


def _staff_by_rule(intents: tuple[Intent, ...]) -> Why | None:
    if Intent.HUMAN_AGENT in intents:
        return Why.ASKED
    return Why.COMPLAINT if Intent.COMPLAINT in intents else None
