"""The emulator's counter: the Bot API on one side, what a test does on the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from tests.emulator.bot_api import BotApi, Fault
from tests.emulator.http import Handler, HttpServer
from tests.emulator.people import CONTENT
from tests.emulator.sent import Sent

TOKEN = "4242:AAF_emulated-bot-token_0123456789ab"


class TelegramEmulator(BotApi):
    """A Bot API server for one bot, on a free port of this machine.

    Args:
        token: the only token it knows.
        port: where to listen; 0 for any free port.
        per_chat_per_second: messages a chat takes in a second; the next gets 429.
    """

    def __init__(
        self, token: str = TOKEN, *, port: int = 0, per_chat_per_second: int | None = None
    ) -> None:
        super().__init__(token, per_chat_per_second)
        self._server = HttpServer(self._serve, port)

    @property
    def url(self) -> str:
        """The base URL, for XIAOER_TELEGRAM_API."""
        return self._server.url

    async def __aenter__(self) -> TelegramEmulator:
        await self._server.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.updates.stop_pushing()
        await self._server.stop()

    def intercept(self, around: Callable[[Handler], Handler]) -> None:
        """Put another handler before the Bot API's."""
        self._server.handler = around(self._server.handler)

    # What people do

    def say(
        self,
        chat_id: int,
        text: str,
        *,
        name: str = "Li",
        language: str | None = "zh-hans",
        user_id: int | None = None,
        reply_to: int | None = None,
        topic: int | None = None,
        **more: Any,
    ) -> int:
        """Someone writes; returns the message's number. Writing unblocks the bot."""
        content: dict[str, Any] = {"text": text, **in_topic(topic), **more}
        if reply_to is not None:
            content["reply_to_message"] = self._raw[chat_id, reply_to]
        return self._write(chat_id, user_id or chat_id, name, language, content)

    def attach(self, chat_id: int, kind: str, caption: str | None = None, **more: Any) -> int:
        """Someone sends a photo, voice, sticker, video, document or location."""
        content = {kind: CONTENT[kind], **more}
        if caption is not None:
            content["caption"] = caption
        return self._write(chat_id, chat_id, "Li", "zh-hans", content)

    def send_photo(
        self,
        chat_id: int,
        file_id: str,
        content: bytes,
        caption: str = "",
        *,
        album: str = "",
        user_id: int | None = None,
        topic: int | None = None,
    ) -> int:
        """Someone sends a photo, which can be fetched; photos of one album are sent one by one."""
        self.files[file_id] = content
        sizes = [
            {"file_id": f"{file_id}-small", "file_unique_id": "s", "width": 90, "height": 90},
            {
                "file_id": file_id,
                "file_unique_id": f"u{file_id}",
                "width": 900,
                "height": 900,
                "file_size": len(content),
            },
        ]
        more = {"caption": caption} if caption else {}
        more |= {"media_group_id": album} if album else {}
        shown = {"photo": sizes, **more, **in_topic(topic)}
        return self._write(chat_id, user_id or chat_id, "Li", "zh-hans", shown)

    def share_contact(self, chat_id: int, phone: str, *, own: bool = True) -> int:
        """Someone shares a contact: their own, or a card of somebody else's."""
        contact = {"phone_number": phone, "first_name": "Li", "user_id": chat_id if own else 1}
        return self._write(chat_id, chat_id, "Li", "zh-hans", {"contact": contact})

    def edit(self, chat_id: int, message_id: int, text: str) -> None:
        """Someone edits a message."""
        edited = {**self._raw[chat_id, message_id], "text": text, "edit_date": int(time.time())}
        self.updates.add("edited_message", edited)

    def press(self, chat_id: int, action: str, *, user_id: int | None = None) -> str:
        """Someone presses the latest button with this action or label; returns the press's id.

        Raises:
            LookupError: there is no such button.
        """
        for message in reversed(self.sent(chat_id)):
            for label, data in message.buttons:
                if action in (label, data):
                    return self._press(chat_id, message, data, user_id or chat_id)
        raise LookupError(f"There is no button {action!r} in chat {chat_id}.")

    def forge(self, chat_id: int, message_id: int, action: str, *, user_id: int) -> str:
        """Someone's own program says that a button was pressed which may not be there."""
        pressed = Sent(message_id, chat_id, "", 0.0)
        return self._press(chat_id, pressed, action, user_id)

    def block(self, chat_id: int) -> None:
        """Someone blocks the bot."""
        self.people.chat(chat_id)
        self.people.blocked.add(chat_id)

    # What goes wrong

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of a method meet these faults, one each."""
        self._faults[method].extend(faults)

    def refuse(
        self, method: str, code: int, description: str, *, retry_after: int = 0, times: int = 1
    ) -> None:
        """The next calls of a method are answered with an error."""
        self.fail(method, *[Fault(code, description, retry_after)] * times)

    def flood(self, retry_after: int = 1, *, times: int = 1, method: str = "sendMessage") -> None:
        """The next calls of a method get 429."""
        told = f"Too Many Requests: retry after {retry_after}"
        self.refuse(method, 429, told, retry_after=retry_after, times=times)

    def cut(self, method: str, *, accepted: bool, times: int = 1) -> None:
        """The next calls of a method lose their connection, after taking effect or before."""
        self.fail(method, *[Fault(cut=True, accepted=accepted)] * times)

    def slow(self, method: str, seconds: float, *, times: int = 1) -> None:
        """The next calls of a method take effect at once and are answered late."""
        self.fail(method, *[Fault(slow_s=seconds)] * times)

    # What the bot did

    def sent(self, chat_id: int | None = None) -> list[Sent]:
        """The messages that the server took, in order."""
        return [sent for sent in self._sent if chat_id in (None, sent.chat_id)]

    async def wait_for(self, happened: Callable[[], object], timeout_s: float = 5.0) -> None:
        """Wait until something holds; it is asked after each call of the bot.

        Raises:
            TimeoutError: it did not happen.
        """
        async with asyncio.timeout(timeout_s):
            while not happened():
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), 0.05)
                except TimeoutError:
                    continue

    async def wait_for_reply(self, chat_id: int, count: int = 1, timeout_s: float = 5.0) -> Sent:
        """Wait until a chat has so many messages from the bot; returns the latest."""
        await self.wait_for(lambda: len(self.sent(chat_id)) >= count, timeout_s)
        return self.sent(chat_id)[-1]

    # Behind the counter

    def _write(
        self, chat_id: int, user_id: int, name: str, language: str | None, content: dict[str, Any]
    ) -> int:
        self.people.blocked.discard(chat_id)
        sender = self.people.user(user_id, name, language)
        message = self.people.message(chat_id, sender, content)
        self._raw[chat_id, message["message_id"]] = message
        self.updates.add("message", message)
        return int(message["message_id"])

    def _press(self, chat_id: int, message: Sent, action: str, user_id: int) -> str:
        sender = self.people.user(user_id, "Li", "zh-hans")
        query = self.people.press(self._raw[chat_id, message.message_id], sender, action)
        self._queries.add(query["id"])
        self.updates.add("callback_query", query)
        return str(query["id"])


def in_topic(topic: int | None) -> dict[str, Any]:
    """How a message says that it stands in a topic."""
    return {} if topic is None else {"message_thread_id": topic, "is_topic_message": True}
