"""The outbox: order, retries, dead letters and what survives trouble."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels import deliveries
from bot.channels.deliveries import MOST_ATTEMPTS, backoff
from bot.channels.outbox import DESTINATIONS_AT_ONCE, IDLE_S, Outbox
from bot.channels.sending import Outgoing
from bot.errors import AccountGone, SendDelayed, SendError, SendFailed, SendRefused
from knowledge.errors import StoreUnavailable
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    DeliveryState,
    Message,
    OutboxItem,
    utcnow,
)
from knowledge.store import Store
from tests.channels.conftest import item, queue


class FakeSender:
    """Takes messages, after raising what it was told to for their text."""

    def __init__(self) -> None:
        self.taken: list[Outgoing] = []
        self.tries: list[str] = []
        self.trouble: dict[str, list[Exception]] = {}
        self.takes_s = 0.0
        self.at_once = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def send(self, outgoing: Outgoing) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.tries.append(outgoing.text)
            await asyncio.sleep(self.takes_s)
            await self.gate.wait()
            if self.trouble.get(outgoing.text):
                raise self.trouble[outgoing.text].pop(0)
            self.taken.append(outgoing)
            return f"x{outgoing.key}"
        finally:
            self.at_once -= 1

    def texts(self, destination: str | None = None) -> list[str]:
        return [out.text for out in self.taken if destination in (None, out.destination)]


class Clock:
    """A time that moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(store: Store, sender: FakeSender, clock: Clock) -> Outbox:
    return Outbox(store, {Channel.TELEGRAM: sender}, clock=clock)


@asynccontextmanager
async def running(outbox: Outbox) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(outbox.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(happened: object, seconds: float = 5.0) -> None:
    assert callable(happened)
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.005)


