"""A supplier's text with its figures, days and items marked: what `models.answer_roles` reads.

The marks are found by rules, which miss few; what each figure *is* hangs on the words around it,
and that is what the model has learned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

Span = tuple[int, int]

#: What may be true of a figure and of what stands beside it, in the order of their numbers.
FIGURE_SIGNS = (
    *("near_price", "our_price", "our_quantity", "our_packs", "near_price_of_pack", "last_price"),
    *("currency_before", "currency_after", "percent", "tenths", "fraction", "per"),
    *("near_price_of_dozen", "near_half_price"),
    *("piece", "dozen", "gross", "pack", "box", "kg", "jin", "gram", "ton", "other"),
    *(f"digits_{count}" for count in range(7)),
)
#: What may be true between a figure and one item of the order.
PAIR_SIGNS = (
    *("near_price", "our_price", "near_price_of_pack", "near_price_of_dozen"),
    *("our_quantity", "our_packs", "less", "more"),
    *("named_before", "named_in_general", "same_line", "just_before"),
    *("last_named", "named_after", "just_after", "not_named", "one_of", "named_before_that"),
)
#: What a figure may be.
ROLES = ("none", "price", "quantity", "minimum", "minimum_total", "off", "rise", "tenths")
#: What a figure counts, or is the price of.
MEASURES = ("unit", "pack", "dozen", "half", "hundred")
#: What a text may do; "accept" with terms that differ is a counter-offer, as the rules say.
ACTS = ("accept", "refuse", "question", "out_of_office", "unsure")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; `signs` are positions in FIGURE_SIGNS, `pairs` [items, PAIR_SIGNS] from 0 to 1."""

    span: Span
    signs: tuple[int, ...]
    pairs: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day; `late`: after the one that we need the goods on."""

    span: Span
    late: bool


@dataclass(frozen=True, slots=True)
class NamedItem:
    """Where items are named, as positions in the order; `general`: "all", "the rest"."""

    span: Span
    items: frozenset[int]
    general: bool


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text about an order of so many items."""

    text: str
    items: int
    figures: tuple[Figure, ...]
    days: tuple[NamedDay, ...]
    names: tuple[NamedItem, ...]


@dataclass(frozen=True, slots=True)
class Roles:
    """Probabilities, row by row in the order of the marked text.

    `acts` [ACTS]; `unsure`; `roles` [figures, ROLES]; `measures` [figures, MEASURES]; `items`
    [figures, items] each for itself; `days` [days, 2]: the goods' day, the day of return;
    `left_out` [names]. `whole`: whether the text was read to its end.
    """

    acts: Floats
    unsure: float
    roles: Floats
    measures: Floats
    items: Floats
    days: Floats
    left_out: Floats
    whole: bool = True
