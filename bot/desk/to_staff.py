"""Who gets a person at once, and the outcome that passes a conversation to staff."""

from __future__ import annotations

import re

from bot.desk.context import Asked
from bot.desk.turn import Outcome, Turn
from bot.rules.routing import Decision, Why
from knowledge.records import HandoverReason
from models.values import EntityKind

REASONS = {
    Why.ASKED: HandoverReason.ASKED,
    Why.COMPLAINT: HandoverReason.COMPLAINT,
    Why.ANGRY: HandoverReason.ANGRY,
    Why.NOT_UNDERSTOOD: HandoverReason.NOT_UNDERSTOOD,
}
#: Whoever wants a person gets one, whatever question is open.
_PERSON_WANTED = frozenset({Why.ASKED, Why.COMPLAINT})
_PERSON = re.compile(
    r"人工|真人|客服|投诉|经理|转人|找人|机器人"
    r"|\b(?:human|real person|agent|staff|someone|somebody|complain\w*|manager|bot|talk|speak)\b",
    re.IGNORECASE,
)


def wants_person(turn: Turn, decision: Decision) -> bool:
    """Whether a message asks for staff; answers such as 个人 have to say so in words."""
    if turn.context.asked is Asked.FIELD and not _PERSON.search(turn.message.text):
        return False
    return decision.why in _PERSON_WANTED


def to_staff(turn: Turn, reason: HandoverReason) -> Outcome:
    """Pass the conversation to staff, with the order number that was named or talked of."""
    number = turn.understanding.first(EntityKind.ORDER_NUMBER)
    note = number.text if number else turn.context.focus
    return Outcome((), turn.context.settled(), hand_over=reason, note=note)
