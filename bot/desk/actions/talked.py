"""The customer's side of a half-done action: answers in words, and buttons."""

from __future__ import annotations

from bot.desk import heard, rating
from bot.desk.actions import gather, proposals
from bot.desk.actions.asked_for import ACTIONS, INTENTS
from bot.desk.actions.begin import begin
from bot.desk.context import Asked
from bot.desk.privacy import talk as privacy
from bot.desk.turn import Outcome, Turn
from bot.rules.answers import (
    agrees_to_cancel,
    begins_no,
    means_no,
)
from bot.rules.picks import (
    means_other,
)
from bot.rules.routing import Course, Decision
from knowledge.records import ActionKind
from models.values import Intent

#: A yes or no that only the model reads as one is no longer than this, characters.
_SHORT = 24


async def answered(turn: Turn, decision: Decision) -> Outcome | None:
    """Take words as the answer to what an action asks; None when they are none."""
    if turn.context.asked is Asked.FIELD:
        return await gather.answer(turn)
    key, text = turn.context.proposal, turn.message.text
    # A number alone may be read as a yes, and is none.
    sure = decision.course is Course.ANSWER and turn.says_more_than_numbers
    # 是另一笔 begins like a yes, and is none.
    sure = sure and len(text.strip()) <= _SHORT and not means_other(text)
    affirmed = sure and decision.intents == (Intent.AFFIRM,)
    affirmed = affirmed and heard.may_be_yes(turn.understanding, text)
    if heard.says_yes(turn.understanding, text) or affirmed or _says_it_again(turn):
        return await proposals.confirm(turn, key)
    corrected = await gather.correct(turn)
    if corrected is not None:
        return corrected
    if means_no(text) or (sure and decision.intents == (Intent.DENY,)):
        return await proposals.drop(turn, key)
    # "No, I want to send it back instead" begins something else.
    other = decision.course is Course.ANSWER and begins_other(turn, decision.intents)
    if begins_no(text) and not other:
        return await proposals.drop(turn, key)
    return None


def _says_it_again(turn: Turn) -> bool:
    """Whether the answer is the very wish that was read back: "fine, cancel it", 确认取消.

    "Cancel that" alone may take back what was read: it is a no, as it is of any other action.
    """
    draft, text = turn.context.draft, turn.message.text
    again = draft is not None and draft.kind == ActionKind.CANCEL_ORDER
    return again and not means_no(text) and agrees_to_cancel(text)


async def pressed(turn: Turn, kind: str, rest: str) -> Outcome | None:
    """Do what a button of an action says; None when it is none of these."""
    match kind:
        case "confirm":
            return await proposals.confirm(turn, rest)
        case "drop":
            return await proposals.drop(turn, rest)
        case "undo":
            return await proposals.undo(turn, rest)
        case "fill":
            field, _, value = rest.partition(":")
            return await gather.press(turn, field, value)
        case "begin" if rest in set(ActionKind):
            return await begin(turn, ActionKind(rest))
        case "rate":
            return await rating.rate(turn, rest)
        case "privacy":
            return await privacy.pressed(turn, rest)
    return None


def begins_other(turn: Turn, intents: tuple[Intent, ...]) -> bool:
    """Whether a message asks for another action than the one that is half done."""
    draft = turn.context.draft
    mine = INTENTS[ActionKind(draft.kind)] if draft is not None else None
    return any(intent in ACTIONS and intent is not mine for intent in intents)


def can_only_answer(intents: tuple[Intent, ...]) -> bool:
    """Whether a message can only have been meant as an answer, though none was found in it."""
    return bool({Intent.AFFIRM, Intent.DENY, Intent.OUT_OF_SCOPE}.intersection(intents)) or any(
        intent in ACTIONS for intent in intents
    )
