"""Words that only point at what was just shown: 那个呢, "what about the other one"."""

from __future__ import annotations

from bot.desk import heard, open_cases
from bot.desk.actions.asked_for import ACTIONS
from bot.desk.context import Asked
from bot.desk.orders import tell_order
from bot.desk.stock import stock_of
from bot.desk.turn import Outcome, Turn
from bot.rules.picks import means_other
from bot.rules.points import only_points, points_further, wants_done
from knowledge.queries import catalogue, orders
from knowledge.records import Order
from models.values import Intent, SlotValue

#: Whoever speaks of another and means one of these wants to hear of it, and no more.
_NO_MORE = frozenset(
    {
        Intent.TRACK_ORDER,
        Intent.DELIVERY_TIME,
        Intent.ACKNOWLEDGE,
        Intent.THANKS,
        Intent.GREETING,
        Intent.AFFIRM,
        Intent.FEEDBACK,
        Intent.OUT_OF_SCOPE,
    }
)


async def pointed(turn: Turn) -> Outcome | None:
    """How that stands which a message points at and says no more of; None where it is unclear.

    With nothing shown in this conversation, it is what is open with the customer.
    """
    text = turn.message.text
    if turn.context.draft is not None or not (only_points(text) or _asks_after_other(turn)):
        return None
    if turn.context.asked is Asked.WHICH_ORDER and turn.context.intent != Intent.TRACK_ORDER:
        return None
    order = await _order(turn)
    if order is not None:
        return await open_cases.of_order(turn, order) or await tell_order(turn, order)
    if turn.context.focus or turn.context.shown:
        return None
    if turn.context.product:
        product = await catalogue.product_with_code(turn.unit, turn.context.product)
        return None if product is None else await stock_of(turn, product)
    return await open_cases.everything(turn)


def _asks_after_other(turn: Turn) -> bool:
    """Whether another order than the one just told of is asked after, in whatever words.

    "Cancel the other one" wants more than to hear of it.
    """
    said = turn.understanding
    carried = {scored.intent for scored in said.intents}
    if not turn.context.focus or not carried.isdisjoint(ACTIONS) or wants_done(turn.message.text):
        return False
    plainly = means_other(turn.message.text) and carried <= _NO_MORE
    return plainly or heard.wants(said, SlotValue.OTHER_ONE)


async def _order(turn: Turn) -> Order | None:
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id)
    number = _number(turn, [order.number for order in visible])
    return next((order for order in visible if order.number == number), None)


def _number(turn: Turn, visible: list[str]) -> str:
    """The number of the order pointed at, empty where that is none or one of several.

    Of two that were shown it is the one not told of last; of one, that one again.
    """
    text, focus, shown = turn.message.text, turn.context.focus, turn.context.shown
    at = heard.place(turn.understanding, text, len(shown))
    if at is not None:
        return shown[at]
    if focus and focus in shown and len(shown) == 2:
        return next(number for number in shown if number != focus)
    if not (heard.means_another(turn.understanding, text) or points_further(text)):
        return focus
    others = [number for number in visible if number != focus]
    return others[0] if focus and len(others) == 1 else ""
