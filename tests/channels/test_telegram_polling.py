"""Long polling: stored before confirmed, and never at an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from telegram import Bot

from bot.channels.sending import Outgoing
from bot.channels.telegram.connection import open_bot, readable_updates
from bot.channels.telegram.polling import MOST_TRIES, Poller, backoff
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.staff_parse import StaffWord
from bot.desk.inbound import Inbound
from knowledge.errors import StoreUnavailable
from tests.emulator import TOKEN, Fault, TelegramEmulator


class Desk:
    """Keeps what it receives, after failing as often as it was told to."""

    def __init__(self, api: TelegramEmulator) -> None:
        self.api = api
        self.received: list[Inbound] = []
        self.unconfirmed: list[list[int]] = []
        self.staff: list[StaffWord] = []
        self.troubles: list[Exception] = []

    async def receive(self, inbound: Inbound) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.received.append(inbound)
        self.unconfirmed.append(self.api.updates.unconfirmed)

    async def receive_staff(self, word: StaffWord) -> None:
        self.staff.append(word)

    def texts(self) -> list[str]:
        return [inbound.text for inbound in self.received]


@pytest.fixture
def desk(api: TelegramEmulator) -> Desk:
    return Desk(api)


@asynccontextmanager
async def polling(bot: Bot, desk: Desk) -> AsyncIterator[asyncio.Task[None]]:
    poller = Poller(
        bot,
        desk.receive,
        staff_chat="-100",
        receive_staff=desk.receive_staff,
        poll_s=2,
        first_backoff=0.02,
    )
    task = asyncio.create_task(poller.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_message_is_stored_before_it_is_confirmed(
    bot: Bot, api: TelegramEmulator, desk: Desk
) -> None:
    async with polling(bot, desk):
        api.say(7, "在吗")
        await api.wait_for(lambda: desk.texts() == ["在吗"] and not api.updates.unconfirmed)
    assert desk.unconfirmed == [[1000]]


async def test_messages_arrive_in_order_and_once(
    bot: Bot, api: TelegramEmulator, desk: Desk
) -> None:
    for number in range(250):
        api.say(7, f"{number}")
    async with polling(bot, desk):
        await api.wait_for(lambda: not api.updates.unconfirmed)
    assert desk.texts() == [f"{number}" for number in range(250)]


async def test_what_cannot_be_stored_stays_unconfirmed_until_it_can(
    bot: Bot, api: TelegramEmulator, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.troubles = [StoreUnavailable("locked")] * (MOST_TRIES + 1)
    api.say(7, "a")
    api.say(7, "b")
    async with polling(bot, desk):
        await asyncio.sleep(0.1)
        assert (api.updates.unconfirmed, desk.received) == ([1000, 1001], [])
        await api.wait_for(lambda: desk.texts() == ["a", "b"])
    assert caplog.text.count("cannot be stored yet") == 1


async def test_one_message_that_always_fails_does_not_silence_the_desk(
    bot: Bot, api: TelegramEmulator, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.troubles = [ZeroDivisionError()] * MOST_TRIES
    api.say(7, "poison")
    api.say(8, "b")
    async with polling(bot, desk):
        await api.wait_for(lambda: desk.texts() == ["b"])
    assert "Update 1000 is passed over" in caplog.text


async def test_a_stop_before_the_confirmation_brings_the_message_again(
    bot: Bot, api: TelegramEmulator, desk: Desk
) -> None:
    api.fail("getUpdates", Fault(), Fault(cut=True), Fault(cut=True), Fault(cut=True))
    api.say(7, "a")
    async with polling(bot, desk):
        await api.wait_for(lambda: desk.texts() == ["a"])
    assert api.updates.unconfirmed == [1000]
    async with polling(bot, desk):
        await api.wait_for(lambda: not api.updates.unconfirmed)
    first, again = desk.received
    assert first == again, "the same external id, so that the store knows it"


async def test_a_repeated_and_a_late_update_are_passed_on(
    bot: Bot, api: TelegramEmulator, desk: Desk
) -> None:
    async with polling(bot, desk):
        api.updates.hold()
        api.say(7, "first, but late")
        api.updates.pass_on()
        api.say(7, "second")
        await api.wait_for(lambda: desk.texts() == ["second"] and not api.updates.unconfirmed)
        api.updates.release()
        await api.wait_for(lambda: desk.texts()[1:] == ["first, but late"])
        api.updates.repeat_last()
        await api.wait_for(lambda: len(desk.received) >= 3)
        api.say(7, "third")
        await api.wait_for(lambda: desk.texts()[-1] == "third")


async def test_trouble_never_ends_the_loop(
    bot: Bot, api: TelegramEmulator, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    api.refuse("deleteWebhook", 502, "Bad Gateway")
    api.fail(
        "getUpdates",
        Fault(502, "Bad Gateway"),
        Fault(502, "Bad Gateway"),
        Fault(cut=True),
        Fault(401, "Unauthorized"),
    )
    async with polling(bot, desk) as task:
        api.say(7, "a")
        await api.wait_for(lambda: desk.texts() == ["a"])
        assert not task.done()
    assert caplog.text.count("No messages from Telegram: Bad Gateway") == 1
    assert "check XIAOER_TELEGRAM_TOKEN" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_second_program_with_the_token_is_one_sentence_in_the_log(
    bot: Bot, api: TelegramEmulator, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(bot, desk):
        await api.wait_for(lambda: any(method == "getUpdates" for method, _ in api.calls))
        async with open_bot(TOKEN, api.url) as other:
            await other.get_updates(timeout=0)
        await api.wait_for(lambda: "another program polls" in caplog.text)
        api.say(7, "a")
        await api.wait_for(lambda: desk.texts() == ["a"])
    records = [record for record in caplog.records if "another program" in record.message]
    assert len(records) == 1 and records[0].exc_info is None


async def test_a_webhook_left_behind_is_removed(
    bot: Bot, api: TelegramEmulator, desk: Desk
) -> None:
    api.updates.push_to("http://127.0.0.1:9/", "s")
    async with polling(bot, desk):
        api.say(7, "a")
        await api.wait_for(lambda: desk.texts() == ["a"])
    assert api.updates.webhook_url == ""


async def test_a_pressed_button_is_acknowledged(
    bot: Bot, api: TelegramEmulator, desk: Desk
) -> None:
    api.say(7, "hi")
    await TelegramSender(bot).send(
        Outgoing(1, "7", "sure?", {"buttons": [{"label": "Yes", "action": "yes:1"}]})
    )
    async with polling(bot, desk):
        query = api.press(7, "Yes")
        await api.wait_for(lambda: api.answered == [query])
    assert (desk.received[-1].text, desk.received[-1].data) == ("Yes", {"action": "yes:1"})


async def test_a_button_that_cannot_be_acknowledged_harms_nothing(
    bot: Bot, api: TelegramEmulator, desk: Desk
) -> None:
    api.say(7, "hi")
    api.refuse("answerCallbackQuery", 400, "Bad Request: query is too old")
    await TelegramSender(bot).send(
        Outgoing(1, "7", "sure?", {"buttons": [{"label": "Yes", "action": "yes"}]})
    )
    async with polling(bot, desk) as task:
        api.press(7, "yes")
        api.say(7, "next")
        await api.wait_for(lambda: desk.texts()[-1:] == ["next"])
        assert not task.done()
    assert api.answered == []


async def test_a_staff_members_reply_goes_its_own_way(
    bot: Bot, api: TelegramEmulator, desk: Desk
) -> None:
    api.people.chat(-100)
    notice = await TelegramSender(bot).send(Outgoing(1, "-100", "customer 7 waits"))
    async with polling(bot, desk):
        number = api.sent(-100)[0].message_id
        api.say(-100, "Tomorrow.", user_id=9, name="Wang", reply_to=number)
        api.say(-100, "lunch?", user_id=9, name="Wang")
        api.say(7, "hi")
        await api.wait_for(lambda: desk.texts() == ["hi"])
    [word] = desk.staff
    assert (word.name, word.text, word.reply_to) == ("Wang", "Tomorrow.", notice)


async def test_an_update_of_tomorrows_telegram_does_not_stop_todays_bot(
    bot: Bot, api: TelegramEmulator, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    api.updates.add("message", {"text": "no chat, no date, no id"})
    api.say(7, "a")
    async with polling(bot, desk):
        await api.wait_for(lambda: desk.texts() == ["a"] and not api.updates.unconfirmed)
    assert "Update 1000 from Telegram cannot be read" in caplog.text


def test_an_answer_that_is_no_list_of_updates_is_left_as_it_is() -> None:
    for payload in (b"", b"[]", b'{"ok":true}', b'{"result":5}', b'{"result":[]}'):
        assert readable_updates(payload) == payload


def test_backoff_goes_from_one_second_to_thirty() -> None:
    assert [backoff(failures) for failures in (1, 2, 3, 6, 500)] == [1, 2, 4, 30, 30]
