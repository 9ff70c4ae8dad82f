"""What a way of buying has to be able to do, to be lived with for a year.

Any object with a `name`, a `talker` and a `buy` is one. `python -m bot simulate --policy
path.to:object` takes a module's attribute: such an object, or what makes one when it is called
without arguments (a class, a function), so that each shop gets its own.

    class OnePackAWeek:
        name = "a pack a week"
        talker = None

        def buy(self, morning: Morning) -> Sequence[Purchase]:
            if morning.day % 7:
                return ()
            return [Purchase(at, item.pack_size) for at, item in enumerate(morning.world.items)]
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.errors import CommandFailed, XiaoerError
from bot.supply.simulation.talk import Talker
from bot.supply.simulation.world import World


@dataclass(frozen=True, slots=True)
class Purchase:
    """So many pieces of the item in that place, ordered today from its supplier.

    Args:
        days_left: until stock and what is coming are sold; the order is needed by then, but no
            sooner than the supplier usually delivers.
        a_day: pieces expected to be sold a day, which tells what a late day costs; 0: not told.
    """

    item: int
    quantity: int
    days_left: float = 0.0
    a_day: float = 0.0


@dataclass(frozen=True, slots=True)
class Morning:
    """What a buyer knows on a morning, before anything is sold that day.

    Args:
        world: its `items`, `suppliers`, `promoted`, `past_leads` and days may be read. The demand
            and the luck of the year in it are not known to a shop: who reads them cheats.
        day: 0 to 364. sold: pieces by item and day up to yesterday, the past before.
        no_stock: the same days: on which an item ran out.
        stock, coming: pieces on the shelf, and ordered and not yet received.
        leads: by supplier, days from order to receipt of every receipt so far.
    """

    world: World
    day: int
    sold: NDArray[np.int64]
    no_stock: NDArray[np.bool_]
    stock: NDArray[np.int64]
    coming: NDArray[np.int64]
    leads: Sequence[Sequence[float]]


class Policy(Protocol):
    """A way of buying."""

    @property
    def name(self) -> str: ...

    @property
    def talker(self) -> Talker | None:
        """Who writes with the suppliers; None: whatever price is asked is agreed to at once."""
        ...

    def buy(self, morning: Morning) -> Sequence[Purchase]:
        """What is ordered on a morning, an item once; pieces are put into whole packs, no fewer
        than the minimum, by the year."""
        ...


class PurchaseRefused(XiaoerError):
    """A policy orders what cannot be ordered; the year ends there."""


#: Makes the policy for a world.
Maker = Callable[[World], Policy]


def policy_at(path: str) -> Maker:
    """A maker of the policy that `package.module:attribute` names.

    Raises:
        CommandFailed: there is no such thing, or it cannot buy.
    """
    module, _, attribute = path.partition(":")
    if not module or not attribute:
        raise CommandFailed(f"A policy is ours, min_max or package.module:object, not {path!r}.")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise CommandFailed(f"There is no policy {path}: {error}.") from error
    _made(found, path)  # a mistake is told before a year is lived
    return lambda _: _made(found, path)


def _made(found: Any, path: str) -> Policy:
    makes = isinstance(found, type) or not hasattr(found, "buy")
    try:
        made = found() if makes and callable(found) else found
    except TypeError as error:
        raise CommandFailed(f"The policy {path} cannot be made without arguments: {error}.") from (
            error
        )
    lacks = [name for name in ("name", "talker", "buy") if not hasattr(made, name)]
    if lacks:
        raise CommandFailed(f"The policy {path} has no {' and no '.join(lacks)}.")
    policy: Policy = made
    return policy
