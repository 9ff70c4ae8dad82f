"""Fetching what customers sent, against a strict Bot API server."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from telegram import Bot

from bot.channels.fetching import LARGEST, MOST_ATTEMPTS, Fetcher
from bot.channels.telegram.files import TelegramFiles
from bot.desk.inbound import Attached, Inbound
from bot.desk.receive import Reception
from knowledge.queries.attachments import attachments_of
from knowledge.records import Attachment, Channel, MessageKind
from knowledge.store import Store
from tests.emulator import TOKEN, Fault, TelegramEmulator
from tests.fakes import FakeClock

JPEG = b"\xff\xd8\xff\xe0 a photo \x00\xff"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def fetcher(store: Store, bot: Bot, clock: FakeClock) -> Fetcher:
    return Fetcher(store, {Channel.TELEGRAM: TelegramFiles(bot)}, clock=clock)


async def _sent(
    store: Store, clock: FakeClock, *files: str, size: int = 0, channel: Channel = Channel.TELEGRAM
) -> int:
    """A stored message with some files; returns its id."""
    attached = tuple(Attached("photo", one, "", "image/jpeg", size) for one in files)
    inbound = Inbound(channel, "7", f"7:{files[0]}", MessageKind.PHOTO, "", attachments=attached)
    received = await Reception(store).receive(inbound)
    async with store.writing() as unit:
        for one in await attachments_of(unit, [received.message_id]):
            one.created_at = clock()
    return received.message_id


async def _kept(store: Store, message_id: int) -> list[Attachment]:
    async with store.reading() as unit:
        return list(await attachments_of(unit, [message_id]))


def _calls(api: TelegramEmulator) -> list[str]:
    return [method for method, _ in api.calls]


async def test_keeps_the_bytes_of_each_file(
    store: Store, api: TelegramEmulator, fetcher: Fetcher, clock: FakeClock
) -> None:
    api.files = {"a": JPEG, "b": b"another"}
    message = await _sent(store, clock, "a", "b")
    assert await fetcher.fetch_due() == 2
    first, second = await _kept(store, message)
    assert (first.content, second.content) == (JPEG, b"another")
    assert (first.size, first.refused, first.fetched_at) == (len(JPEG), "", clock())
    assert await fetcher.fetch_due() == 0


async def test_a_file_of_the_largest_size_is_kept_and_one_byte_more_is_refused(
    store: Store, api: TelegramEmulator, fetcher: Fetcher, clock: FakeClock
) -> None:
    api.files = {"fits": bytes(LARGEST), "large": bytes(LARGEST + 1)}
    message = await _sent(store, clock, "fits", "large")
    await fetcher.fetch_due()
    fits, large = await _kept(store, message)
    assert fits.content is not None and len(fits.content) == LARGEST
    assert large.content is None
    assert large.refused == "It is too large: 10.0 MB; 10 MB may be kept."
    assert _calls(api).count("download") == 1


async def test_a_file_that_is_known_to_be_too_large_is_not_even_asked_for(
    store: Store, api: TelegramEmulator, fetcher: Fetcher, clock: FakeClock
) -> None:
    message = await _sent(store, clock, "video", size=LARGEST * 3)
    await fetcher.fetch_due()
    (kept,) = await _kept(store, message)
    assert kept.refused == "It is too large: 30.0 MB; 10 MB may be kept."
    assert _calls(api) == []


async def test_what_telegram_does_not_give_is_refused_with_its_reason(
    store: Store, api: TelegramEmulator, fetcher: Fetcher, clock: FakeClock
) -> None:
    api.refuse("getFile", 400, "Bad Request: file is too big")
    message = await _sent(store, clock, "huge")
    await fetcher.fetch_due()
    (kept,) = await _kept(store, message)
    assert kept.refused == "Telegram does not give this file: File is too big."
    assert (await fetcher.fetch_due(), kept.attempts) == (0, 1)


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("getFile", Fault(cut=True)),
        ("getFile", Fault(502, "Bad Gateway")),
        ("getFile", Fault(429, "Too Many Requests: retry after 3", retry_after=3)),
        ("getFile", Fault(400, "Bad Request: file is temporarily unavailable")),
        ("download", Fault(cut=True)),
        ("download", Fault(404, "Not Found")),
        ("download", Fault(500, "Internal Server Error")),
    ],
)
async def test_a_passing_fault_is_tried_again_later(
    store: Store,
    api: TelegramEmulator,
    fetcher: Fetcher,
    clock: FakeClock,
    method: str,
    fault: Fault,
) -> None:
    api.files = {"a": JPEG}
    api.fail(method, fault)
    message = await _sent(store, clock, "a")
    assert await fetcher.fetch_due() == 1
    (waiting,) = await _kept(store, message)
    assert (waiting.content, waiting.refused, waiting.attempts) == (None, "", 1)
    assert await fetcher.fetch_due() == 0
    clock.move(seconds=5)
    assert await fetcher.fetch_due() == 1
    (kept,) = await _kept(store, message)
    assert (kept.content, kept.attempts) == (JPEG, 2)


async def test_a_file_that_keeps_failing_is_given_up_with_a_reason_without_the_token(
    store: Store, api: TelegramEmulator, fetcher: Fetcher, clock: FakeClock
) -> None:
    api.files = {"a": JPEG}
    api.cut("getFile", accepted=False, times=MOST_ATTEMPTS)
    message = await _sent(store, clock, "a")
    for _ in range(MOST_ATTEMPTS):
        assert await fetcher.fetch_due() == 1
        clock.move(hours=3)
    (kept,) = await _kept(store, message)
    assert kept.refused.startswith("Telegram cannot give this file now:")
    assert TOKEN not in kept.refused
    assert await fetcher.fetch_due() == 0


async def test_one_bad_file_does_not_hold_up_the_others(
    store: Store, api: TelegramEmulator, fetcher: Fetcher, clock: FakeClock
) -> None:
    api.files = {"b": JPEG}
    api.cut("getFile", accepted=False)
    message = await _sent(store, clock, "a", "b")
    await fetcher.fetch_due()
    clock.move(seconds=5)
    api.files["a"] = b"late"
    await fetcher.fetch_due()
    assert [one.content for one in await _kept(store, message)] == [b"late", JPEG]


async def test_files_of_a_channel_without_a_way_to_them_wait(
    store: Store, api: TelegramEmulator, fetcher: Fetcher, clock: FakeClock
) -> None:
    await _sent(store, clock, "a", channel=Channel.WEB)
    assert await fetcher.fetch_due() == 0
    assert _calls(api) == []


async def test_the_loop_fetches_when_it_is_poked_and_what_an_earlier_run_left(
    store: Store, api: TelegramEmulator, bot: Bot, clock: FakeClock
) -> None:
    api.files = {"left": JPEG, "new": JPEG}
    left = await _sent(store, clock, "left")
    fetcher = Fetcher(store, {Channel.TELEGRAM: TelegramFiles(bot)}, clock=clock)
    running = asyncio.create_task(fetcher.run())
    await api.wait_for(lambda: _calls(api).count("download") == 1)
    new = await _sent(store, clock, "new")
    fetcher.poke()
    await api.wait_for(lambda: _calls(api).count("download") == 2)
    async with asyncio.timeout(5):
        while not (await _kept(store, new))[0].content:
            await asyncio.sleep(0.01)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert (await _kept(store, left))[0].content == JPEG
