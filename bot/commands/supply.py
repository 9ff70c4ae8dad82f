"""The suppliers' side at the terminal: what its commands take, and the call each makes."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TypeAlias

from bot.settings import Settings

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_to(commands: _Commands) -> None:
    """Add restock, forecast, simulate and routes."""
    _restocking(commands)
    _forecasting(commands)
    _simulating(commands)
    _driving(commands)


def _restocking(commands: _Commands) -> None:
    restock = commands.add_parser("restock", help="look at the stock and write to suppliers")
    how = restock.add_mutually_exclusive_group(required=True)
    how.add_argument("--now", action="store_true", help="order and queue the messages")
    how.add_argument("--dry-run", action="store_true", help="only say what would be done")
    restock.set_defaults(call=_restock)


def _forecasting(commands: _Commands) -> None:
    forecast = commands.add_parser(
        "forecast", help="what is going to be sold of each item, with the model and its error"
    )
    forecast.add_argument("codes", nargs="*", metavar="SKU", help="only these; all without")
    forecast.add_argument(
        "--plot", type=Path, metavar="FILE.svg", help="draw the first one's past and days ahead"
    )
    forecast.add_argument(
        "--check", type=Path, metavar="DIR", help="only measure on a folder of public data"
    )
    forecast.set_defaults(call=_forecast)


def _simulating(commands: _Commands) -> None:
    simulate = commands.add_parser(
        "simulate", help="a year of simulated shops: ways of buying beside minimum and maximum"
    )
    simulate.add_argument(
        "--policy",
        action="append",
        metavar="NAME",
        help="ours (the default: forecasts, the reorder rule, negotiation), ours_as_asked, "
        "min_max, or package.module:object; several may be given",
    )
    simulate.add_argument(
        "--seeds", type=_some, default=3, metavar="N", help="how many shops (default 3)"
    )
    simulate.add_argument(
        "--items", type=_some, default=15, metavar="N", help="what each sells (default 15)"
    )
    simulate.add_argument(
        "--service-level",
        type=_level,
        metavar="SHARE",
        help="of ours: the chance that a lead time passes without running out, the same for every "
        "item; without it each item's own, by what a lost piece counts",
    )
    simulate.add_argument(
        "--line-cost",
        type=_cost,
        default=20.0,
        metavar="MONEY",
        help="of ours: what an order line is reckoned to cost when quantities are chosen (default "
        "20.00; less makes smaller orders)",
    )
    simulate.add_argument("--jobs", type=_some, metavar="N", help="processes (default: one a core)")
    simulate.set_defaults(call=_simulate)


def _driving(commands: _Commands) -> None:
    routes = commands.add_parser("routes", help="plan a day's deliveries with the shop's vehicles")
    routes.add_argument("day", metavar="DAY", help="such as 2026-11-23, in the shop's zone")
    routes.add_argument("--svg", type=Path, metavar="FILE", help="draw the routes into FILE too")
    routes.add_argument(
        "--start",
        action="store_true",
        help="the vehicles leave now: customers are told so, and the plan stays as it is",
    )
    routes.set_defaults(call=_routes)


def _some(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"at least 1, not {number}")
    return number


def _cost(text: str) -> float:
    cost = float(text)
    if not 0 <= cost <= 1e6:
        raise argparse.ArgumentTypeError(f"between 0 and 1000000, not {text}")
    return cost


def _level(text: str) -> float:
    level = float(text)
    if not 0 < level < 1:
        raise argparse.ArgumentTypeError(f"between 0 and 1, not {text}")
    return level


def _restock(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.restock import restock

    return asyncio.run(restock(settings, dry_run=given.dry_run))


def _forecast(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.forecast import check, forecast

    if given.check is not None:
        return check(given.check)
    return asyncio.run(forecast(settings, given.codes, given.plot))


def _simulate(_: Settings, given: argparse.Namespace) -> int:
    from bot.commands.simulate import simulate

    return simulate(
        given.policy or ["ours"],
        given.seeds,
        given.items,
        given.service_level,
        given.line_cost,
        given.jobs,
    )


def _routes(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.routes import routes

    return asyncio.run(routes(settings, given.day, given.svg, start=given.start))
