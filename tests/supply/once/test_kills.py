"""A process is killed (SIGKILL) at a chosen point, and two others do the same hour again."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.records import (
    DeliveryState,
    NegotiationMove,
    OutboxItem,
    PurchaseOrder,
    SupplierMessage,
)
from knowledge.store import Store
from tests.supply.imap_server import ImapFolder
from tests.supply.once.conftest import Mails
from tests.supply.once.errands import LONGEST_S, Errand
from tests.supply.once.processes import Running, meeting, run_at_once
from tests.supply.once.shop import address, answer, asked, short
from tests.supply.shop import NOW
from tests.supply.waiting import every

#: Long enough for a second process to look at the queue several times, seconds.
_STANDS_BY_S = 0.8


async def killed(errand: Errand, kill: str) -> None:
    """One process does the errand and is killed there."""
    sends = kill != "halfway"
    (ended,) = await run_at_once([replace(errand, kill=kill, sends=sends)])
    assert ended.status == -signal.SIGKILL


async def again(errand: Errand) -> None:
    """Two processes do it again."""
    ended = await run_at_once([errand, errand])
    assert [one.fault for one in ended] == ["", ""]


async def test_killed_halfway_through_the_suppliers_the_others_are_written_to_once(
    any_store: Store, mails: Mails
) -> None:
    for name in ("JADE", "OAK", "PINE"):
        await short(any_store, name)
    errand = Errand("restock", any_store.url, mails.url, NOW)
    await killed(errand, "halfway")
    (first,) = await every(any_store, PurchaseOrder)
    await again(errand)
    orders = await every(any_store, PurchaseOrder)
    assert first.number in {one.number for one in orders} and len(orders) == 3
    assert sorted(mails.counted().values()) == [1, 1, 1]
    assert {to for to, _ in mails.counted()} == {address(one) for one in ("JADE", "OAK", "PINE")}


async def test_killed_after_the_order_is_kept_and_before_its_mail_goes_the_mail_goes_once(
    any_store: Store, mails: Mails
) -> None:
    await short(any_store, "JADE")
    errand = Errand("restock", any_store.url, mails.url, NOW)
    await killed(errand, "before")
    (order,) = await every(any_store, PurchaseOrder)
    assert not mails.taken
    await again(errand)
    assert mails.counted() == {(address("JADE"), order.number): 1}
    assert [one.number for one in await every(any_store, PurchaseOrder)] == [order.number]


async def test_whoever_stands_by_sends_nothing_until_the_sender_is_killed_and_then_all(
    any_store: Store, mails: Mails
) -> None:
    for name in ("JADE", "OAK"):
        await short(any_store, name)
    first, second = meeting(1), meeting(1)
    errand = Errand("restock", any_store.url, mails.url, NOW)
    sender = Running(replace(errand, kill="holding"), first)
    assert await asyncio.to_thread(first.there.wait, LONGEST_S)
    standing_by = Running(errand, second)
    await asyncio.sleep(_STANDS_BY_S)
    assert not mails.taken
    first.go.set()
    assert (await sender.ended()).status == -signal.SIGKILL
    assert (await standing_by.ended()).fault == ""
    assert sorted(mails.counted().values()) == [1, 1]
    assert len(await every(any_store, PurchaseOrder)) == 2


async def test_killed_before_a_counter_offer_goes_it_goes_once(
    any_store: Store, mails: Mails, folder: ImapFolder
) -> None:
    order = await asked(any_store, "JADE", most_over_percent=10.0)
    folder.put(answer("JADE"))
    at = NOW + timedelta(hours=1)
    errand = Errand("answers", any_store.url, mails.url, at, imap=folder.url)
    await killed(errand, "before")
    await again(errand)
    assert mails.counted() == {(address("JADE"), order.number): 1}
    assert [one.side for one in await every(any_store, NegotiationMove)] == ["supplier", "shop"]


@pytest.mark.parametrize("job", ["restock", "reminders"])
async def test_killed_after_the_server_took_a_mail_the_repeat_has_the_same_message_id(
    any_store: Store, mails: Mails, job: str
) -> None:
    """SMTP has no way to ask whether a mail was taken, so it is sent again; mail programs that
    know a Message-ID show it once, and an answer to either is matched to the order."""
    if job == "restock":
        await short(any_store, "JADE")
    else:
        await asked(any_store, "JADE")
    at = NOW if job == "restock" else NOW + timedelta(days=2)
    errand = Errand(job, any_store.url, mails.url, at)
    await killed(errand, "after")
    assert len(mails.taken) == 1
    unsent = [
        one for one in await every(any_store, OutboxItem) if one.state is DeliveryState.QUEUED
    ]
    assert len(unsent) == 1
    await again(errand)
    first, repeat = mails.taken
    assert first["Message-ID"] == repeat["Message-ID"]
    assert (first["Subject"], first.get_content()) == (repeat["Subject"], repeat.get_content())
    kept = [one.external_id for one in await every(any_store, SupplierMessage)]
    assert kept.count(first["Message-ID"]) == 1
