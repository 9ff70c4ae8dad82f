"""What in a supplier's answer is no serious answer, and is asked about or left to staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.rules.negotiation.limits import Guardrails
from bot.rules.negotiation.terms import NamedLine, SupplierKind, SupplierMove, Terms, Topic

#: A price so many times over, or under, what was paid last, and a quantity so many times over
#: the largest, is a slip, another unit, or no offer.
_ABSURD = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an answer is not acted on.

    Args:
        topic: what to ask about; None: staff look at it.
    """

    topic: Topic | None
    zh: str
    en: str


def doubt_about(
    move: SupplierMove, guardrails: Guardrails, offer: Terms | None, offers: int, today: date
) -> Doubt | None:
    """The first thing that is odd in an answer, or None.

    Args:
        offer: our last offer, when there is one; `offers`: how many we made.
    """
    return next(_doubts(move, guardrails, offer, offers, today), None)


def _doubts(
    move: SupplierMove, guardrails: Guardrails, offer: Terms | None, offers: int, today: date
) -> Iterator[Doubt]:
    if move.kind is SupplierKind.UNSURE:
        yield Doubt(Topic.TERMS, "看不准供应商的意思", "the answer could not be read for sure")
    if move.currency not in {None, guardrails.currency}:
        zh, en = "用别的货币报价", f"priced in {move.currency}, not {guardrails.currency}"
        yield Doubt(Topic.CURRENCY, zh, en)
    named = [line.item for line in move.lines]
    if len(set(named)) != len(named) or any(guardrails.of(item) is None for item in named):
        yield Doubt(Topic.ITEM, "说到的商品与订单不符", "names items that are not the order's")
    for line in move.lines:
        yield from _about_line(line, guardrails)
    if move.delivery is not None and move.delivery <= today:
        yield Doubt(Topic.DELIVERY, "到货日已过", "names a day of delivery that is past")
    if move.kind is SupplierKind.ACCEPT:
        yield from _about_acceptance(move, guardrails, offer, offers)


def _about_line(line: NamedLine, guardrails: Guardrails) -> Iterator[Doubt]:
    limits = guardrails.of(line.item)
    if limits is None:
        return
    price, quantity = line.unit_price_minor, line.quantity
    if price is not None and not _is_plausible(price, limits.last_price_minor):
        yield Doubt(None, f"{line.item}的价格离谱", f"the price of {line.item} is absurd")
    if quantity is not None and not 0 < quantity <= limits.largest * _ABSURD:
        yield Doubt(None, f"{line.item}的数量离谱", f"the quantity of {line.item} is absurd")


def _is_plausible(price: int, last: int) -> bool:
    return last <= price * _ABSURD and price <= last * _ABSURD


def _about_acceptance(
    move: SupplierMove, guardrails: Guardrails, offer: Terms | None, offers: int
) -> Iterator[Doubt]:
    """A yes to anything but our last offer as it stands is no yes.

    Less than a pack more or fewer, within the limits, is no doubt: it is an offer of theirs.
    """
    if offer is None or move.to_offer not in {None, offers}:
        yield Doubt(Topic.TERMS, "同意的不是最近一次报价", "agrees to another offer than our last")
        return
    ours = {line.item: line for line in offer.lines}
    for line in move.lines:
        if line.item not in ours:
            continue
        if line.unit_price_minor not in {None, ours[line.item].unit_price_minor}:
            yield Doubt(Topic.PRICE, "嘴上同意，价格却变了", "agrees, but at another price")
        if not _is_our_quantity(line, ours[line.item].quantity, guardrails):
            yield Doubt(Topic.QUANTITY, "嘴上同意，数量却变了", "agrees, but to another quantity")


def _is_our_quantity(line: NamedLine, ours: int, guardrails: Guardrails) -> bool:
    limits = guardrails.of(line.item)
    if line.quantity is None or line.quantity == ours:
        return True
    return limits is not None and limits.is_nearly(line.quantity, ours)
