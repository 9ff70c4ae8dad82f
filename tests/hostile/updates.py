"""Inputs as Telegram's JSON, and JSON that Telegram's documentation does not know."""

from __future__ import annotations

import json
from itertools import count
from random import Random
from typing import Any

Update = dict[str, Any]

_WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 1e308, "", "x", "\ud800\x00", [], {}, [[]], {"id": {}}, "1", [None],
)  # fmt: skip


class Telegram:
    """Makes updates with numbers of their own."""

    def __init__(self, now: int) -> None:
        self._numbers = count(10_000)
        self._now = now

    def text(self, chat: int, text: str) -> Update:
        return self._message(chat, {"text": text})

    def press(self, chat: int, action: str, label: str = "") -> Update:
        number = next(self._numbers)
        keyboard = {"inline_keyboard": [[{"text": label or "ok", "callback_data": action}]]}
        below = {"text": "?", "reply_markup": keyboard}
        query = {"id": f"q{number}", "chat_instance": "1", "data": action, "from": _user(chat)}
        return {
            "update_id": number,
            "callback_query": {**query, "message": self._message(chat, below)["message"]},
        }

    def contact(self, chat: int, phone: str, user_id: int | None) -> Update:
        card = {"phone_number": phone, "first_name": "Eve", "user_id": user_id}
        return self._message(chat, {"contact": card})

    def photo(self, chat: int, sizes: list[Update], caption: str) -> Update:
        return self._message(chat, {"photo": sizes, "caption": caption})

    def place(self, chat: int, latitude: float, longitude: float, address: str) -> Update:
        pin = {"latitude": latitude, "longitude": longitude}
        if not address:
            return self._message(chat, {"location": pin})
        venue = {"location": pin, "title": address[:20], "address": address}
        return self._message(chat, {"location": pin, "venue": venue})

    def edited(self, update: Update, text: str) -> Update:
        message = {**update["message"], "text": text, "edit_date": self._now + 60}
        return {"update_id": next(self._numbers), "edited_message": message}

    def _message(self, chat: int, content: Update) -> Update:
        number = next(self._numbers)
        head = {
            "message_id": number,
            "date": self._now,
            "chat": {"id": chat, "type": "private"},
            "from": _user(chat),
        }
        return {"update_id": number, "message": {**head, **content}}


def _user(chat: int) -> Update:
    return {"id": chat, "is_bot": False, "first_name": "<b>Eve</b> {eta}", "language_code": "zh"}


def malformed(rng: Random, update: Update) -> Update:
    """The update with some of its values lost, or of another kind."""
    made: Update = json.loads(json.dumps(update))
    for _ in range(rng.randint(1, 3)):
        holder = _somewhere(rng, made)
        name = rng.choice([key for key in holder if key != "update_id"] or ["x"])
        if rng.random() < 0.4:
            holder.pop(name, None)
        else:
            holder[name] = json.loads(json.dumps(rng.choice(_WRONG)))
    return made


def _somewhere(rng: Random, update: Update) -> Update:
    found = [update]
    for holder in found:
        found.extend(value for value in holder.values() if isinstance(value, dict))
    return rng.choice(found)
