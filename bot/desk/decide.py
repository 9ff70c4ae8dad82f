"""What one message leads to: from its understanding to the use case that answers it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.desk import heard, identify, open_cases, places, pointing, rating, talk
from bot.desk.actions import by_records, gather, proposals, talked
from bot.desk.actions.asked_for import ACTIONS, asks_aside
from bot.desk.actions.begin import begin, wished
from bot.desk.articles import ArticleDesk
from bot.desk.context import Asked
from bot.desk.identified import after_identity, asking, gives_pair
from bot.desk.orders import list_orders, track_order
from bot.desk.privacy import talk as privacy
from bot.desk.stock import stock, stock_of, tell_when_back, watch
from bot.desk.turn import Outcome, Reply, Turn
from bot.desk.use_cases import UseCases
from bot.desk.visible import points_at_order
from bot.rules.answers import only_leaves_it
from bot.rules.loudness import only_calls, only_loud
from bot.rules.near_intents import nearer
from bot.rules.routing import Course, Decision, Thresholds, Why, decide
from knowledge.queries import catalogue, conversations
from knowledge.records import ActionKind, Author, HandoverReason, MessageKind
from models.values import (
    EntityKind,
    Intent,
    Language,
    Mood,
)

_REASONS = {
    Why.ASKED: HandoverReason.ASKED,
    Why.COMPLAINT: HandoverReason.COMPLAINT,
    Why.ANGRY: HandoverReason.ANGRY,
    Why.NOT_UNDERSTOOD: HandoverReason.NOT_UNDERSTOOD,
}
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
#: What words about a rated case may ask for besides.
_ASKS = frozenset(_ABOUT_ORDER)
#: Acts that are about nothing.
_NO_MATTER = frozenset(
    {
        Intent.AFFIRM,
        Intent.DENY,
        Intent.ACKNOWLEDGE,
        Intent.GREETING,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.OUT_OF_SCOPE,
    }
)
#: What may stand before or behind a wish, and hide it.
_SMALL = frozenset({Intent.GREETING, Intent.THANKS, Intent.ACKNOWLEDGE})
#: What the name of a product may be taken for, when it was asked for.
_GOODS = frozenset({Intent.STOCK, Intent.PRODUCT_INFO, Intent.PLACE_ORDER, Intent.RECOMMENDATION})
#: Whoever wants a person gets one, whatever question is open.
_PERSON_WANTED = frozenset({Why.ASKED, Why.COMPLAINT})
_PERSON = re.compile(
    r"人工|真人|客服|投诉|经理|转人|找人|机器人"
    r"|\b(?:human|real person|agent|staff|someone|somebody|complain\w*|manager|bot|talk|speak)\b",
    re.IGNORECASE,
)


class Dispatcher:
    """Chooses the use case for a message."""

    def __init__(self, articles: ArticleDesk, thresholds: Thresholds) -> None:
        self._articles = articles
        self._use_cases = UseCases(articles)
        self._thresholds = thresholds

    async def outcome(self, turn: Turn) -> Outcome:
        """What a message leads to."""
        match turn.message.kind:
            case MessageKind.CONTACT:
                return await after_identity(
                    turn, await identify.by_contact(turn), self._use_cases.go_on
                )
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
        return await self._text(_without_noise(turn))

    async def _photo(self, turn: Turn) -> Outcome:
        """A photo answers the question for one; with words it is read by them."""
        answered = await gather.answer(turn)
        if answered is not None:
            return answered
        if turn.label:
            return await self._labelled(turn)
        if turn.message.text.strip():
            return await self._text(turn)
        return Outcome((Reply("photo_kept"),), turn.context)

    async def _labelled(self, turn: Turn) -> Outcome:
        """A number off a parcel label: as if it had been typed, to ask where the parcel is."""
        outcome = None
        if turn.context.asked in _PAIR_ASKED | {Asked.WHICH_ORDER}:
            decision = decide(turn.understanding, failures=0, thresholds=self._thresholds)
            outcome = await self._answers_question(turn, decision)
        outcome = outcome or await track_order(turn)
        read = Reply("label_read", {"tracking_number": turn.label})
        return replace(outcome, replies=(read, *outcome.replies))

    async def _text(self, turn: Turn) -> Outcome:
        if not turn.message.text.strip():
            return talk.cannot_read(turn)
        decision = decide(
            turn.understanding, failures=turn.context.failures, thresholds=self._thresholds
        )
        if only_calls(turn.message.text):
            decision = Decision(Course.ANSWER, (Intent.GREETING,))
        comment = rating.comment(turn)
        if comment is not None:
            return await self._commented(turn, decision, comment)
        if not _wants_person(turn, decision) or not turn.says_more_than_numbers:
            answered = await self._answers_question(turn, decision)
            answered = answered or await gives_pair(
                turn, _order_question(turn, decision), self._use_cases.go_on
            )
            if answered is not None:
                return answered
            if _is_bare_number(turn):
                return await track_order(turn)
            undone = await proposals.taken_back(turn)
            if undone is not None:
                return undone
            if turn.context.draft is None and only_leaves_it(turn.message.text):
                return talk.talk(turn, Intent.ACKNOWLEDGE)
            watched = await tell_when_back(turn)
            if watched is not None:
                return watched
            told = await open_cases.told(turn) or await pointing.pointed(turn)
            if told is None and decision.course is Course.ANSWER:
                told = await by_records.surely(turn, decision.intents)
            if told is not None:
                return told
        if decision.course is Course.ANSWER:
            outcome = None if _SMALL.isdisjoint(decision.intents) else await wished(turn)
            outcome = outcome or await self._use_cases.answer_all(turn, decision.intents)
            return await open_cases.beside_hello(turn, outcome)
        if decision.why is not None and decision.why is not Why.NOT_UNDERSTOOD:
            return _to_staff(turn, _REASONS[decision.why])
        reported = await by_records.meant(turn) or await wished(turn)
        if reported is not None:
            return reported
        meant = nearer(decision.intents, turn.message.text)
        if decision.course is Course.CLARIFY and meant is not None:
            return await self._use_cases.answer(turn, meant)
        # The model hesitates, but an article may still answer these very words.
        known = await self._articles.known(turn, Intent.OUT_OF_SCOPE)
        return known or _ask_again(turn, decision)

    async def _commented(self, turn: Turn, decision: Decision, comment: Outcome) -> Outcome:
        """Words about a case are kept; what they ask for besides is answered."""
        asks = decision.course is Course.ANSWER and _ASKS.intersection(decision.intents)
        if not asks and decision.why is not Why.ASKED:
            return comment
        outcome = await self._text(replace(turn, context=turn.context.settled()))
        return replace(outcome, rated=comment.rated)

    async def _answers_question(self, turn: Turn, decision: Decision) -> Outcome | None:
        """The outcome if the message answers the question the desk has put."""
        asked = turn.context.asked
        if asked is Asked.PLACE and heard.says_yes(turn.understanding, turn.message.text):
            return await begin(turn, ActionKind.CHANGE_ADDRESS)
        if asked in _HALF_DONE:
            return await self._goes_on(turn, decision)
        if asked is Asked.DELETION:
            return privacy.by_words(turn)
        if asked in _PAIR_ASKED:
            paired = await identify.by_pair(turn)
            if paired is None:
                return None
            return await after_identity(turn, paired, self._use_cases.go_on)
        if asked is Asked.WHICH_ORDER and (_is_bare_number(turn) or points_at_order(turn)):
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
                return await begin(turn, ActionKind.STOP_NOTICES)
            case "privacy":
                return privacy.explain(turn)
        return await open_cases.beside_hello(turn, talk.greet(turn))

    async def _button(self, turn: Turn, action: str) -> Outcome:
        """Do what a button says. Its text comes from outside, so it is checked like any words."""
        kind, _, rest = action.partition(":")
        if kind == "language" and rest in set(Language):
            return talk.language_chosen(turn, Language(rest))
        if kind == "intent" and rest in set(Intent):
            return await self._chosen(asking(await _with_words(turn), rest), Intent(rest))
        if kind == "order":
            intent, _, number = rest.partition(":")
            if intent in set(Intent) and number:
                return await self._chosen(asking(turn, intent, number), Intent(intent))
        done = await talked.pressed(turn, kind, rest)
        if done is not None:
            return done
        if kind in {"stock", "watch"}:
            product = await catalogue.product_with_code(turn.unit, rest)
            if product is not None:
                return await (stock_of if kind == "stock" else watch)(turn, product)
        return talk.rephrase(turn)

    async def _chosen(self, turn: Turn, intent: Intent) -> Outcome:
        decision = decide(turn.understanding, failures=0, thresholds=self._thresholds)
        if decision.why is not None:
            return _to_staff(turn, _REASONS[decision.why])
        return await self._use_cases.go_on(turn, intent)


async def _with_words(turn: Turn) -> Turn:
    """The turn with the words that were not understood, once a button says what they meant."""
    if not turn.context.failures:
        return turn
    said = await conversations.recent_messages(turn.unit, turn.message.conversation_id, limit=6)
    own = [one for one in said if one.author is Author.CUSTOMER and one.key < turn.message.key]
    last = own[-1] if own else turn.message
    return replace(turn, message=last) if last.kind is MessageKind.TEXT else turn


def _without_noise(turn: Turn) -> Turn:
    """The turn with a calm mood where only capitals and exclamation marks sound angry."""
    said = turn.understanding
    if said.mood is not Mood.ANGRY or not only_loud(turn.message.text):
        return turn
    return replace(turn, understanding=replace(said, mood=Mood.CALM))


def _wants_person(turn: Turn, decision: Decision) -> bool:
    """Whether a message asks for staff; answers such as 个人 have to say so in words."""
    if turn.context.asked is Asked.FIELD and not _PERSON.search(turn.message.text):
        return False
    return decision.why in _PERSON_WANTED


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
    # "Is it about yes, or about no?" is nothing to ask.
    matters = tuple(intent for intent in decision.intents if intent not in _NO_MATTER)
    if decision.course is Course.CLARIFY and len(matters) > 1:
        return talk.clarify(turn, matters)
    return talk.rephrase(turn)


def _to_staff(turn: Turn, reason: HandoverReason) -> Outcome:
    number = turn.understanding.first(EntityKind.ORDER_NUMBER)
    note = number.text if number else turn.context.focus
    return Outcome((), turn.context.settled(), hand_over=reason, note=note)
