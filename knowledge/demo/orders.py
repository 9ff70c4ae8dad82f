"""The demo shop's orders: who bought what, and where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from knowledge.demo.carriers import SF, Carrier, carrier_for, days_on_the_road
from knowledge.demo.catalogue import Demand, Ware
from knowledge.demo.clock import Clock
from knowledge.demo.courses import Course, Dice, course_of
from knowledge.demo.ledger import Ledger
from knowledge.demo.money import put_money
from knowledge.demo.parcels import Sending, put_parcel
from knowledge.demo.people import Buyer
from knowledge.demo.places import Region
from knowledge.demo.situations import (
    PICKER_SITUATIONS,
    UNSENT,
    Situation,
    order_status,
    situations,
)
from knowledge.records import Order, OrderLine, OrderStatus

_NOTES = {
    "zh": ("请放门口", "送货前请电话联系", "工作日白天有人", "麻烦包装结实一点"),
    "en": ("Please leave it at the door", "Call before delivery", "Weekdays only, please"),
}
_POPULAR = {Demand.STEADY: 6, Demand.SEASONAL: 3, Demand.INTERMITTENT: 1}

#: Shipping, minor units (POLICY.md, Shipping).
_FREE_FROM = 99_00
_FEE, _REMOTE_FEE, _SF_FEE = 8_00, 15_00, 12_00


@dataclass(frozen=True, slots=True)
class _Plan:
    """An order before it is numbered."""

    buyer: Buyer
    situation: Situation
    carrier: Carrier
    course: Course


class Shop:
    """What orders are made from."""

    def __init__(self, ledger: Ledger, wares: Sequence[Ware], clock: Clock, rng: Random) -> None:
        self.ledger, self.wares, self.clock, self.rng = ledger, wares, clock, rng
        self._shares = [_POPULAR[ware.demand] for ware in wares]
        self.held: dict[int, int] = defaultdict(int)
        """Pieces of each SKU (by id) in orders that have not been sent."""

    def basket(self, least: int) -> list[tuple[Ware, int]]:
        """Some wares with quantities."""
        kinds = max(least, self.rng.choices((1, 2, 3), (60, 28, 12))[0])
        chosen: dict[str, Ware] = {}
        while len(chosen) < kinds:
            ware = self.rng.choices(self.wares, self._shares)[0]
            chosen[ware.sku.code] = ware
        return [(ware, self.rng.choices((1, 2, 3), (82, 14, 4))[0]) for ware in chosen.values()]


def put_orders(shop: Shop, buyers: Sequence[Buyer], count: int) -> None:
    """Add so many orders: the picker customers' own, then everyone else's."""
    plans = list(_picker_plans(shop, buyers))[:count]
    others = buyers[len(PICKER_SITUATIONS) :] or buyers
    for situation in situations(count - len(plans)):
        plans.append(_plan(shop, _someone(others, shop.rng), situation))
    plans.sort(key=lambda plan: (plan.course.placed, plan.buyer.customer.key))
    numbers = _Numbers(shop.rng)
    for plan in plans:
        _put_order(shop, plan, numbers.next(plan.course.placed.date()))


def _picker_plans(shop: Shop, buyers: Sequence[Buyer]) -> Iterable[_Plan]:
    for buyer, bought in zip(buyers, PICKER_SITUATIONS, strict=False):
        for situation in bought:
            yield _plan(shop, buyer, situation)


def _someone(buyers: Sequence[Buyer], rng: Random) -> Buyer:
    """A few buy often, most now and then."""
    return buyers[int(len(buyers) * rng.random() ** 1.6)]


def _plan(shop: Shop, buyer: Buyer, situation: Situation) -> _Plan:
    region = buyer.place.region
    carrier = carrier_for(region, shop.rng)
    dice = Dice(shop.clock, shop.rng, *days_on_the_road(carrier, region))
    return _Plan(buyer, situation, carrier, course_of(situation, dice))


class _Numbers:
    """Order numbers: XE, the day, four digits that grow over the day."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._last: dict[date, int] = {}

    def next(self, day: date) -> str:
        """`XE2611230042`, the next of a day."""
        number = self._last.get(day, 0) + self._rng.randint(1, 9)
        self._last[day] = number
        return f"XE{day:%y%m%d}{number:04}"


def _put_order(shop: Shop, plan: _Plan, number: str) -> None:
    basket = shop.basket(2 if plan.situation is Situation.SPLIT else 1)
    order = shop.ledger.add(_order(shop, plan, number, basket), plan.course.placed)
    lines = [
        shop.ledger.add(
            OrderLine(
                order_id=order.key,
                sku_id=ware.sku.key,
                quantity=quantity,
                unit_price_minor=ware.sku.price_minor,
            ),
            plan.course.placed,
        )
        for ware, quantity in basket
    ]
    put_money(shop.ledger, order, plan.situation, plan.course, plan.buyer.customer, shop.rng)
    if plan.situation in UNSENT:
        _hold(shop, order, lines)
    else:
        _put_parcels(shop, plan, order, lines)


def _hold(shop: Shop, order: Order, lines: Iterable[OrderLine]) -> None:
    if order.status is not OrderStatus.CANCELLED:
        for line in lines:
            shop.held[line.sku_id] += line.quantity


def _order(shop: Shop, plan: _Plan, number: str, basket: list[tuple[Ware, int]]) -> Order:
    customer, course = plan.buyer.customer, plan.course
    goods = sum(ware.sku.price_minor * quantity for ware, quantity in basket)
    return Order(
        number=number,
        customer_id=customer.key,
        status=order_status(plan.situation),
        placed_at=course.placed,
        ship_by=course.ship_by,
        promised_at=course.promised,
        cancelled_at=_cancelled_at(plan),
        total_minor=goods + _shipping(goods, plan),
        recipient=customer.name,
        phone=customer.phone or "",
        address=plan.buyer.address,
        note=shop.rng.choice(_NOTES[customer.language]) if shop.rng.random() < 0.12 else "",
    )


def _cancelled_at(plan: _Plan) -> datetime | None:
    # Unpaid orders close after 30 minutes (POLICY.md, Orders).
    waited = {Situation.CANCELLED_UNPAID: 30, Situation.CANCELLED_PAID: 95}.get(plan.situation)
    return plan.course.placed + timedelta(minutes=waited) if waited else None


def _shipping(goods: int, plan: _Plan) -> int:
    """SF to Xinjiang for goods of ¥50: 15 + 12 = ¥27."""
    upgrade = _SF_FEE if plan.carrier is SF else 0
    if goods >= _FREE_FROM:
        return upgrade
    return upgrade + (_REMOTE_FEE if plan.buyer.place.region is Region.REMOTE else _FEE)


def _put_parcels(shop: Shop, plan: _Plan, order: Order, lines: list[OrderLine]) -> None:
    sending = Sending(shop.ledger, shop.clock, shop.rng, order, plan.buyer)
    if plan.situation is not Situation.SPLIT:
        put_parcel(sending, plan.situation, plan.carrier, plan.course, lines)
        return
    assert plan.course.shipped is not None
    second = replace(
        plan.course,
        shipped=plan.course.shipped + timedelta(days=2),
        expected=plan.course.promised,
        ended=None,
    )
    put_parcel(sending, Situation.DELIVERED, plan.carrier, plan.course, lines[:1])
    put_parcel(sending, Situation.IN_TRANSIT, plan.carrier, second, lines[1:])
