"""The way out to Telegram: plain text, in parts where it is long, with buttons."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from telegram import Bot, BotCommand, Message
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.channels.kept import Kept, kept_in, nothing_kept
from bot.channels.sending import Outgoing
from bot.channels.telegram.characters import split_text, storable, units
from bot.channels.telegram.connection import AskedToWait
from bot.channels.telegram.keyboard import Markup, buttons, reply_keyboard
from bot.channels.telegram.parse import external_id
from bot.errors import AccountGone, SendDelayed, SendFailed, SendRefused
from knowledge.store import Store

logger = logging.getLogger(__name__)

#: What Telegram says of a chat that will never take a message again, in small letters.
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked")
#: How long the channel rests when Telegram does not know the token, seconds.
TOKEN_PAUSE_S = 60.0
#: Telegram's limit on the words under a file, UTF-16 units.
LONGEST_CAPTION = 1024
#: How many half-sent messages are remembered.
MOST_UNFINISHED = 1000

#: What Telegram says of a topic that was deleted, and of one that was closed, in small letters.
_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_id_invalid")
_CLOSED_TOPIC = ("topic_closed",)
#: What Telegram says of a picture that it shows only as a file, in small letters: one that is very
#: large or very narrow, or in a format that it does not draw.
_NO_PHOTO = ("photo_invalid_dimensions", "image_process_failed", "photo_ext_invalid")

_COMMANDS = {
    "zh": {
        "start": "开始",
        "orders": "我的订单",
        "human": "转人工客服",
        "language": "切换语言",
        "notices": "通知设置",
        "privacy": "隐私与个人数据",
    },
    "en": {
        "start": "Start",
        "orders": "My orders",
        "human": "Talk to a person",
        "language": "Change language",
        "notices": "Choose what I tell you unasked",
        "privacy": "Privacy and your data",
    },
}


class TopicGone(SendRefused):
    """The topic was deleted."""


class TopicClosed(SendRefused):
    """The topic was closed, and the bot may not write in it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One message to send: words, or a file with words under it.

    The file is Telegram's own (`file_id`), or one that is kept here (`attachment`).
    """

    text: str
    markup: Markup | None = None
    file_id: str = ""
    attachment: int | None = None
    is_photo: bool = True


class TelegramSender:
    """A `Sender` for Telegram.

    The parts of a long text that have left are remembered by the outbox item's key, so that
    a repeat goes on where it stopped. The memory is this process's: after a crash between
    two parts, the repeat begins with the first part again.

    Args:
        bot: an open connection.
        kept: gives the files that are kept here.
    """

    def __init__(self, bot: Bot, kept: Kept = nothing_kept) -> None:
        self._bot = bot
        self._kept = kept
        self._unfinished: dict[int, list[str]] = {}
        self._resting: dict[str, float] = {}

    async def send(self, outgoing: Outgoing, topic: int | None = None) -> str:
        """Send one message and return the id of its last part, `chat:message`.

        Args:
            topic: the forum topic of the chat that it goes to.

        Raises:
            TopicGone, TopicClosed: nothing can be written in the topic.
            SendDelayed: Telegram asks to wait.
            SendFailed: no connection, no answer, or a fault at Telegram.
            SendRefused: Telegram will never take this message.
            AccountGone: the bot was blocked, or the chat is gone.
        """
        if outgoing.data.get("document"):
            return await self._send_file(outgoing)
        parts = _parts(outgoing)
        if not parts:
            raise SendRefused("There are no words in this message.")
        done = self._progress(outgoing.key)
        try:
            for part in parts[len(done) :]:
                done.append(await self._say(outgoing.destination, part, topic))
        except SendRefused:
            self._unfinished.pop(outgoing.key, None)
            raise
        self._unfinished.pop(outgoing.key, None)
        return done[-1]

    def use(self, store: Store) -> None:
        """Send the files that are kept in these records."""
        self._kept = kept_in(store)

    async def typing(self, chat_id: int | str) -> None:
        """Show "typing…" for a few seconds. That it fails harms nothing."""
        try:
            await self._bot.send_chat_action(_chat(str(chat_id)), ChatAction.TYPING)
        except TelegramError as error:
            logger.debug("No typing sign in chat %s: %s", chat_id, error)

    async def _send_file(self, outgoing: Outgoing) -> str:
        """Send a text file with the words as its caption."""
        file, chat = outgoing.data["document"], _chat(outgoing.destination)
        words = split_text(storable(outgoing.text), LONGEST_CAPTION)
        try:
            message = await self._bot.send_document(
                chat,
                str(file["content"]).encode("utf-8", "replace"),
                filename=str(file["name"]),
                caption=words[0] if words else None,
                reply_markup=buttons(outgoing.data),
            )
        except AskedToWait as error:
            raise self.delay(outgoing.destination, error.seconds) from error
        except TelegramError as error:
            _give_reason(error)
        return external_id(message.chat.id, message.message_id)

    def _progress(self, key: int) -> list[str]:
        if key not in self._unfinished and len(self._unfinished) >= MOST_UNFINISHED:
            del self._unfinished[next(iter(self._unfinished))]
        return self._unfinished.setdefault(key, [])

    async def _say(self, destination: str, part: _Part, topic: int | None) -> str:
        try:
            message = await self._put(_chat(destination), part, topic)
        except AskedToWait as error:
            raise self.delay(destination, error.seconds) from error
        except TelegramError as error:
            _give_reason(error)
        return external_id(message.chat.id, message.message_id)

    async def _put(self, chat: int | str, part: _Part, topic: int | None) -> Message:
        file = await self._file(part)
        if file is None:
            return await self._bot.send_message(
                chat, part.text, reply_markup=part.markup, message_thread_id=topic
            )
        more: dict[str, Any] = {
            "caption": part.text or None,
            "reply_markup": part.markup,
            "message_thread_id": topic,
        }
        if not part.is_photo:
            return await self._bot.send_document(chat, file, **more)
        try:
            return await self._bot.send_photo(chat, file, **more)
        except BadRequest as error:
            if isinstance(file, str) or not any(words in str(error).lower() for words in _NO_PHOTO):
                raise
            return await self._bot.send_document(chat, file, filename="picture", **more)

    async def _file(self, part: _Part) -> str | bytes | None:
        """What Telegram takes for a part's file; None where it is words alone."""
        if part.attachment is None:
            return part.file_id or None
        content = await self._kept(part.attachment)
        if content is None:
            raise SendRefused("The picture is not kept any more.")
        return content

    def delay(self, destination: str, seconds: float) -> SendDelayed:
        """Telegram does not say whether it means the chat or the bot.

        One chat alone is taken at its word; a second one that is refused while the first
        still waits means everyone.
        """
        now = time.monotonic()
        self._resting = {chat: end for chat, end in self._resting.items() if end > now}
        everyone = any(chat != destination for chat in self._resting)
        self._resting[destination] = now + seconds
        return SendDelayed(seconds, everyone=everyone)


