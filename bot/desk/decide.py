"""What one message leads to: from its understanding to the use case that answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.desk import identify, places, talk
from bot.desk.actions import gather, proposals
from bot.desk.actions.asked_for import ACTIONS, INTENTS, asks_aside, wanted, without_echo
from bot.desk.articles import ArticleDesk
from bot.desk.context import Asked
from bot.desk.orders import delivery_problem, delivery_time, list_orders, track_order
from bot.desk.refunds import refund_status
from bot.desk.stock import stock, stock_of, tell_when_back, watch
from bot.desk.turn import Outcome, Reply, Turn
from bot.desk.visible import points_at_order
from bot.rules.answers import means_no, means_yes, takes_back
from bot.rules.own_order import speaks_of_own_order
from bot.rules.parcels import is_active
from bot.rules.routing import Course, Decision, Thresholds, Why, decide
from knowledge.queries import catalogue, customers, orders
from knowledge.records import ActionKind, HandoverReason, MessageKind
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
}
_ORDER_ASKED = {Asked.WHICH_ORDER, Asked.IDENTITY, Asked.PHONE_DIGITS, Asked.ORDER_NUMBER}
_HALF_DONE = {Asked.FIELD, Asked.CONFIRM}
_PAIR_ASKED = {Asked.IDENTITY, Asked.PHONE_DIGITS, Asked.ORDER_NUMBER}
#: Intents that are about one order of the sender's.
_ABOUT_ORDER = (
    Intent.TRACK_ORDER,
    Intent.DELIVERY_TIME,
    Intent.DELIVERY_PROBLEM,
    Intent.REFUND_STATUS,
    *ACTIONS,
)
#: What the name of a product may be taken for, when it was asked for.
_GOODS = frozenset({Intent.STOCK, Intent.PRODUCT_INFO, Intent.PLACE_ORDER, Intent.RECOMMENDATION})
#: Whoever wants a person gets one, whatever question is open.
_PERSON_WANTED = frozenset({Why.ASKED, Why.COMPLAINT})
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
            case MessageKind.PHOTO:
                return await self._photo(turn)
            case MessageKind.LOCATION:
                return await places.shared(turn)
            case MessageKind.UNREADABLE:
                return talk.cannot_read(turn)
        return await self._text(turn)

    async def _photo(self, turn: Turn) -> Outcome:
        """A photo answers the question for one; with words it is read by them."""
        answered = await gather.answer(turn)
        if answered is not None:
            return answered
        if turn.message.text.strip():
            return await self._text(turn)
        return Outcome((Reply("photo_kept"),), turn.context)

    async def _text(self, turn: Turn) -> Outcome:
        if not turn.message.text.strip():
            return talk.cannot_read(turn)
        decision = decide(
            turn.understanding, failures=turn.context.failures, thresholds=self._thresholds
        )
        if decision.why not in _PERSON_WANTED or not turn.says_more_than_numbers:
            answered = await self._answers_question(turn, decision)
            answered = answered or await self._gives_pair(turn, decision)
            if answered is not None:
                return answered
            if _is_bare_number(turn):
                return await track_order(turn)
            if takes_back(turn.message.text):
                return await proposals.undo(turn)
            watched = await tell_when_back(turn)
            if watched is not None:
                return watched
        if decision.course is Course.ANSWER:
            return await self._answer_all(turn, decision.intents)
        if decision.why is not None and decision.why is not Why.NOT_UNDERSTOOD:
            return _to_staff(turn, _REASONS[decision.why])
        reported = await gather.fault_reported(turn, decision.intents)
        if reported is not None:
            return reported
        # The model hesitates, but an article may still answer these very words.
        known = await self._articles.known(turn, Intent.OUT_OF_SCOPE)
        return known or _ask_again(turn, decision)

    async def _answers_question(self, turn: Turn, decision: Decision) -> Outcome | None:
        """The outcome if the message answers the question the desk has put."""
        asked = turn.context.asked
        if asked is Asked.PLACE and means_yes(turn.message.text):
            return await gather.begin(turn, ActionKind.CHANGE_ADDRESS)
        if asked in _HALF_DONE:
            return await self._goes_on(turn, decision)
        if asked in _PAIR_ASKED:
            paired = await identify.by_pair(turn)
            return None if paired is None else await self._after_identity(turn, paired)
        if asked is Asked.WHICH_ORDER and (_is_bare_number(turn) or points_at_order(turn)):
            return await self._go_on(turn, Intent(turn.context.intent or Intent.TRACK_ORDER))
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
        if not is_aside:
            answered = await self._answers_action(turn, decision)
            if answered is not None:
                return answered
        if decision.course is Course.ANSWER and _begins_other(turn, decision.intents):
            return None
        if is_aside or (decision.course is Course.ANSWER and not _is_answer(decision.intents)):
            told = await self._answer_all(turn, decision.intents)
            return await gather.resumed(turn, told)
        if turn.context.asked is Asked.CONFIRM:
            return await proposals.unclear(turn)
        return await gather.ask_again(turn)

    async def _answers_action(self, turn: Turn, decision: Decision) -> Outcome | None:
        if turn.context.asked is Asked.FIELD:
            return await gather.answer(turn)
        key, text = turn.context.proposal, turn.message.text
        sure = decision.course is Course.ANSWER
        # A number alone may be a yes in a chat (1, 100), but here it may as well be a quantity.
        agrees = sure and decision.intents == (Intent.AFFIRM,) and turn.says_more_than_numbers
        if means_yes(text) or agrees:
            return await proposals.confirm(turn, key)
        corrected = await gather.correct(turn)
        if corrected is not None:
            return corrected
        if means_no(text) or (sure and decision.intents == (Intent.DENY,)):
            return await proposals.drop(turn, key)
        return None

    async def _gives_pair(self, turn: Turn, decision: Decision) -> Outcome | None:
        """The outcome if the message proves an order to be the sender's before being asked."""
        if turn.customer is not None or not identify.is_pair(turn):
            return None
        wanted = _order_question(turn, decision)
        if wanted is None:
            return None
        asked = replace(turn, context=turn.context.asking(Asked.IDENTITY, wanted))
        paired = await identify.by_pair(asked)
        return None if paired is None else await self._after_identity(asked, paired)

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
        kept = {"draft": turn.context.draft, "then": turn.context.then}
        settled = outcome.context.settled(**kept)
        known = replace(turn, customer=customer, proven=order, context=settled)
        named = turn.context.order_number if order is None else ""
        resumed = await self._go_on(
            _asking(known, turn.context.intent, named), Intent(turn.context.intent)
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
            case "notices":
                if turn.account.notices_off_at is not None:
                    return talk.notices_on(turn)
                return await gather.begin(turn, ActionKind.STOP_NOTICES)
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
        done = await self._action_button(turn, kind, rest)
        if done is not None:
            return done
        if kind in {"stock", "watch"}:
            product = await catalogue.product_with_code(turn.unit, rest)
            if product is not None:
                return await (stock_of if kind == "stock" else watch)(turn, product)
        return talk.rephrase(turn)

    async def _action_button(self, turn: Turn, kind: str, rest: str) -> Outcome | None:
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
                return await gather.begin(turn, ActionKind(rest))
        return None

    async def _chosen(self, turn: Turn, intent: Intent) -> Outcome:
        decision = decide(turn.understanding, failures=0, thresholds=self._thresholds)
        if decision.why is not None:
            return _to_staff(turn, _REASONS[decision.why])
        return await self._go_on(turn, intent)

    async def _answer_all(self, turn: Turn, intents: tuple[Intent, ...]) -> Outcome:
        """Answer what a message asks; hello and thanks beside a question need no answer."""
        matters = [intent for intent in without_echo(intents) if not talk.is_talk(intent)]
        # What is only asked first: what is to be done ends with a question.
        matters.sort(key=lambda intent: intent in ACTIONS)
        first, *rest = (matters or list(intents))[:_AT_ONCE]
        outcome = await self._answer(turn, first)
        if outcome.hand_over is HandoverReason.NO_ANSWER:
            reported = await gather.fault_reported(turn, intents)
            if reported is not None:
                return replace(reported, gap=outcome.gap)
        if not rest or not matters:
            return outcome
        if outcome.context.asked in _ORDER_ASKED:
            return replace(outcome, context=replace(outcome.context, then=str(rest[0])))
        if outcome.hand_over is HandoverReason.NO_ANSWER and rest[0] in ACTIONS:
            # What can be done is not left lying for a question that nobody has written up yet.
            done = await self._answer(turn, rest[0])
            return replace(done, gap=outcome.gap)
        return await self._and_then(turn, outcome, rest[0])

    async def _and_then(self, turn: Turn, outcome: Outcome, then: Intent) -> Outcome:
        """The outcome with what was asked for as well, unless a question is open."""
        if outcome.context.asked is not Asked.NOTHING or outcome.hand_over is not None:
            return outcome
        second = await self._answer(replace(turn, context=outcome.context), then)
        return _joined(outcome, second)

    async def _go_on(self, turn: Turn, intent: Intent) -> Outcome:
        """Answer what waited for the order to be known, and what was asked for beside it."""
        outcome = await self._answer(turn, intent)
        if not turn.context.then:
            return outcome
        return await self._and_then(turn, outcome, Intent(turn.context.then))

    async def _answer(self, turn: Turn, intent: Intent) -> Outcome:
        kind = wanted(turn.understanding, intent, turn.message.text)
        draft = turn.context.draft
        if kind is None and draft is not None and INTENTS[ActionKind(draft.kind)] is intent:
            kind = ActionKind(draft.kind)
        if kind is not None:
            return await gather.begin(turn, kind)
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


def _begins_other(turn: Turn, intents: tuple[Intent, ...]) -> bool:
    """Whether a message asks for another action than the one that is half done."""
    draft = turn.context.draft
    mine = INTENTS[ActionKind(draft.kind)] if draft is not None else None
    return any(intent in ACTIONS and intent is not mine for intent in intents)


def _is_answer(intents: tuple[Intent, ...]) -> bool:
    """Whether a message can only have been meant as an answer, though none was found in it."""
    return bool({Intent.AFFIRM, Intent.DENY, Intent.OUT_OF_SCOPE}.intersection(intents)) or any(
        intent in ACTIONS for intent in intents
    )


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


def _order_question(turn: Turn, decision: Decision) -> Intent | None:
    """What a message with an order number and phone digits asks of the records, if it does."""
    asked = next((intent for intent in decision.intents if intent in _ABOUT_ORDER), None)
    asks_else = decision.course is Course.ANSWER
    if asked is None and asks_else and turn.says_more_than_numbers:
        return None
    return asked or Intent.TRACK_ORDER


def _is_bare_number(turn: Turn) -> bool:
    """Whether the message is an order or tracking number and nothing else."""
    entities = turn.understanding.entities
    numbered = [
        e for e in entities if e.kind in {EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER}
    ]
    return len(numbered) == 1 and not turn.says_more_than_numbers


def _ask_again(turn: Turn, decision: Decision) -> Outcome:
    """What to say to words that were not understood."""
    if decision.why is not None:
        return _to_staff(turn, _REASONS[decision.why])
    if decision.course is Course.CLARIFY:
        return talk.clarify(turn, decision.intents)
    return talk.rephrase(turn)


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
