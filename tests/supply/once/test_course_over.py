"""A course ends by time in one process while another agrees on it."""

from __future__ import annotations

import asyncio

from bot.supply.course_watch import CourseWatch
from knowledge.queries.negotiations import course_of
from knowledge.queries.supply_orders import held_purchase
from knowledge.records import Negotiation, NegotiationState, OutboxItem
from knowledge.store import Store
from tests.supply.once.errands import STAFF_CHAT
from tests.supply.once.shop import over
from tests.supply.shop import NOW
from tests.supply.waiting import every

NUMBER = "PO2611230001"
#: Long enough for the watch to come to the order that is held, seconds.
_COMES_S = 0.3


async def test_a_course_that_is_agreed_on_as_its_time_runs_out_stays_agreed(
    any_store: Store,
) -> None:
    await over(any_store, "JADE", NUMBER)
    other = Store(any_store.url)
    try:
        async with any_store.writing() as unit:
            found = await held_purchase(unit, NUMBER)
            watching = asyncio.create_task(CourseWatch(other, STAFF_CHAT, lambda: NOW).run())
            await asyncio.sleep(_COMES_S)
            course = await course_of(unit, found.order.key)
            assert course is not None
            course.state = NegotiationState.TO_SIGN
        assert await watching == 0
    finally:
        await other.close()
    (kept,) = await every(any_store, Negotiation)
    assert kept.state is NegotiationState.TO_SIGN
    assert not await every(any_store, OutboxItem)
