"""Answering intents, one or two of a message, each by the use case it belongs to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.desk import talk
from bot.desk.actions import by_records
from bot.desk.actions.asked_for import ACTIONS, INTENTS, wanted, without_echo
from bot.desk.actions.begin import begin
from bot.desk.articles import ArticleDesk
from bot.desk.context import Asked
from bot.desk.orders import delivery_problem, delivery_time, track_order
from bot.desk.refunds import refund_status
from bot.desk.stock import stock
from bot.desk.turn import Outcome, Reply, Turn
from bot.rules.near_intents import with_beside
from bot.rules.own_goods import asks_if_mine_goes_back
from bot.rules.own_order import speaks_of_own_order
from bot.rules.parcels import is_active
from knowledge.queries import orders
from knowledge.records import ActionKind, HandoverReason, MessageKind
from models.values import EntityKind, Intent

UseCase = Callable[[Turn], Awaitable[Outcome]]

#: Intents answered from the shop's records.
_RECORDS: dict[Intent, UseCase] = {
    Intent.TRACK_ORDER: track_order,
    Intent.DELIVERY_TIME: delivery_time,
    Intent.DELIVERY_PROBLEM: delivery_problem,
    Intent.REFUND_STATUS: refund_status,
    Intent.STOCK: stock,
}
_ORDER_ASKED = {Asked.WHICH_ORDER, Asked.IDENTITY, Asked.PHONE_DIGITS, Asked.ORDER_NUMBER}
#: Intents behind which something is often to be done with goods that the customer has.
_OFTEN_MEANT = {Intent.RETURN_POLICY, Intent.WARRANTY, Intent.OUT_OF_SCOPE}
#: At most this many intents of one message are answered.
_AT_ONCE = 2


class UseCases:
    """Every use case that an intent can lead to."""

    def __init__(self, articles: ArticleDesk) -> None:
        self._articles = articles

    async def answer_all(self, turn: Turn, intents: tuple[Intent, ...]) -> Outcome:
        """Answer what a message asks; hello and thanks beside a question need no answer."""
        told = with_beside(without_echo(intents), turn.message.text)
        matters = [intent for intent in told if not talk.is_talk(intent)]
        # What is only asked first: what is to be done ends with a question.
        matters.sort(key=lambda intent: intent in ACTIONS)
        first, *rest = (matters or list(intents))[:_AT_ONCE]
        outcome = await self.answer(turn, first)
        if outcome.hand_over is HandoverReason.NO_ANSWER:
            reported = await by_records.meant(turn)
            if reported is not None:
                return replace(reported, gap=outcome.gap)
        if not rest or not matters:
            return outcome
        if outcome.context.asked in _ORDER_ASKED:
            return replace(outcome, context=replace(outcome.context, then=str(rest[0])))
        if outcome.hand_over is HandoverReason.NO_ANSWER and rest[0] in ACTIONS:
            # What can be done is not left lying for a question that nobody has written up yet.
            done = await self.answer(turn, rest[0])
            return replace(done, gap=outcome.gap)
        return await self._and_then(turn, outcome, rest[0])

    async def _and_then(self, turn: Turn, outcome: Outcome, then: Intent) -> Outcome:
        """The outcome with what was asked for as well, unless a question is open."""
        if outcome.context.asked is not Asked.NOTHING or outcome.hand_over is not None:
            return outcome
        second = await self.answer(replace(turn, context=outcome.context), then)
        return _joined(outcome, second)

    async def go_on(self, turn: Turn, intent: Intent) -> Outcome:
        """Answer what waited for the order to be known, and what was asked for beside it."""
        outcome = await self.answer(turn, intent)
        if not turn.context.then:
            return outcome
        return await self._and_then(turn, outcome, Intent(turn.context.then))

    async def answer(self, turn: Turn, intent: Intent) -> Outcome:
        """Answer one intent: begin what is to be done, look up what is asked, or talk."""
        kind = wanted(turn.understanding, intent, turn.message.text)
        draft = turn.context.draft
        if draft is not None and INTENTS[ActionKind(draft.kind)] is intent:
            kind = kind or ActionKind(draft.kind)
        elif draft is not None and kind == draft.kind:
            kind = None  # "who pays the postage when it goes back?" asks about what is half done
        if kind is None and draft is None and await _asks_for_mine(turn, intent):
            kind = ActionKind.RETURN_ITEMS
        if kind is not None:
            return await begin(turn, kind)
        if intent in _OFTEN_MEANT:
            meant = await by_records.meant(turn)
            if meant is not None:
                return meant
        if intent is Intent.OUT_OF_SCOPE:
            return await self._articles.known(turn, intent) or talk.talk(turn, intent)
        if talk.is_talk(intent):
            return talk.talk(turn, intent)
        if intent is Intent.DELIVERY_TIME and not await _about_own_order(turn):
            told = await self._articles.known(turn, intent)
            if told is not None:
                return told
        if intent in _RECORDS:
            return await _RECORDS[intent](turn)
        if intent is Intent.FEEDBACK:
            noted = Outcome((Reply("noted"),), turn.context.settled())
            return await self._articles.known(turn, intent) or noted
        return await self._articles.answer(turn, intent)


async def _asks_for_mine(turn: Turn, intent: Intent) -> bool:
    """Whether a question about returns is about goods that the customer has ordered here."""
    if intent is not Intent.RETURN_POLICY or not asks_if_mine_goes_back(turn.message.text):
        return False
    return bool(await orders.orders_of(turn.unit, turn.customer_id, turn.account_id))


async def _about_own_order(turn: Turn) -> bool:
    if turn.proven is not None or turn.message.kind is not MessageKind.TEXT:
        return True
    numbers = (EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER)
    if any(turn.understanding.first(kind) for kind in numbers):
        return True
    if speaks_of_own_order(turn.message.text):
        return True
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id)
    return any(is_active(order) for order in visible)


def _joined(first: Outcome, second: Outcome) -> Outcome:
    further = tuple(reply for reply in second.replies if reply not in first.replies)
    return replace(
        first,
        replies=first.replies + further,
        context=second.context,
        hand_over=first.hand_over or second.hand_over,
        note="; ".join(note for note in (first.note, second.note) if note),
        gap=first.gap or second.gap,
        step=first.step or second.step,
        watch=first.watch or second.watch,
    )
