"""Gathering what an action needs: answers to the form's questions, and what else is said to it."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import heard
from bot.desk.actions import places_said, spots_said
from bot.desk.actions.asked_for import INTENTS, asks_when, may_concern
from bot.desk.actions.begin import with_order
from bot.desk.actions.forms.form import Ask
from bot.desk.actions.forms.goods import GOODS
from bot.desk.actions.forms.order import ADDRESS
from bot.desk.actions.forms.registry import FORMS
from bot.desk.actions.forms.returns import REASON
from bot.desk.actions.next_question import advance
from bot.desk.actions.proposals import again
from bot.desk.actions.seen import Seen, look
from bot.desk.actions.summary import task
from bot.desk.context import Asked, Draft
from bot.desk.turn import Outcome, Reply, Step, StepKind, Turn
from bot.desk.visible import may_see, other_order
from bot.rules.answers import agrees_to_cancel, changes_mind, leaves_it
from bot.rules.reversals import keeps_order
from knowledge.queries import orders
from knowledge.records import ActionKind, HandoverReason
from models.values import Intent, Mood

_MIND_IS_A_REASON = frozenset({ActionKind.RETURN_ITEMS, ActionKind.EXCHANGE_ITEMS})


def own_intent(turn: Turn) -> Intent | None:
    """The intent of the action that is half done."""
    draft = turn.context.draft
    return None if draft is None else INTENTS[ActionKind(draft.kind)]


async def answer(turn: Turn) -> Outcome | None:
    """Take the message as the answer to the open question; None when it is none."""
    found = await _open(turn)
    if found is None:
        return None
    draft, seen = found
    values = FORMS[ActionKind(draft.kind)].read(turn, draft, seen)
    return advance(turn, draft.with_given(**values), seen) if values else None


def surely_answers(turn: Turn) -> bool:
    """Whether the model is sure that the message answers the open question, a question or not:
    "could you post me another?" after "the money or a replacement?"."""
    draft = turn.context.draft
    if turn.context.asked is not Asked.FIELD or draft is None:
        return False
    return heard.answers_field(turn.understanding, draft.field) and not asks_when(turn.message.text)


def names_spot(turn: Turn) -> bool:
    """Whether the message answers the question for an address with a place and no address."""
    draft = turn.context.draft
    asked = turn.context.asked is Asked.FIELD and draft is not None and draft.field == ADDRESS
    return asked and spots_said.names_spot(turn.message.text)


async def press(turn: Turn, field: str, value: str) -> Outcome:
    """Take a button as the answer, if it belongs to the open question."""
    found = await _open(turn)
    if found is None or found[0].field != field:
        return Outcome((Reply("action_void"),), turn.context)
    draft, seen = found
    form = FORMS[ActionKind(draft.kind)]
    asked = form.next(turn, draft, seen)
    offered = [button.action for button in asked.choices] if isinstance(asked, Ask) else []
    if f"fill:{field}:{value}" not in offered:
        return Outcome((Reply("action_void"),), turn.context)
    return advance(turn, draft.with_given(**form.press(draft, seen, value)), seen)


async def ask_again(turn: Turn) -> Outcome:
    """The answer was none: the question once more; the second time staff, the first if angry."""
    found = await _open(turn)
    if found is None:
        return Outcome((Reply("action_void"),), turn.context.settled())
    draft, seen = found
    again = draft.missing_again()
    if again.missed >= 2 or turn.understanding.mood is Mood.ANGRY:
        note = f"{draft.kind}, {draft.order_number}: asked for {draft.field}"
        reason = HandoverReason.NOT_UNDERSTOOD
        return Outcome((), turn.context.settled(focus=draft.order_number), reason, note)
    return advance(turn, again, seen, missed=again.missed)


def leave(turn: Turn) -> Outcome | None:
    """The customer drops what was begun; None when the message does not say so."""
    draft, text = turn.context.draft, turn.message.text
    if draft is None:
        return None
    # 算了还是寄上海… gives another address, and not the matter up.
    if draft.kind == ActionKind.CHANGE_ADDRESS and places_said.place(text) is not None:
        return None
    # "I don't fancy it any more" is a reason where one is asked for.
    asks_why = turn.context.asked is Asked.FIELD and draft.field == REASON
    # 好，取消吧 agrees to a cancelling.
    agrees = draft.kind == ActionKind.CANCEL_ORDER and agrees_to_cancel(text)
    plainly = asks_why or agrees
    # 自己留着的，个人 answers for whom an invoice is.
    if surely_answers(turn):
        return None
    left = leaves_it(text) if plainly else heard.drops(turn.understanding, text)
    left = left or (draft.kind == ActionKind.CANCEL_ORDER and keeps_order(text))
    # Whoever sends something back has a right to have changed their mind.
    if not left and (draft.kind in _MIND_IS_A_REASON or not changes_mind(text)):
        return None
    told = {"task": task(ActionKind(draft.kind), turn.language)}
    proposed = turn.context.proposal if turn.context.asked is Asked.CONFIRM else ""
    step = Step(StepKind.DROP, proposed) if proposed else None
    return Outcome((Reply("form_left", told),), turn.context.settled(), step=step)


async def correct(turn: Turn) -> Outcome | None:
    """A proposal that the customer changes instead of saying yes; None when nothing is changed.

    "No, to 12 Mill Lane, Leeds LS1 4AB" proposes that address instead.
    """
    found = await _open(turn, Asked.CONFIRM)
    if found is None:
        return None
    draft, seen = found
    kind = ActionKind(draft.kind)
    if heard.means_another(turn.understanding, turn.message.text):
        other = await other_order(turn, seen.order.number, lambda order: may_concern(order, kind))
        return None if other is None else await with_order(turn, replace(draft, given={}), other)
    known = FORMS[kind].prefill(turn, turn.message.text, seen)
    changed = {name: value for name, value in known.items() if draft.given.get(name) != value}
    # One line of goods is always "named": alone it changes nothing.
    if not changed or set(changed) == {GOODS}:
        return None
    return advance(turn, draft.with_given(**changed), seen)


async def resumed(turn: Turn, outcome: Outcome) -> Outcome:
    """After a question in between: its answer, then back to what the form was at."""
    if turn.context.asked is Asked.CONFIRM and outcome.hand_over is None:
        return await again(turn, outcome)
    found = await _open(turn)
    if found is None or outcome.hand_over is not None:
        return outcome
    draft, seen = found
    kind = ActionKind(draft.kind)
    asking = advance(turn, draft, seen)
    back = Reply("form_resumed", {"task": task(kind, turn.language)})
    return replace(
        outcome, replies=(*outcome.replies, back, *asking.replies), context=asking.context
    )


async def _open(turn: Turn, asked: Asked = Asked.FIELD) -> tuple[Draft, Seen] | None:
    """The draft and its order, while its question is open and the order still the sender's."""
    draft = turn.context.draft
    if draft is None or turn.context.asked is not asked:
        return None
    order = await orders.order_numbered(turn.unit, draft.order_number)
    if order is None or not await may_see(turn, order):
        return None
    return draft, await look(turn.unit, order)
