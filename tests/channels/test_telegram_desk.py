"""What customers send on Telegram, from the update to the desk's records and back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest_asyncio
from telegram import Bot

from bot.channels.fetching import Fetcher
from bot.channels.outbox import Outbox
from bot.channels.telegram.files import TelegramFiles
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sender import TelegramSender
from knowledge.queries.messages import waiting_conversations
from knowledge.records import Attachment, Author, Channel, Message, utcnow
from knowledge.store import Store
from tests.channels.conftest import queue
from tests.emulator import Fault, TelegramEmulator
from tests.fakes import NOW, STAFF_CHAT, Desk, FakeClock

HOSTILE = "<b>Eve</b> &lt; *x* _y_ \u202eevE\u202c z\u200bw\u200d {eta}"


@pytest_asyncio.fixture
async def desk(store: Store, bot: Bot, api: TelegramEmulator) -> AsyncIterator[Desk]:
    """A desk that hears what the Bot API tells."""
    desk = Desk(store)
    api.say(int(STAFF_CHAT), "Good morning")
    poller = Poller(bot, desk.reception.receive, poll_s=1, first_backoff=0.02)
    polling = asyncio.create_task(poller.run())
    yield desk
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling


async def _answer(desk: Desk, bot: Bot) -> None:
    """Answer everything that waits, and send it."""
    async with desk.store.reading() as unit:
        waiting = await waiting_conversations(unit)
    for conversation in waiting:
        await desk.answer_all(conversation)
    await Outbox(desk.store, {Channel.TELEGRAM: TelegramSender(bot)}).send_due()


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while not await holds():
            await asyncio.sleep(0.01)


async def _heard(desk: Desk, text: str) -> None:
    """Wait until a message with these words is stored."""

    async def is_stored() -> bool:
        return bool(await desk.records(Message, Message.text == text))

    await _until(is_stored)


async def test_an_album_is_one_message_with_all_its_photos(
    desk: Desk, bot: Bot, api: TelegramEmulator
) -> None:
    for number in (1, 2, 3):
        words = "谢谢" if number == 1 else ""
        api.send_photo(7, f"p{number}", b"%d" % number * 9, words, album="55")
    api.say(7, "你好")
    await _heard(desk, "你好")
    await _answer(desk, bot)
    await Fetcher(desk.store, {Channel.TELEGRAM: TelegramFiles(bot)}, clock=utcnow).fetch_due()
    album, _ = await desk.records(Message, Message.author == Author.CUSTOMER)
    assert (album.text, album.data["count"]) == ("谢谢", 3)
    files = await desk.records(Attachment)
    assert [(one.external_id, one.content) for one in files] == [
        ("p1", b"1" * 9),
        ("p2", b"2" * 9),
        ("p3", b"3" * 9),
    ]
    assert len(api.sent(7)) == 2


async def test_a_message_edited_before_its_answer_is_answered_as_edited(
    desk: Desk, bot: Bot, api: TelegramEmulator
) -> None:
    message = api.say(7, "你好")
    api.edit(7, message, "谢谢")
    api.say(8, "在吗")
    await _heard(desk, "在吗")
    await _answer(desk, bot)
    assert "不客气" in api.sent(7)[0].text
    api.edit(7, message, "转人工")
    api.say(8, "好")
    await _heard(desk, "好")
    await _answer(desk, bot)
    assert len(api.sent(7)) == 1


async def test_groups_are_not_customers(desk: Desk, bot: Bot, api: TelegramEmulator) -> None:
    api.say(-200, "转人工", user_id=9)
    api.edit(-200, api.say(-200, "我的快递到哪了", user_id=9), "投诉")
    api.attach(-200, "photo")
    api.attach(-200, "location")
    api.say(7, "你好")
    await _heard(desk, "你好")
    await _answer(desk, bot)
    assert [one.text for one in await desk.records(Message, Message.author == "customer")] == [
        "你好"
    ]
    assert api.sent(-200) == []


async def test_a_hostile_name_reaches_staff_as_written(
    desk: Desk, bot: Bot, api: TelegramEmulator
) -> None:
    api.say(7, "转人工", name=HOSTILE)
    api.say(7, HOSTILE, name=HOSTILE)
    await _heard(desk, HOSTILE)
    await _answer(desk, bot)
    assert api.sent(int(STAFF_CHAT))[-1].text == f"{HOSTILE}: {HOSTILE}"
    assert (await desk.account("7")).display_name == HOSTILE


async def test_each_part_of_a_long_reply_is_sent_once_although_one_had_to_be_repeated(
    store: Store, bot: Bot, api: TelegramEmulator
) -> None:
    api.say(7, "hi")
    clock = FakeClock()
    outbox = Outbox(store, {Channel.TELEGRAM: TelegramSender(bot)}, clock=clock)
    text = "".join(f"这是第{number}句话，说得很长很长。" for number in range(600))
    buttons = {"buttons": [{"label": "好", "action": "ok"}]}
    await queue(store, "7", text, data=buttons, next_attempt_at=NOW)
    api.fail("sendMessage", Fault(), Fault(502, "Bad Gateway"), Fault(429, "", retry_after=2))
    for _ in range(4):
        await outbox.send_due()
        clock.move(seconds=5)
    parts = api.sent(7)
    assert "".join(part.text for part in parts) == text
    assert all(part.text.endswith("。") for part in parts)
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
