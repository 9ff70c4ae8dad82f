"""The question that the desk has put, and whether a message answers it."""

from __future__ import annotations

from bot.desk import heard, identify
from bot.desk.actions import gather, proposals, talked
from bot.desk.actions.asked_for import asks_aside
from bot.desk.actions.begin import begin
from bot.desk.context import Asked
from bot.desk.identified import after_identity
from bot.desk.privacy import talk as privacy
from bot.desk.stock import stock
from bot.desk.turn import Outcome, Turn
from bot.desk.use_cases import UseCases
from bot.desk.visible import points_at_order
from bot.rules.routing import Course, Decision
from knowledge.records import ActionKind
from models.values import EntityKind, Intent

_HALF_DONE = {Asked.FIELD, Asked.CONFIRM}
PAIR_ASKED = {Asked.IDENTITY, Asked.PHONE_DIGITS, Asked.ORDER_NUMBER}
#: What the name of a product may be taken for, when it was asked for.
_GOODS = frozenset({Intent.STOCK, Intent.PRODUCT_INFO, Intent.PLACE_ORDER, Intent.RECOMMENDATION})


class OpenQuestion:
    """Takes messages as answers to what was asked."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    async def answered(self, turn: Turn, decision: Decision) -> Outcome | None:
        """The outcome if the message answers the question the desk has put."""
        asked = turn.context.asked
        if asked is Asked.PLACE and heard.says_yes(turn.understanding, turn.message.text):
            return await begin(turn, ActionKind.CHANGE_ADDRESS)
        if asked in _HALF_DONE:
            return await self._goes_on(turn, decision)
        if asked is Asked.DELETION:
            return privacy.by_words(turn)
        if asked in PAIR_ASKED:
            paired = await identify.by_pair(turn)
            if paired is None:
                return None
            return await after_identity(turn, paired, self._use_cases.go_on)
        if asked is Asked.WHICH_ORDER and (is_bare_number(turn) or points_at_order(turn)):
            return await self._use_cases.go_on(
                turn, Intent(turn.context.intent or Intent.TRACK_ORDER)
            )
        asks_else = decision.course is Course.ANSWER and not _GOODS.intersection(decision.intents)
        if asked is Asked.WHICH_PRODUCT and decision.why is None and not asks_else:
            found = await stock(turn)
            return None if found.replies[0].act == "ask_product" else found
        return None

    async def _goes_on(self, turn: Turn, decision: Decision) -> Outcome | None:
        """Go on with an action that is half done; None when the message begins something else."""
        left = gather.leave(turn)
        if left is not None:
            return left
        is_aside = decision.course is Course.ANSWER and asks_aside(turn, decision.intents)
        answers = gather.surely_answers(turn) or gather.names_spot(turn)
        is_aside = is_aside and not answers
        if not is_aside:
            answered = await talked.answered(turn, decision)
            if answered is not None:
                return answered
        if decision.course is Course.ANSWER and talked.begins_other(turn, decision.intents):
            return None
        only_answers = answers or talked.can_only_answer(decision.intents)
        if is_aside or (decision.course is Course.ANSWER and not only_answers):
            # "If I cancel, when is the money back?" names the action that is half done as well.
            mine = gather.own_intent(turn)
            aside = tuple(intent for intent in decision.intents if intent is not mine)
            told = await self._use_cases.answer_all(turn, aside or decision.intents)
            return await gather.resumed(turn, told)
        if turn.context.asked is Asked.CONFIRM:
            return await proposals.unclear(turn)
        return await gather.ask_again(turn)


def is_bare_number(turn: Turn) -> bool:
    """Whether the message is an order or tracking number and nothing else."""
    entities = turn.understanding.entities
    numbered = [
        e for e in entities if e.kind in {EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER}
    ]
    return len(numbered) == 1 and not turn.says_more_than_numbers
