"""What the bot sent, and Telegram's checks of it (https://core.telegram.org/bots/api)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.emulator.http import UploadedFile


class ApiError(Exception):
    """Telegram's refusal: `{"ok": false, "error_code", "description", "parameters"?}`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        told = {"ok": False, "error_code": self.code, "description": self.description}
        return {**told, "parameters": self.parameters} if self.parameters else told


def bad_request(why: str) -> ApiError:
    return ApiError(400, f"Bad Request: {why}")


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the server took from the bot."""

    message_id: int
    chat_id: int
    text: str
    at: float
    """When, on the event loop's clock, seconds."""
    markup: dict[str, Any] = field(default_factory=dict)
    file: UploadedFile | None = None
    topic: int | None = None
    file_id: str = ""

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """(label, action) of each inline button."""
        rows = self.markup.get("inline_keyboard", [])
        return [(button["text"], button["callback_data"]) for row in rows for button in row]

    @property
    def asks_for_contact(self) -> bool:
        rows = self.markup.get("keyboard", [])
        return any(button.get("request_contact") for row in rows for button in row)


#: The fields of each method that the emulator has.
METHODS: dict[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": frozenset({"offset", "limit", "timeout", "allowed_updates"}),
    "setWebhook": frozenset(
        {
            "url",
            "certificate",
            "ip_address",
            "max_connections",
            "allowed_updates",
            "drop_pending_updates",
            "secret_token",
        }
    ),
    "deleteWebhook": frozenset({"drop_pending_updates"}),
    "getWebhookInfo": frozenset(),
    "sendMessage": frozenset(
        {
            "business_connection_id",
            "chat_id",
            "message_thread_id",
            "text",
            "parse_mode",
            "entities",
            "link_preview_options",
            "disable_notification",
            "protect_content",
            "allow_paid_broadcast",
            "message_effect_id",
            "reply_parameters",
            "reply_markup",
        }
    ),
    "sendDocument": frozenset(
        {
            "business_connection_id",
            "chat_id",
            "message_thread_id",
            "document",
            "thumbnail",
            "caption",
            "parse_mode",
            "caption_entities",
            "disable_content_type_detection",
            "disable_notification",
            "protect_content",
            "allow_paid_broadcast",
            "message_effect_id",
            "reply_parameters",
            "reply_markup",
        }
    ),
    "sendPhoto": frozenset(
        {
            "chat_id",
            "message_thread_id",
            "photo",
            "caption",
            "parse_mode",
            "caption_entities",
            "has_spoiler",
            "disable_notification",
            "protect_content",
            "reply_parameters",
            "reply_markup",
        }
    ),
    "createForumTopic": frozenset({"chat_id", "name", "icon_color", "icon_custom_emoji_id"}),
    "reopenForumTopic": frozenset({"chat_id", "message_thread_id"}),
    "getChatMember": frozenset({"chat_id", "user_id"}),
    "sendChatAction": frozenset(
        {"business_connection_id", "chat_id", "message_thread_id", "action"}
    ),
    "answerCallbackQuery": frozenset(
        {"callback_query_id", "text", "show_alert", "url", "cache_time"}
    ),
    "getFile": frozenset({"file_id"}),
    "setMyCommands": frozenset({"commands", "scope", "language_code"}),
}

_MARKUPS = {
    "inline_keyboard": {"inline_keyboard"},
    "keyboard": {
        "keyboard",
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
        "input_field_placeholder",
        "selective",
    },
    "remove_keyboard": {"remove_keyboard", "selective"},
    "force_reply": {"force_reply", "input_field_placeholder", "selective"},
}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def checked_text(fields: dict[str, Any]) -> str:
    text = str(fields.get("text", "")).strip()
    if not text:
        raise bad_request("message text is empty")
    if units(text) > 4096:
        raise bad_request("message is too long")
    return text


def checked_caption(fields: dict[str, Any]) -> str:
    caption = str(fields.get("caption", "")).strip()
    if units(caption) > 1024:
        raise bad_request("message caption is too long")
    return caption


def checked_file(fields: dict[str, Any], kind: str = "document") -> UploadedFile:
    file = fields.get(kind)
    if not isinstance(file, UploadedFile) or not file.content:
        raise bad_request(f"there is no {kind} in the request")
    return file


def checked_markup(fields: dict[str, Any]) -> dict[str, Any]:
    if "reply_markup" not in fields:
        return {}
    markup = json_field(fields["reply_markup"], "reply markup")
    kind = next((kind for kind in _MARKUPS if kind in markup), None)
    if kind is None or set(markup) - _MARKUPS[kind]:
        raise bad_request("object expected as reply markup")
    for row in markup.get("inline_keyboard", []):
        for button in row:
            _check_button(button)
    if kind == "keyboard" and not any(markup["keyboard"]):
        raise bad_request("reply keyboard is empty")
    return dict(markup)


def _check_button(button: dict[str, Any]) -> None:
    if not button.get("text", "").strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if set(button) - {"text", "callback_data"}:
        raise bad_request("can't parse inline keyboard button: field is not known")
    if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def json_field(raw: Any, name: str) -> Any:
    try:
        return json.loads(raw) if isinstance(raw, str) else raw
    except ValueError as error:
        raise bad_request(f"can't parse {name} JSON object") from error
