"""The emulator's counter: the Bot API on one side, what a test does on the other."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from tests.emulator.http import CutConnectionError, Handler, HttpServer, Reply, Request
from tests.emulator.people import BOT, CONTENT, People
from tests.emulator.sent import (
    METHODS,
    ApiError,
    Sent,
    bad_request,
    checked_markup,
    checked_text,
    json_field,
)
from tests.emulator.updates import Updates

TOKEN = "4242:AAF_emulated-bot-token_0123456789ab"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a call: refused or cut off, before or after it took effect."""

    code: int = 0
    description: str = ""
    retry_after: int = 0
    cut: bool = False
    accepted: bool = False
    """The call takes effect although the bot is not told so."""
    slow_s: float = 0.0


class TelegramEmulator:
    """A Bot API server for one bot, on a free port of this machine.

    Args:
        token: the only token it knows.
        port: where to listen; 0 for any free port.
        per_chat_per_second: messages a chat takes in a second; the next gets 429.
    """

    def __init__(
        self, token: str = TOKEN, *, port: int = 0, per_chat_per_second: int | None = None
    ) -> None:
        self.token = token
        self.people = People()
        self.updates = Updates()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answered: list[str] = []
        self.typing: list[int] = []
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.refusals: list[str] = []
        self._per_chat = per_chat_per_second
        self._server = HttpServer(self._serve, port)
        self._sent: list[Sent] = []
        self._raw: dict[tuple[int, int], dict[str, Any]] = {}
        self._queries: set[str] = set()
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._changed = asyncio.Event()

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
    ) -> int:
        """Someone writes; returns the message's number. Writing unblocks the bot."""
        content: dict[str, Any] = {"text": text}
        if reply_to is not None:
            content["reply_to_message"] = self._raw[chat_id, reply_to]
        return self._write(chat_id, user_id or chat_id, name, language, content)

    def attach(self, chat_id: int, kind: str, caption: str | None = None, **more: Any) -> int:
        """Someone sends a photo, voice, sticker, video, document or location."""
        content = {kind: CONTENT[kind], **more}
        if caption is not None:
            content["caption"] = caption
        return self._write(chat_id, chat_id, "Li", "zh-hans", content)

    def share_contact(self, chat_id: int, phone: str, *, own: bool = True) -> int:
        """Someone shares a contact: their own, or a card of somebody else's."""
        contact = {"phone_number": phone, "first_name": "Li", "user_id": chat_id if own else 1}
        return self._write(chat_id, chat_id, "Li", "zh-hans", {"contact": contact})

    def edit(self, chat_id: int, message_id: int, text: str) -> None:
        """Someone edits a message."""
        edited = {**self._raw[chat_id, message_id], "text": text, "edit_date": int(time.time())}
        self.updates.add("edited_message", edited)

    def press(self, chat_id: int, action: str) -> str:
        """Someone presses the latest button with this action or label; returns the press's id.

        Raises:
            LookupError: there is no such button.
        """
        for message in reversed(self.sent(chat_id)):
            for label, data in message.buttons:
                if action in (label, data):
                    return self._press(chat_id, message, data)
        raise LookupError(f"There is no button {action!r} in chat {chat_id}.")

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

    def _press(self, chat_id: int, message: Sent, action: str) -> str:
        sender = self.people.user(chat_id, "Li", "zh-hans")
        query = self.people.press(self._raw[chat_id, message.message_id], sender, action)
        self._queries.add(query["id"])
        self.updates.add("callback_query", query)
        return str(query["id"])

    async def _serve(self, request: Request) -> Reply:
        try:
            return Reply(200, {"ok": True, "result": await self._call(request)})
        except ApiError as error:
            self.refusals.append(error.description)
            return Reply(error.code, error.body())
        finally:
            self._changed.set()

    async def _call(self, request: Request) -> Any:
        method = self._method(request)
        self.calls.append((method, request.fields))
        fault = self._faults[method].pop(0) if self._faults[method] else Fault()
        self._refuse(fault, unless=fault.accepted)
        result = await getattr(self, f"_{method}")(request.fields)
        self._changed.set()
        self._refuse(fault, unless=False)
        await asyncio.sleep(fault.slow_s)
        return result

    def _method(self, request: Request) -> str:
        bot, _, method = request.path.removeprefix("/bot").partition("/")
        if not request.path.startswith("/bot") or ":" not in bot:
            raise ApiError(404, "Not Found")
        if bot != self.token:
            raise ApiError(401, "Unauthorized")
        if method not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        unknown = set(request.fields) - METHODS[method]
        if unknown:
            raise bad_request(f"unknown fields {', '.join(sorted(unknown))}")
        return method

    def _refuse(self, fault: Fault, *, unless: bool) -> None:
        if unless:
            return
        if fault.cut:
            raise CutConnectionError
        if fault.code:
            more = {"retry_after": fault.retry_after} if fault.retry_after else {}
            raise ApiError(fault.code, fault.description, **more)

    async def _getMe(self, fields: dict[str, Any]) -> Any:
        return {
            **BOT,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    async def _getUpdates(self, fields: dict[str, Any]) -> Any:
        if "allowed_updates" in fields:
            self.updates.allowed = set(json_field(fields["allowed_updates"], "allowed_updates"))
        return await self.updates.fetch(
            int(fields.get("offset", 0)),
            int(fields.get("limit", 100)),
            float(fields.get("timeout", 0)),
        )

    async def _setWebhook(self, fields: dict[str, Any]) -> bool:
        url = fields.get("url", "")
        if url and not url.startswith(("https://", "http://127.0.0.1:")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if "allowed_updates" in fields:
            self.updates.allowed = set(json_field(fields["allowed_updates"], "allowed_updates"))
        self.updates.push_to(url, fields.get("secret_token", ""))
        return True

    async def _deleteWebhook(self, fields: dict[str, Any]) -> bool:
        self.updates.push_to("", "")
        return True

    async def _getWebhookInfo(self, fields: dict[str, Any]) -> Any:
        return {
            "url": self.updates.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.unconfirmed),
        }

    async def _sendMessage(self, fields: dict[str, Any]) -> Any:
        chat_id = self._open_chat(fields)
        text, markup = checked_text(fields), checked_markup(fields)
        self._check_rate(chat_id)
        message = self.people.message(chat_id, BOT, {"text": text})
        if "inline_keyboard" in markup:
            message["reply_markup"] = markup
        now = asyncio.get_running_loop().time()
        self._raw[chat_id, message["message_id"]] = message
        self._sent.append(Sent(message["message_id"], chat_id, text, now, markup))
        return message

    async def _sendChatAction(self, fields: dict[str, Any]) -> bool:
        if fields.get("action") != "typing":
            raise bad_request("wrong parameter action in request")
        self.typing.append(self._open_chat(fields))
        return True

    async def _answerCallbackQuery(self, fields: dict[str, Any]) -> bool:
        query = fields.get("callback_query_id", "")
        if query not in self._queries:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        self.answered.append(query)
        return True

    async def _setMyCommands(self, fields: dict[str, Any]) -> bool:
        commands = json_field(fields.get("commands", "[]"), "commands")
        for command in commands:
            if not 1 <= len(command["command"]) <= 32 or not command["description"].strip():
                raise bad_request("BOT_COMMAND_INVALID")
        self.commands[fields.get("language_code", "")] = commands
        return True

    def _open_chat(self, fields: dict[str, Any]) -> int:
        if "chat_id" not in fields:
            raise bad_request("chat_id is empty")
        chat = str(fields["chat_id"])
        if not chat.removeprefix("-").isdecimal() or int(chat) not in self.people.chats:
            raise bad_request("chat not found")
        if int(chat) in self.people.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return int(chat)

    def _check_rate(self, chat_id: int) -> None:
        if self._per_chat is None:
            return
        since = asyncio.get_running_loop().time() - 1.0
        lately = [sent for sent in self._sent if sent.chat_id == chat_id and sent.at > since]
        if len(lately) >= self._per_chat:
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
