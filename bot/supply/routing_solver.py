"""Who visits which stops in which order: a vehicle routing problem with loads and time windows.

Solved by OR-Tools (https://developers.google.com/optimization/routing), the extra `routes`: a
first plan by parallel cheapest insertion, made better by guided local search (C. Voudouris and
E. Tsang, European Journal of Operational Research 113, 1999, p. 469). A stop may be left out
at a price above that of any driving, so as many as possible are served; one that is due costs
as much as two.

The search ends after so many solutions, or so many tries without one, not after so many
seconds: the same day gives the same plan. The time limit is for safety; a day so large that it
ends there (several hundred stops) gets the best plan found by then, which may differ.

OR-Tools keeps Python's lock while it searches, so on a thread it would hold up the event loop
all the same. It runs as a process of its own: `python -m bot.supply.routing_solver`, a problem
as JSON on stdin, a list of stops for each vehicle on stdout.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.errors import RoutesRefused

#: Solutions looked at. On made-up days of 20, 50, 100 and 200 stops, 2,000 saved 0, 0, 0.3 and
#: 3.3 % of the driving more, for twice the time; 150 left 200 stops before any local optimum, with
#: 24 % more driving.
_SOLUTIONS = 1_000
#: Steps of the search without which a day with nothing to choose from would never end.
_TRIES_A_SOLUTION = 10
#: The search is stopped after this, seconds, and its process ended a little later.
LIMIT_S = 120
_GRACE_S = 30

COMMAND = (sys.executable, "-m", "bot.supply.routing_solver")
#: Where the packages lie: there `-m` finds them, whatever the working folder is.
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Problem:
    """A day in whole seconds from its beginning. Place 0 is the depot, place n+1 the stop n.

    Args:
        driving: from each place to each place.
        service: how long each stop takes.
        windows: when each stop may begin.
        pieces: the load of each stop.
        due: which stops go first.
        shifts, room: of each vehicle.
    """

    driving: Sequence[Sequence[int]]
    service: Sequence[int]
    windows: Sequence[tuple[int, int]]
    pieces: Sequence[int]
    due: Sequence[bool]
    shifts: Sequence[tuple[int, int]]
    room: Sequence[int]


async def solve(problem: Problem, command: Sequence[str] = COMMAND) -> list[list[int]]:
    """The stops of each vehicle, in order; a stop in none of them is left out.

    Raises:
        RoutesRefused: OR-Tools is not installed, or the search came to nothing.
    """
    if not problem.service or not problem.room:
        return [[] for _ in problem.room]
    if find_spec("ortools") is None:
        raise RoutesRefused(
            "Routes need OR-Tools, the extra `routes` of this project: pip install ortools."
        )
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=_ROOT
    )
    given = json.dumps(asdict(problem)).encode()
    try:
        async with asyncio.timeout(LIMIT_S + _GRACE_S):
            said, complaint = await process.communicate(given)
    except TimeoutError:
        raise RoutesRefused("The search for routes did not end; no plan was made.") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        last = complaint.decode(errors="replace").strip().splitlines()[-1:]
        raise RoutesRefused(f"The search for routes failed: {''.join(last)[:200]}.")
    tours: list[list[int]] = json.loads(said)
    return tours


def search(problem: Problem) -> list[list[int]]:
    """The same, in this process and without waiting for others."""
    from ortools.constraint_solver import pywrapcp

    places = pywrapcp.RoutingIndexManager(len(problem.driving), len(problem.room), 0)
    model = pywrapcp.RoutingModel(places)
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(_rows(problem.driving)))
    _keep_time(model, places, problem)
    load = model.RegisterUnaryTransitVector([0, *problem.pieces])
    model.AddDimensionWithVehicleCapacity(load, 0, list(problem.room), True, "load")
    dearest = sum(end - start for start, end in problem.shifts) + 1
    for stop, due in enumerate(problem.due):
        model.AddDisjunction([places.NodeToIndex(stop + 1)], dearest * (2 if due else 1))
    found = model.SolveWithParameters(_parameters(model))
    if found is None:
        raise RuntimeError("no plan, though every stop may be left out")
    return [_tour(model, places, found, vehicle) for vehicle in range(len(problem.room))]


def _rows(matrix: Sequence[Sequence[int]]) -> list[list[int]]:
    return [list(row) for row in matrix]


def _keep_time(model: Any, places: Any, problem: Problem) -> None:
    """Time goes on with the service at a stop and the way to the next; waiting is free."""
    service = [0, *problem.service]
    taken = [[service[start] + way for way in row] for start, row in enumerate(problem.driving)]
    latest = max(end for _, end in problem.shifts)
    transit = model.RegisterTransitMatrix(taken)
    model.AddDimension(transit, latest, latest, False, "time")
    times = model.GetDimensionOrDie("time")
    for stop, (opens, closes) in enumerate(problem.windows):
        times.CumulVar(places.NodeToIndex(stop + 1)).SetRange(opens, min(closes, latest))
    for vehicle, (starts, ends) in enumerate(problem.shifts):
        times.CumulVar(model.Start(vehicle)).SetRange(starts, ends)
        times.CumulVar(model.End(vehicle)).SetRange(starts, ends)


def _parameters(model: Any) -> Any:
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    model.AddSearchMonitor(model.solver().FailuresLimit(_SOLUTIONS * _TRIES_A_SOLUTION))
    chosen = pywrapcp.DefaultRoutingSearchParameters()
    first = routing_enums_pb2.FirstSolutionStrategy
    chosen.first_solution_strategy = first.PARALLEL_CHEAPEST_INSERTION
    better = routing_enums_pb2.LocalSearchMetaheuristic
    chosen.local_search_metaheuristic = better.GUIDED_LOCAL_SEARCH
    chosen.solution_limit = _SOLUTIONS
    chosen.time_limit.seconds = LIMIT_S
    return chosen


def _tour(model: Any, places: Any, found: Any, vehicle: int) -> list[int]:
    at, tour = found.Value(model.NextVar(model.Start(vehicle))), []
    while not model.IsEnd(at):
        tour.append(places.IndexToNode(at) - 1)
        at = found.Value(model.NextVar(at))
    return tour


if __name__ == "__main__":
    sys.stdout.write(json.dumps(search(Problem(**json.load(sys.stdin)))))
