"""The search for routes, on days small enough to know the answer."""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
from dataclasses import replace

import pytest

from bot.errors import RoutesRefused
from bot.supply import routing_solver
from bot.supply.routing_solver import Problem, search, solve

DAY = (0, 8 * 3600)


def line(*minutes: int, shifts: int = 1, room: int = 100) -> Problem:
    """Stops on a road through the depot, so many minutes up (or down) it."""
    places = (0, *minutes)
    return Problem(
        driving=[[abs(a - b) * 60 for b in places] for a in places],
        service=[0 for _ in minutes],
        windows=[DAY for _ in minutes],
        pieces=[1 for _ in minutes],
        due=[False for _ in minutes],
        shifts=[DAY] * shifts,
        room=[room] * shifts,
    )


def plane(stops: int, seed: int) -> Problem:
    chance = random.Random(seed)
    places = [(chance.uniform(-50, 50), chance.uniform(-50, 50)) for _ in range(stops + 1)]
    way = [[round(60 * abs(complex(*a) - complex(*b))) for b in places] for a in places]
    return replace(line(*range(1, stops + 1)), driving=way)


def length(problem: Problem, tours: list[list[int]]) -> int:
    total = 0
    for tour in tours:
        places = [0, *(stop + 1 for stop in tour), 0]
        total += sum(problem.driving[a][b] for a, b in itertools.pairwise(places))
    return total


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_order_of_seven_stops_is_shorter(seed: int) -> None:
    problem = plane(7, seed)
    best = min(length(problem, [list(one)]) for one in itertools.permutations(range(7)))
    assert length(problem, search(problem)) == best


def test_one_vehicle_serves_what_it_has_room_for() -> None:
    (tour,) = search(line(10, 20, 30))
    assert tour in ([0, 1, 2], [2, 1, 0])


def test_room_for_half_forces_two_vehicles() -> None:
    tours = search(line(10, 20, -10, -20, shifts=2, room=2))
    assert sorted(map(sorted, tours)) == [[0, 1], [2, 3]]


def test_windows_decide_the_order() -> None:
    problem = replace(line(10, 20, 30), windows=[(7200, 9000), (0, 3000), (3600, 5400)])
    assert search(problem) == [[1, 2, 0]]


def test_what_cannot_be_served_as_well_is_left_and_the_due_go_first() -> None:
    problem = line(10, 20, 30, room=1)
    assert search(replace(problem, due=[False, False, True])) == [[2]]
    assert search(problem) == [[0]]  # the shortest way, where nothing else decides


def test_a_window_that_cannot_be_met_leaves_its_stop_out() -> None:
    assert search(replace(line(10, 20), windows=[(0, 60), DAY])) == [[1]]


def test_the_same_day_gives_the_same_plan() -> None:
    problem = replace(plane(9, 5), shifts=[DAY] * 2, room=[6] * 2)
    assert search(problem) == search(problem)


async def test_the_search_runs_beside_the_event_loop() -> None:
    problem = replace(plane(9, 5), shifts=[DAY] * 2, room=[6] * 2)
    beats = 0
    searching = asyncio.create_task(solve(problem))
    while not searching.done():
        await asyncio.sleep(0.01)
        beats += 1
    assert beats > 5
    assert await searching == search(problem)


async def test_a_day_without_stops_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing_solver, "find_spec", lambda _: None)
    assert await solve(line(shifts=2)) == [[], []]


async def test_without_ortools_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing_solver, "find_spec", lambda _: None)
    with pytest.raises(RoutesRefused, match="the extra `routes`"):
        await solve(line(10))


async def test_a_search_that_breaks_says_why() -> None:
    broken = (sys.executable, "-c", "raise SystemExit('no memory left')")
    with pytest.raises(RoutesRefused, match=r"search for routes failed: no memory left\."):
        await solve(line(10), broken)


async def test_a_search_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing_solver, "LIMIT_S", 0)
    monkeypatch.setattr(routing_solver, "_GRACE_S", 0.2)
    with pytest.raises(RoutesRefused, match="did not end"):
        await solve(line(10), (sys.executable, "-c", "import time; time.sleep(60)"))
