"""One order a supplier: its minimum and the shop's limits, for all its items together.

Below the supplier's minimum order the items next to their turn join in ("can-order" joint
replenishment: Balintfy, On a basic class of multi-item inventory problems, Management Science
10(2), 1964; Silver, Pyke & Thomas, 4th ed., section 10.4), then quantities grow; or all of it
waits, when the sales lost in a week cost less than buying that early. Over the budget, or with
more than the container takes, what loses the least margin for its share is cut and left out
first. A container that what is ordered fills for the most part is filled up with what lasts the
shortest of what is not yet to be ordered: its room is paid for anyway.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.rules.reorder.fill import early_cost, fill_up
from bot.rules.reorder.notes import Note, NoteKind
from bot.rules.reorder.proposal import Proposal
from bot.rules.reorder.terms import Costs

Key = TypeVar("Key")
#: Guards a full container against the last bits of a float: 3 * 0.1 is no more than 0.3.
_NEARLY = 1 + 1e-12


@dataclass(frozen=True, slots=True)
class SupplierTerms:
    """What holds for an order as a whole; None: no such limit.

    Args:
        minimum_minor, budget_minor: money, minor units of the currency of all lines.
        container: room, in whatever unit the lines' `space` is given.
        fill_from: the share of the container from which on it is filled up.
    """

    minimum_minor: int | None = None
    budget_minor: int | None = None
    container: float | None = None
    fill_from: float = 1.0


@dataclass(frozen=True, slots=True)
class Line(Generic[Key]):
    """An item of an order, each with a key of its own. `early`: it is above its point, and may
    join. `space`: of a piece."""

    key: Key
    proposal: Proposal
    early: bool = False
    space: float = 0.0

    @property
    def room(self) -> float:
        return self.proposal.quantity * self.space

    def noted(self, note: Note) -> Line[Key]:
        return replace(self, proposal=self.proposal.with_note(note))


@dataclass(frozen=True, slots=True)
class JointOrder(Generic[Key]):
    """What is ordered, and what was needed and is left; each line says why by its notes."""

    ordered: tuple[Line[Key], ...]
    left: tuple[Line[Key], ...] = ()


def joint_order(lines: Sequence[Line[Key]], terms: SupplierTerms, costs: Costs) -> JointOrder[Key]:
    """Fit a supplier's lines into one order.

    Lines of 200 and a minimum of 500: one due in 3 days for 350 joins, and 550 are ordered.
    """
    needed, left = _within_limits([line for line in lines if not line.early], terms)
    minimum = terms.minimum_minor or 0
    if not needed or money(needed) >= minimum:
        return JointOrder(tuple(_container_filled(needed, lines, terms)), tuple(left))
    reached = _reach(needed, [line for line in lines if line.early], terms, costs)
    why = _why_not(needed, reached, minimum, costs)
    if why is None:
        return JointOrder(tuple(_container_filled(reached, lines, terms)), tuple(left))
    return JointOrder((), (*(line.noted(why) for line in needed), *left))


def money(lines: Sequence[Line[Key]]) -> int:
    """What the lines cost together, minor units."""
    return sum(line.proposal.cost_minor for line in lines)


def _room(lines: Sequence[Line[Key]]) -> float:
    return sum(line.room for line in lines)


def _fits(lines: Sequence[Line[Key]], terms: SupplierTerms) -> bool:
    return _in_budget(lines, terms) and _in_container(lines, terms)


def _in_budget(lines: Sequence[Line[Key]], terms: SupplierTerms) -> bool:
    return terms.budget_minor is None or money(lines) <= terms.budget_minor


def _in_container(lines: Sequence[Line[Key]], terms: SupplierTerms) -> bool:
    return terms.container is None or _room(lines) <= terms.container * _NEARLY


def _within_limits(
    lines: Sequence[Line[Key]], terms: SupplierTerms
) -> tuple[list[Line[Key]], list[Line[Key]]]:
    """The lines worth most for their share of what is limited, in their old order; the rest.

    A line that does not fit whole is cut to the packs that do, down to its minimum.
    """
    if _fits(lines, terms):
        return list(lines), []
    over_budget = not _in_budget(lines, terms)
    kept: dict[int, Line[Key]] = {}
    for place in sorted(range(len(lines)), key=lambda place: _urgency(lines[place], terms)):
        fitting = _cut(lines[place], list(kept.values()), terms, over_budget)
        if fitting is not None:
            kept[place] = fitting
    kind = NoteKind.BUDGET if over_budget else NoteKind.CONTAINER
    note = Note(kind, money=terms.budget_minor or 0)
    left = [line.noted(note) for place, line in enumerate(lines) if place not in kept]
    return [kept[place] for place in sorted(kept)], left


def _cut(
    line: Line[Key], others: Sequence[Line[Key]], terms: SupplierTerms, over_budget: bool
) -> Line[Key] | None:
    """The line as it is, or with the most packs that fit beside the others, or not at all."""
    if _fits([*others, line], terms):
        return line
    found, size = line.proposal, line.proposal.terms.pack_size
    money_left = math.inf if terms.budget_minor is None else terms.budget_minor - money(others)
    room = math.inf if terms.container is None else terms.container * _NEARLY - _room(others)
    kind = NoteKind.BUDGET_CUT if over_budget else NoteKind.CONTAINER_CUT
    note = Note(kind, pieces=found.quantity, money=terms.budget_minor or 0)
    for quantity in range(found.quantity - size, found.terms.packed(0) - 1, -size):
        cost = quantity * (found.terms.price_at(quantity) or 0)
        if cost <= money_left and quantity * line.space <= room:
            return replace(line, proposal=found.with_note(note, quantity))
    return None


def _urgency(line: Line[Key], terms: SupplierTerms) -> tuple[float, float]:
    """What is worth most first; of those worth the same, what lasts the shortest."""
    return -_worth(line, terms), line.proposal.days_left


def _worth(line: Line[Key], terms: SupplierTerms) -> float:
    """Margin that waiting a week is expected to lose, for the share of the limits it takes."""
    share = line.proposal.cost_minor / terms.budget_minor if terms.budget_minor else 0.0
    share += line.room / terms.container if terms.container else 0.0
    return line.proposal.risk.minor / share if share else float("inf")


def _container_filled(
    ordered: Sequence[Line[Key]], lines: Sequence[Line[Key]], terms: SupplierTerms
) -> list[Line[Key]]:
    """The order with as much of what is next as the container has room for, cut to the packs
    that fit; as it is while it fills less than `fill_from` of it.

    75 of 100 litres, from 70 % on: 20 litres of what lasts 9 days join, and of what lasts 12
    days a pack of 5.
    """
    share = _room(ordered) / terms.container if terms.container else 0.0
    filled = list(ordered)
    if not terms.container or share < terms.fill_from:
        return filled
    there = {id(line.key) for line in ordered}
    waiting = [line for line in lines if line.early and line.room and id(line.key) not in there]
    for line in sorted(waiting, key=lambda line: line.proposal.days_left):
        note = Note(NoteKind.FILLS, days=line.proposal.days_early, percent=math.floor(share * 100))
        noted = line.noted(note)
        fitting = _cut(noted, filled, terms, over_budget=not _in_budget([*filled, noted], terms))
        if fitting is not None:
            filled.append(fitting)
    return filled


def _reach(
    needed: Sequence[Line[Key]],
    early: Sequence[Line[Key]],
    terms: SupplierTerms,
    costs: Costs,
) -> list[Line[Key]]:
    """The order brought to the minimum, or as near as it may come: by the items that are next
    to their turn, then by more pieces of all."""
    minimum = terms.minimum_minor or 0
    reached = list(needed)
    for line in sorted(early, key=lambda line: line.proposal.days_early):
        if money(reached) >= minimum:
            break
        note = Note(NoteKind.EARLY, days=line.proposal.days_early, money=minimum)
        if line.proposal.cost_minor and _fits([*reached, line], terms):
            reached.append(line.noted(note))
    return _filled(reached, terms, costs)


def _filled(lines: list[Line[Key]], terms: SupplierTerms, costs: Costs) -> list[Line[Key]]:
    def with_quantities(proposals: Sequence[Proposal]) -> list[Line[Key]]:
        return [replace(line, proposal=each) for line, each in zip(lines, proposals, strict=True)]

    def fits(proposals: Sequence[Proposal]) -> bool:
        return _fits(with_quantities(proposals), terms)

    proposals = [line.proposal for line in lines]
    return with_quantities(fill_up(proposals, terms.minimum_minor or 0, costs, fits))


def _why_not(
    needed: Sequence[Line[Key]], reached: Sequence[Line[Key]], minimum: int, costs: Costs
) -> Note | None:
    """Why nothing is ordered now; None when it is."""
    if money(reached) < minimum:
        return Note(NoteKind.BELOW_MINIMUM, money=minimum, other=money(needed))
    early = sum(early_cost(line.proposal, costs) for line in reached)
    lost = sum(line.proposal.risk.minor for line in needed)
    if lost >= early:
        return None
    return Note(NoteKind.WAITS, money=round(early), other=round(lost))
