"""A supplier comes later: whose promise breaks is listed, and told after one tap."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from zlib import crc32

import pytest

from bot.desk.notices.delays import DelayLetters
from bot.desk.notices.job import NoticeJob
from bot.supply.dates import ExpectedDates
from bot.supply.delay_notices import DelayNotices, Told
from bot.supply.receipts import Arrived, ReceiptDesk
from bot.supply.refusals import OrderRefused
from knowledge.queries.supply_delays import back_orders
from knowledge.records import (
    AuditEntry,
    ChannelAccount,
    Customer,
    DelayNotice,
    DelayNoticeState,
    Message,
    Order,
    OutboxItem,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    StockWatch,
)
from knowledge.store import Store
from tests.fakes import Desk
from tests.supply.shop import NOW, ZONE, add_sku, add_supplier
from tests.supply.waiting import add, add_order, add_purchase, every, level_of

PO = "PO2611230001"
DRAFT, SENT, DROPPED = DelayNoticeState.DRAFT, DelayNoticeState.SENT, DelayNoticeState.DROPPED


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), ZONE)


def november(day: int) -> date:
    return date(2026, 11, day)


class Loop:
    """A shop with one short item on order, and the desks that see to it."""

    def __init__(self, store: Store) -> None:
        self.store, self.desk = store, Desk(store)
        self.desk.clock.now = NOW.astimezone(ZONE)

    async def open(self, *, reserved: int = 3) -> Sku:
        self.sku = await add_sku(self.store, on_hand=1, reserved=reserved)
        supplier = await add_supplier(self.store)
        await add_purchase(self.store, supplier, (self.sku, 50), expected_at=end_of(november(26)))
        return self.sku

    async def customer(self, name: str, language: str | None = None) -> Customer:
        customer = await self.desk.shop.customer(
            name, f"+861380000{crc32(name.encode()) % 10**4:04}"
        )
        await self.desk.identify(name, customer)
        if language:
            async with self.store.writing() as unit:
                (account,) = [
                    one
                    for one in await every(self.store, ChannelAccount)
                    if one.external_id == name
                ]
                found = await unit.get(ChannelAccount, account.key)
                assert found is not None
                found.language = language
        return customer

    async def waits(self, customer: Customer, pieces: int = 2, **known: object) -> Order:
        """An order promised to leave on the 28th and to arrive on the 30th."""
        days = {"ship_by": end_of(november(28)), "promised_at": end_of(november(30))}
        return await add_order(
            self.store,
            customer.key,
            (self.sku, pieces),
            **{**days, **known},  # type: ignore[arg-type]
        )

    def dates(self, store: Store | None = None) -> ExpectedDates:
        return ExpectedDates(store or self.store, self.letters(), zone=ZONE, clock=self.desk.clock)

    def notices(self, store: Store | None = None) -> DelayNotices:
        return DelayNotices(
            store or self.store,
            self.letters(),
            policy=self.desk.policy,
            zone=ZONE,
            clock=self.desk.clock,
        )

    def letters(self) -> DelayLetters:
        return DelayLetters(self.desk.wording, self.desk.policy, ZONE, self.desk.clock)

    async def drafts(self) -> list[DelayNotice]:
        return await every(self.store, DelayNotice)

    async def told(self) -> list[str]:
        """The words queued for customers about delays."""
        items = await every(self.store, OutboxItem)
        return [one.text for one in items if (one.idempotency_key or "").startswith("notice:delay")]


@pytest.fixture
async def loop(store: Store) -> Loop:
    made = Loop(store)
    await made.open()
    return made


async def test_a_new_day_is_kept_and_told_to_whoever_asks(any_store: Store) -> None:
    loop = Loop(any_store)
    sku = await loop.open()
    done = await loop.dates().change(PO, november(27), "they wrote: Friday")
    again = await loop.dates().change(PO, november(27), "they wrote: Friday")
    assert (done.before, done.after) == (end_of(november(26)), end_of(november(27)))
    assert not done.affected and again.before == again.after
    (order,) = await every(any_store, PurchaseOrder)
    assert order.expected_at == order.promised_at == end_of(november(27))
    await loop.dates().change(PO, november(29), "and now Sunday")
    (order,) = await every(any_store, PurchaseOrder)
    assert (order.expected_at, order.promised_at) == (end_of(november(29)), end_of(november(27)))
    assert (await level_of(any_store, sku)).restock_at == end_of(november(29))
    entries = await every(any_store, AuditEntry)
    assert [one.detail for one in entries if one.action == "change_delivery"] == [
        "2026-11-26 → 2026-11-27: they wrote: Friday",
        "2026-11-27 → 2026-11-29: and now Sunday",
    ]


async def test_a_delay_drafts_a_notice_in_the_customer_s_language(any_store: Store) -> None:
    loop = Loop(any_store)
    await loop.open(reserved=5)
    anna, tom = await loop.customer("anna"), await loop.customer("tom", "en")
    await loop.waits(anna, number="XE1")
    await loop.waits(tom, number="XE2")

    done = await loop.dates().change(PO, date(2026, 12, 2), "a strike")

    assert [(one.order.number, one.promised) for one in done.affected] == [
        ("XE1", november(28)),
        ("XE2", november(28)),
    ]
    zh, en = await loop.drafts()
    assert [zh.key, en.key] == list(done.drafted) and not await loop.told()
    assert "很抱歉，您的订单 XE1" in zh.text and "下周三（12月2日）" in zh.text
    assert "Wednesday, 2 December" in en.text and "on Friday, 4 December" in en.text
    assert [one[0].key for one in await loop.notices().waiting()] == [zh.key, en.key]


async def test_one_tap_tells_all_of_them_once(any_store: Store) -> None:
    loop = Loop(any_store)
    await loop.open()
    order = await loop.waits(await loop.customer("anna"))
    (key,) = (await loop.dates().change(PO, date(2026, 12, 2), "a strike")).drafted
    staff, other = (await loop.desk.shop.staff()).key, Store(any_store.url)
    try:
        done = await asyncio.gather(
            *(loop.notices(one).approve(staff, [key]) for one in (any_store, other, any_store)),
            *(loop.notices(one).run() for one in (other, any_store)),
        )
    finally:
        await other.close()
    decided = [one[key] for one in done if isinstance(one, dict)]
    assert decided.count(Told.DECIDED) >= 2
    assert [await loop.notices().run(), len(await loop.told())] == [0, 1]
    assert await loop.notices().drop(staff, [key]) == {key: Told.DECIDED}
    (notice,) = await loop.drafts()
    assert (notice.state, notice.settled_by) == (SENT, staff)
    *_, said = await every(any_store, Message)
    assert (said.act, said.text) == ("notice_delayed", notice.text)
    assert said.data == {"about": {"order": order.number}}
    entries = [one for one in await every(any_store, AuditEntry) if "delay" in one.action]
    assert [(one.staff_id, one.action, one.detail) for one in entries] == [
        (staff, "approve_delay", order.number)
    ]


async def test_only_promises_that_break_are_affected(loop: Loop) -> None:
    anna = await loop.customer("anna")
    await loop.waits(anna, number="OLD", placed_ago=timedelta(days=9), pieces=1)
    await loop.waits(anna, number="PACKED", packed_at=NOW)
    await loop.waits(anna, number="LATE_ENOUGH", ship_by=end_of(date(2026, 12, 5)))
    assert await loop.dates().affected(PO, date(2026, 12, 2)) == []
    assert [one.order.number for one in await loop.dates().affected(PO, date(2026, 12, 6))] == [
        "LATE_ENOUGH"
    ]


async def test_an_order_that_waits_longer_for_something_else_is_not_affected(loop: Loop) -> None:
    tea = await add_sku(loop.store, "TEA", on_hand=0, reserved=1)
    await add_purchase(loop.store, await add_supplier(loop.store, "OAK"), (tea, 9), number="PO2")
    await loop.dates().change("PO2", date(2026, 12, 9), "far away")
    anna = await loop.customer("anna")
    await add_order(loop.store, anna.key, (loop.sku, 2), (tea, 1), ship_by=end_of(november(28)))
    assert not (await loop.dates().change(PO, date(2026, 12, 2), "late")).affected
    assert len((await loop.dates().change("PO2", date(2026, 12, 10), "later")).affected) == 1


async def two_deliveries(loop: Loop, *, second: int) -> None:
    """2 pieces on the 26th, 50 on a later day of November; XE1 and then XE2 wait for 2 each."""
    async with loop.store.writing() as unit:
        (line,) = await every(loop.store, PurchaseOrderLine)
        line.quantity = 2
        unit.add(line)
        level = await level_of(loop.store, loop.sku)
        level.on_hand, level.reserved = 0, 4
        unit.add(level)
    oak = await add_supplier(loop.store, "OAK")
    await add_purchase(
        loop.store, oak, (loop.sku, 50), number="PO2", expected_at=end_of(november(second))
    )
    anna, tom = await loop.customer("anna"), await loop.customer("tom")
    await loop.waits(anna, number="XE1", placed_ago=timedelta(days=4))
    await loop.waits(tom, number="XE2", placed_ago=timedelta(days=3))


async def days(loop: Loop) -> dict[str, datetime | None]:
    async with loop.store.reading() as unit:
        found = await back_orders(unit, [loop.sku.key])
    return {one.order.number: one.goods_at for one in found}


async def test_each_customer_is_served_by_the_first_delivery_that_reaches_them(
    any_store: Store,
) -> None:
    loop = Loop(any_store)
    await loop.open()
    await two_deliveries(loop, second=28)
    assert await days(loop) == {"XE1": end_of(november(26)), "XE2": end_of(november(28))}

    done = await loop.dates().change("PO2", date(2026, 12, 2), "a strike")

    assert [one.order.number for one in done.affected] == ["XE2"]
    (notice,) = await loop.drafts()
    assert notice.expected_at == end_of(date(2026, 12, 2)) and "12月2日" in notice.text
    # The first delivery still comes in time for the first customer, and who asks is told of it.
    assert await days(loop) == {"XE1": end_of(november(26)), "XE2": end_of(date(2026, 12, 2))}


async def test_what_another_delivery_brings_sooner_is_the_day_that_is_told_and_once(
    loop: Loop,
) -> None:
    await two_deliveries(loop, second=29)
    staff = (await loop.desk.shop.staff()).key
    # XE2 is late by the second delivery, whatever the first does.
    done = await loop.dates().change(PO, date(2026, 12, 2), "a strike")
    assert [(one.order.number, one.dispatch.leaves) for one in done.affected] == [
        ("XE1", november(29))
    ]
    assert await loop.notices().approve(staff, done.drafted) == {done.drafted[0]: Told.SENT}
    assert not (await loop.dates().change(PO, date(2026, 12, 5), "still")).drafted
    # The same day, now because of the other order: XE1 knows it, XE2 does not.
    done = await loop.dates().change("PO2", november(29), "as we said")
    assert [one.order.number for one in done.affected] == ["XE1", "XE2"]
    (drafted,) = [one for one in await loop.drafts() if one.key in done.drafted]
    assert "XE2" in drafted.text
    assert len(await loop.told()) == 1


async def test_a_day_that_waits_for_a_tap_is_not_drafted_for_another_order_too(loop: Loop) -> None:
    await two_deliveries(loop, second=29)
    (first,) = (await loop.dates().change(PO, date(2026, 12, 2), "a strike")).drafted
    done = await loop.dates().change("PO2", november(29), "as we said")
    assert [one.key for one in await loop.drafts()] == [first, *done.drafted]
    assert len(done.drafted) == 1 and len(done.affected) == 2


async def test_pieces_that_no_delivery_brings_have_no_day(loop: Loop) -> None:
    anna = await loop.customer("anna")
    async with loop.store.writing() as unit:
        level = await level_of(loop.store, loop.sku)
        level.reserved = 60
        unit.add(level)
    await loop.waits(anna, number="XE1", pieces=50, placed_ago=timedelta(days=4))
    await loop.waits(anna, number="XE2", pieces=10)
    # 1 on hand and 50 to come: the 59th piece is on nobody's order.
    assert await days(loop) == {"XE1": end_of(november(26)), "XE2": None}


async def test_an_earlier_day_drafts_nothing_and_takes_back_what_nobody_was_told(
    loop: Loop,
) -> None:
    await loop.waits(await loop.customer("anna"))
    await loop.dates().change(PO, date(2026, 12, 2), "a strike")
    done = await loop.dates().change(PO, november(27), "it is over")
    assert not done.affected
    assert [one.state for one in await loop.drafts()] == [DROPPED]


async def test_whoever_was_told_of_a_day_hears_of_a_later_one_only(loop: Loop) -> None:
    await loop.waits(await loop.customer("anna"))
    staff = (await loop.desk.shop.staff()).key
    for day, drafted in ((4, 1), (3, 0), (4, 0), (7, 1)):
        done = await loop.dates().change(PO, date(2026, 12, day), "so they say")
        assert (day, len(done.drafted)) == (day, drafted)
        await loop.notices().approve(staff, done.drafted)
    assert len(await loop.told()) == 2


async def test_a_dropped_notice_is_not_drafted_again(loop: Loop) -> None:
    await loop.waits(await loop.customer("anna"))
    staff = (await loop.desk.shop.staff()).key
    done = await loop.dates().change(PO, date(2026, 12, 2), "a strike")
    assert await loop.notices().drop(staff, done.drafted) == {done.drafted[0]: Told.DROPPED}
    assert not (await loop.dates().change(PO, date(2026, 12, 2), "a strike")).drafted
    assert not await loop.told()


async def test_a_tap_in_the_quiet_hours_is_told_when_they_end(loop: Loop) -> None:
    await loop.waits(await loop.customer("anna"))
    (key,) = (await loop.dates().change(PO, date(2026, 12, 2), "a strike")).drafted
    staff = (await loop.desk.shop.staff()).key
    loop.desk.clock.move(hours=14)
    assert await loop.notices().approve(staff, [key]) == {key: Told.LATER}
    assert [await loop.notices().run(), await loop.told()] == [0, []]
    assert not await loop.notices().waiting()
    loop.desk.clock.move(hours=10)
    assert [await loop.notices().run(), await loop.notices().run()] == [1, 0]
    assert len(await loop.told()) == 1


async def test_what_is_overtaken_between_draft_and_tap_is_not_told(loop: Loop) -> None:
    await loop.waits(await loop.customer("anna"))
    (key,) = (await loop.dates().change(PO, date(2026, 12, 2), "a strike")).drafted
    staff = (await loop.desk.shop.staff()).key
    await ReceiptDesk(loop.store).receive(staff, PO, [Arrived(loop.sku.code, 5)], "LS-1")
    assert await loop.notices().approve(staff, [key]) == {key: Told.OVERTAKEN}
    assert not await loop.told()


async def test_whoever_wants_no_notices_is_listed_for_staff_and_not_written_to(
    loop: Loop,
) -> None:
    await loop.waits(await loop.customer("anna"))
    (drafted,) = (await loop.dates().change(PO, date(2026, 12, 2), "a strike")).drafted
    async with loop.store.writing() as unit:
        account = await unit.get(ChannelAccount, 1)
        assert account is not None
        account.notices_off_at = NOW
    staff = (await loop.desk.shop.staff()).key
    assert await loop.notices().approve(staff, [drafted]) == {drafted: Told.UNREACHABLE}
    done = await loop.dates().change(PO, date(2026, 12, 3), "a strike")
    assert [one.to for one in done.affected] == [None] and not done.drafted
    assert not await loop.told()


async def test_two_processes_keep_a_day_and_draft_once(any_store: Store) -> None:
    loop = Loop(any_store)
    await loop.open()
    await loop.waits(await loop.customer("anna"))
    other = Store(any_store.url)
    try:
        await asyncio.gather(
            *(
                loop.dates(one).change(PO, date(2026, 12, 2), "a strike")
                for one in (any_store, other, any_store, other)
            )
        )
    finally:
        await other.close()
    assert [one.state for one in await loop.drafts()] == [DRAFT]
    entries = [one for one in await every(any_store, AuditEntry) if "delivery" in one.action]
    assert len(entries) == 1


async def test_days_that_cannot_be_are_refused_in_words(loop: Loop) -> None:
    with pytest.raises(OrderRefused, match="2026-11-22 is over"):
        await loop.dates().change(PO, november(22), "typo")
    with pytest.raises(OrderRefused, match="more than two years away"):
        await loop.dates().change(PO, date(2029, 11, 22), "typo")
    with pytest.raises(LookupError):
        await loop.dates().change("PO9", november(28), "typo")
    await add_purchase(
        loop.store,
        await add_supplier(loop.store, "OAK"),
        number="PO3",
        status=PurchaseOrderStatus.PROPOSED,
    )
    with pytest.raises(OrderRefused, match="not sent"):
        await loop.dates().change("PO3", november(28), "typo")


async def test_whoever_waits_for_goods_is_told_once_they_are_received(any_store: Store) -> None:
    loop = Loop(any_store)
    sku = await loop.open(reserved=1)
    await loop.customer("anna")
    (account,) = await every(any_store, ChannelAccount)
    await add(
        any_store, StockWatch(account_id=account.key, product_id=sku.product_id, asked_at=NOW)
    )
    job = NoticeJob(any_store, loop.desk.wording, "", loop.desk.policy, ZONE, clock=loop.desk.clock)
    assert await job.run() == 0
    receipts = ReceiptDesk(any_store, loop.desk.clock)
    await receipts.receive(None, PO, [Arrived(sku.code, 20)], "LS-1")
    assert [await job.run(), await job.run()] == [1, 0]
    *_, said = await every(any_store, Message)
    assert said.act == "notice_back_in_stock" and f"陶瓷杯{sku.code}" in said.text