async def publish_commands(bot: Bot) -> None:
    """Set the commands menu: Chinese where the app is Chinese, English elsewhere.

    Raises:
        telegram.error.TelegramError: Telegram cannot be reached; the old menu stays.
    """
    for language, words in _COMMANDS.items():
        menu = [BotCommand(name, text) for name, text in words.items()]
        await bot.set_my_commands(menu, language_code=None if language == "en" else language)


def _parts(outgoing: Outgoing) -> list[_Part]:
    """The messages to send, each with its keyboard; buttons stand under the last.

    Words that fit stand under the first file; longer ones come before it.
    A message has one keyboard. Where there are buttons and a request for the contact, the
    request follows as a message of its own that says what its button says.
    """
    under, own = buttons(outgoing.data), reply_keyboard(outgoing.data)
    texts = split_text(storable(outgoing.text))
    files = _files(outgoing.data)
    if files and len(texts) == 1 and units(texts[0]) <= LONGEST_CAPTION:
        files[0] = replace(files[0], text=texts.pop())
    parts = [*(_Part(text) for text in texts), *files]
    if parts:
        parts[-1] = replace(parts[-1], markup=under or own)
    if parts and under and outgoing.data.get("request_contact"):
        parts.append(_Part(storable(str(outgoing.data["request_contact"])), own))
    return parts


def _files(data: dict[str, Any]) -> list[_Part]:
    return [
        _Part(
            "",
            file_id=str(one.get("file_id", "")),
            attachment=one.get("attachment"),
            is_photo=one["kind"] == "photo",
        )
        for one in data.get("photos") or ()
    ]


def _chat(destination: str) -> int | str:
    # The rate limiter knows groups, with their own limit, by their negative number.
    return int(destination) if destination.removeprefix("-").isdecimal() else destination


def _give_reason(error: TelegramError) -> NoReturn:
    """Raise what the outbox understands."""
    said = str(error)
    if isinstance(error, Forbidden) or any(words in said.lower() for words in _GONE):
        raise AccountGone(f"The chat is gone: {said}.") from error
    if any(words in said.lower() for words in _NO_TOPIC):
        raise TopicGone(f"The topic is gone: {said}.") from error
    if any(words in said.lower() for words in _CLOSED_TOPIC):
        raise TopicClosed(f"The topic is closed: {said}.") from error
    if isinstance(error, ChatMigrated):
        raise SendRefused(f"The group has a new id, {error.new_chat_id}.") from error
    if isinstance(error, BadRequest):
        raise SendRefused(f"Telegram refuses this message: {said}.") from error
    if isinstance(error, InvalidToken):
        logger.error("Telegram does not know this token; check XIAOER_TELEGRAM_TOKEN.")
        raise SendDelayed(TOKEN_PAUSE_S, everyone=True) from error
    raise SendFailed(f"Telegram cannot be reached: {said}.") from error
