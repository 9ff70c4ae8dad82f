"""Delivery routes of a day, for a shop that brings its orders itself.

The paid orders that have not left and whose address has a place are spread over the vehicles
of the policy; the plan is kept, and the time of each stop becomes what its customer is told.
Planning a day again makes its plan anew, until the vehicles have left.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.errors import RoutesRefused
from bot.rules.delivery import Delivery
from bot.rules.policy import Policy
from bot.rules.routes import Left, Plan, Unserved, plan_of
from bot.supply.route_book import keep_plan, start_plan
from bot.supply.route_day import Day, day_of, problem_of
from bot.supply.route_sheet import Sheet, read_sheet
from bot.supply.routing_solver import Problem, solve
from knowledge.intake.upserts import one_at_a_time
from knowledge.queries import routes
from knowledge.queries.routes import OpenOrder
from knowledge.records import DeliveryPlan, PlanState, utcnow
from knowledge.store import Store, Unit

#: Who finds the tours: the stops of each vehicle, in order.
Solver = Callable[[Problem], Awaitable[Sequence[Sequence[int]]]]


class RouteDesk:
    """Plans a day's deliveries, keeps the plan and lets it begin."""

    def __init__(
        self,
        store: Store,
        *,
        policy: Policy,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
        solver: Solver = solve,
    ) -> None:
        self._store = store
        self._delivery = policy.delivery
        self._zone = zone
        self._clock = clock
        self._solver = solver

    async def plan(self, day: date) -> Sheet:
        """Plan a day in place of its present plan.

        Raises:
            RoutesRefused: the shop has no vehicles, the day is over or has begun, OR-Tools is
                not installed, or its search failed; the present plan stands.
            StoreUnavailable: the records cannot be read or written; nothing was.
        """
        now = self._clock()
        self._check(day, now)
        async with self._store.reading() as unit:
            _refuse_started(await routes.plan_on(unit, day))
            orders = await self._orders(unit, day, now)
        set_out = day_of(self._delivery, orders, day, now, self._zone)
        if not set_out.vehicles:
            raise RoutesRefused(f"The shifts of all vehicles are over on {day}.")
        found = await self._solved(set_out)
        async with self._store.writing() as unit:
            await one_at_a_time(unit)
            _refuse_started(await routes.plan_on(unit, day))
            planned = {one.order.number: one for one in orders}
            kept = await keep_plan(unit, day, found, planned, self._delivery.depot)
            return await read_sheet(unit, kept)

    async def start(self, day: date) -> Sheet:
        """The vehicles leave. Once more changes nothing.

        Raises:
            RoutesRefused: the day has no plan, or is not today.
            StoreUnavailable: nothing was written.
        """
        now = self._clock()
        if day != now.astimezone(self._zone).date():
            raise RoutesRefused(f"{day} is not today: its vehicles cannot leave now.")
        async with self._store.writing() as unit:
            await one_at_a_time(unit)
            plan = await routes.plan_on(unit, day)
            if plan is None:
                raise RoutesRefused(f"There is no plan of {day}: make one first.")
            if plan.state is PlanState.PLANNED:
                await start_plan(unit, plan, now)
            return await read_sheet(unit, plan)

    async def sheet(self, day: date) -> Sheet | None:
        """The plan of a day as it is on record."""
        async with self._store.reading() as unit:
            plan = await routes.plan_on(unit, day)
            return None if plan is None else await read_sheet(unit, plan)

    def _check(self, day: date, now: datetime) -> None:
        if not self._delivery.vehicles:
            raise RoutesRefused(
                "The shop does not deliver itself: the policy's delivery.vehicles is empty."
            )
        if day < now.astimezone(self._zone).date():
            raise RoutesRefused(f"{day} is over: no routes are planned for it.")

    async def _orders(self, unit: Unit, day: date, now: datetime) -> list[OpenOrder]:
        today = now.astimezone(self._zone).date()
        elsewhere = await routes.on_other_days(unit, day, today)
        return [
            one
            for one in await routes.open_orders(unit)
            if one.place is not None and one.order.key not in elsewhere
        ]

    async def _solved(self, day: Day) -> Plan:
        tours: Sequence[Sequence[int]] = []
        if day.stops:
            tours = await self._solver(problem_of(day, self._delivery))
        return _plan(day, tours, self._delivery)


def _refuse_started(plan: DeliveryPlan | None) -> None:
    if plan is not None and plan.state is PlanState.STARTED:
        raise RoutesRefused(f"The vehicles of {plan.day} have left: its plan stays as it is.")


def _plan(day: Day, tours: Sequence[Sequence[int]], delivery: Delivery) -> Plan:
    """The plan of the solver's tours; what they leave out had no room."""
    on_tour = {place for tour in tours for place in tour}
    left_out = [stop for place, stop in enumerate(day.stops) if place not in on_tour]
    left = [*day.left, *(Left(stop.order, Unserved.NO_ROOM) for stop in left_out)]
    driven = [
        (vehicle, [day.stops[place] for place in tour])
        for vehicle, tour in zip(day.vehicles, tours, strict=False)
    ]
    return plan_of(driven, left, delivery.depot, delivery.travel)
