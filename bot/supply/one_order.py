"""A supplier's needs as one order: by its minimum, its container and the shop's budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.rules.policy import Policy
from bot.rules.reorder.joint import JointOrder, Line, joint_order
from bot.rules.reorder.notes import NoteKind
from bot.supply import terms
from bot.supply.needs import Need
from bot.supply.report import Course, RestockReport

_WAITS = frozenset({NoteKind.WAITS, NoteKind.BELOW_MINIMUM})


def holds_for_a_day(need: Need, policy: Policy) -> bool:
    """Whether a budget or a container limits an order of this item.

    What is beyond it waits for the next day's order, or a run that is repeated would place that
    at once.
    """
    found = terms.supplier_terms(need.supplier, policy)
    takes_room = found.container is not None and terms.space(need.offer) > 0
    return found.budget_minor is not None or takes_room


def one_order(needs: Sequence[Need], policy: Policy, report: RestockReport) -> list[Need]:
    """What is ordered of a supplier's needs; what is needed and is not goes into the report.

    An order's money is summed in one currency. Where a supplier's offers have several, no
    minimum and no budget can be looked at.
    """
    lines = [Line(need, need.proposal, need.early, terms.space(need.offer)) for need in needs]
    holds = terms.supplier_terms(needs[0].supplier, policy)
    if len({need.offer.currency for need in needs}) > 1:
        holds = replace(holds, minimum_minor=None, budget_minor=None)
    found: JointOrder[Need] = joint_order(lines, holds, terms.costs(policy))
    for line in found.left:
        waits = line.proposal.notes[-1].kind in _WAITS
        report.add(
            line.key.sku.code,
            Course.WAITS if waits else Course.LEFT_OUT,
            supplier=line.key.supplier.name,
            why=line.proposal.reason("en"),
        )
    return [replace(line.key, proposal=line.proposal) for line in found.ordered]
