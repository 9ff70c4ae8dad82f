"""How sure an item should be, so that all together serve the most pieces for their stock.

One level for all is dear: a piece more of an expensive item costs the shelf much, and serves no
more than a piece more of a cheap one. So each item gets the level at which holding one piece more
for the time between two orders costs what it saves: `h·level = p·(1 - level)`, so
`level = p / (p + h)`, where `p` is what a lost piece counts and `h` what holding one costs over
that time (the critical ratio, with the lost sale as the cost of being short: Silver, Pyke &
Thomas, 4th ed., chapters 7 and 9).
"""

from __future__ import annotations

from bot.rules.reorder import Costs, Terms
from bot.rules.reorder.quantity import economic_quantity

#: No item is left below the first or held above the second.
_LOWEST, _HIGHEST = 0.75, 0.999
_YEAR = 365.0


def worthwhile_level(
    a_day: float, terms: Terms, costs: Costs, cover_days: int, lost_minor: float
) -> float:
    """The service level of an item's lead times.

    Args:
        a_day: pieces expected a day. terms: with a price.
        cover_days: an order is for so many days of demand, at least.
        lost_minor: what a lost piece counts, minor units; the same for every item.

    2 a day at 50.00, 20.00 an order and 20 % a year → orders of 55, a piece held so long costs
    0.75; a lost one counts 7.00 → 0.903.
    """
    sold = max(a_day, 1e-3)
    price = terms.price_minor or 0
    economic = min(economic_quantity(sold * _YEAR, price, costs), sold * costs.most_days)
    lot = terms.packed(max(sold * cover_days, economic))
    held = costs.holding_rate * price * lot / (sold * _YEAR)
    if lost_minor + held <= 0:
        return _HIGHEST
    return min(max(lost_minor / (lost_minor + held), _LOWEST), _HIGHEST)
