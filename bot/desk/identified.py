"""Going on with what a customer wanted before being asked who they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.desk import identify
from bot.desk.context import Asked
from bot.desk.turn import Outcome, Turn
from knowledge.queries import customers, orders
from models.values import Entity, EntityKind, Intent, ScoredIntent, Understanding

GoOn = Callable[[Turn, Intent], Awaitable[Outcome]]


async def gives_pair(turn: Turn, wanted: Intent | None, go_on: GoOn) -> Outcome | None:
    """The outcome if the message proves an order to be the sender's before being asked.

    `wanted` is what it asks of the records besides, if anything.
    """
    if wanted is None or turn.customer is not None or not identify.is_pair(turn):
        return None
    asked = replace(turn, context=turn.context.asking(Asked.IDENTITY, wanted))
    paired = await identify.by_pair(asked)
    return None if paired is None else await after_identity(asked, paired, go_on)


async def after_identity(turn: Turn, outcome: Outcome, go_on: GoOn) -> Outcome:
    """`outcome` of a proof, followed by what was wanted before it."""
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
    resumed = await go_on(asking(known, turn.context.intent, named), Intent(turn.context.intent))
    return replace(
        resumed,
        customer_id=outcome.customer_id,
        granted_order_id=outcome.granted_order_id,
        attempt=True,
    )


def asking(turn: Turn, intent: str, number: str = "") -> Turn:
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
