"""Which order a message is about, among those its sender may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import facts, heard
from bot.desk.context import Asked
from bot.desk.inbound import Button
from bot.desk.turn import Outcome, Reply, Turn
from bot.rules.denied import without_denied
from bot.rules.order_numbers import compared, is_lettered, numbers_in
from bot.rules.parcels import is_active
from bot.rules.product_names import is_named, is_shortened
from knowledge.queries import orders
from knowledge.records import MessageKind, Order, OrderStatus
from models.fixed_forms import normalised
from models.values import Entity, EntityKind, Intent

#: At most this many orders are offered as buttons.
_CHOICES = 5
#: How long ago an order was placed whose delivery may still be complained about.
_RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NotOne:
    """No single order could be chosen; `outcome` asks, or says why not."""

    outcome: Outcome


def _numbered(turn: Turn, said: str, visible: list[Order]) -> str | None:
    """The number in the words, in the shop's own form: that of an order shown to the sender, or
    one with letters, which can be no phone."""
    has_words = turn.message.kind in {MessageKind.TEXT, MessageKind.PHOTO}
    text = turn.message.text if has_words else ""
    own = {compared(order.number): order.number for order in visible}
    for words in (text, said):
        found = numbers_in(words)
        mine = next((own[number] for number in found if number in own), None)
        other = next((number for number in found if is_lettered(number)), None)
        if mine or other:
            return mine or other
    return None


Fits = Callable[[Order], bool]


async def order_meant(
    turn: Turn, intent: Intent, fits: Fits | None = None, said: str = ""
) -> Order | NotOne:
    """The order that a message is about, or the question that finds it out.

    `fits` tells which orders may be meant where none is named (default: by the intent); `said`
    are earlier words that may name it.
    """
    if turn.proven is not None:
        return turn.proven
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id)
    named = await _named(turn) or _numbered(turn, said, visible)
    if named is not None:
        return _own(turn, named, visible) or await _not_shown(turn, intent, named)
    if not visible:
        return NotOne(_nothing_visible(turn, intent))
    return _pointed_at(turn, visible) or await _choose(turn, intent, visible, fits)


async def other_order(turn: Turn, number: str, fits: Fits) -> Order | None:
    """The one other order that may be meant instead of `number`; None where there are several."""
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id)
    others = [order for order in visible if order.number != number]
    likely = [order for order in others if fits(order)] or others
    return likely[0] if len(likely) == 1 else None


def _pointed_at(turn: Turn, visible: list[Order]) -> Order | None:
    """The order that the message points at among those last shown: the second one, 另一个."""
    shown, text = turn.context.shown, turn.message.text
    if turn.message.kind is not MessageKind.TEXT:
        return None
    at = heard.place(turn.understanding, text, len(shown))
    if at is not None:
        return _own(turn, shown[at], visible)
    others = [order for order in visible if order.number != turn.context.focus]
    if turn.context.focus and heard.means_another(turn.understanding, text) and len(others) == 1:
        return others[0]
    return None


def points_at_order(turn: Turn) -> bool:
    """Whether a message picks one of the orders last shown, by its number or its place."""
    text, shown = turn.message.text, turn.context.shown
    if {compared(number) for number in shown}.intersection(numbers_in(text)):
        return True
    return heard.place(turn.understanding, text, len(shown)) is not None


async def _named(turn: Turn) -> str | None:
    """The number of the order that the message names, by itself or by its parcel."""
    given = turn.understanding.first(EntityKind.ORDER_NUMBER)
    if given is not None:
        return normalised(given)
    tracking = turn.understanding.first(EntityKind.TRACKING_NUMBER)
    if tracking is None:
        return None
    order = await orders.order_tracked(turn.unit, normalised(tracking))
    return order.number if order else normalised(tracking)


def normal_number(text: str) -> str:
    """A number as it is stored: `xe 2611 230042`, `2611230042` → `XE2611230042`."""
    return normalised(Entity(EntityKind.ORDER_NUMBER, text, 0, len(text)))


def _own(turn: Turn, number: str, visible: list[Order]) -> Order | None:
    return next((order for order in visible if order.number == number), None)


async def _not_shown(turn: Turn, intent: Intent, number: str) -> Order | NotOne:
    order = await orders.order_numbered(turn.unit, number)
    if order is not None and await may_see(turn, order):
        return order
    if turn.customer is not None:
        reply = Reply("refuse_order")
        return NotOne(Outcome((reply,), turn.context.settled()))
    asking = turn.context.asking(Asked.PHONE_DIGITS, intent, order_number=number)
    return NotOne(Outcome((Reply("ask_phone_digits"),), asking))


async def may_see(turn: Turn, order: Order) -> bool:
    """Whether an order is the sender's own, or was shown to them for a number and digits."""
    if turn.customer_id is not None and order.customer_id == turn.customer_id:
        return True
    return await orders.is_granted(turn.unit, turn.account_id, order.key)


