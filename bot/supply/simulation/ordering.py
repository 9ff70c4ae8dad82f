"""An order to a supplier, from what a policy bought; and the lead times before the year begins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from bot.supply.simulation.policy import Purchase
from bot.supply.simulation.scripted import ScriptedSupplier
from bot.supply.simulation.talk import Order, OrderLine, Talker, settle
from bot.supply.simulation.world import PAST_DAYS, YEAR_DAYS, Item, World


@dataclass(frozen=True, slots=True)
class Bought:
    """An item of a morning's order, in whole packs."""

    place: int
    item: Item
    quantity: int
    purchase: Purchase


def order_of(
    world: World, on: date, supplier: int, lines: Sequence[Bought], usual_days: float
) -> Order:
    """Needed when the first item runs out, but no sooner than the supplier usually delivers."""
    days = max(min(one.purchase.days_left for one in lines), usual_days)
    return Order(
        f"PO{on:%y%m%d}{supplier + 1:04}",
        on,
        world.languages[supplier],
        tuple(_line(one) for one in lines),
        on + timedelta(days=math.ceil(days)),
    )


def past_leads(world: World, talker: Talker) -> list[list[float]]:
    """By supplier, the lead times of the year before, had the talker written about the orders.

    A supplier that sells the shop nothing has those of agreeing to its prices.
    """
    found = [list(leads) for leads in world.past_leads]
    for place, item in {one.supplier: (at, one) for at, one in enumerate(world.items)}.values():
        found[item.supplier] = []
        for day in world.past_orders:
            bought = Bought(place, item, item.minimum, Purchase(place, item.minimum))
            on = world.day(PAST_DAYS - YEAR_DAYS + day)
            lead = fmean(world.past_leads[item.supplier])
            order = order_of(world, on, item.supplier, [bought], lead)
            temper = world.past_tempers[item.supplier]
            script = ScriptedSupplier(world.suppliers[item.supplier], temper, day, order)
            settled = settle(order, talker, script)
            if settled.terms is not None:
                luck = world.past_deliveries[item.supplier].lead[day]
                found[item.supplier].append(float((settled.on - on).days + luck))
    return found


def _line(one: Bought) -> OrderLine:
    item, number = one.item, one.item.code.rpartition("-")[2]
    return OrderLine(
        item.code,
        f"货品{number}",
        f"item {number}",
        one.quantity,
        item.pack_size,
        item.cost_minor,
        item.price_minor,
        one.purchase.a_day,
    )
