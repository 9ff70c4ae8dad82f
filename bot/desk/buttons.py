"""What buttons and commands lead to."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import open_cases, talk
from bot.desk.actions import talked
from bot.desk.actions.begin import begin
from bot.desk.identified import asking
from bot.desk.orders import list_orders
from bot.desk.privacy import talk as privacy
from bot.desk.stock import stock_of, watch
from bot.desk.to_staff import REASONS, to_staff
from bot.desk.turn import Outcome, Turn
from bot.desk.use_cases import UseCases
from bot.rules.routing import Thresholds, decide
from knowledge.queries import catalogue, conversations
from knowledge.records import ActionKind, Author, HandoverReason, MessageKind
from models.values import Intent, Language


class Buttons:
    """Does what a button or a command says."""

    def __init__(self, use_cases: UseCases, thresholds: Thresholds) -> None:
        self._use_cases = use_cases
        self._thresholds = thresholds

    async def command(self, turn: Turn, name: str) -> Outcome:
        """Do what a command says; one that is not known is a hello."""
        match name:
            case "human":
                return to_staff(turn, HandoverReason.ASKED)
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

    async def button(self, turn: Turn, action: str) -> Outcome:
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
            return to_staff(turn, REASONS[decision.why])
        return await self._use_cases.go_on(turn, intent)


async def _with_words(turn: Turn) -> Turn:
    """The turn with the words that were not understood, once a button says what they meant."""
    if not turn.context.failures:
        return turn
    said = await conversations.recent_messages(turn.unit, turn.message.conversation_id, limit=6)
    own = [one for one in said if one.author is Author.CUSTOMER and one.key < turn.message.key]
    last = own[-1] if own else turn.message
    return replace(turn, message=last) if last.kind is MessageKind.TEXT else turn
