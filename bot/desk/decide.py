"""What one message leads to: from its understanding to the use case that answers it."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import identify, open_cases, places, pointing, rating, talk
from bot.desk.actions import by_records, gather, proposals
from bot.desk.actions.asked_for import ACTIONS
from bot.desk.actions.begin import wished
from bot.desk.articles import ArticleDesk
from bot.desk.buttons import Buttons
from bot.desk.context import Asked
from bot.desk.identified import after_identity, gives_pair
from bot.desk.open_question import PAIR_ASKED, OpenQuestion, is_bare_number
from bot.desk.orders import track_order
from bot.desk.stock import tell_when_back
from bot.desk.to_staff import REASONS, to_staff, wants_person
from bot.desk.turn import Outcome, Reply, Turn
from bot.desk.use_cases import UseCases
from bot.rules.answers import only_leaves_it
from bot.rules.loudness import only_calls, only_loud
from bot.rules.near_intents import nearer
from bot.rules.routing import Course, Decision, Thresholds, Why, decide
from knowledge.records import MessageKind
from models.values import Intent, Mood

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


class Dispatcher:
    """Chooses the use case for a message."""

    def __init__(self, articles: ArticleDesk, thresholds: Thresholds) -> None:
        self._articles = articles
        self._use_cases = UseCases(articles)
        self._open_question = OpenQuestion(self._use_cases)
        self._buttons = Buttons(self._use_cases, thresholds)
        self._thresholds = thresholds

    async def outcome(self, turn: Turn) -> Outcome:
        """What a message leads to."""
        match turn.message.kind:
            case MessageKind.CONTACT:
                return await after_identity(
                    turn, await identify.by_contact(turn), self._use_cases.go_on
                )
            case MessageKind.COMMAND:
                return await self._buttons.command(turn, str(turn.message.data.get("name", "")))
            case MessageKind.BUTTON:
                return await self._buttons.button(turn, str(turn.message.data.get("action", "")))
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
        if turn.context.asked in PAIR_ASKED | {Asked.WHICH_ORDER}:
            decision = decide(turn.understanding, failures=0, thresholds=self._thresholds)
            outcome = await self._open_question.answered(turn, decision)
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
        if not wants_person(turn, decision) or not turn.says_more_than_numbers:
            told = await self._before_the_course(turn, decision)
            if told is not None:
                return told
        if decision.course is Course.ANSWER:
            outcome = None if _SMALL.isdisjoint(decision.intents) else await wished(turn)
            outcome = outcome or await self._use_cases.answer_all(turn, decision.intents)
            return await open_cases.beside_hello(turn, outcome)
        if decision.why is not None and decision.why is not Why.NOT_UNDERSTOOD:
            return to_staff(turn, REASONS[decision.why])
        reported = await by_records.meant(turn) or await wished(turn)
        if reported is not None:
            return reported
        meant = nearer(decision.intents, turn.message.text)
        if decision.course is Course.CLARIFY and meant is not None:
            return await self._use_cases.answer(turn, meant)
        # The model hesitates, but an article may still answer these very words.
        known = await self._articles.known(turn, Intent.OUT_OF_SCOPE)
        return known or _ask_again(turn, decision)

    async def _before_the_course(self, turn: Turn, decision: Decision) -> Outcome | None:
        """What the open question, the records or what was shown make of a message by themselves."""
        answered = await self._open_question.answered(turn, decision)
        answered = answered or await gives_pair(
            turn, _order_question(turn, decision), self._use_cases.go_on
        )
        if answered is not None:
            return answered
        if is_bare_number(turn):
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
        return told

    async def _commented(self, turn: Turn, decision: Decision, comment: Outcome) -> Outcome:
        """Words about a case are kept; what they ask for besides is answered."""
        asks = decision.course is Course.ANSWER and _ASKS.intersection(decision.intents)
        if not asks and decision.why is not Why.ASKED:
            return comment
        outcome = await self._text(replace(turn, context=turn.context.settled()))
        return replace(outcome, rated=comment.rated)


def _without_noise(turn: Turn) -> Turn:
    """The turn with a calm mood where only capitals and exclamation marks sound angry."""
    said = turn.understanding
    if said.mood is not Mood.ANGRY or not only_loud(turn.message.text):
        return turn
    return replace(turn, understanding=replace(said, mood=Mood.CALM))


def _order_question(turn: Turn, decision: Decision) -> Intent | None:
    """What a message with an order number and phone digits asks of the records, if it does."""
    asked = next((intent for intent in decision.intents if intent in _ABOUT_ORDER), None)
    asks_else = decision.course is Course.ANSWER
    if asked is None and asks_else and turn.says_more_than_numbers:
        return None
    return asked or Intent.TRACK_ORDER


def _ask_again(turn: Turn, decision: Decision) -> Outcome:
    """What to say to words that were not understood."""
    if decision.why is not None:
        return to_staff(turn, REASONS[decision.why])
    # "Is it about yes, or about no?" is nothing to ask.
    matters = tuple(intent for intent in decision.intents if intent not in _NO_MATTER)
    if decision.course is Course.CLARIFY and len(matters) > 1:
        return talk.clarify(turn, matters)
    return talk.rephrase(turn)