async def test_sends_what_is_queued_and_records_it(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    key = await queue(store, "7", "hello", data={"subject": "s"}, next_attempt_at=clock())
    assert await outbox.send_due() == 1
    assert sender.taken == [Outgoing(key, "7", "hello", {"subject": "s"})]
    recorded = await item(store, key)
    assert recorded.state is DeliveryState.SENT
    assert (recorded.external_id, recorded.sent_at, recorded.attempts) == (f"x{key}", clock(), 1)
    assert await outbox.send_due() == 0


async def test_a_destination_gets_its_items_in_order(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    for number in range(30):
        for destination in "abc":
            await queue(store, destination, f"{number}", next_attempt_at=clock())
    assert await outbox.send_due() == 90
    for destination in "abc":
        assert sender.texts(destination) == [str(number) for number in range(30)]


async def test_a_later_item_waits_for_an_earlier_one_that_failed(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    sender.trouble["first"] = [SendFailed("down")]
    first = await queue(store, "7", "first", next_attempt_at=clock())
    await queue(store, "7", "second", next_attempt_at=clock())
    await queue(store, "8", "other", next_attempt_at=clock())
    await outbox.send_due()
    assert sender.texts() == ["other"]
    recorded = await item(store, first)
    assert (recorded.attempts, recorded.last_error) == (1, "down")
    assert 0.7 < (recorded.next_attempt_at - clock()).total_seconds() < 1.3
    clock.advance(2)
    await outbox.send_due()
    assert sender.texts("7") == ["first", "second"]


async def test_an_item_due_tomorrow_holds_back_what_stands_behind_it(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    await queue(store, "7", "now", next_attempt_at=clock())
    await queue(store, "7", "tomorrow", next_attempt_at=clock() + timedelta(days=1))
    await queue(store, "7", "after", next_attempt_at=clock())
    await outbox.send_due()
    assert sender.texts() == ["now"]
    clock.advance(86_401)
    await outbox.send_due()
    assert sender.texts() == ["now", "tomorrow", "after"]


async def test_a_chat_that_must_wait_does_not_hold_up_the_others(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    sender.trouble["a"] = [SendDelayed(20)]
    waiting = await queue(store, "7", "a", next_attempt_at=clock())
    await queue(store, "8", "b", next_attempt_at=clock())
    await outbox.send_due()
    assert sender.texts() == ["b"]
    recorded = await item(store, waiting)
    assert (recorded.attempts, recorded.next_attempt_at) == (0, clock() + timedelta(seconds=20))


async def test_a_wait_for_everyone_pauses_the_channel_and_no_other(
    store: Store, sender: FakeSender, clock: Clock
) -> None:
    mail = FakeSender()
    outbox = Outbox(store, {Channel.TELEGRAM: sender, Channel.MAIL: mail}, clock=clock)
    sender.trouble["a"] = [SendDelayed(20, everyone=True)]
    await queue(store, "7", "a", next_attempt_at=clock())
    await outbox.send_due()
    await queue(store, "8", "b", next_attempt_at=clock())
    await queue(store, "s@x.cn", "m", channel=Channel.MAIL, next_attempt_at=clock())
    await outbox.send_due()
    assert (sender.texts(), mail.texts()) == ([], ["m"])
    clock.advance(21)
    await outbox.send_due()
    assert sorted(sender.texts()) == ["a", "b"]


async def test_an_item_is_given_up_after_many_attempts(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    sender.trouble["a"] = [SendFailed("down")] * MOST_ATTEMPTS
    key = await queue(store, "7", "a", next_attempt_at=clock())
    await queue(store, "7", "b", next_attempt_at=clock())
    for _ in range(MOST_ATTEMPTS):
        await outbox.send_due()
        clock.advance(400)
    recorded = await item(store, key)
    assert (recorded.state, recorded.attempts) == (DeliveryState.DEAD, MOST_ATTEMPTS)
    assert sender.texts() == ["b"]


async def test_a_refused_item_is_dead_at_once_and_the_next_one_leaves(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    sender.trouble["a"] = [SendRefused("too odd")]
    key = await queue(store, "7", "a", next_attempt_at=clock())
    await queue(store, "7", "b", next_attempt_at=clock())
    assert await outbox.send_due() == 1
    assert (await item(store, key)).state is DeliveryState.DEAD
    assert sender.texts() == ["b"]


async def test_a_gone_account_is_marked_and_its_other_items_are_given_up(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    async with store.writing() as unit:
        account = ChannelAccount(channel=Channel.TELEGRAM, external_id="7")
        unit.add(account)
    sender.trouble["a"] = [AccountGone("blocked")]
    keys = [await queue(store, "7", text, next_attempt_at=clock()) for text in "abc"]
    other = await queue(store, "8", "d", next_attempt_at=clock())
    await outbox.send_due()
    assert [(await item(store, key)).state for key in keys] == [DeliveryState.DEAD] * 3
    assert (await item(store, other)).state is DeliveryState.SENT
    assert sender.tries == ["a", "d"]
    async with store.reading() as unit:
        found = await unit.get(ChannelAccount, account.key)
    assert found is not None and found.unreachable_at == clock()


async def test_an_unexpected_fault_is_a_failure_like_another(
    store: Store,
    outbox: Outbox,
    sender: FakeSender,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sender.trouble["a"] = [ZeroDivisionError("a bug\x00\ud800")]
    key = await queue(store, "7", "a", next_attempt_at=clock())
    await outbox.send_due()
    recorded = await item(store, key)
    assert (recorded.state, recorded.attempts) == (DeliveryState.QUEUED, 1)
    assert recorded.last_error == "ZeroDivisionError: a bug?"
    assert "unexpected fault" in caplog.text


async def test_items_of_a_channel_without_a_sender_stay_queued(
    store: Store, outbox: Outbox, clock: Clock
) -> None:
    key = await queue(store, "s@x.cn", "m", channel=Channel.MAIL, next_attempt_at=clock())
    assert await outbox.send_due() == 0
    assert (await item(store, key)).state is DeliveryState.QUEUED


async def test_staff_revive_a_dead_item(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    sender.trouble["a"] = [SendRefused("no")]
    key = await queue(store, "7", "a", next_attempt_at=clock())
    await outbox.send_due()
    assert await outbox.revive(key)
    assert await outbox.send_due() == 1
    assert not await outbox.revive(key), "a sent item cannot be sent again"
    assert (await item(store, key)).attempts == 1


async def test_the_stored_messages_id_travels_with_the_item(
    store: Store, outbox: Outbox, sender: FakeSender, clock: Clock
) -> None:
    async with store.writing() as unit:
        account = ChannelAccount(channel=Channel.TELEGRAM, external_id="7")
        unit.add(account)
        await unit.flush()
        conversation = Conversation(account_id=account.key)
        unit.add(conversation)
        await unit.flush()
        message = Message(
            conversation_id=conversation.key,
            author=Author.BOT,
            channel=Channel.TELEGRAM,
            handled_at=clock(),
        )
        unit.add(message)
        await unit.flush()
    await queue(store, "7", "a", message_id=message.key, next_attempt_at=clock())
    await outbox.send_due()
    assert sender.taken[0].data == {"message_id": message.key}


async def test_a_poke_sends_at_once(store: Store, sender: FakeSender) -> None:
    outbox = Outbox(store, {Channel.TELEGRAM: sender})
    async with running(outbox):
        await asyncio.sleep(0.1)
        await queue(store, "7", "a")
        began = time.monotonic()
        outbox.poke()
        await until(lambda: sender.texts() == ["a"])
    assert time.monotonic() - began < 0.5


async def test_a_second_item_for_a_busy_destination_follows_without_a_poke(
    store: Store, sender: FakeSender
) -> None:
    outbox = Outbox(store, {Channel.TELEGRAM: sender})
    sender.gate.clear()
    await queue(store, "7", "a")
    async with running(outbox):
        await until(lambda: sender.tries == ["a"])
        await queue(store, "7", "b")
        sender.gate.set()
        await until(lambda: sender.texts() == ["a", "b"], 0.9)


async def test_a_short_delay_is_not_slept_over(store: Store, sender: FakeSender) -> None:
    outbox = Outbox(store, {Channel.TELEGRAM: sender})
    sender.trouble["a"] = [SendDelayed(0.2), SendDelayed(0.2)]
    await queue(store, "7", "a")
    began = time.monotonic()
    async with running(outbox):
        await until(lambda: sender.texts() == ["a"])
    assert time.monotonic() - began < 0.9


async def test_a_slow_channel_does_not_hold_up_a_quick_one(
    store: Store, sender: FakeSender
) -> None:
    slow = FakeSender()
    slow.gate.clear()
    outbox = Outbox(store, {Channel.MAIL: slow, Channel.TELEGRAM: sender})
    for number in range(2 * DESTINATIONS_AT_ONCE):
        await queue(store, f"s{number}@x.cn", "m", channel=Channel.MAIL)
    async with running(outbox):
        await until(lambda: slow.at_once == DESTINATIONS_AT_ONCE)
        await queue(store, "7", "a")
        outbox.poke()
        await until(lambda: sender.texts() == ["a"], 0.8)
        slow.gate.set()
    assert slow.most_at_once == DESTINATIONS_AT_ONCE


@pytest.mark.parametrize("steps", range(6))
async def test_a_poke_at_the_moment_of_the_stop_does_not_keep_it_running(
    outbox: Outbox, steps: int
) -> None:
    running = asyncio.create_task(outbox.run())
    await asyncio.sleep(0.05)  # it rests now
    outbox.poke()
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=3 * IDLE_S)
    assert done == {running}


async def test_a_stop_lets_what_is_on_its_way_arrive_and_begins_nothing_more(
    store: Store, sender: FakeSender
) -> None:
    sender.takes_s = 0.2
    outbox = Outbox(store, {Channel.TELEGRAM: sender})
    keys = [await queue(store, "7", text) for text in "ab"]
    async with running(outbox):
        await until(lambda: sender.tries == ["a"])
    assert (await item(store, keys[0])).state is DeliveryState.SENT
    assert (await item(store, keys[1])).state is DeliveryState.QUEUED
    assert sender.texts() == ["a"]


class TroubledStore(Store):
    """A store that can be made to fail."""

    fails_to_write = False
    fails_to_read = False

    @asynccontextmanager
    async def writing(self):  # type: ignore[no-untyped-def]
        if self.fails_to_write:
            raise StoreUnavailable("locked")
        async with super().writing() as unit:
            yield unit

    @asynccontextmanager
    async def reading(self):  # type: ignore[no-untyped-def]
        if self.fails_to_read:
            raise StoreUnavailable("locked")
        async with super().reading() as unit:
            yield unit


@pytest.fixture
async def troubled(sqlite_url: str) -> AsyncIterator[TroubledStore]:
    made = TroubledStore(sqlite_url)
    yield made
    await made.close()


async def test_an_unreadable_queue_is_logged_once_and_does_not_end_the_loop(
    troubled: TroubledStore, sender: FakeSender, caplog: pytest.LogCaptureFixture
) -> None:
    outbox = Outbox(troubled, {Channel.TELEGRAM: sender})
    await queue(troubled, "7", "a")
    troubled.fails_to_read = True
    async with running(outbox) as task:
        for _ in range(5):
            outbox.poke()
            await asyncio.sleep(0.02)
        assert not task.done()
        troubled.fails_to_read = False
        outbox.poke()
        await until(lambda: sender.texts() == ["a"])
    assert caplog.text.count("cannot read its queue") == 1


async def test_what_was_sent_while_the_store_is_away_is_not_sent_again(
    troubled: TroubledStore,
    sender: FakeSender,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(deliveries, "STORE_PAUSE", 0.02)
    outbox = Outbox(troubled, {Channel.TELEGRAM: sender})
    keys = [await queue(troubled, "7", text) for text in "ab"]
    troubled.fails_to_write = True
    async with running(outbox):
        await until(lambda: sender.texts() == ["a"])
        for _ in range(10):
            outbox.poke()
            await asyncio.sleep(0.02)
        assert sender.tries == ["a"], "neither again, nor the next before it is recorded"
        troubled.fails_to_write = False
        await until(lambda: sender.texts() == ["a", "b"])
    assert (await item(troubled, keys[0])).state is DeliveryState.SENT
    assert caplog.text.count("cannot be recorded yet") == 1


async def test_an_outbox_started_after_a_crash_sends_only_what_was_not_recorded(
    store: Store, sender: FakeSender
) -> None:
    keys = [await queue(store, str(number), f"{number}") for number in range(20)]
    first = Outbox(store, {Channel.TELEGRAM: sender})
    assert await first.send_due() == 20
    async with store.writing() as unit:
        lost = await unit.get(OutboxItem, keys[3])
        assert lost is not None
        lost.state = DeliveryState.QUEUED
    assert await Outbox(store, {Channel.TELEGRAM: sender}).send_due() == 1
    assert [out.key for out in sender.taken].count(keys[3]) == 2


async def test_two_hundred_items_to_two_hundred_chats_take_under_two_seconds(
    store: Store, sender: FakeSender
) -> None:
    for number in range(200):
        await queue(store, str(number), "hello")
    outbox = Outbox(store, {Channel.TELEGRAM: sender})
    began = time.monotonic()
    assert await outbox.send_due() == 200
    took = time.monotonic() - began
    logging.getLogger(__name__).info("%.0f items/s", 200 / took)
    assert took < 2.5, f"{200 / took:.0f} items/s"


async def test_no_item_is_lost_or_doubled_while_new_ones_keep_coming(
    any_store: Store, sender: FakeSender
) -> None:
    sender.takes_s = 0.002
    sender.trouble = {f"{n}": [SendDelayed(0.1)] for n in range(0, 120, 17)}
    outbox = Outbox(any_store, {Channel.TELEGRAM: sender})
    async with running(outbox):
        for number in range(120):
            await queue(any_store, str(number % 7), f"{number}")
            outbox.poke()
        await until(lambda: len(sender.taken) >= 120, 15)
    for destination in range(7):
        expected = [f"{n}" for n in range(120) if n % 7 == destination]
        assert sender.texts(str(destination)) == expected


def test_backoff_doubles_to_five_minutes() -> None:
    assert 0.8 <= backoff(1) <= 1.2
    assert 6.4 <= backoff(4) <= 9.6
    assert 240 <= backoff(12) <= 360


def test_every_send_error_has_an_outcome() -> None:
    queued = OutboxItem(id=1, channel=Channel.WEB, destination="w", text="t")
    errors: list[SendError] = [SendDelayed(1), SendFailed("a"), SendRefused("b"), AccountGone("c")]
    follows = [deliveries.not_sent(queued, error, utcnow()).follow for error in errors]
    assert follows == [False, False, True, False]


async def test_a_file_is_not_kept_once_it_is_sent(any_store: Store) -> None:
    file = {"name": "a.json", "content": "{}"}
    key = await queue(any_store, "7", "您的资料", data={"document": file, "buttons": []})
    sender = FakeSender()
    await Outbox(any_store, {Channel.TELEGRAM: sender}).send_due()
    assert sender.taken[0].data["document"] == file
    assert (await item(any_store, key)).data == {"buttons": []}
