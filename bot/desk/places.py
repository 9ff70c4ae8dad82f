"""A place on the map that a customer shares: perhaps where an order is to go."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.actions import gather
from bot.desk.actions.begin import SAID
from bot.desk.context import Asked, Context, Draft
from bot.desk.inbound import Button
from bot.desk.options import option_name
from bot.desk.turn import Outcome, Reply, Turn
from knowledge.records import ActionKind
from models.values import Intent


async def shared(turn: Turn) -> Outcome:
    """Take the place as the address if one was asked for; otherwise ask whether it is one."""
    draft = turn.context.draft
    is_wanted = turn.context.asked is Asked.FIELD and draft is not None
    if is_wanted and draft is not None and draft.kind == ActionKind.CHANGE_ADDRESS:
        # A pin has no street and number: then the whole address is asked for once more.
        return await gather.answer(turn) or await gather.ask_again(turn)
    address = str(turn.message.data.get("address", ""))
    label = option_name(Intent.CHANGE_ADDRESS, turn.language)
    button = Button(label, f"begin:{ActionKind.CHANGE_ADDRESS}")
    known = {"address": address} if address else {}
    asking = Reply("place_as_address", known, (button,))
    return Outcome((asking,), _remembering(turn.context, address))


def _remembering(context: Context, address: str) -> Context:
    """The context with the place at hand for a yes, unless something else is half done."""
    if context.asked not in {Asked.NOTHING, Asked.PLACE}:
        return context
    draft = Draft(ActionKind.CHANGE_ADDRESS, given={SAID: address})
    return replace(context, asked=Asked.PLACE, draft=draft)
