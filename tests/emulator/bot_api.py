"""The Bot API's side of the emulator: what the bot may call, and how it is answered."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from tests.emulator.http import CutConnectionError, Reply, Request
from tests.emulator.people import BOT, People
from tests.emulator.sent import (
    METHODS,
    ApiError,
    Sent,
    bad_request,
    checked_caption,
    checked_file,
    checked_markup,
    checked_text,
    json_field,
)
from tests.emulator.updates import Updates

#: What getFile stops at, bytes.
LARGEST_FILE = 20 * 1024 * 1024


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


class BotApi:
    """One bot's methods (https://core.telegram.org/bots/api#available-methods).

    Args:
        token: the only token it knows.
        per_chat_per_second: messages a chat takes in a second; the next gets 429.
    """

    def __init__(self, token: str, per_chat_per_second: int | None) -> None:
        self.token = token
        self.per_chat_per_second = per_chat_per_second
        self.people = People()
        self.updates = Updates()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answered: list[str] = []
        self.typing: list[int] = []
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.files: dict[str, bytes] = {}
        self.topics: dict[int, dict[int, str]] = {}
        """The topics of each chat that is a forum, by number: their names."""
        self.closed_topics: set[int] = set()
        self.members: dict[int, str] = {}
        """How users stand in groups, where they are more or less than members."""
        self._sent: list[Sent] = []
        self._raw: dict[tuple[int, int], dict[str, Any]] = {}
        self._queries: set[str] = set()
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._changed = asyncio.Event()

    async def _serve(self, request: Request) -> Reply:
        if request.path.startswith("/file/"):
            return self._download(request.path)
        try:
            return Reply(200, {"ok": True, "result": await self._call(request)})
        except ApiError as error:
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
        topic = self._open_topic(chat_id, fields)
        self._check_rate(chat_id)
        message = self.people.message(chat_id, BOT, {"text": text})
        if "inline_keyboard" in markup:
            message["reply_markup"] = markup
        now = asyncio.get_running_loop().time()
        self._raw[chat_id, message["message_id"]] = message
        self._sent.append(Sent(message["message_id"], chat_id, text, now, markup, topic=topic))
        return message

    async def _sendPhoto(self, fields: dict[str, Any]) -> Any:
        if isinstance(fields.get("photo"), str):
            return self._send_own_file(fields, "photo")
        chat_id = self._open_chat(fields)
        file, caption = checked_file(fields, "photo"), checked_caption(fields)
        markup, topic = checked_markup(fields), self._open_topic(chat_id, fields)
        self._check_rate(chat_id)
        message = self.people.message(chat_id, BOT, {"caption": caption})
        now, number = asyncio.get_running_loop().time(), message["message_id"]
        self._raw[chat_id, number] = message
        self._sent.append(Sent(number, chat_id, caption, now, markup, file, topic))
        return message

    def _send_own_file(self, fields: dict[str, Any], kind: str) -> Any:
        """Send a file that Telegram has already, by its id."""
        chat_id = self._open_chat(fields)
        file_id, caption, markup = fields[kind], checked_caption(fields), checked_markup(fields)
        if file_id not in self.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        topic = self._open_topic(chat_id, fields)
        self._check_rate(chat_id)
        message = self.people.message(chat_id, BOT, {"caption": caption})
        if "inline_keyboard" in markup:
            message["reply_markup"] = markup
        now, number = asyncio.get_running_loop().time(), message["message_id"]
        self._raw[chat_id, number] = message
        self._sent.append(
            Sent(number, chat_id, caption, now, markup, topic=topic, file_id=str(file_id))
        )
        return message

    async def _createForumTopic(self, fields: dict[str, Any]) -> Any:
        chat_id, name = self._forum(fields), str(fields.get("name", ""))
        if not 1 <= len(name) <= 128:
            raise bad_request("TOPIC_TITLE_INVALID")
        made = self.people.message(chat_id, BOT, {})["message_id"]
        self.topics[chat_id][made] = name
        return {"message_thread_id": made, "name": name, "icon_color": 0x6FB9F0}

    async def _reopenForumTopic(self, fields: dict[str, Any]) -> bool:
        self._forum(fields)
        self.closed_topics.discard(int(fields["message_thread_id"]))
        return True

    async def _getChatMember(self, fields: dict[str, Any]) -> Any:
        self._open_chat(fields)
        user = int(fields["user_id"])
        status = self.members.get(user, "member")
        more = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": self.people.user(user, "Li", None), **more}

    def _forum(self, fields: dict[str, Any]) -> int:
        chat_id = self._open_chat(fields)
        if chat_id not in self.topics:
            raise bad_request("the chat is not a forum")
        return chat_id

    def _open_topic(self, chat_id: int, fields: dict[str, Any]) -> int | None:
        if "message_thread_id" not in fields:
            return None
        topic = int(fields["message_thread_id"])
        if topic not in self.topics.get(chat_id, {}):
            raise bad_request("message thread not found")
        if topic in self.closed_topics:
            raise bad_request("TOPIC_CLOSED")
        return topic

    async def _sendDocument(self, fields: dict[str, Any]) -> Any:
        if isinstance(fields.get("document"), str):
            return self._send_own_file(fields, "document")
        chat_id = self._open_chat(fields)
        file, caption = checked_file(fields), checked_caption(fields)
        self._check_rate(chat_id)
        document = {"file_id": f"f{len(self._sent)}", "file_unique_id": f"u{len(self._sent)}"}
        shown = {"document": {**document, "file_name": file.name}, "caption": caption}
        message = self.people.message(chat_id, BOT, shown)
        now = asyncio.get_running_loop().time()
        markup = checked_markup(fields)
        self._raw[chat_id, message["message_id"]] = message
        self._sent.append(Sent(message["message_id"], chat_id, caption, now, markup, file))
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

    async def _getFile(self, fields: dict[str, Any]) -> Any:
        file_id = str(fields.get("file_id", ""))
        if file_id not in self.files:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        size = len(self.files[file_id])
        if size > LARGEST_FILE:
            raise bad_request("file is too big")
        path = f"photos/{file_id}"
        known = {"file_id": file_id, "file_unique_id": f"u{file_id}"}
        return {**known, "file_size": size, "file_path": path}

    def _download(self, path: str) -> Reply:
        """A file by its path (https://core.telegram.org/bots/api#file)."""
        head, _, file_id = path.rpartition("/")
        self.calls.append(("download", {"file_id": file_id}))
        fault = self._faults["download"].pop(0) if self._faults["download"] else Fault()
        if fault.cut:
            raise CutConnectionError
        if fault.code:
            return Reply(fault.code, ApiError(fault.code, fault.description).body())
        if head != f"/file/bot{self.token}/photos" or file_id not in self.files:
            return Reply(404, ApiError(404, "Not Found").body())
        return Reply(200, self.files[file_id])

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
        if self.per_chat_per_second is None:
            return
        since = asyncio.get_running_loop().time() - 1.0
        lately = [sent for sent in self._sent if sent.chat_id == chat_id and sent.at > since]
        if len(lately) >= self.per_chat_per_second:
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
