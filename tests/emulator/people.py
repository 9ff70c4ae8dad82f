"""What people do on Telegram, as the JSON of messages and presses."""

from __future__ import annotations

import itertools
import time
from typing import Any

#: The smallest content that the Bot API documents for each type.
_FILE = {"file_id": "AgAD", "file_unique_id": "QQAD"}
CONTENT: dict[str, Any] = {
    "photo": [{**_FILE, "width": 90, "height": 90}],
    "voice": {**_FILE, "duration": 3},
    "sticker": {
        **_FILE,
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "video": {**_FILE, "width": 90, "height": 90, "duration": 3},
    "document": _FILE,
    "location": {"longitude": 121.47, "latitude": 31.23},
    "venue": {
        "location": {"longitude": 121.47, "latitude": 31.23},
        "title": "和平饭店",
        "address": "上海市黄浦区南京东路20号",
    },
}

BOT = {"id": 4242, "is_bot": True, "first_name": "小二", "username": "xiaoer_bot"}


class People:
    """Customers and staff, their chats and their messages."""

    def __init__(self) -> None:
        self._message_ids = itertools.count(1)
        self._query_ids = itertools.count(700_000)
        self.chats: dict[int, dict[str, Any]] = {}
        self.blocked: set[int] = set()

    def chat(self, chat_id: int) -> dict[str, Any]:
        """The chat, opened if need be: below zero a group, else a private one."""
        kind = "private" if chat_id > 0 else "supergroup"
        title = {"first_name": "Li"} if chat_id > 0 else {"title": "Staff"}
        return self.chats.setdefault(chat_id, {"id": chat_id, "type": kind, **title})

    def user(self, user_id: int, name: str, language: str | None) -> dict[str, Any]:
        person = {"id": user_id, "is_bot": False, "first_name": name}
        return {**person, "language_code": language} if language else person

    def message(
        self, chat_id: int, sender: dict[str, Any], content: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": self.chat(chat_id),
            "from": sender,
            **content,
        }

    def press(self, message: dict[str, Any], sender: dict[str, Any], action: str) -> dict[str, Any]:
        return {
            "id": str(next(self._query_ids)),
            "from": sender,
            "chat_instance": "1",
            "message": message,
            "data": action,
        }
