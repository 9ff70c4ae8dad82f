"""`python -m tests.bench`: every measurement, one after another, and one table."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import SystemRandom

from tests.bench.growth import FULL, QUICK, growth_row
from tests.bench.kills import kill_often, kills_row
from tests.bench.load import load_row
from tests.bench.machine import describe, engine_rates
from tests.bench.memory import memory_row
from tests.bench.night import ITEMS, QUICK_ITEMS, night_row
from tests.bench.room import OPEN, PAST, room_rows
from tests.bench.shop import build_shop, copy_of
from tests.bench.start import start_row
from tests.bench.table import Circumstances, Row, circumstances, render
from tests.bench.turns import Turns, take_turns, turns_row


@dataclass(frozen=True, slots=True)
class Size:
    """How much each measurement does."""

    turns: int = 400
    load_s: float = 30.0
    starts: int = 5
    served: int = 900
    filled: tuple[int, int] = FULL
    kills: int = 100
    room: tuple[int, int] = (OPEN, PAST)
    items: int = ITEMS


_QUICK = Size(
    turns=150,
    load_s=8.0,
    starts=2,
    served=200,
    filled=QUICK,
    kills=10,
    room=(2_000, 50_000),
    items=QUICK_ITEMS,
)


class Bench:
    """The measurements, on copies of one demo shop."""

    def __init__(self, shop: Path, size: Size, seed: int) -> None:
        self._shop, self._size, self._seed = shop, size, seed
        self._lone: Turns | None = None

    async def turns(self) -> Row:
        return turns_row(await self._lone_turns())

    async def load(self) -> Row:
        return await load_row(copy_of(self._shop, "load.sqlite3"), self._size.load_s, self._seed)

    async def start(self) -> Row:
        return await start_row(copy_of(self._shop, "start.sqlite3"), self._size.starts)

    async def memory(self) -> Row:
        shop = copy_of(self._shop, "memory.sqlite3")
        return await memory_row(shop, self._size.served, self._seed)

    async def growth(self) -> Row:
        shop = copy_of(self._shop, "growth.sqlite3")
        return await growth_row(shop, await self._lone_turns(), self._size.filled, self._seed)

    async def room(self) -> list[Row]:
        return await room_rows(copy_of(self._shop, "room.sqlite3"), self._size.room)

    async def night(self) -> Row:
        return await night_row(copy_of(self._shop, "night.sqlite3"), self._size.items, self._seed)

    async def kills(self) -> Row:
        shop = copy_of(self._shop, "kills.sqlite3")
        return kills_row(await kill_often(shop, self._size.kills, self._seed))

    async def _lone_turns(self) -> Turns:
        if self._lone is None:
            shop = copy_of(self._shop, "turns.sqlite3")
            self._lone = await take_turns(shop, self._size.turns, self._seed)
        return self._lone


_NAMES = ("turns", "load", "start", "memory", "growth", "kills", "room", "night")


def main() -> int:
    given = _arguments()
    # What the fact lock replaces and what an unknown chat says is no news here.
    logging.disable(logging.WARNING)
    size = _QUICK if given.quick else Size()
    if given.kills is not None:
        size = replace(size, kills=given.kills)
    print(f"{describe()}; seed {given.seed}{'; --quick: smaller sizes' if given.quick else ''}")
    with tempfile.TemporaryDirectory(prefix="xiaoer-bench-") as folder:
        rows = asyncio.run(_measure(Path(folder), size, given.seed, given.only or _NAMES))
    print(render(rows))
    print(_rates())
    return 0 if all(row.holds is not False for row, _ in rows) else 1


async def _measure(
    folder: Path, size: Size, seed: int, names: Sequence[str]
) -> list[tuple[Row, Circumstances]]:
    _tell("building the demo shop")
    bench = Bench(await build_shop(folder / "shop.sqlite3"), size, seed)
    rows = []
    for name in names:
        _tell(name)
        measure: Callable[[], Awaitable[Row | list[Row]]] = getattr(bench, name)
        with circumstances() as around:
            found = await measure()
        rows += [(row, around) for row in (found if isinstance(found, list) else [found])]
    return rows


def _rates() -> str:
    engines = "; ".join(f"{name}: {rate:.0f}" for name, rate in engine_rates().items())
    return (
        "GFLOP/s: fp32, numpy, all cores, 1024 x 1024, just before the row. Through the engines, "
        f"at the end: {engines}.\nOthers' cores: how many cores other programs kept busy."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, some minutes less")
    parser.add_argument("--only", nargs="+", choices=_NAMES, metavar="NAME", help=str(_NAMES))
    parser.add_argument("--kills", type=int, help="how often to kill (100; 10 with --quick)")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    return parser.parse_args()


def _tell(words: str) -> None:
    sys.stderr.write(f"bench: {words}\n")


if __name__ == "__main__":
    raise SystemExit(main())
