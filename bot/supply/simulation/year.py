"""Living through a simulated year: each morning goods come in and are bought, then it is sold.

What is not there when it is wanted is a lost sale; nobody waits for it. An order's letters are
written as soon as it is placed, up to their last day: what they bring is known to the buyer only
when the goods are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from bot.supply.simulation.ordering import Bought, order_of, past_leads
from bot.supply.simulation.outcome import Outcome, Tally
from bot.supply.simulation.policy import Morning, Policy, Purchase, PurchaseRefused
from bot.supply.simulation.scripted import ScriptedSupplier
from bot.supply.simulation.talk import Talker, settle
from bot.supply.simulation.world import PAST_DAYS, YEAR_DAYS, World


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Pieces under way: how many were ordered on which day, and how many will come at which price.

    Of a refused order none come; its day is that of the refusal.
    """

    item: int
    ordered_on: int
    ordered: int
    pieces: int
    price_minor: int


@dataclass(slots=True)
class _Shop:
    world: World
    stock: NDArray[np.int64]
    coming: NDArray[np.int64]
    sold: NDArray[np.int64]
    no_stock: NDArray[np.bool_]
    leads: list[list[float]]
    arriving: dict[int, list[_Parcel]] = field(default_factory=lambda: defaultdict(list))
    """By the day of the receipt."""


def live(world: World, policy: Policy) -> Outcome:
    """A year with a policy.

    Raises:
        PurchaseRefused: it orders fewer than one piece, what is not sold, or an item twice on a
            morning.
    """
    shop, tally = _opened(world, policy.talker), Tally()
    costs = np.array([item.cost_minor for item in world.items])
    for day in range(YEAR_DAYS):
        _receive(shop, day, tally)
        for supplier, lines in _morning(shop, day, policy).items():
            if policy.talker is None:
                _take(shop, day, supplier, lines, tally)
            else:
                _talk(shop, day, supplier, lines, policy.talker, tally)
        _sell(shop, day)
        tally.stock_value += float(shop.stock @ costs)
    return tally.outcome(world.year, shop.sold[:, PAST_DAYS:])


def opening_stock(world: World, begins: int = PAST_DAYS) -> NDArray[np.int64]:
    """The shelf on the morning of a day: five weeks of the quarter's demand before it."""
    quarter = world.demand[:, begins - 91 : begins].mean(axis=1)
    pieces: NDArray[np.int64] = np.ceil(quarter * 35).astype(np.int64)
    return pieces


def packed(quantity: int, minimum: int, pack_size: int) -> int:
    """Whole packs, at least the minimum: 67 in 20s → 80."""
    return -(-max(quantity, minimum) // pack_size) * pack_size


def _opened(world: World, talker: Talker | None) -> _Shop:
    sold = world.demand.copy()
    sold[:, PAST_DAYS:] = 0
    count = len(world.items)
    return _Shop(
        world,
        opening_stock(world),
        np.zeros(count, dtype=np.int64),
        sold,
        np.zeros(sold.shape, dtype=bool),
        [list(leads) for leads in (past_leads(world, talker) if talker else world.past_leads)],
    )


def _receive(shop: _Shop, day: int, tally: Tally) -> None:
    """Put on the shelf what comes today; each order shows how long its supplier took."""
    parcels = shop.arriving.pop(day, [])
    for parcel in parcels:
        shop.coming[parcel.item] -= parcel.ordered
        shop.stock[parcel.item] += parcel.pieces
        tally.receive(parcel.pieces, parcel.price_minor, shop.world.items[parcel.item].cost_minor)
    came = [one for one in parcels if one.pieces]
    orders = {(shop.world.items[one.item].supplier, one.ordered_on) for one in came}
    for supplier, ordered_on in sorted(orders):
        shop.leads[supplier].append(float(day - ordered_on))


def _morning(shop: _Shop, day: int, policy: Policy) -> dict[int, list[Bought]]:
    """What is ordered today, by supplier."""
    seen, items = PAST_DAYS + day, shop.world.items
    morning = Morning(
        shop.world,
        day,
        shop.sold[:, :seen],
        shop.no_stock[:, :seen],
        shop.stock.copy(),
        shop.coming.copy(),
        shop.leads,
    )
    found: dict[int, list[Bought]] = defaultdict(list)
    for one in policy.buy(morning):
        _check(one, [bought for lines in found.values() for bought in lines], len(items))
        item = items[one.item]
        quantity = packed(int(one.quantity), item.minimum, item.pack_size)
        found[item.supplier].append(Bought(one.item, item, quantity, one))
    return found


def _check(one: Purchase, before: Sequence[Bought], count: int) -> None:
    if not 0 <= one.item < count:
        raise PurchaseRefused(f"There is no item {one.item} to be ordered.")
    if one.quantity < 1:
        raise PurchaseRefused(f"Nobody orders {one.quantity} pieces.")
    if any(bought.place == one.item for bought in before):
        raise PurchaseRefused(f"Item {one.item} is ordered twice on one morning.")


def _take(shop: _Shop, day: int, supplier: int, lines: Sequence[Bought], tally: Tally) -> None:
    """An order whose price is agreed to as it is asked; a person reads each answer."""
    taken = shop.world.taken[supplier]
    tally.order(len(lines), int(taken.messages[day]), left=int(taken.answers[day]))
    arrives, share = day + int(taken.lead[day]), float(taken.share[day])
    for one in lines:
        price = round(one.item.cost_minor * float(taken.price[day]))
        tally.lots[one.place].append(one.quantity * one.item.cost_minor)
        _send_off(shop, day, one, arrives, share, price)


def _talk(
    shop: _Shop, day: int, supplier: int, lines: Sequence[Bought], talker: Talker, tally: Tally
) -> None:
    """An order about which letters are written."""
    world, luck = shop.world, shop.world.deliveries[supplier]
    on = world.day(PAST_DAYS + day)
    order = order_of(world, on, supplier, lines, fmean(shop.leads[supplier]))
    script = ScriptedSupplier(world.suppliers[supplier], world.tempers[supplier], day, order)
    settled = settle(order, talker, script)
    tally.order(
        len(lines),
        settled.messages,
        settled.rounds,
        settled.signed,
        settled.left,
        settled.misread,
    )
    last = day + (settled.on - order.on).days
    if settled.terms is None:
        for one in lines:
            _send_off(shop, day, one, last, 0.0, 0)
        return
    for one, line in zip(lines, settled.terms.lines, strict=True):
        bought = Bought(one.place, one.item, line.quantity, one.purchase)
        arrives, share = last + int(luck.lead[day]), float(luck.share[day])
        tally.lots[one.place].append(line.quantity * one.item.cost_minor)
        _send_off(shop, day, bought, arrives, share, line.unit_price_minor)


def _send_off(shop: _Shop, day: int, one: Bought, arrives: int, share: float, price: int) -> None:
    pieces = int(np.floor(one.quantity * share))
    # What is agreed or refused on the order's own day is known the next morning.
    parcel = _Parcel(one.place, day, one.quantity, pieces, price)
    shop.arriving[max(arrives, day + 1)].append(parcel)
    shop.coming[one.place] += one.quantity


def _sell(shop: _Shop, day: int) -> None:
    wanted = shop.world.year[:, day]
    sold = np.minimum(wanted, shop.stock)
    shop.stock -= sold
    shop.sold[:, PAST_DAYS + day] = sold
    shop.no_stock[:, PAST_DAYS + day] = sold < wanted