def _nothing_visible(turn: Turn, intent: Intent) -> Outcome:
    if turn.customer is not None:
        return Outcome((Reply("no_orders"),), turn.context.settled())
    asking = turn.context.asking(Asked.IDENTITY, intent)
    return Outcome((Reply("ask_identity", asks_contact=True),), asking)


async def _choose(
    turn: Turn, intent: Intent, visible: list[Order], fits: Fits | None
) -> Order | NotOne:
    if len(visible) == 1:
        return visible[0]
    wanted = await with_product(turn, visible)
    if len(wanted) == 1:
        return wanted[0]
    likely = [
        order
        for order in wanted or visible
        if (fits(order) if fits is not None else _is_likely(order, intent, turn.now))
    ]
    # Where nothing fits, what is asked for cannot be done: on which order is still to be asked.
    candidates = likely or wanted or (visible[:1] if fits is None else visible)
    if len(candidates) == 1:
        return candidates[0]
    focused = _own(turn, turn.context.focus, candidates)
    return focused or NotOne(await _ask_which(turn, intent, candidates[:_CHOICES]))


def _is_likely(order: Order, intent: Intent, now: datetime) -> bool:
    """Whether an order that is not named may be the one meant.

    What "did not arrive" may well be shown as delivered.
    """
    if intent is Intent.DELIVERY_PROBLEM and order.status is OrderStatus.DELIVERED:
        return now - order.placed_at <= _RECENT
    return is_active(order)


async def with_product(turn: Turn, visible: list[Order]) -> list[Order]:
    """The orders that contain the product the message names."""
    products = [one for one in turn.understanding.entities if one.kind is EntityKind.PRODUCT]
    _, meant = without_denied(turn.message.text, products)
    if not meant:
        return []
    bought = await orders.items_of(turn.unit, [order.key for order in visible])
    said = meant[0].text

    def names(order: Order) -> list[str]:
        products = [item.product for item in bought[order.key]]
        return [name for product in products for name in (product.name_zh, product.name_en)]

    wholly = [order for order in visible if any(is_named(said, one) for one in names(order))]
    if wholly:
        return wholly
    return [order for order in visible if any(is_shortened(said, one) for one in names(order))]


async def _ask_which(turn: Turn, intent: Intent, candidates: list[Order]) -> Outcome:
    bought = await orders.items_of(turn.unit, [order.key for order in candidates])
    buttons = tuple(
        Button(
            f"{order.number} {facts.items(bought[order.key], turn.language)}"[:60],
            f"order:{intent}:{order.number}",
        )
        for order in candidates
    )
    reply = Reply("choose_order", {"order_count": str(len(candidates))}, buttons)
    shown = tuple(order.number for order in candidates)
    return Outcome((reply,), turn.context.asking(Asked.WHICH_ORDER, intent, shown=shown))
