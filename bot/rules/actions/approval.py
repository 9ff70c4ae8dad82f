"""What staff have to agree to before it is done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.rules.policy import Policy
from knowledge.records import ActionKind
from models.values import Mood


class Risk(StrEnum):
    """Why staff have to agree."""

    AMOUNT = "amount"
    REPEATED = "repeated"
    ANGRY = "angry"
    ALWAYS = "always"


def risks(
    kind: ActionKind, amount_minor: int, mood: Mood, recent: int, policy: Policy
) -> tuple[Risk, ...]:
    """Everything that makes an action one for staff; empty when it may be done at once.

    Args:
        amount_minor: what the shop pays; `recent`: how many actions the customer has had
            since `recent_since`.

    With the default policy: ¥500.00 -> (); ¥500.01 -> (amount,); the fourth in a month ->
    (repeated,).
    """
    approval = policy.approval
    found = []
    if kind in approval.always:
        found.append(Risk.ALWAYS)
    if amount_minor > approval.amount_over_minor:
        found.append(Risk.AMOUNT)
    if recent >= approval.more_than and kind not in _HARMLESS:
        found.append(Risk.REPEATED)
    if mood is Mood.ANGRY and amount_minor > 0 and approval.when_angry:
        found.append(Risk.ANGRY)
    return tuple(found)


def recent_since(now: datetime, policy: Policy) -> datetime:
    """From when on a customer's actions count as recent."""
    return now - policy.approval.within


#: Nothing is lost by doing these often.
_HARMLESS = frozenset({ActionKind.STOP_NOTICES, ActionKind.REQUEST_INVOICE})
