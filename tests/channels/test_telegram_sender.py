"""The way out to Telegram, against a strict Bot API server."""

from __future__ import annotations

import asyncio
import time

import pytest
from telegram import Bot

from bot.channels.outbox import Outbox
from bot.channels.sending import Outgoing
from bot.channels.telegram.connection import open_bot
from bot.channels.telegram.content import COMMANDS
from bot.channels.telegram.sender import (
    TelegramSender,
    TopicClosed,
    TopicGone,
    publish_commands,
)
from bot.errors import AccountGone, SendDelayed, SendError, SendFailed, SendRefused
from knowledge.records import (
    Attachment,
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    DeliveryState,
    Message,
    MessageKind,
)
from knowledge.store import Store
from tests.channels.conftest import item, queue
from tests.emulator import TOKEN, Fault, TelegramEmulator


@pytest.fixture
def sender(bot: Bot, api: TelegramEmulator) -> TelegramSender:
    api.say(7, "hi")
    return TelegramSender(bot)


def out(text: str = "hello", chat: str = "7", key: int = 1, **data: object) -> Outgoing:
    return Outgoing(key, chat, text, data)


async def test_plain_text_arrives_as_it_is(sender: TelegramSender, api: TelegramEmulator) -> None:
    text = "<b>*not* _markup_</b> 您好 😀 {eta} & \u202etfel"
    sent = await sender.send(out(text))
    [taken] = api.sent(7)
    assert (taken.text, taken.markup) == (text, {})
    assert sent == f"7:{taken.message_id}"


HOSTILE = (
    "<b>bold</b> <a href='https://evil.example'>x</a> &lt;i&gt; &amp;",
    "*bold* _it_ [a](http://b) `code` ~s~ ||spoiler|| \\_ \\\\",
    "\u202efdp.exe\u202c \u2066x\u2069 \u200f",
    "zero\u200bwidth\u200d\ufeff\u2060 z͑ͫ̓ͪ̂",
    "{eta} {0} %s ${x} @everyone /start #tag",
)


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_arrive_as_written_in_text_and_buttons(
    sender: TelegramSender, api: TelegramEmulator, words: str
) -> None:
    await sender.send(out(f"您好 {words}!", buttons=[{"label": f"{words}!", "action": "a"}]))
    [taken] = api.sent(7)
    assert taken.text == f"您好 {words}!"
    assert taken.buttons == [(f"{words}!", "a")]
    # Without a parse mode Telegram takes every character for itself.
    assert all(not {"parse_mode", "entities"} & set(fields) for _, fields in api.calls)


