"""How the shelves stand: what is on order, and what has run down to its reorder point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.policy import Policy
from bot.supply.needs import find_needs
from bot.supply.report import Course, RestockReport
from knowledge.queries.supply import open_orders
from knowledge.records import utcnow
from knowledge.store import Store


@dataclass(frozen=True, slots=True)
class RestockState:
    """Counts of purchase orders, and of items.

    Args:
        orders_open: purchase orders neither received nor cancelled.
        orders_overdue: those of them whose expected receipt has passed.
        below_ordered: items whose shelf is at or below the reorder point, with enough on order.
        below_not_ordered: such items that still need an order, whether they can be ordered or not.
    """

    orders_open: int
    orders_overdue: int
    below_ordered: int
    below_not_ordered: int


class RestockWatch:
    """Tells how the shelves stand, by the rule that the restock orders by."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._policy = policy
        self._zone = zone
        self._clock = clock

    async def state(self) -> dict[str, int]:
        """The state by the names of its counts, as the overview keeps them."""
        found = await self.look()
        return {name: getattr(found, name) for name in RestockState.__slots__}

    async def look(self) -> RestockState:
        """Look at every item for sale; nothing is ordered.

        Raises:
            StoreUnavailable: the records cannot be read.
        """
        now = self._clock().astimezone(self._zone)
        report = RestockReport()
        found = await find_needs(self._store, self._policy, now, report)
        needed = sum(not need.early for need in found)
        courses = [line.course for line in report.lines]
        async with self._store.reading() as unit:
            orders = await open_orders(unit, now)
        return RestockState(
            orders_open=orders.open,
            orders_overdue=orders.overdue,
            below_ordered=courses.count(Course.ALREADY_ORDERED),
            below_not_ordered=needed + sum(map(courses.count, (Course.NO_OFFER, Course.EXPIRES))),
        )
