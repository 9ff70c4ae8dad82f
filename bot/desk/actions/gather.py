"""Gathering what an action needs, a question at a time, until it can be proposed."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import heard
from bot.desk.actions import places_said, spots_said
from bot.desk.actions.asked_for import INTENTS, asks_when, may_concern, settled_by_order
from bot.desk.actions.details import Details, Goods
from bot.desk.actions.forms.form import Ask, Ready
from bot.desk.actions.forms.goods import GOODS
from bot.desk.actions.forms.order import ADDRESS
from bot.desk.actions.forms.registry import FORMS
from bot.desk.actions.forms.returns import REASON
from bot.desk.actions.kinds.registry import KINDS
from bot.desk.actions.proposals import again, propose, refuse
from bot.desk.actions.seen import Seen, look
from bot.desk.actions.summary import task
from bot.desk.context import Asked, Context, Draft
from bot.desk.turn import Outcome, Reply, Step, StepKind, Turn
from bot.desk.visible import NotOne, may_see, order_meant, other_order
from bot.rules.actions.verdict import Because, Refused
from bot.rules.answers import agrees_to_cancel, changes_mind, leaves_it
from bot.rules.reversals import keeps_order
from knowledge.queries import orders
from knowledge.records import ActionKind, HandoverReason, MessageKind, Order
from models.values import EntityKind, Intent, Mood, SlotValue

#: Where a draft keeps the words that began it.
SAID = "said"
_MIND_IS_A_REASON = frozenset({ActionKind.RETURN_ITEMS, ActionKind.EXCHANGE_ITEMS})
#: Reasons for which no answer to a question could make the action possible.
_FINAL = frozenset(
    {
        Because.CANCELLED,
        Because.REFUNDED,
        Because.PACKED,
        Because.SHIPPED,
        Because.DELIVERED,
        Because.NOT_DELIVERED,
        Because.NOT_PAID,
        Because.NOT_SENT,
        Because.NOT_LOST,
        Because.WINDOW_OVER,
        Because.INVOICED,
        Because.PROTECTED,
        Because.NEVER,
        Because.NOT_CHEAPER,
    }
)


async def begin(turn: Turn, kind: ActionKind) -> Outcome:
    """Begin an action: find the order, see whether it may be at all, ask for what is missing."""
    if kind is ActionKind.STOP_NOTICES:
        step = Step(StepKind.RECORD, f"{turn.message.key}:{kind}", kind=kind)
        return Outcome((Reply("notices_off"),), turn.context.settled(), step=step)
    before = turn.context.draft
    goes_on = before is not None and before.kind == kind
    draft = before if before is not None and goes_on else Draft(kind)
    if not goes_on and turn.message.kind in {MessageKind.TEXT, MessageKind.PHOTO}:
        draft = draft.with_given(**{SAID: turn.message.text})
    said = draft.given.get(SAID, "")
    order = await order_meant(turn, INTENTS[kind], lambda order: may_concern(order, kind), said)
    if isinstance(order, NotOne):
        order = await _only_possible(turn, kind, order) or order
    if isinstance(order, NotOne):
        outcome = order.outcome
        keeps = outcome.context.asked is not Asked.NOTHING
        kept = replace(outcome.context, draft=draft if keeps else None)
        return replace(outcome, context=kept)
    return await _with_order(turn, draft, await _rather_talked_of(turn, kind, order))


async def _rather_talked_of(turn: Turn, kind: ActionKind, order: Order) -> Order:
    """The order just talked of, where nothing is possible for the one that was found for it.

    "I want to return it" after news of a parcel on its way is about that parcel, and not about an
    order whose time for that is over.
    """
    focus = turn.context.focus
    named = turn.understanding.first(EntityKind.PRODUCT) or turn.understanding.first(
        EntityKind.ORDER_NUMBER
    )
    if named is not None or focus in {"", order.number}:
        return order
    if early(kind, await look(turn.unit, order), turn) is None:
        return order
    talked_of = await orders.order_numbered(turn.unit, focus)
    seen = talked_of is not None and await may_see(turn, talked_of)
    return talked_of if seen and talked_of is not None else order


async def begin_on(turn: Turn, kind: ActionKind, order: Order) -> Outcome:
    """Begin an action on an order that is known already."""
    draft = Draft(kind).with_given(**{SAID: turn.message.text})
    return await _with_order(turn, draft, order)


#: Wishes that the model may hear where it hesitates about the intent.
_WISHES = {
    SlotValue.WANTS_DIFFERENCE: ActionKind.PROTECT_PRICE,
    SlotValue.WANTS_INVOICE: ActionKind.REQUEST_INVOICE,
    SlotValue.LOST_PARCEL: ActionKind.CLAIM_PARCEL,
}


async def wished(turn: Turn) -> Outcome | None:
    """The action that is plainly wished for, whatever the message is about otherwise."""
    if turn.context.draft is not None:
        return None
    heard_so = turn.understanding.says(*_WISHES, least=heard.YES)
    return None if heard_so is None else await begin(turn, _WISHES[heard_so])


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
    return _advance(turn, draft.with_given(**values), seen) if values else None


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
    return _advance(turn, draft.with_given(**form.press(draft, seen, value)), seen)


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
    return _advance(turn, again, seen, missed=again.missed)


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
        return None if other is None else await _with_order(turn, replace(draft, given={}), other)
    known = FORMS[kind].prefill(turn, turn.message.text, seen)
    changed = {name: value for name, value in known.items() if draft.given.get(name) != value}
    # One line of goods is always "named": alone it changes nothing.
    if not changed or set(changed) == {GOODS}:
        return None
    return _advance(turn, draft.with_given(**changed), seen)


async def resumed(turn: Turn, outcome: Outcome) -> Outcome:
    """After a question in between: its answer, then back to what the form was at."""
    if turn.context.asked is Asked.CONFIRM and outcome.hand_over is None:
        return await again(turn, outcome)
    found = await _open(turn)
    if found is None or outcome.hand_over is not None:
        return outcome
    draft, seen = found
    kind = ActionKind(draft.kind)
    asking = _advance(turn, draft, seen)
    back = Reply("form_resumed", {"task": task(kind, turn.language)})
    return replace(
        outcome, replies=(*outcome.replies, back, *asking.replies), context=asking.context
    )


async def _only_possible(turn: Turn, kind: ActionKind, which: NotOne) -> Order | None:
    """Of several orders that may be meant, the one for which the action is possible at all."""
    if which.outcome.context.asked is not Asked.WHICH_ORDER:
        return None
    possible = []
    for number in which.outcome.context.shown:
        order = await orders.order_numbered(turn.unit, number)
        if order is not None and early(kind, await look(turn.unit, order), turn) is None:
            possible.append(order)
    return possible[0] if len(possible) == 1 else None


async def _open(turn: Turn, asked: Asked = Asked.FIELD) -> tuple[Draft, Seen] | None:
    """The draft and its order, while its question is open and the order still the sender's."""
    draft = turn.context.draft
    if draft is None or turn.context.asked is not asked:
        return None
    order = await orders.order_numbered(turn.unit, draft.order_number)
    if order is None or not await may_see(turn, order):
        return None
    return draft, await look(turn.unit, order)