async def test_buttons_stand_under_the_message(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    pressed = [{"label": "是", "action": "yes"}, {"label": "否", "action": "no"}]
    await sender.send(out(buttons=pressed))
    wide = [{"label": "Cancel my whole order", "action": "c"}, {"label": "No", "action": "n"}]
    await sender.send(out(key=2, buttons=wide))
    narrow, long = api.sent(7)
    assert narrow.buttons == [("是", "yes"), ("否", "no")]
    assert [len(row) for row in narrow.markup["inline_keyboard"]] == [2]
    assert [len(row) for row in long.markup["inline_keyboard"]] == [1, 1]


async def test_a_button_with_too_long_an_action_is_left_out(
    sender: TelegramSender, api: TelegramEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    fits, too_long = "a" * 64, "单" * 22
    pressed = [{"label": "ok", "action": fits}, {"label": "no", "action": too_long}]
    await sender.send(out(buttons=pressed))
    assert api.sent(7)[0].buttons == [("ok", fits)]
    assert "left out" in caplog.text


async def test_the_contact_is_asked_for_and_its_button_goes_away_again(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    await sender.send(out(request_contact="Share my number"))
    await sender.send(out(key=2, remove_keyboard=True))
    asked, removed = api.sent(7)
    assert asked.asks_for_contact
    assert asked.markup["one_time_keyboard"] and asked.markup["resize_keyboard"]
    assert removed.markup == {"remove_keyboard": True}


async def test_buttons_and_the_contact_request_are_two_messages(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    await sender.send(
        out("Who are you?", request_contact="Share", buttons=[{"label": "Number", "action": "n"}])
    )
    question, share = api.sent(7)
    assert (question.buttons, share.text) == ([("Number", "n")], "Share")
    assert share.asks_for_contact


async def test_a_long_text_leaves_in_parts_with_the_buttons_last(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    text = "\n".join(f"{number} 第一句。😀" * 20 for number in range(100))
    await sender.send(out(text, buttons=[{"label": "ok", "action": "ok"}]))
    parts = api.sent(7)
    assert len(parts) > 2
    assert "\n".join(part.text for part in parts) == text
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]


async def test_a_repeat_goes_on_with_the_part_that_failed(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    text = "\n".join(letter * 4000 for letter in "abc")
    api.fail("sendMessage", Fault(), Fault(502, "Bad Gateway"))
    with pytest.raises(SendFailed):
        await sender.send(out(text))
    assert [part.text[0] for part in api.sent(7)] == ["a"]
    sent = await sender.send(out(text))
    assert [part.text[0] for part in api.sent(7)] == ["a", "b", "c"]
    assert sent == f"7:{api.sent(7)[-1].message_id}"
    assert sender._unfinished == {}


async def test_a_blocked_or_unknown_chat_is_gone(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    api.block(7)
    for chat in ("7", "999", "not a chat"):
        with pytest.raises(AccountGone):
            await sender.send(out(chat=chat))
    api.refuse("sendMessage", 403, "Forbidden: user is deactivated")
    with pytest.raises(AccountGone):
        await sender.send(out())


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(400, "Bad Request: have no rights to send a message"), SendRefused),
        (Fault(400, "Bad Request: message thread not found"), TopicGone),
        (Fault(400, "Bad Request: TOPIC_CLOSED"), TopicClosed),
        (Fault(500, "Internal Server Error"), SendFailed),
        (Fault(502, "Bad Gateway"), SendFailed),
        (Fault(cut=True), SendFailed),
        (Fault(429, "Too Many Requests: retry after 9", retry_after=9), SendDelayed),
        (Fault(429, "Too Many Requests"), SendDelayed),
    ],
)
async def test_each_trouble_has_its_error(
    sender: TelegramSender, api: TelegramEmulator, fault: Fault, error: type[SendError]
) -> None:
    api.fail("sendMessage", fault)
    with pytest.raises(error) as caught:
        await sender.send(out())
    assert type(caught.value) is error
    assert TOKEN not in str(caught.value)
    await sender.send(out())


async def test_nothing_to_say_is_refused(sender: TelegramSender, api: TelegramEmulator) -> None:
    with pytest.raises(SendRefused):
        await sender.send(out(" \n"))
    assert [method for method, _ in api.calls] == []


async def test_what_http_cannot_carry_is_replaced(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    await sender.send(out("a\ud83db", buttons=[{"label": "x\ud83d", "action": "x"}]))
    assert api.sent(7)[0].text == "a\ufffdb"


async def test_one_chat_asked_to_wait_waits_alone_and_two_mean_everyone(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    api.say(8, "hi")
    api.flood(30, times=3)
    waits = []
    for chat in ("7", "7", "8"):
        with pytest.raises(SendDelayed) as caught:
            await sender.send(out(chat=chat))
        waits.append((caught.value.seconds, caught.value.everyone))
    assert waits == [(30, False), (30, False), (30, True)]


async def test_an_unknown_token_pauses_the_channel_and_costs_no_attempt(
    api: TelegramEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    other = "4242:" + "B" * 35
    async with open_bot(other, api.url) as stranger:
        with pytest.raises(SendDelayed) as caught:
            await TelegramSender(stranger).send(out())
    assert caught.value.everyone
    assert "XIAOER_TELEGRAM_TOKEN" in caplog.text
    assert other not in caplog.text


async def test_typing_is_shown_and_its_failure_is_harmless(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    await sender.typing(7)
    await sender.typing("7")
    await sender.typing(999)
    assert api.typing == [7, 7]


async def test_the_commands_menu_is_in_both_languages(bot: Bot, api: TelegramEmulator) -> None:
    await publish_commands(bot)
    assert set(api.commands) == {"", "zh"}
    names = [[command["command"] for command in menu] for menu in api.commands.values()]
    assert names[0] == names[1]
    assert names[0] == ["start", "orders", "human", "language", "notices", "privacy"]
    assert set(names[0]) <= COMMANDS


async def test_the_pace_keeps_to_thirty_messages_a_second_and_typing_is_free(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    began = time.monotonic()
    for key in range(40):
        await sender.send(out(key=key))
        await sender.typing(7)
    took = time.monotonic() - began
    assert 0.3 < took < 3.0


async def test_the_outbox_obeys_a_chats_rate_and_loses_nothing(
    store: Store, bot: Bot, api: TelegramEmulator
) -> None:
    api.say(7, "hi")
    api.per_chat_per_second = 3
    outbox = Outbox(store, {Channel.TELEGRAM: TelegramSender(bot)})
    keys = [await queue(store, "7", f"{number}") for number in range(5)]
    assert await outbox.send_due() == 3
    waiting = await item(store, keys[3])
    assert (waiting.state, waiting.attempts) == (DeliveryState.QUEUED, 0)

    await asyncio.sleep(1.05)
    assert await outbox.send_due() == 2
    assert [sent.text for sent in api.sent(7)] == ["0", "1", "2", "3", "4"]


async def test_a_lost_answer_is_sent_again(store: Store, bot: Bot, api: TelegramEmulator) -> None:
    """The one duplicate that cannot be avoided: the Bot API has no idempotency key."""
    api.say(7, "hi")
    api.cut("sendMessage", accepted=True)
    key = await queue(store, "7", "a")
    outbox = Outbox(store, {Channel.TELEGRAM: TelegramSender(bot)})
    assert await outbox.send_due() == 0
    assert await outbox.revive(key) is False

    await asyncio.sleep(1.25)
    assert await outbox.send_due() == 1
    assert [sent.text for sent in api.sent(7)] == ["a", "a"]


async def test_a_file_goes_out_with_the_words_as_its_caption(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    file = {"name": "my-data-20261123.json", "content": '{"name": "李雷 😀"}'}
    sent = await sender.send(out("这是您的资料", document=file))
    [taken] = api.sent(7)
    assert (taken.text, sent) == ("这是您的资料", f"7:{taken.message_id}")
    assert taken.file is not None
    assert (taken.file.name, taken.file.content.decode()) == (file["name"], file["content"])


async def test_a_caption_is_no_longer_than_telegram_takes(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    await sender.send(out("很长。" * 1_000, document={"name": "a.json", "content": "{}"}))
    assert 500 < len(api.sent(7)[0].text) <= 1_024


async def test_trouble_with_a_file_is_told_like_any_other(
    sender: TelegramSender, api: TelegramEmulator
) -> None:
    file = {"name": "a.json", "content": "{}"}
    api.fail("sendDocument", Fault(429, "Too Many Requests", retry_after=3))
    with pytest.raises(SendDelayed):
        await sender.send(out(document=file))
    api.fail("sendDocument", Fault(403, "Forbidden: bot was blocked by the user"))
    with pytest.raises(AccountGone):
        await sender.send(out(document=file))


async def test_a_picture_that_is_kept_here_is_sent_with_the_words_under_it(
    sender: TelegramSender, api: TelegramEmulator, store: Store
) -> None:
    key = await _kept_picture(store, b"\x89PNG picture")
    sender.use(store)
    await sender.send(out("Like this", photos=[{"kind": "photo", "attachment": key}]))
    await sender.send(out("", key=2, photos=[{"kind": "photo", "attachment": key}]))
    with_words, alone = api.sent(7)
    assert with_words.file is not None and with_words.file.content == b"\x89PNG picture"
    assert (with_words.text, alone.text) == ("Like this", "")


async def test_a_picture_that_telegram_does_not_draw_is_sent_as_a_file(
    sender: TelegramSender, api: TelegramEmulator, store: Store
) -> None:
    key = await _kept_picture(store, b"very long picture")
    sender.use(store)
    api.refuse("sendPhoto", 400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    await sender.send(out("Like this", photos=[{"kind": "photo", "attachment": key}]))
    (sent,) = api.sent(7)
    assert sent.file is not None and sent.file.content == b"very long picture"
    api.refuse("sendPhoto", 400, "Bad Request: something else")
    with pytest.raises(SendRefused):
        await sender.send(out("x", key=2, photos=[{"kind": "photo", "attachment": key}]))


async def test_a_picture_that_was_erased_meanwhile_is_not_tried_again(
    sender: TelegramSender, api: TelegramEmulator, store: Store
) -> None:
    key = await _kept_picture(store, None)
    for lost in (key, key + 1):
        with pytest.raises(SendRefused, match="not kept"):
            await sender.send(out("x", photos=[{"kind": "photo", "attachment": lost}]))
        sender.use(store)
    assert api.sent(7) == []


async def _kept_picture(store: Store, content: bytes | None) -> int:
    async with store.writing() as unit:
        account = ChannelAccount(channel=Channel.TELEGRAM, external_id="7")
        unit.add(account)
        await unit.flush()
        conversation = Conversation(account_id=account.key)
        unit.add(conversation)
        await unit.flush()
        message = Message(
            conversation_id=conversation.key,
            author=Author.STAFF,
            channel=Channel.TELEGRAM,
            kind=MessageKind.PHOTO,
            text="",
        )
        unit.add(message)
        await unit.flush()
        kept = Attachment(message_id=message.key, kind="photo", content=content)
        unit.add(kept)
        await unit.flush()
        return kept.key
