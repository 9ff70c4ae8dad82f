"""Customers are told what happened without asking: once, and only those it concerns."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

import knowledge.sqlite
from bot.desk.notices import job
from bot.desk.notices.job import NoticeJob
from bot.desk.words import Wording
from bot.rules.policy import Policy
from bot.rules.policy.conversations import Notices
from knowledge.errors import StoreUnavailable
from knowledge.records import (
    Action,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    Handover,
    HandoverReason,
    Message,
    Order,
    OrderGrant,
    OutboxItem,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
    Shipment,
    StockLevel,
    StockWatch,
    TrackingStatus,
)
from knowledge.store import Store
from models.values import ReplyPlan
from tests.fakes import STAFF_CHAT, ZONE, Desk, FakeMind, Shop

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
S = TrackingStatus


def notice_job(
    desk: Desk, *, policy: Policy | None = None, store: Store | None = None, mind: Any = None
) -> NoticeJob:
    wording = Wording(mind or desk.mind)
    policy = policy or desk.policy
    return NoticeJob(store or desk.store, wording, STAFF_CHAT, policy, ZONE, clock=desk.clock)


async def tell(desk: Desk) -> list[str]:
    """Run the job; the acts of what it told."""
    before = {item.key for item in await told(desk)}
    count = await notice_job(desk).run()
    new = [item for item in await told(desk) if item.key not in before]
    assert len(new) == count
    messages = {message.key: message for message in await desk.records(Message)}
    return [messages[item.message_id or 0].act or "" for item in new]


async def told(desk: Desk) -> list[OutboxItem]:
    """The notices to customers that stand in the outbox."""
    items = await desk.records(OutboxItem, OutboxItem.message_id != None)  # noqa: E711
    return [item for item in items if item.idempotency_key]


async def change(desk: Desk, record: Any, **values: Any) -> None:
    async with desk.store.writing() as unit:
        found = await unit.get(type(record), record.key)
        for name, value in values.items():
            setattr(found, name, value)


@pytest.fixture
async def anna(desk: Desk, shop: Shop) -> Customer:
    """A customer with a Telegram account that has proven who they are."""
    customer = await shop.customer("安娜", "+8613800000001")
    await desk.identify("anna", customer)
    return customer


@pytest.fixture
async def order(shop: Shop, anna: Customer) -> Order:
    return await shop.order(anna)


async def shipped(shop: Shop, order: Order, **known: Any) -> Shipment:
    return await shop.shipment(order, shipped_at=shop.clock.now - HOUR, **known)


async def scanned(shop: Shop, order: Order, status: TrackingStatus, **known: Any) -> Shipment:
    parcel = await shop.shipment(order, status, **known)
    await shop.scan(parcel, ago=HOUR)
    return parcel


async def case(shop: Shop, order: Order, status: ReturnStatus, **known: Any) -> ReturnCase:
    opened = shop.clock.now - 5 * DAY
    return await shop.add(
        ReturnCase(order_id=order.key, number="R1", status=status, opened_at=opened, **known)
    )


Happening = Callable[[Shop, Order], Awaitable[Any]]
KINDS: dict[str, Happening] = {
    "notice_shipped": shipped,
    "notice_out_for_delivery": lambda s, o: scanned(s, o, S.OUT_FOR_DELIVERY),
    "notice_pickup": lambda s, o: scanned(s, o, S.AVAILABLE_FOR_PICKUP, pickup_place="菜鸟驿站"),
    "notice_delivered": lambda s, o: s.shipment(o, S.DELIVERED, delivered_at=s.clock.now - HOUR),
    "notice_late": lambda s, o: s.shipment(
        o, promised_at=s.clock.now - DAY, expected_at=s.clock.now + DAY
    ),
    "notice_late_no_eta": lambda s, o: s.shipment(o, promised_at=s.clock.now - DAY),
    "notice_exception": lambda s, o: scanned(s, o, S.EXCEPTION),
    "notice_refund_paid": lambda s, o: s.refund(o, RefundStatus.PAID, paid_at=s.clock.now - HOUR),
    "notice_goods_received": lambda s, o: case(s, o, ReturnStatus.RECEIVED),
    "notice_case_closed": lambda s, o: case(
        s, o, ReturnStatus.CLOSED, closed_at=s.clock.now - HOUR
    ),
}


@pytest.mark.parametrize("act", KINDS)
async def test_each_kind_is_told_once_and_stands_in_the_conversation(
    desk: Desk, shop: Shop, order: Order, act: str
) -> None:
    await KINDS[act](shop, order)
    assert [await tell(desk), await tell(desk)] == [[act], []]
    (item,) = await told(desk)
    assert (item.channel, item.destination) == (Channel.TELEGRAM, "anna")
    *_, message = await desk.messages("anna")
    assert (message.act, message.text) == (act, item.text)
    named = "R1" if act in {"notice_goods_received", "notice_case_closed"} else order.number
    assert named in item.text


async def test_a_late_parcel_is_told_with_the_new_day(desk: Desk, shop: Shop, order: Order) -> None:
    await KINDS["notice_late"](shop, order)
    await tell(desk)
    assert "预计明天送达" in (await told(desk))[0].text


async def test_a_parcel_on_its_course_is_told_step_by_step(
    desk: Desk, shop: Shop, order: Order
) -> None:
    parcel = await shipped(shop, order)
    assert await tell(desk) == ["notice_shipped"]
    desk.clock.move(hours=3)
    await change(desk, parcel, status=S.OUT_FOR_DELIVERY)
    await shop.scan(parcel, status=S.OUT_FOR_DELIVERY, ago=HOUR)
    assert await tell(desk) == ["notice_out_for_delivery"]
    await change(desk, parcel, status=S.DELIVERED, delivered_at=desk.clock.now)
    assert await tell(desk) == ["notice_delivered"]


async def test_two_jobs_at_the_same_instant_tell_a_thing_once(any_store: Store) -> None:
    desk = Desk(any_store)
    customer = await desk.shop.customer()
    await desk.identify("anna", customer)
    for _ in range(3):
        await shipped(desk.shop, await desk.shop.order(customer))
    other = Store(any_store.url)
    try:
        jobs = notice_job(desk), notice_job(desk, store=other)
        counts = await asyncio.gather(*(each.run() for each in jobs))
    finally:
        await other.close()
    assert sum(counts) == 3
    assert len(await told(desk)) == 3


async def test_the_quiet_hours_put_it_off(desk: Desk, shop: Shop, order: Order) -> None:
    await shipped(shop, order)
    desk.clock.move(hours=12)
    assert await tell(desk) == []
    desk.clock.move(hours=10)
    assert await tell(desk) == ["notice_shipped"]


async def test_what_was_overtaken_in_the_quiet_hours_is_not_told(
    desk: Desk, shop: Shop, order: Order
) -> None:
    parcel = await shipped(shop, order)
    desk.clock.move(hours=12)
    assert await tell(desk) == []
    desk.clock.move(hours=10)
    await change(desk, parcel, status=S.DELIVERED, delivered_at=desk.clock.now - HOUR)
    assert await tell(desk) == ["notice_delivered"]
    assert await tell(desk) == []


async def test_what_is_overtaken_while_the_words_are_made_is_not_told(
    desk: Desk, shop: Shop, order: Order
) -> None:
    parcel = await shipped(shop, order)

    class Slow(FakeMind):
        async def word(self, plan: ReplyPlan) -> str:
            await change(desk, parcel, status=S.DELIVERED, delivered_at=desk.clock.now)
            return await super().word(plan)

    assert await notice_job(desk, mind=Slow()).run() == 1
    *_, message = await desk.messages("anna")
    assert message.act == "notice_delivered"


async def test_what_happened_long_ago_is_not_told(desk: Desk, shop: Shop, anna: Customer) -> None:
    for days in range(3, 400, 40):
        order = await shop.order(anna)
        at = desk.clock.now - days * DAY
        await shop.shipment(order, S.DELIVERED, delivered_at=at, shipped_at=at - 2 * DAY)
        await shop.shipment(order, shipped_at=at, promised_at=at)
        await shop.refund(order, RefundStatus.PAID, paid_at=at)
    assert await tell(desk) == []


async def test_other_peoples_orders_are_never_told(desk: Desk, shop: Shop, anna: Customer) -> None:
    other = await shop.customer("李雷", "+8613800000002")
    for number, happens in enumerate(KINDS.values()):
        order = await shop.order(other)
        await happens(shop, order)
        for case in await desk.records(ReturnCase, ReturnCase.number == "R1"):
            await change(desk, case, number=f"R1{number}")
    await desk.say("stranger", "你好")
    assert await tell(desk) == []


async def test_who_was_granted_one_order_is_told_of_that_one(desk: Desk, shop: Shop) -> None:
    owner = await shop.customer()
    granted, hidden = await shop.order(owner), await shop.order(owner)
    await desk.say("friend", "你好")
    account = await desk.account("friend")
    await shop.add(OrderGrant(account_id=account.key, order_id=granted.key))
    await shipped(shop, granted)
    await shipped(shop, hidden)
    assert await tell(desk) == ["notice_shipped"]
    assert granted.number in (await told(desk))[0].text


async def test_the_owners_account_is_told_and_not_that_of_a_friend(
    desk: Desk, shop: Shop, order: Order
) -> None:
    desk.clock.move(minutes=5)
    await desk.say("friend", "你好")
    account = await desk.account("friend")
    await shop.add(OrderGrant(account_id=account.key, order_id=order.key))
    await shipped(shop, order)
    await tell(desk)
    assert [item.destination for item in await told(desk)] == ["anna"]


async def test_of_several_accounts_the_one_last_used_is_told(
    desk: Desk, shop: Shop, anna: Customer, order: Order
) -> None:
    await desk.identify("anna-2", anna)
    await change(desk, await desk.conversation("anna"), last_message_at=desk.clock.now)
    earlier = desk.clock.now - HOUR
    await change(desk, await desk.conversation("anna-2"), last_message_at=earlier)
    await shipped(shop, order)
    await tell(desk)
    assert [item.destination for item in await told(desk)] == ["anna"]


@pytest.mark.parametrize(
    "state", [{"unreachable_at": None}, {"blocked_at": None}, {"notices_off_at": None}]
)
async def test_nobody_is_told_who_is_gone_blocked_or_wants_no_notices(
    desk: Desk, shop: Shop, order: Order, state: dict[str, Any]
) -> None:
    account = await desk.account("anna")
    await change(desk, account, **dict.fromkeys(state, desk.clock.now))
    await shipped(shop, order)
    assert await tell(desk) == []
    await change(desk, account, **state)
    assert await tell(desk) == ["notice_shipped"]


async def test_turning_notices_off_where_one_writes_is_not_got_round_by_an_older_account(
    desk: Desk, shop: Shop, anna: Customer, order: Order
) -> None:
    await desk.identify("old", anna)
    await change(desk, await desk.conversation("old"), last_message_at=desk.clock.now - DAY)
    await change(desk, await desk.conversation("anna"), last_message_at=desk.clock.now)
    await change(desk, await desk.account("anna"), notices_off_at=desk.clock.now)
    await shipped(shop, order)
    assert await tell(desk) == []


async def test_a_channel_without_a_way_to_the_customer_is_not_used(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await change(desk, await desk.account("anna"), channel=Channel.TERMINAL)
    await shipped(shop, order)
    assert await tell(desk) == []


async def test_a_kind_that_the_shop_leaves_out_is_told_to_nobody(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await shipped(shop, order)
    await shop.refund(order, RefundStatus.PAID, paid_at=desk.clock.now)
    policy = Policy(notices=Notices(told=("refund_paid",)))
    assert await notice_job(desk, policy=policy).run() == 1
    *_, message = await desk.messages("anna")
    assert message.act == "notice_refund_paid"


async def test_the_language_chosen_is_spoken(desk: Desk, shop: Shop, order: Order) -> None:
    await change(desk, await desk.account("anna"), language="en")
    await shipped(shop, order)
    await tell(desk)
    assert f"Your order {order.number} has been sent" in (await told(desk))[0].text


async def test_trouble_with_a_parcel_is_given_to_staff_since_the_customer_is_told_so(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await KINDS["notice_exception"](shop, order)
    await tell(desk)
    handover = await desk.handover("anna")
    assert handover is not None and handover.reason is HandoverReason.PARCEL_PROBLEM
    assert (await desk.conversation("anna")).state is ConversationState.WITH_STAFF
    assert any(order.number in notice for notice in await desk.notices())


async def test_while_staff_see_to_a_parcel_the_job_says_nothing_of_parcels(
    desk: Desk, shop: Shop, order: Order
) -> None:
    key = (await desk.conversation("anna")).key
    handover = Handover(conversation_id=key, reason=HandoverReason.PARCEL_PROBLEM)
    await shop.add(handover)
    await shipped(shop, order)
    await shop.refund(order, RefundStatus.PAID, paid_at=desk.clock.now)
    assert await tell(desk) == ["notice_refund_paid"]
    await change(desk, handover, resolved_at=desk.clock.now)
    assert await tell(desk) == ["notice_shipped"]


async def test_another_handover_does_not_silence_the_job(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await desk.say("anna", "转人工")
    await shipped(shop, order)
    assert await tell(desk) == ["notice_shipped"]


async def test_a_question_after_a_notice_is_about_its_order(
    desk: Desk, shop: Shop, anna: Customer, order: Order
) -> None:
    await shipped(shop, await shop.order(anna))
    await tell(desk)
    desk.clock.move(hours=1)
    await shipped(shop, order)
    await tell(desk)
    conversation: Conversation = await desk.conversation("anna")
    assert conversation.context["focus"] == order.number


async def test_many_tidings_come_page_by_page(
    desk: Desk, shop: Shop, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_PAGE", 2)
    for number in range(5):
        order = await shop.order(anna)
        await shipped(shop, order)
        if number % 2:
            await shop.shipment(await shop.order(anna), shipped_at=desk.clock.now - 5 * DAY)
    assert len(await tell(desk)) == 5
    assert await tell(desk) == []


async def test_a_locked_database_loses_no_notice(
    sqlite_url: str, desk: Desk, shop: Shop, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shipped(shop, order)
    monkeypatch.setattr(knowledge.sqlite, "BUSY_MS", 50)
    hurried = Store(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreUnavailable, match="locked"):
            await notice_job(desk, store=hurried).run()
        other.execute("ROLLBACK")
        assert await told(desk) == []
        assert await notice_job(desk, store=hurried).run() == 1
    finally:
        other.close()
        await hurried.close()


# --- back in stock -----------------------------------------------------------------------


async def restock(desk: Desk, on_hand: int = 5) -> None:
    for level in await desk.records(StockLevel):
        await change(desk, level, on_hand=on_hand)


@pytest.mark.parametrize(
    ("ask", "label"),
    [
        ("陶瓷保温杯有货吗", "到货告诉我"),
        ("Is the ceramic travel mug in stock?", "Tell me when it is back"),
    ],
)
async def test_who_presses_the_button_is_told_once_when_it_is_back(
    desk: Desk, shop: Shop, ask: str, label: str
) -> None:
    await shop.product(on_hand=0)
    asked = await desk.ask("bob", ask)
    assert (await desk.press("bob", asked.buttons[label])).act == "watch_set"
    assert await tell(desk) == []
    await restock(desk)
    assert [await tell(desk), await tell(desk)] == [["notice_back_in_stock"], []]
    (watch,) = await desk.records(StockWatch)
    assert watch.told_at == desk.clock.now


@pytest.mark.parametrize("words", ["到货通知我", "let me know when it is back"])
async def test_words_do_the_same_for_the_product_last_talked_about(
    desk: Desk, shop: Shop, words: str
) -> None:
    await shop.product(on_hand=0)
    await desk.ask("bob", "陶瓷保温杯有货吗")
    assert (await desk.ask("bob", words)).act == "watch_set"
    assert len(await desk.records(StockWatch)) == 1


async def test_words_that_name_the_product_need_no_question_before(desk: Desk, shop: Shop) -> None:
    await shop.product(on_hand=0)
    assert (await desk.ask("bob", "陶瓷保温杯到货了通知我")).act == "watch_set"


async def test_words_about_no_product_set_no_watch(desk: Desk, shop: Shop) -> None:
    await shop.product(on_hand=0)
    assert (await desk.ask("bob", "到货通知我")).act != "watch_set"
    await desk.ask("bob", "陶瓷保温杯有货吗")
    assert (await desk.ask("bob", "我的包裹到货了通知我")).act != "watch_set"
    assert await desk.records(StockWatch) == []


async def test_asking_twice_changes_nothing_and_asking_again_later_tells_again(
    desk: Desk, shop: Shop
) -> None:
    product = await shop.product(on_hand=0)
    for _ in range(2):
        assert (await desk.press("bob", f"watch:{product.code}")).act == "watch_set"
        desk.clock.move(minutes=1)
    assert len(await desk.records(StockWatch)) == 1
    await restock(desk)
    assert await tell(desk) == ["notice_back_in_stock"]
    await restock(desk, 0)
    await desk.press("bob", f"watch:{product.code}")
    await restock(desk)
    assert await tell(desk) == ["notice_back_in_stock"]


async def test_what_is_there_needs_no_watch(desk: Desk, shop: Shop) -> None:
    product = await shop.product(on_hand=50)
    told_at_once = await desk.press("bob", f"watch:{product.code}")
    assert (told_at_once.act, told_at_once.buttons) == ("stock_plenty", {})
    assert await desk.records(StockWatch) == []


async def test_a_button_for_no_product_sets_no_watch(desk: Desk) -> None:
    assert (await desk.press("bob", "watch:P9999")).act == "not_understood"


async def test_what_cannot_be_told_is_not_offered(desk: Desk, shop: Shop) -> None:
    await shop.product(on_hand=0)
    asked = await desk.ask("bob", "陶瓷保温杯有货吗", channel=Channel.TERMINAL)
    assert (asked.act, asked.buttons) == ("stock_out", {})


async def test_turning_notices_off_ends_a_watch_and_asking_anew_begins_one(
    desk: Desk, shop: Shop
) -> None:
    product = await shop.product(on_hand=0)
    await desk.press("bob", f"watch:{product.code}")
    desk.clock.move(minutes=1)
    await desk.command("bob", "notices")
    await restock(desk)
    assert await tell(desk) == []
    await restock(desk, 0)
    desk.clock.move(minutes=1)
    await desk.press("bob", f"watch:{product.code}")
    await restock(desk)
    assert await tell(desk) == ["notice_back_in_stock"]


# --- /notices ----------------------------------------------------------------------------


async def test_the_command_turns_notices_off_and_on_again(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await shipped(shop, order)
    assert (await desk.command("anna", "notices")).act == "notices_off"
    assert await tell(desk) == []
    assert (await desk.command("anna", "notices")).act == "notices_on"
    account: ChannelAccount = await desk.account("anna")
    assert account.notices_off_at is None
    assert await tell(desk) == ["notice_shipped"]


@pytest.mark.parametrize("words", ["撤回", "undo that"])
async def test_having_stopped_notices_is_taken_back_by_getting_them_again(
    desk: Desk, shop: Shop, words: str
) -> None:
    await desk.identify("anna", await shop.customer())
    await desk.command("anna", "notices")
    assert (await desk.ask("anna", words)).act == "notices_on"
    assert (await desk.account("anna")).notices_off_at is None
    assert (await desk.ask("anna", words)).act == "nothing_to_undo"


async def test_buttons_forged_for_stopped_notices_change_nothing(desk: Desk, shop: Shop) -> None:
    await desk.identify("anna", await shop.customer())
    await desk.command("anna", "notices")
    (stopped,) = await desk.records(Action)
    for button in ("confirm", "drop"):
        said = await desk.press("anna", f"{button}:{stopped.idempotency_key}")
        assert said.act == "action_void"
    assert (await desk.press("bob", f"undo:{stopped.idempotency_key}")).act == "nothing_to_undo"
    assert (await desk.account("anna")).notices_off_at is not None
