"""Finding out who is asking: a contact of their own, or an order number and phone digits.

The answers never tell which half of a pair was wrong, nor whether an order exists.
"""

from __future__ import annotations

from dataclasses import replace

from bot.desk.context import Asked, Context
from bot.desk.turn import Outcome, Reply, Turn
from bot.desk.visible import may_see, normal_number
from bot.rules.identity import digits_match, phone_digits, speaks_of_phone
from knowledge.queries import customers, orders
from knowledge.records import HandoverReason
from models.fixed_forms import normalised
from models.values import EntityKind


async def by_contact(turn: Turn) -> Outcome:
    """Accept a shared contact if the channel vouches that it is the sender's own."""
    if not turn.message.data.get("own"):
        return Outcome((Reply("contact_not_own", asks_contact=True),), turn.context)
    phone = turn.message_phone
    found = await customers.customers_with_phone(turn.unit, phone) if phone else []
    if len(found) != 1:  # nobody, or a phone that two customers share
        asking = turn.context.asking(Asked.IDENTITY, turn.context.intent)
        return Outcome((Reply("contact_unknown"),), asking)
    known = {"customer_name": found[0].name} if found[0].name else {}
    return Outcome(
        (Reply("identity_confirmed", known),),
        turn.context.settled(),
        customer_id=found[0].key,
        attempt=True,
    )


async def by_pair(turn: Turn) -> Outcome | None:
    """Take an order number, phone digits, or both, as an answer to the open question.

    Returns:
        None when the message gives neither, or names an order that the sender may see anyway,
        so that it is answered as any other.
    """
    number, digits = _given(turn)
    if number is None and digits is None:
        return None
    if number is not None and await _is_visible(turn, number):
        return None
    context = replace(
        turn.context,
        order_number=number or turn.context.order_number,
        digits=digits or turn.context.digits,
    )
    if not context.digits:
        asking = replace(context, asked=Asked.PHONE_DIGITS)
        return Outcome((Reply("ask_phone_digits", {"order_number": context.order_number}),), asking)
    if not context.order_number:
        asking = replace(context, asked=Asked.ORDER_NUMBER)
        return Outcome((Reply("ask_order_number"),), asking)
    return await _try(turn, context)


def is_pair(turn: Turn) -> bool:
    """Whether a message gives order number and phone digits together, unasked.

    Four digits are taken for a phone's only if they stand alone or are said to be it.
    """
    number, digits = _given(turn)
    if number is None or digits is None:
        return False
    if turn.understanding.first(EntityKind.PHONE) is not None:
        return True
    return speaks_of_phone(turn.message.text) or not turn.says_more_than_numbers


async def _is_visible(turn: Turn, number: str) -> bool:
    order = await orders.order_numbered(turn.unit, number)
    return order is not None and await may_see(turn, order)


def _given(turn: Turn) -> tuple[str | None, str | None]:
    """The order number and the phone digits in the message."""
    entity = turn.understanding.first(EntityKind.ORDER_NUMBER)
    text = turn.message.text
    if entity is not None and _is_digits_answer(turn, entity.text):
        entity = None
    if entity is not None:
        text = text[: entity.start] + " " + text[entity.end :]
    phone = turn.understanding.first(EntityKind.PHONE)
    digits = normalised(phone)[-4:] if phone is not None else phone_digits(text)
    return (normal_number(entity.text) if entity else None), digits


def _is_digits_answer(turn: Turn, text: str) -> bool:
    # Four digits alone are read as an order number's tail elsewhere; here they were asked for.
    return turn.context.asked is Asked.PHONE_DIGITS and phone_digits(text) == text.strip()


async def _try(turn: Turn, context: Context) -> Outcome:
    """Check a pair; too many wrong ones go to staff."""
    number = context.order_number
    failed = await _failed(turn, number)
    if failed >= turn.policy.identity.tries:
        return _locked(turn)
    order = await orders.order_numbered(turn.unit, number)
    if order is not None and digits_match(context.digits, order.phone):
        proven = replace(context.settled(focus=order.number), intent=context.intent)
        return Outcome(
            (Reply("identity_confirmed"),),
            proven,
            granted_order_id=order.key,
            attempt=True,
            attempted_number=number,
        )
    left = turn.policy.identity.tries - failed - 1
    if left <= 0:
        return replace(_locked(turn), attempt=False, attempted_number=number)
    again = replace(context, asked=Asked.IDENTITY, order_number="", digits="")
    return Outcome(
        (Reply("identity_failed", {"tries_left": str(left)}),),
        again,
        attempt=False,
        attempted_number=number,
    )


async def _failed(turn: Turn, number: str) -> int:
    """Tries used up by this account; all of them when the order number has had too many."""
    policy = turn.policy
    on_order = await orders.failed_attempts_on(
        turn.unit, number, turn.now - policy.identity.order_window
    )
    if on_order >= policy.identity.order_tries:
        return policy.identity.tries
    since = turn.now - policy.identity.window
    return await orders.failed_attempts(turn.unit, turn.account_id, since)


def _locked(turn: Turn) -> Outcome:
    return Outcome(
        (Reply("identity_locked"),),
        turn.context.settled(),
        hand_over=HandoverReason.IDENTITY_LOCKED,
        note="too many wrong order number and phone pairs",
    )
