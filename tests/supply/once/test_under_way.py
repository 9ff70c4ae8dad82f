"""A job that is under way in one process and due in another."""

from __future__ import annotations

import asyncio

from knowledge.records import JobRun, PurchaseOrder
from knowledge.store import Store
from tests.supply.once.conftest import Mails
from tests.supply.once.errands import LONGEST_S, Errand
from tests.supply.once.processes import Running, meeting
from tests.supply.once.shop import address, short
from tests.supply.shop import NOW
from tests.supply.waiting import every


async def test_a_job_under_way_elsewhere_is_not_waited_for_and_what_it_did_is_not_done_again(
    any_store: Store, mails: Mails
) -> None:
    """The slow one has seen what is lacking; meanwhile the quick one orders it. The slow one finds
    it ordered; both end well and stand in the list of runs."""
    await short(any_store, "JADE")
    first, second = meeting(1), meeting(1)
    slow = Running(
        Errand("restock", any_store.url, mails.url, NOW, slow=True, by_clock=True), first
    )
    assert await asyncio.to_thread(first.there.wait, LONGEST_S)
    quick = await Running(
        Errand("restock", any_store.url, mails.url, NOW, by_clock=True), second
    ).ended()
    (order,) = await every(any_store, PurchaseOrder)
    assert mails.counted() == {(address("JADE"), order.number): 1}
    first.go.set()
    ended = await slow.ended()
    assert (quick.said, quick.fault, ended.said, ended.fault) == ("done", "", "done", "")
    assert [one.number for one in await every(any_store, PurchaseOrder)] == [order.number]
    assert len(mails.taken) == 1
    runs = await every(any_store, JobRun)
    assert [(one.name, one.error, one.ended_at) for one in runs] == [("restock", "", NOW)] * 2
