"""What a message asks for by its words and by what the customer's orders have in them.

The model knows no orders: "mug x2" is to it a wish to buy, and "the umbrella wasn't in the box" a
parcel that is lost. Which of these is meant is told by the one order that the words fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.desk import heard
from bot.desk.actions import fields
from bot.desk.actions.absent import absent_lines
from bot.desk.actions.asked_for import asks_when, may_concern
from bot.desk.actions.begin import begin_on, early
from bot.desk.actions.goods_said import goods_named
from bot.desk.actions.seen import Seen, look
from bot.desk.turn import Outcome, Turn
from bot.rules.picks import count
from knowledge.queries import orders
from knowledge.records import ActionKind, Order
from models.values import Intent, Understanding

#: What words about goods that are not there are taken for.
_NEAR_ABSENT = frozenset(
    {
        Intent.TRACK_ORDER,
        Intent.DELIVERY_TIME,
        Intent.DELIVERY_PROBLEM,
        Intent.DELIVERY_OPTIONS,
        Intent.SHIPPING_FEE,
        Intent.DAMAGED_OR_WRONG_ITEM,
        Intent.FEEDBACK,
        Intent.OUT_OF_SCOPE,
        Intent.GREETING,
        Intent.THANKS,
        Intent.ACKNOWLEDGE,
    }
)
#: What a wish for fewer pieces is taken for.
_NEAR_FEWER = frozenset(
    {
        Intent.PLACE_ORDER,
        Intent.PRICE_NEGOTIATION,
        Intent.PROMOTION,
        Intent.PRODUCT_INFO,
        Intent.STOCK,
        Intent.FEEDBACK,
        Intent.OUT_OF_SCOPE,
        Intent.GREETING,
        Intent.THANKS,
        Intent.ACKNOWLEDGE,
    }
)


async def meant(turn: Turn) -> Outcome | None:
    """What the model hesitates about, settled by the records: words and goods that fit one order.

    "雨伞坏了一把" is a report where one delivered order has an umbrella in it, and "just the
    umbrella goes back" a return. Who sends all of it back names the goods too: 订单里的全退了吧.
    """
    said, text = turn.understanding, turn.message.text
    for kind in _by_words(said, text):
        everything = _sends_all_back(turn, kind)

        def names(seen: Seen, everything: bool = everything) -> bool:
            return everything or bool(goods_named(said, text, seen.lines, alone=False))

        begun = await _on_the_one(turn, kind, names)
        if begun is not None:
            return begun
    return await _absent(turn)


def _sends_all_back(turn: Turn, kind: ActionKind) -> bool:
    said, text = turn.understanding, turn.message.text
    plainly = kind is ActionKind.RETURN_ITEMS and fields.wants_exchange(text) is False
    return plainly and heard.means_everything(said, text) and not asks_when(text)


async def surely(turn: Turn, intents: tuple[Intent, ...]) -> Outcome | None:
    """What the records leave no doubt about, where the model takes the words for a neighbour."""
    if not intents or turn.context.draft is not None:
        return None
    if _NEAR_ABSENT.issuperset(intents):
        return await _absent(turn)
    return await _fewer(turn) if _NEAR_FEWER.issuperset(intents) else None


async def _absent(turn: Turn) -> Outcome | None:
    """The report of goods that are said not to have come with the rest of a delivered order."""
    said, text = turn.understanding, turn.message.text
    return await _on_the_one(
        turn, ActionKind.REPORT_ITEMS, lambda seen: bool(absent_lines(said, text, seen.lines))
    )


async def _fewer(turn: Turn) -> Outcome | None:
    """The change to fewer pieces than an order has of the goods named, before it is packed."""
    said, text = turn.understanding, turn.message.text
    number = count(text) if fields.speaks_of_number(text) else None
    if number is None or fields.asks_what_it_costs(text) or fields.asks_for_more(text):
        return None

    def has_more(seen: Seen) -> bool:
        named = goods_named(said, text, seen.lines, alone=False)
        return len(named) == 1 and named[0].quantity > number

    return await _on_the_one(turn, ActionKind.CHANGE_ITEMS, has_more)


async def _on_the_one(turn: Turn, kind: ActionKind, fits: Callable[[Seen], bool]) -> Outcome | None:
    """The action begun on the one order that it is possible for and that fits; None for more."""
    if turn.context.draft is not None:
        return None
    found: list[Order] = []
    for order in await orders.orders_of(turn.unit, turn.customer_id, turn.account_id):
        if not may_concern(order, kind):
            continue
        seen = await look(turn.unit, order)
        if fits(seen) and early(kind, seen, turn) is None:
            found.append(order)
    return await begin_on(turn, kind, found[0]) if len(found) == 1 else None


def _by_words(said: Understanding, text: str) -> Iterator[ActionKind]:
    """The actions that words about goods may ask for, whatever intent the model makes of them.

    "Just 2 mugs" may report what came, or ask for fewer: that depends on where the order is.
    """
    if heard.problem(said, text):
        yield ActionKind.REPORT_ITEMS
    elif heard.exchange(said, text) is not None:
        yield ActionKind.RETURN_ITEMS
    if fields.speaks_of_number(text) and not fields.asks_what_it_costs(text):
        yield ActionKind.CHANGE_ITEMS