async def _with_order(turn: Turn, draft: Draft, order: Order) -> Outcome:
    said = draft.given.get(SAID, "")
    kind = settled_by_order(ActionKind(draft.kind), order, said)
    draft = replace(draft, kind=kind)
    seen = await look(turn.unit, order)
    meant = _meant(turn, kind, said)
    refused = early(meant, seen, turn)
    if refused is not None:
        return refuse(turn, meant, seen, refused)
    known = FORMS[kind].prefill(turn, said, seen) if said else {}
    begun = replace(draft, order_number=order.number).with_given(**known)
    return _advance(turn, begun, seen)


def _meant(turn: Turn, kind: ActionKind, said: str) -> ActionKind:
    """An exchange begins like a return, but has a longer window."""
    exchanged = kind is ActionKind.RETURN_ITEMS and heard.exchange(heard.of(turn, said), said)
    return ActionKind.EXCHANGE_ITEMS if exchanged else kind


def early(kind: ActionKind, seen: Seen, turn: Turn) -> Refused | None:
    """Why nothing could make the action possible; None while the right answers may."""
    goods = tuple(
        Goods(sku_id=line.sku_id, quantity=1) for line in seen.lines if seen.facts.free(line.sku_id)
    )
    details = Details(goods=goods, address="?", cure="refund", problem="damaged")
    verdict = KINDS[kind].judge(seen, details, turn.policy, turn.now)
    return verdict if isinstance(verdict, Refused) and verdict.why in _FINAL else None


def _advance(turn: Turn, draft: Draft, seen: Seen, *, missed: int = 0) -> Outcome:
    """The next question of the form, or the proposal."""
    kind = ActionKind(draft.kind)
    step = FORMS[kind].next(turn, draft, seen)
    if isinstance(step, Ready):
        proposed = propose(turn, step.kind, seen, step.details)
        if proposed.step is None:
            return proposed
        kept = replace(draft, kind=step.kind, field="")
        return replace(proposed, context=replace(proposed.context, draft=kept))
    asked = replace(draft.asking(step.field), missed=missed)
    context: Context = turn.context.settled(focus=seen.order.number)
    context = context.asking(Asked.FIELD, INTENTS[kind], draft=asked)
    return Outcome((Reply(step.act, step.facts, step.choices),), context)
