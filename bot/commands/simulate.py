"""Simulated years: how ways of buying do beside minimum and maximum."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from bot.commands.progress import progress
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
        CommandFailed: a policy is not one.
    """
    for policy in {*policies} - {OURS, OURS_AS_ASKED, MIN_MAX}:
        policy_at(policy)  # a mistake is told before a year is lived
    makers = [Named(policy, service_level, round(100 * line_cost)) for policy in policies]
    found = compare(
        range(1, seeds + 1),
        items,
        makers,
        progress("shops"),
        jobs or os.cpu_count() or 1,
    )
    sys.stdout.write(f"{told(found)}\n")
    return 0
