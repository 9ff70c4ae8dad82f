"""Simulated years: how the shop's way of buying does beside minimum and maximum."""

from __future__ import annotations

import sys

from bot.commands.progress import progress
from bot.supply.simulation.buyers import OwnBuyer
from bot.supply.simulation.comparison import compare, told


def simulate(seeds: int, items: int, service_level: float) -> int:
    """Print the comparison over so many worlds."""
    found = compare(
        range(1, seeds + 1),
        items,
        lambda: OwnBuyer(service_level=service_level),
        progress("shops"),
    )
    sys.stdout.write(f"{told(found)}\n")
    return 0
