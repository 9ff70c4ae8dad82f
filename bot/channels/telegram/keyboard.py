"""The buttons of a message, as Telegram draws them."""

from __future__ import annotations

import logging
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.telegram.characters import storable, units

logger = logging.getLogger(__name__)

#: Telegram's limit on a button's callback data, bytes (InlineKeyboardButton).
LONGEST_ACTION = 64
#: Labels of at most this length stand side by side, UTF-16 units.
SHORT_LABEL = 8

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def buttons(data: dict[str, Any]) -> InlineKeyboardMarkup | None:
    """The inline keyboard for `data["buttons"]`; short labels share a row, up to three."""
    made = [
        InlineKeyboardButton(storable(button["label"]), callback_data=button["action"])
        for button in data.get("buttons") or ()
        if _fits(button)
    ]
    if not made:
        return None
    beside = 3 if all(units(button.text) <= SHORT_LABEL for button in made) else 1
    return InlineKeyboardMarkup([made[i : i + beside] for i in range(0, len(made), beside)])


def reply_keyboard(data: dict[str, Any]) -> ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """What replaces the customer's own keyboard: the contact button, or its removal."""
    if data.get("request_contact"):
        share = KeyboardButton(storable(str(data["request_contact"])), request_contact=True)
        return ReplyKeyboardMarkup([[share]], one_time_keyboard=True, resize_keyboard=True)
    return ReplyKeyboardRemove() if data.get("remove_keyboard") else None


def _fits(button: dict[str, str]) -> bool:
    size = len(button["action"].encode(errors="replace"))
    if 0 < size <= LONGEST_ACTION and button["label"].strip():
        return True
    logger.error(
        "A button is left out: its action has %s bytes (1 to %s), its label %s characters.",
        size,
        LONGEST_ACTION,
        len(button["label"]),
    )
    return False
