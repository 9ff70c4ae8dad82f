"""More pieces than are needed, to reach a supplier's minimum order: the shortest-lived first."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.rules.reorder.notes import Note, NoteKind
from bot.rules.reorder.proposal import Proposal
from bot.rules.reorder.quantity import sells_before_it_expires
from bot.rules.reorder.terms import Costs

_YEAR = 365.0
#: A step brings about this share of what is still short, so that large orders need few steps.
_SHARE = 8


def fill_up(
    proposals: Sequence[Proposal],
    minimum_minor: int,
    costs: Costs,
    fits: Callable[[Sequence[Proposal]], bool],
) -> list[Proposal]:
    """The proposals with more packs until they cost the minimum together, or can grow no more.

    Each time the item that would run out first grows. None grows past what is sold before it
    expires, nor past the days of demand that an order may be for, nor where `fits` says no.
    """
    found = list(proposals)
    limits = [most_pieces(each, costs) for each in found]
    growing = {place for place, each in enumerate(found) if each.cost_minor}
    while growing and (short := minimum_minor - sum(each.cost_minor for each in found)) > 0:
        place = min(growing, key=lambda each: (_lasts(found[each]), each))
        larger = [
            [*found[:place], grown, *found[place + 1 :]]
            for grown in _grown(found[place], limits[place], short / _SHARE / len(growing))
        ]
        chosen = next((each for each in larger if fits(each)), None)
        if chosen is None:
            growing.discard(place)
        else:
            found = chosen
    return [
        _noted(before, after, minimum_minor) for before, after in zip(proposals, found, strict=True)
    ]


def most_pieces(proposal: Proposal, costs: Costs) -> int:
    """The largest order of an item that may be made to save money or reach a minimum."""
    there = proposal.position + proposal.late
    reach = proposal.point + proposal.outlook.rate * costs.most_days - there
    shelf_life = proposal.terms.shelf_life_days
    if shelf_life is None:
        return math.floor(reach)
    sold = sells_before_it_expires(proposal.outlook, proposal.lead, proposal.position, shelf_life)
    return min(math.floor(reach), sold)


def early_cost(proposal: Proposal, costs: Costs) -> float:
    """What buying before its turn costs in holding, minor units: an item that joins, for the
    days until its turn; pieces filled in, for as long as the order's own pieces last.

    100.00 of goods 73 days early at 20% a year → 4.00.
    """
    held = 0.0
    for note in proposal.notes:
        if note.kind is NoteKind.EARLY:
            held += proposal.cost_minor * note.days
        elif note.kind is NoteKind.FILLED:
            price = proposal.terms.price_at(proposal.quantity) or 0
            held += note.pieces * price * proposal.quantity / proposal.outlook.rate
    return held * costs.holding_rate / _YEAR


def _lasts(proposal: Proposal) -> float:
    return proposal.outlook.days_until(proposal.position + proposal.quantity)


def _grown(proposal: Proposal, most: int, money_minor: float) -> list[Proposal]:
    """Larger by about so much money, and by one pack; those that are not too large."""
    pack = proposal.terms.pack_size
    cost = proposal.cost_minor / proposal.packs
    sizes = [proposal.packs + max(int(money_minor / cost), 1), proposal.packs + 1]
    return [replace(proposal, quantity=size * pack) for size in sizes if size * pack <= most]


def _noted(before: Proposal, after: Proposal, minimum_minor: int) -> Proposal:
    if after.quantity == before.quantity:
        return before
    more = after.quantity - before.quantity
    return after.with_note(Note(NoteKind.FILLED, pieces=more, money=minimum_minor))
