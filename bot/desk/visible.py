"""Which order a message is about, among those its sender may see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.desk import facts
from bot.desk.context import Asked
from bot.desk.inbound import Button
from bot.desk.turn import Outcome, Reply, Turn
from bot.rules.parcels import is_active
from knowledge.queries import orders
from knowledge.records import Order
from models.values import EntityKind, Intent

#: At most this many orders are offered as buttons.
_CHOICES = 5


@dataclass(frozen=True, slots=True)
class NotOne:
    """No single order could be chosen; `outcome` asks, or says why not."""

    outcome: Outcome


async def order_meant(turn: Turn, intent: Intent) -> Order | NotOne:
    """The order that a message is about, or the question that finds it out."""
    if turn.proven is not None:
        return turn.proven
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id)
    named = await _named(turn)
    if named is not None:
        return _own(turn, named, visible) or await _not_shown(turn, intent, named)
    if not visible:
        return NotOne(_nothing_visible(turn, intent))
    return await _choose(turn, intent, visible)


async def _named(turn: Turn) -> str | None:
    """The number of the order that the message names, by itself or by its parcel."""
    given = turn.understanding.first(EntityKind.ORDER_NUMBER)
    if given is not None:
        return normal_number(given.text)
    tracking = turn.understanding.first(EntityKind.TRACKING_NUMBER)
    if tracking is None:
        return None
    order = await orders.order_tracked(turn.unit, normal_number(tracking.text))
    return order.number if order else normal_number(tracking.text)


def normal_number(text: str) -> str:
    """An order number as it is stored: `xe 2611 230042` → `XE2611230042`."""
    return re.sub(r"[\s#\-]", "", text).upper()


def _own(turn: Turn, number: str, visible: list[Order]) -> Order | None:
    return next((order for order in visible if order.number == number), None)


async def _not_shown(turn: Turn, intent: Intent, number: str) -> Order | NotOne:
    order = await orders.order_numbered(turn.unit, number)
    if order is not None and await _may_see(turn, order):
        return order
    if turn.customer is not None:
        reply = Reply("refuse_order")
        return NotOne(Outcome((reply,), turn.context.settled()))
    asking = turn.context.asking(Asked.PHONE_DIGITS, intent, order_number=number)
    return NotOne(Outcome((Reply("ask_phone_digits"),), asking))


async def _may_see(turn: Turn, order: Order) -> bool:
    if turn.customer_id is not None and order.customer_id == turn.customer_id:
        return True
    return await orders.is_granted(turn.unit, turn.account_id, order.key)


def _nothing_visible(turn: Turn, intent: Intent) -> Outcome:
    if turn.customer is not None:
        return Outcome((Reply("no_orders"),), turn.context.settled())
    asking = turn.context.asking(Asked.IDENTITY, intent)
    return Outcome((Reply("ask_identity", asks_contact=True),), asking)


async def _choose(turn: Turn, intent: Intent, visible: list[Order]) -> Order | NotOne:
    if len(visible) == 1:
        return visible[0]
    wanted = await _with_product(turn, visible)
    if len(wanted) == 1:
        return wanted[0]
    candidates = wanted or [order for order in visible if is_active(order)] or visible[:1]
    if len(candidates) == 1:
        return candidates[0]
    focused = _own(turn, turn.context.focus, candidates)
    return focused or NotOne(await _ask_which(turn, intent, candidates[:_CHOICES]))


async def _with_product(turn: Turn, visible: list[Order]) -> list[Order]:
    """The orders that contain the product the message names."""
    named = turn.understanding.first(EntityKind.PRODUCT)
    if named is None:
        return []
    bought = await orders.items_of(turn.unit, [order.key for order in visible])
    said = named.text.casefold()

    def names(order: Order) -> list[str]:
        products = [item.product for item in bought[order.key]]
        return [name.casefold() for p in products for name in (p.name_zh, p.name_en)]

    return [
        order for order in visible if any(said in name or name in said for name in names(order))
    ]


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
    return Outcome((reply,), turn.context.asking(Asked.WHICH_ORDER, intent))
