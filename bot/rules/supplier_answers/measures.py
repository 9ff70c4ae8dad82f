"""A figure as a value of an item's own unit, by what it counts or is the price of."""

from __future__ import annotations

from decimal import Decimal

from bot.rules.supplier_answers.values import AskedLine

_HALF_KG = Decimal("0.5")


def units_in(measure: str, line: AskedLine) -> Decimal | None:
    """How many of the item's units one such measure is; None where it has no such measure.

    A carton of an item packed by 24 -> 24; 斤 (`half`) of an item by the kilogram -> 0.5.
    """
    sizes = {
        "unit": Decimal(1),
        "pack": Decimal(line.pack_size),
        "dozen": Decimal(12),
        "hundred": Decimal(100),
        "half": _HALF_KG if line.unit == "kg" else None,
    }
    return sizes[measure]


def measured(role: str, number: Decimal, measure: str, line: AskedLine) -> Decimal | None:
    """A price in minor units of one unit, or a number of units.

    288 as the price of a pack of 24 -> 1200; 10 packs of 24 -> 240.
    """
    size = units_in(measure, line)
    if size is None:
        return None
    return number * 100 / size if role == "price" else number * size
