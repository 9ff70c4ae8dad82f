"""Each job of the suppliers' side, run by two processes at the same moment: everybody is told once.

The processes wait for each other at the start and again, where a job words something, between
looking and writing; so both have seen the same thing to be done before one of them does it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.supply.delay_notices import Told
from knowledge.records import (
    Forecast,
    Negotiation,
    NegotiationMove,
    NegotiationState,
    PurchaseOrder,
    Role,
    Staff,
    StockOutDay,
    SupplierMessage,
)
from knowledge.store import Store
from tests.supply.imap_server import ImapFolder
from tests.supply.once.conftest import Mails
from tests.supply.once.errands import Errand
from tests.supply.once.processes import run_at_once
from tests.supply.once.shop import (
    LATER,
    address,
    all_left,
    answer,
    asked,
    december,
    over,
    refused,
    short,
)
from tests.supply.shop import NOW, ZONE, add_sku
from tests.supply.test_dates import PO, Loop
from tests.supply.waiting import add, every

#: How often two processes meet on a database.
ROUNDS = 3
DAY = timedelta(days=1)
STAFF = "-100@chat.example"


async def both(errand: Errand) -> list[str]:
    """What the two said; neither met a fault."""
    ended = await run_at_once([errand, errand])
    assert [one.fault for one in ended] == ["", ""]
    return [one.said for one in ended]


async def test_the_restock_writes_to_each_supplier_once(any_store: Store, mails: Mails) -> None:
    errand = Errand("restock", any_store.url, mails.url, NOW)
    for number in range(ROUNDS):
        for kind in "AB":
            await short(any_store, f"{kind}{number}")
        await both(errand)
    orders = {one.supplier_id: one.number for one in await every(any_store, PurchaseOrder)}
    assert len(orders) == len(await every(any_store, PurchaseOrder)) == 2 * ROUNDS
    assert sorted(mails.counted().values()) == [1] * 2 * ROUNDS
    assert {to for to, _ in mails.counted()} == {
        address(f"{kind}{number}") for kind in "AB" for number in range(ROUNDS)
    }
    assert {number for _, number in mails.counted()} == set(orders.values())


async def test_a_silent_supplier_is_reminded_once_and_staff_told_once(
    any_store: Store, mails: Mails
) -> None:
    errand = Errand("reminders", any_store.url, mails.url, NOW + 2 * DAY)
    wanted = {}
    for number in range(ROUNDS):
        silent = await asked(any_store, f"S{number}")
        given_up = await asked(any_store, f"G{number}")
        async with any_store.writing() as unit:
            given_up.reminders = 2
            unit.add(given_up)
        wanted[address(f"S{number}"), silent.number] = 1
        wanted[STAFF, given_up.number] = 1
        unreached = await refused(any_store, f"R{number}")
        wanted[STAFF, unreached.number] = 1
        said = await both(errand)
        assert sorted(said) == ["0", "1"]
    assert mails.counted() == wanted


async def test_an_answer_that_both_find_in_the_mailbox_is_one_move_and_one_counter_offer(
    any_store: Store, mails: Mails, folder: ImapFolder
) -> None:
    errand = Errand("answers", any_store.url, mails.url, NOW + timedelta(hours=1), imap=folder.url)
    wanted = {}
    for number in range(2):
        bargained = await asked(any_store, f"N{number}", most_over_percent=10.0)
        staffs = await asked(any_store, f"U{number}")
        folder.put(answer(f"N{number}"))
        folder.put(answer(f"U{number}"))
        wanted[address(f"N{number}"), bargained.number] = 1
        wanted[STAFF, staffs.number] = 1
        await both(errand)
        assert folder.unseen() == 0
    assert mails.counted() == wanted
    moves = [
        (one.negotiation_id, one.side, one.kind) for one in await every(any_store, NegotiationMove)
    ]
    assert moves == [
        (course.key, side, "counter")
        for course in await every(any_store, Negotiation)
        for side in ("supplier", "shop")
    ]
    assert len(moves) == 4
    theirs = [one for one in await every(any_store, SupplierMessage) if not one.is_ours]
    assert len(theirs) == 4


async def test_a_course_whose_time_is_over_ends_with_one_no_and_one_word_to_staff(
    any_store: Store, mails: Mails
) -> None:
    errand = Errand("courses", any_store.url, mails.url, LATER)
    wanted = {}
    for number in range(ROUNDS):
        for place in range(2):
            order = await over(any_store, f"C{number}{place}")
            wanted[address(f"C{number}{place}"), order.number] = 1
            wanted[STAFF, order.number] = 1
        said = await both(errand)
        assert sum(map(int, said)) == 2
    assert mails.counted() == wanted
    states = {one.state for one in await every(any_store, Negotiation)}
    assert states == {NegotiationState.CLOSED}


async def test_a_customer_is_told_of_a_delay_once(any_store: Store, mails: Mails) -> None:
    loop = Loop(any_store)
    await loop.open(reserved=9)
    buyer = (await add(any_store, Staff(username="li", password_hash="-", role=Role.AGENT))).key
    names = ("anna", "tom", "wei")
    for place, name in enumerate(names, 1):
        await loop.waits(await loop.customer(name), number=f"XE{place}")
    await all_left(any_store)
    wanted = {(f"{name}@chat.example", f"XE{place}"): 1 for place, name in enumerate(names, 1)}
    for number in range(ROUNDS):
        # Approved at night, told in the morning.
        loop.desk.clock.now = datetime.combine((NOW + number * DAY).date(), time(23), ZONE)
        drafted = (await loop.dates().change(PO, december(2 + number), "a strike")).drafted
        told = await loop.notices().approve(buyer, drafted)
        assert set(told.values()) == {Told.LATER} and len(told) == 3
        mails.taken.clear()
        said = await both(Errand("delays", any_store.url, mails.url, NOW + (number + 1) * DAY))
        assert sum(map(int, said)) == 3
        assert mails.counted() == wanted


async def test_a_day_without_stock_is_noted_once(any_store: Store, mails: Mails) -> None:
    for number in range(3):
        await add_sku(any_store, f"CUP-{number}", on_hand=0)
    for number in range(ROUNDS):
        await both(Errand("stock_outs", any_store.url, mails.url, NOW + number * DAY))
    noted = [(one.sku_id, one.day) for one in await every(any_store, StockOutDay)]
    assert len(noted) == len(set(noted)) == 3 * ROUNDS
    assert not mails.taken


async def test_forecasts_made_side_by_side_are_kept_once_and_neither_fails(
    any_store: Store, mails: Mails
) -> None:
    for number in range(3):
        await add_sku(any_store, f"CUP-{number}")
    for number in range(ROUNDS):
        at = NOW + number * DAY
        await both(Errand("forecasts", any_store.url, mails.url, at))
        kept = await every(any_store, Forecast)
        assert [one.first_day for one in kept] == [at.astimezone(ZONE).date()] * 3
    assert len({one.sku_id for one in kept}) == 3
