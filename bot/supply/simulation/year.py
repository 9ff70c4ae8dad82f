"""Living through a simulated year: each morning goods come in and are bought, then it is sold.

What is not there when it is wanted is a lost sale; nobody waits for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.supply.simulation.world import PAST_DAYS, YEAR_DAYS, World


@dataclass(frozen=True, slots=True)
class Purchase:
    """So many pieces of the item in that place, ordered today from its supplier."""

    item: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Morning:
    """What a buyer knows on a morning, before anything is sold that day.

    Args:
        day: 0 to 364. sold: pieces by item and day up to yesterday, the past before.
        no_stock: the same days: on which an item ran out.
        stock, coming: pieces on the shelf, and on their way.
        leads: by supplier, days of every receipt so far.
    """

    world: World
    day: int
    sold: NDArray[np.int64]
    no_stock: NDArray[np.bool_]
    stock: NDArray[np.int64]
    coming: NDArray[np.int64]
    leads: Sequence[Sequence[float]]


class Buyer(Protocol):
    """A way of buying."""

    @property
    def name(self) -> str: ...

    def buy(self, morning: Morning) -> Sequence[Purchase]:
        """What is ordered on a morning; pieces are put into whole packs by the year."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a year went. Money in minor units.

    Args:
        wanted, sold: pieces. out_days: item-days on which somebody went away without.
        stock_value: what lay on the shelves in the evening, at cost, on an average day.
        orders, lines: messages to suppliers that ordered something, and items in them.
        reminders: messages that asked again. bought, paid: pieces received, and their price.
    """

    wanted: int
    sold: int
    out_days: int
    days: int
    stock_value: float
    orders: int
    lines: int
    reminders: int
    bought: int
    paid: int

    @property
    def service(self) -> float:
        """The share of the wanted pieces that was there (fill rate, Silver et al. 7.6)."""
        return self.sold / self.wanted if self.wanted else 1.0

    @property
    def messages(self) -> int:
        return self.orders + self.reminders


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Pieces under way: how many were ordered on which day, and how many will come."""

    item: int
    ordered_on: int
    ordered: int
    pieces: int


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


def live(world: World, buyer: Buyer) -> Outcome:
    """A year with a buyer.

    Raises:
        ValueError: the buyer orders a negative quantity or what is not sold.
    """
    shop = _opened(world)
    costs = np.array([item.cost_minor for item in world.items])
    value = orders = lines = reminders = bought = paid = 0.0
    for day in range(YEAR_DAYS):
        parcels = _receive(shop, day)
        bought += sum(parcel.pieces for parcel in parcels)
        paid += sum(parcel.pieces * costs[parcel.item] for parcel in parcels)
        suppliers = _order(shop, day, buyer)
        orders += len(suppliers)
        lines += sum(suppliers.values())
        reminders += sum(world.suppliers[one].reminders for one in suppliers)
        _sell(shop, day)
        value += float(shop.stock @ costs)
    year = shop.sold[:, PAST_DAYS:]
    wanted = int(world.year.sum())
    return Outcome(
        wanted,
        int(year.sum()),
        int((world.year > year).sum()),
        world.year.size,
        value / YEAR_DAYS,
        int(orders),
        int(lines),
        int(reminders),
        int(bought),
        int(paid),
    )


def opening_stock(world: World, begins: int = PAST_DAYS) -> NDArray[np.int64]:
    """The shelf on the morning of a day: five weeks of the quarter's demand before it."""
    quarter = world.demand[:, begins - 91 : begins].mean(axis=1)
    pieces: NDArray[np.int64] = np.ceil(quarter * 35).astype(np.int64)
    return pieces


def _opened(world: World) -> _Shop:
    sold = world.demand.copy()
    sold[:, PAST_DAYS:] = 0
    count = len(world.items)
    return _Shop(
        world,
        opening_stock(world),
        np.zeros(count, dtype=np.int64),
        sold,
        np.zeros(sold.shape, dtype=bool),
        [list(leads) for leads in world.past_leads],
    )


def _receive(shop: _Shop, day: int) -> Sequence[_Parcel]:
    """Put on the shelf what comes today; each order shows how long its supplier took."""
    parcels = shop.arriving.pop(day, [])
    for parcel in parcels:
        shop.coming[parcel.item] -= parcel.ordered
        shop.stock[parcel.item] += parcel.pieces
    orders = {(shop.world.items[one.item].supplier, one.ordered_on) for one in parcels}
    for supplier, ordered_on in sorted(orders):
        shop.leads[supplier].append(float(day - ordered_on))
    return parcels


def _order(shop: _Shop, day: int, buyer: Buyer) -> dict[int, int]:
    """Place a morning's orders; the number of lines by supplier."""
    seen = PAST_DAYS + day
    world = shop.world
    morning = Morning(
        world,
        day,
        shop.sold[:, :seen],
        shop.no_stock[:, :seen],
        shop.stock.copy(),
        shop.coming.copy(),
        shop.leads,
    )
    lines: dict[int, int] = defaultdict(int)
    for purchase in buyer.buy(morning):
        if purchase.quantity < 1:
            raise ValueError(f"Nobody orders {purchase.quantity} pieces.")
        item = world.items[purchase.item]
        quantity = packed(purchase.quantity, item.minimum, item.pack_size)
        luck = world.deliveries[item.supplier]
        lead = int(luck.lead[day])
        pieces = int(np.floor(quantity * luck.share[day]))
        shop.arriving[day + lead].append(_Parcel(purchase.item, day, quantity, pieces))
        shop.coming[purchase.item] += quantity
        lines[item.supplier] += 1
    return lines


def packed(quantity: int, minimum: int, pack_size: int) -> int:
    """Whole packs, at least the minimum: 67 in 20s → 80."""
    return -(-max(quantity, minimum) // pack_size) * pack_size


def _sell(shop: _Shop, day: int) -> None:
    wanted = shop.world.year[:, day]
    sold = np.minimum(wanted, shop.stock)
    shop.stock -= sold
    shop.sold[:, PAST_DAYS + day] = sold
    shop.no_stock[:, PAST_DAYS + day] = sold < wanted
