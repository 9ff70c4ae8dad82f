"""Beginning an action: which order it is about, and whether it may be at all."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import heard
from bot.desk.actions.asked_for import INTENTS, may_concern, settled_by_order
from bot.desk.actions.details import Details, Goods
from bot.desk.actions.forms.registry import FORMS
from bot.desk.actions.kinds.registry import KINDS
from bot.desk.actions.next_question import advance
from bot.desk.actions.proposals import refuse
from bot.desk.actions.seen import Seen, look
from bot.desk.context import Asked, Draft
from bot.desk.turn import Outcome, Reply, Step, StepKind, Turn
from bot.desk.visible import NotOne, may_see, order_meant
from bot.rules.actions.verdict import Because, Refused
from knowledge.queries import orders
from knowledge.records import ActionKind, MessageKind, Order
from models.values import EntityKind, SlotValue

#: Where a draft keeps the words that began it.
SAID = "said"
#: Wishes that the model may hear where it hesitates about the intent.
_WISHES = {
    SlotValue.WANTS_DIFFERENCE: ActionKind.PROTECT_PRICE,
    SlotValue.WANTS_INVOICE: ActionKind.REQUEST_INVOICE,
    SlotValue.LOST_PARCEL: ActionKind.CLAIM_PARCEL,
}
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
    return await with_order(turn, draft, await _rather_talked_of(turn, kind, order))


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
    return await with_order(turn, draft, order)


async def wished(turn: Turn) -> Outcome | None:
    """The action that is plainly wished for, whatever the message is about otherwise."""
    if turn.context.draft is not None:
        return None
    heard_so = turn.understanding.says(*_WISHES, least=heard.YES)
    return None if heard_so is None else await begin(turn, _WISHES[heard_so])


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


async def with_order(turn: Turn, draft: Draft, order: Order) -> Outcome:
    """Begin what the draft says on this order: refuse it, or ask and propose."""
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
    return advance(turn, begun, seen)


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
