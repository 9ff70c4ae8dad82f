"""What we may do next in a negotiation, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.negotiation.doubts import Doubt
from bot.rules.negotiation.questions import Inquiry
from bot.rules.negotiation.terms import Terms, Topic


class MoveKind(StrEnum):
    """What we do."""

    ACCEPT = "accept"
    COUNTER = "counter"
    ASK = "ask"
    REMIND = "remind"
    ANSWER = "answer"
    WAIT = "wait"
    TO_STAFF = "to_staff"
    CLOSE = "close"


class Cause(StrEnum):
    """Why; `wording.why` says each as a sentence."""

    OPENING = "opening"
    CONCESSION = "concession"
    LAST_ROUND = "last_round"
    CONFIRM = "confirm"
    REVIVE = "revive"
    BESIDE = "beside"
    RESTATE = "restate"
    EARLIER = "earlier"
    THEY_ACCEPTED = "they_accepted"
    GOOD_ENOUGH = "good_enough"
    NOT_ANSWERED = "not_answered"
    AFTER_SILENCE = "after_silence"
    SILENT = "silent"
    AWAY = "away"
    AWAY_TOO_LONG = "away_too_long"
    DOUBT = "doubt"
    REFUSED = "refused"
    ANSWERED = "answered"
    THEIR_QUESTION = "their_question"
    TOO_LATE = "too_late"
    HIDDEN_LIMIT = "hidden_limit"
    NOTHING_TO_OFFER = "nothing_to_offer"
    NO_TERMS = "no_terms"
    ROUNDS_OVER = "rounds_over"
    DAYS_OVER = "days_over"


@dataclass(frozen=True, slots=True)
class Move:
    """Our next move.

    Args:
        terms: of `ACCEPT` and `COUNTER`, and of a `REMIND` of an offer.
        topic: of `ASK`, and of a `REMIND` of a question.
        to_sign: an `ACCEPT` that staff sign before it is said; never below the cap.
        restated: a `COUNTER` that says our last offer again and takes no round.
        final: a `COUNTER` that is said to be our last offer, because it is.
        about: of `ANSWER`: what they asked.
        until: of `WAIT`: when to look again.
    """

    kind: MoveKind
    cause: Cause
    terms: Terms | None = None
    topic: Topic | None = None
    to_sign: bool = False
    restated: bool = False
    final: bool = False
    until: date | None = None
    doubt: Doubt | None = None
    about: tuple[Inquiry, ...] = ()
