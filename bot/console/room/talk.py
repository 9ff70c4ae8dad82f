"""A conversation as the inbox shows it: records in, plain values for the page out.

Every function returns what JSON can carry. Times are in the shop's zone and already in words;
a moment that something is counted from is in milliseconds since 1970, as browsers count.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.console.room.page import Json
from bot.console.room.teller import Teller, milliseconds
from bot.desk import facts
from bot.desk.actions.ledger import Line
from bot.desk.actions.summary import what
from bot.desk.tried import summary_words, tried_words
from knowledge.queries import console, conversations, handovers, ratings
from knowledge.queries.cases import open_cases
from knowledge.queries.console import Earlier, OrderView
from knowledge.queries.orders import ShipmentView
from knowledge.records import (
    ChannelAccount,
    Conversation,
    Customer,
    Handover,
    Order,
    Rating,
    ReturnCase,
)
from knowledge.store import Unit


async def whole(unit: Unit, conversation_id: int, teller: Teller, ledger: Sequence[Line]) -> Json:
    """Everything about a conversation but its messages.

    Raises:
        LookupError: there is no such conversation.
    """
    conversation, account, customer = await conversations.scene(unit, conversation_id)
    handover = await handovers.open_handover(unit, conversation_id)
    views = await console.order_views(unit, account.customer_id, account.key)
    cases = await open_cases(unit, [view.order.key for view in views])
    notes = await console.notes_of(unit, conversation_id)
    earlier = await console.earlier_of(unit, conversation)
    rated = await ratings.ratings_in(unit, conversation_id)
    goes_on = await conversations.current(unit, conversation_id)
    return {
        **_head(conversation, account, customer, teller),
        "goes_on_in": goes_on if conversation.closed_at else None,
        "handover": _handover(handover, teller) if handover else None,
        "customer": _customer(account, customer, teller),
        "orders": [_order(view, teller) for view in views],
        "cases": [_case(one, order, teller) for one, order in cases],
        "ledger": [_line(line, teller) for line in ledger],
        "earlier": [_earlier(one, teller) for one in earlier],
        "notes": [
            {
                "id": note.key,
                "text": note.text,
                "who": teller.who(note.staff_id),
                "at": teller.clock(note.created_at),
            }
            for note in notes
        ],
        "ratings": [_rating(one, teller) for one in rated],
        "average": await _average(unit) if rated else None,
    }


def _head(
    conversation: Conversation,
    account: ChannelAccount,
    customer: Customer | None,
    teller: Teller,
) -> Json:
    return {
        "id": conversation.key,
        "name": name_of(account, customer),
        "channel": account.channel.value,
        "language": conversation.language,
        "state": conversation.state.value,
        "closed": teller.clock(conversation.closed_at) if conversation.closed_at else "",
    }


def name_of(account: ChannelAccount, customer: Customer | None) -> str:
    """The customer's name, else what the channel calls the account, else its number."""
    return (customer.name if customer else account.display_name) or f"#{account.key}"


def _handover(handover: Handover, teller: Teller) -> Json:
    return {
        "reason": handover.reason.value,
        "summary": summary_words(handover, teller.language),
        "tried": tried_words(handover.tried, teller.language),
        "suggestion": handover.suggested_reply,
        "taken_by": handover.taken_by,
        "taken_name": teller.who(handover.taken_by),
        "since": milliseconds(handover.waits_since),
        "snoozed": teller.clock(handover.snoozed_until) if handover.snoozed_until else "",
    }


def _customer(account: ChannelAccount, customer: Customer | None, teller: Teller) -> Json:
    return {
        "known": customer is not None,
        "reference": customer.reference if customer else "",
        "phone": (customer.phone or "") if customer else "",
        "level": (customer.level or "") if customer else "",
        "blocked": teller.clock(account.blocked_at) if account.blocked_at else "",
    }


def _order(view: OrderView, teller: Teller) -> Json:
    order = view.order
    return {
        "number": order.number,
        "status": order.status.value,
        "items": facts.items(view.items, teller.language),
        "total": facts.money(order.total_minor, order.currency),
        "at": teller.clock(order.placed_at),
        "parcels": [_parcel(one, at, teller) for at, one in enumerate(view.parcels, 1)],
    }


def _parcel(view: ShipmentView, number: int, teller: Teller) -> Json:
    now = teller.now.astimezone(teller.zone)
    line = facts.parcel_line(number, view, now, teller.language)
    last = view.last_event
    return {
        "line": line,
        "last": facts.event_line(last, teller.language) if last else "",
        "at": teller.clock(last.happened_at) if last else "",
    }


def _case(one: ReturnCase, order: Order, teller: Teller) -> Json:
    return {
        "id": one.key,
        "number": one.number,
        "kind": one.kind.value,
        "status": one.status.value,
        "order": order.number,
        "at": teller.clock(one.opened_at),
        "refund": facts.money(one.refund_minor, order.currency) if one.refund_minor else "",
        "awaits_goods": one.status.value == "open" and bool(one.postage),
    }


def _line(line: Line, teller: Teller) -> Json:
    action = line.action
    at = action.undone_at or action.applied_at or action.decided_at or action.created_at
    return {
        "id": action.key,
        "state": action.state.value,
        "at": teller.clock(at),
        "who": teller.who(action.undone_by or action.decided_by),
        "summary": line.summary,
        "note": action.decision_note or "",
        "hindrance": line.hindrance,
        "can_change": bool(line.changeable),
        "can_undo": line.can_undo,
    }


def _earlier(one: Earlier, teller: Teller) -> Json:
    return {
        "id": one.conversation.key,
        "at": teller.clock(one.conversation.last_message_at),
        "reason": one.reason.value if one.reason else "",
        "actions": [
            {"what": what(done.kind, teller.language), "state": done.state.value}
            for done in one.actions
        ],
    }


async def _average(unit: Unit) -> Json:
    """What the whole shop is rated, to compare with."""
    found = await ratings.average(unit)
    return {"mean": f"{found.mean:.1f}", "count": found.count}


def _rating(one: Rating, teller: Teller) -> Json:
    return {"score": one.score, "comment": one.comment, "at": teller.clock(one.created_at)}
