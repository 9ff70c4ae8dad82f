"""Simulated years: how ways of buying do beside minimum and maximum."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool

from bot.commands.progress import progress
from bot.errors import CommandFailed
from bot.supply.simulation.comparison import compare
from bot.supply.simulation.policies import MIN_MAX, OURS, OURS_AS_ASKED, Named
from bot.supply.simulation.policy import policy_at
from bot.supply.simulation.table import told


def simulate(
    policies: Sequence[str],
    seeds: int,
    items: int,
    service_level: float | None,
    line_cost: float,
    jobs: int | None,
) -> int:
    """Print the comparison over so many worlds.

    Raises:
        CommandFailed: a policy is not one, or a process was stopped from outside.
        PurchaseRefused: a policy orders what cannot be ordered.
    """
    wanted = dict.fromkeys(policies)
    for policy in wanted.keys() - {OURS, OURS_AS_ASKED, MIN_MAX}:
        policy_at(policy)  # a mistake is told before a year is lived
    makers = [Named(policy, service_level, round(100 * line_cost)) for policy in wanted]
    shops, processes = range(1, seeds + 1), jobs or os.cpu_count() or 1
    try:
        found = compare(shops, items, makers, progress("shops"), processes)
    except BrokenProcessPool as error:
        raise CommandFailed(
            "A process of the simulation was stopped from outside; --jobs 1 takes less memory."
        ) from error
    sys.stdout.write(f"{told(found)}\n")
    return 0
