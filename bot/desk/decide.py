"""What one message leads to: from its understanding to the use case that answers it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.desk import identify, talk
from bot.desk.articles import ArticleDesk, good_enough
from bot.desk.context import Asked
from bot.desk.orders import delivery_problem, delivery_time, list_orders, track_order
from bot.desk.refunds import refund_status
from bot.desk.stock import stock, stock_of
from bot.desk.turn import Outcome, Reply, Turn
from bot.rules.own_order import speaks_of_own_order
from bot.rules.parcels import is_active
from bot.rules.routing import Course, Thresholds, Why, decide
from knowledge.queries import catalogue, customers, orders
from knowledge.records import HandoverReason, MessageKind
from models.values import (
    Entity,
    EntityKind,
    Intent,
    Language,
    ScoredIntent,
    Understanding,
)

UseCase = Callable[[Turn], Awaitable[Outcome]]

#: Intents answered from the shop's records.
_RECORDS: dict[Intent, UseCase] = {
    Intent.TRACK_ORDER: track_order,
    Intent.DELIVERY_TIME: delivery_time,
    Intent.DELIVERY_PROBLEM: delivery_problem,
    Intent.REFUND_STATUS: refund_status,
    Intent.STOCK: stock,
}
_REASONS = {
    Why.ASKED: HandoverReason.ASKED,
    Why.COMPLAINT: HandoverReason.COMPLAINT,
    Why.ANGRY: HandoverReason.ANGRY,
    Why.NOT_UNDERSTOOD: HandoverReason.NOT_UNDERSTOOD,
    Why.NEEDS_ACTION: HandoverReason.NEEDS_ACTION,
}
_PAIR_ASKED = {Asked.IDENTITY, Asked.PHONE_DIGITS, Asked.ORDER_NUMBER}
_LETTERS = re.compile(r"[^\W\d_]")
#: At most this many intents of one message are answered.
_AT_ONCE = 2


class Dispatcher:
    """Chooses the use case for a message."""

    def __init__(self, articles: ArticleDesk, thresholds: Thresholds) -> None:
        self._articles = articles
        self._thresholds = thresholds

    async def outcome(self, turn: Turn) -> Outcome:
        """What a message leads to."""
        match turn.message.kind:
            case MessageKind.CONTACT:
                return await self._after_identity(turn, await identify.by_contact(turn))
            case MessageKind.COMMAND:
                return await self._command(turn, str(turn.message.data.get("name", "")))
            case MessageKind.BUTTON:
                return await self._button(turn, str(turn.message.data.get("action", "")))
            case MessageKind.UNREADABLE:
                return talk.cannot_read(turn)
        return await self._text(turn)

    async def _text(self, turn: Turn) -> Outcome:
        if not turn.message.text.strip():
            return talk.cannot_read(turn)
        answered = await self._answers_question(turn)
        if answered is not None:
            return answered
        if _is_bare_number(turn):
            return await track_order(turn)
        decision = decide(
            turn.understanding, failures=turn.context.failures, thresholds=self._thresholds
        )
        match decision.course:
            case Course.CLARIFY:
                return talk.clarify(turn, decision.intents)
            case Course.REPHRASE:
                return talk.rephrase(turn)
            case Course.HAND_OVER:
                assert decision.why is not None
                return _to_staff(turn, _REASONS[decision.why])
        return await self._answer_all(turn, decision.intents)

    async def _answers_question(self, turn: Turn) -> Outcome | None:
        """The outcome if the message answers the question the desk has put."""
        asked = turn.context.asked
        if asked in _PAIR_ASKED:
            paired = await identify.by_pair(turn)
            return None if paired is None else await self._after_identity(turn, paired)
        if asked is Asked.WHICH_ORDER and _is_bare_number(turn):
            return await self._answer(turn, Intent(turn.context.intent or Intent.TRACK_ORDER))
        if asked is Asked.WHICH_PRODUCT:
            found = await stock(turn)
            return found if found.replies[0].act.startswith("stock_") else None
        return None

    async def _after_identity(self, turn: Turn, outcome: Outcome) -> Outcome:
        """Go on with what the customer wanted before being asked who they are."""
        if not outcome.attempt or not turn.context.intent:
            return outcome
        customer, order = turn.customer, None
        if outcome.customer_id is not None:
            found = await customers.customers_with_phone(turn.unit, turn.message_phone)
            customer = found[0] if found else None
        if outcome.granted_order_id is not None:
            order = await orders.order_numbered(turn.unit, outcome.context.focus)
        known = replace(turn, customer=customer, proven=order, context=outcome.context.settled())
        resumed = await self._answer(
            _asking(known, turn.context.intent), Intent(turn.context.intent)
        )
        return replace(
            resumed,
            customer_id=outcome.customer_id,
            granted_order_id=outcome.granted_order_id,
            attempt=True,
        )

    async def _command(self, turn: Turn, name: str) -> Outcome:
        match name:
            case "human":
                return _to_staff(turn, HandoverReason.ASKED)
            case "orders":
                return await list_orders(turn)
            case "language":
                return talk.choose_language(turn)
        return talk.greet(turn)

    async def _button(self, turn: Turn, action: str) -> Outcome:
        """Do what a button says. Its text comes from outside, so it is checked like any words."""
        kind, _, rest = action.partition(":")
        if kind == "language" and rest in set(Language):
            return talk.language_chosen(turn, Language(rest))
        if kind == "intent" and rest in set(Intent):
            return await self._chosen(_asking(turn, rest), Intent(rest))
        if kind == "order":
            intent, _, number = rest.partition(":")
            if intent in set(Intent) and number:
                return await self._chosen(_asking(turn, intent, number), Intent(intent))
        if kind == "stock":
            product = await catalogue.product_with_code(turn.unit, rest)
            if product is not None:
                return await stock_of(turn, product)
        return talk.rephrase(turn)

    async def _chosen(self, turn: Turn, intent: Intent) -> Outcome:
        decision = decide(turn.understanding, failures=0, thresholds=self._thresholds)
        if decision.why is not None:
            return _to_staff(turn, _REASONS[decision.why])
        return await self._answer(turn, intent)

    async def _answer_all(self, turn: Turn, intents: tuple[Intent, ...]) -> Outcome:
        """Answer what a message asks; hello and thanks beside a question need no answer."""
        matters = [intent for intent in intents if not talk.is_talk(intent)]
        first, *rest = (matters or list(intents))[:_AT_ONCE]
        outcome = await self._answer(turn, first)
        if rest and matters and outcome.context.asked is Asked.NOTHING:
            second = await self._answer(replace(turn, context=outcome.context), rest[0])
            return _joined(outcome, second)
        return outcome

    async def _answer(self, turn: Turn, intent: Intent) -> Outcome:
        if talk.is_talk(intent):
            return talk.talk(turn, intent)
        if intent is Intent.DELIVERY_TIME and not await _about_own_order(turn):
            hit = await self._articles.find(turn, intent)
            if hit is not None and good_enough(hit):
                return await self._articles.answer(turn, intent)
        if intent in _RECORDS:
            return await _RECORDS[intent](turn)
        if intent is Intent.FEEDBACK:
            hit = await self._articles.find(turn, intent)
            if hit is None or not good_enough(hit):
                return Outcome((Reply("noted"),), turn.context.settled())
        return await self._articles.answer(turn, intent)


async def _about_own_order(turn: Turn) -> bool:
    if turn.proven is not None or turn.message.kind is not MessageKind.TEXT:
        return True
    if speaks_of_own_order(turn.message.text) or turn.understanding.first(EntityKind.ORDER_NUMBER):
        return True
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id)
    return any(is_active(order) for order in visible)


def _is_bare_number(turn: Turn) -> bool:
    """Whether the message is an order or tracking number and nothing else."""
    entities = turn.understanding.entities
    numbered = [
        e for e in entities if e.kind in {EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER}
    ]
    if len(numbered) != 1:
        return False
    text = turn.message.text
    rest = text[: numbered[0].start] + text[numbered[0].end :]
    return _LETTERS.search(rest) is None


def _to_staff(turn: Turn, reason: HandoverReason) -> Outcome:
    number = turn.understanding.first(EntityKind.ORDER_NUMBER)
    note = number.text if number else turn.context.focus
    return Outcome((), turn.context.settled(), hand_over=reason, note=note)


def _asking(turn: Turn, intent: str, number: str = "") -> Turn:
    """The turn as if its message had said plainly what it wants."""
    entities = (Entity(EntityKind.ORDER_NUMBER, number, 0, len(number)),) if number else ()
    sure = ScoredIntent(Intent(intent), 1.0)
    understanding = Understanding(
        language=turn.language,
        intents=(sure,),
        margin=1.0,
        runner_up=ScoredIntent(Intent.OUT_OF_SCOPE, 0.0),
        entities=entities,
        mood=turn.understanding.mood,
    )
    return replace(turn, understanding=understanding)


def _joined(first: Outcome, second: Outcome) -> Outcome:
    return replace(
        first,
        replies=first.replies + second.replies,
        context=second.context,
        hand_over=first.hand_over or second.hand_over,
        note="; ".join(note for note in (first.note, second.note) if note),
        gap=first.gap or second.gap,
    )
