"""A policy as anybody may write one, in a module of its own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.supply.simulation.policy import Morning, Purchase
from bot.supply.simulation.world import World


class Weekly:
    """A pack of everything each week, at whatever price is asked."""

    name = "weekly"
    talker = None

    def buy(self, morning: Morning) -> Sequence[Purchase]:
        if morning.day % 7:
            return ()
        return [Purchase(at, item.pack_size) for at, item in enumerate(morning.world.items)]


weekly = Weekly()
not_one = 7


def each_world(_: World) -> Weekly:
    """Makes one for a world."""
    return Weekly()
