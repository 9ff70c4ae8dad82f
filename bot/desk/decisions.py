"""What staff decide of an action that waits for them, and why a decision is not taken."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.actions.altering import Given
from bot.errors import XiaoerError

LONGEST_NOTE = 400

REFUSALS = {
    "decided": "Somebody has decided it already.",
    "changed": "The order has changed since; it cannot be done any more as the customer agreed to.",
    "long_note": f"A reason has at most {LONGEST_NOTE} characters.",
    "not_done": "It is not done, or was taken back already.",
    "followed": "Something has followed from it already, so it cannot be taken back.",
    "unchanged": "Nothing of it was changed.",
    "rules": "The rules do not allow it so.",
}


class ApprovalRefused(XiaoerError):
    """A decision cannot be taken: nothing was done, and the customer was told nothing.

    Args:
        reason: `decided`, `changed`, `long_note`, `not_done`, `followed`, `unchanged` or `rules`,
            as the console and the staff chat word it.
        why: the rule's reason, in the language of whoever asked; empty where it is no rule's.
    """

    def __init__(self, reason: str, why: str = "") -> None:
        super().__init__(f"{REFUSALS[reason]} {why}".strip())
        self.reason, self.why = reason, why


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an action would say and pay with staff's change; `amount_minor` in minor units."""

    summary: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Staff's change to what is proposed, and the amount that they were shown for it.

    `language` is theirs: a rule that does not allow it says so in it.
    """

    given: Given
    amount_minor: int
    language: str = "en"
