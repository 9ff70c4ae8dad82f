"""The comparison as a table of at most 100 columns, a line a figure, a column a way of buying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean, stdev

from bot.supply.simulation.comparison import Compared, Told
from bot.supply.simulation.outcome import HOLDING_RATE, ORDERING_MINOR, Outcome

#: What a line is called, how its number is read from an outcome, and with how many decimals.
FIGURES: tuple[tuple[str, Told, int], ...] = (
    ("service level, %", lambda o: 100 * o.service, 2),
    ("stock-outs, % of item-days", lambda o: 100 * o.out_days / o.days, 2),
    ("stock value", lambda o: o.stock_value / 100, 0),
    ("  of it half an order each", lambda o: o.cycle_value / 100, 0),
    ("ordering cost", lambda o: o.ordering_minor / 100, 0),
    ("price paid against list, %", lambda o: 100 * o.against_list, 2),
    ("cost beyond list prices", lambda o: o.cost_minor / 100, 0),
    ("orders", lambda o: o.orders, 0),
    ("order lines", lambda o: o.lines, 0),
    ("messages sent", lambda o: o.messages, 0),
    ("rounds: offers of ours", lambda o: o.rounds, 0),
    ("staff: deals to sign", lambda o: o.signed, 0),
    ("staff: letters to settle", lambda o: o.left, 0),
    ("deals not meant so", lambda o: o.misread, 0),
)
_NAME, _COLUMN = 28, 18

Column = tuple[str, Sequence[Outcome]]


def told(found: Sequence[Compared]) -> str:
    """The tables, the figures against tuned rules, and what the lines mean."""
    policies = list(found[0].lived)
    seeds = [one.seed for one in found]
    lines = [
        f"{len(found)} simulated shops (seeds {seeds[0]} to {seeds[-1]}), a year each.",
        "Money in the shop's currency; means, ± standard deviation over the shops.",
        "",
    ]
    for name in policies:
        lines += [*_table(_columns(found, name)), ""]
    for name in policies:
        lines += [*_against_tuned(found, name), ""]
    return "\n".join([*lines, *_MEANINGS])


_MEANINGS = (
    "Tuned: min/max with the best pair for each SKU, found by living through a year with hundreds;",
    "of several such tunings, the one with the nearest service. On this very year every demand and",
    "delivery is known beforehand: nobody can type that. Min/max takes the price that is asked.",
    "service level: pieces sold of those wanted. stock-outs: days on which somebody left without.",
    f"ordering cost: {ORDERING_MINOR / 100:.2f} an order line. cost beyond list prices: ordering, "
    f"{HOLDING_RATE:.0%} of the stock value,",
    "and what was paid above list prices (less what was saved). Each line: docs/operations.md.",
)


def _columns(found: Sequence[Compared], name: str) -> list[Column]:
    own = [one.lived[name] for one in found]
    last = [one.last_year.nearest(one.lived[name].service) for one in found]
    this = [one.this_year.nearest(one.lived[name].service) for one in found]
    typed = [one.typed for one in found]
    return [(name, own), ("typed", typed), ("tuned: last year", last), ("this very year", this)]


def _table(columns: Sequence[Column]) -> Iterator[str]:
    yield f"{'':{_NAME}}" + "".join(f"{name[: _COLUMN - 2]:>{_COLUMN}}" for name, _ in columns)
    for name, number, decimals in FIGURES:
        cells = (_cell([number(one) for one in outcomes], decimals) for _, outcomes in columns)
        yield f"{name:{_NAME}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)


def _cell(values: Sequence[float], decimals: int) -> str:
    """`98.27 ± 0.31`: the mean and the standard deviation."""
    spread = stdev(values) if len(values) > 1 else 0.0
    return f"{fmean(values):,.{decimals}f} ± {spread:,.{decimals}f}"


def _against_tuned(found: Sequence[Compared], name: str) -> Iterator[str]:
    typed = [1 - one.lived[name].stock_value / one.typed.stock_value for one in found]
    yield f"{name}, with its standard error:"
    yield _figure("stock against what was typed", typed, -1)
    last = [(one, one.last_year) for one in found]
    this = [(one, one.this_year) for one in found]
    for year, pairs in (("last year", last), ("this very year", this)):
        saved = [one.stock_saved(name, frontier) for one, frontier in pairs]
        gained = [one.service_gained(name, frontier) for one, frontier in pairs]
        yield _figure(f"stock at the same service, tuned on {year}", saved, -1)
        yield _figure(f"service at the same stock, tuned on {year}", gained, 1)


def _figure(name: str, values: Sequence[float], sign: int) -> str:
    """`  stock at the same service, tuned on last year: -12.3 % ± 1.1`."""
    error = 100 * stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
    unit = "%" if sign < 0 else "points"
    return f"  {name}: {sign * 100 * fmean(values):+.1f} {unit} ± {error:.1f}"
