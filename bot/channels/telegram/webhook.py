"""The webhook: Telegram pushes an update and repeats it until it is answered with 2xx.

Free of any web framework: the web channel hands in the body and the secret header, and
answers with the status that comes back.
"""

from __future__ import annotations

import hmac
import json
import logging

from telegram import Bot
from telegram.error import BadRequest

from bot.channels.telegram.connection import read_update
from bot.channels.telegram.intake import (
    ALLOWED_UPDATES,
    Intake,
    Receive,
    ReceivePress,
    ReceiveStaff,
)
from bot.channels.telegram.polling import until_done
from bot.errors import SettingRefused

logger = logging.getLogger(__name__)

#: The header in which Telegram sends the secret back (setWebhook).
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
#: An update is some kilobytes; nothing larger comes from Telegram.
LARGEST_BODY = 1024 * 1024


class WebhookReceiver:
    """Takes pushed updates in.

    Args:
        bot: the connection.
        secret: what Telegram sends in `SECRET_HEADER`.
        receive: stores a customer's doing; returns once it is safe.
        staff_chat: the staff chat's id, or nothing.
        receive_staff: stores a staff member's reply in that chat.
        receive_press: does what was pressed there; returns what to tell of it.
    """

    def __init__(
        self,
        bot: Bot,
        secret: str,
        receive: Receive,
        *,
        staff_chat: str = "",
        receive_staff: ReceiveStaff | None = None,
        receive_press: ReceivePress | None = None,
    ) -> None:
        self._bot = bot
        self._secret = secret
        self._intake = Intake(
            bot,
            receive,
            staff_chat=staff_chat,
            receive_staff=receive_staff,
            receive_press=receive_press,
        )

    async def handle(self, body: bytes, secret_header: str | None) -> int:
        """Store one pushed update and return the HTTP status to answer with.

        401 no secret, 403 a wrong one, 413 too large, 400 no JSON of an update, 500 not
        stored (Telegram repeats it), 200 stored, or nothing for the desk.
        """
        if secret_header is None:
            return 401
        if not self._secret or not _same(secret_header, self._secret):
            return 403
        if len(body) > LARGEST_BODY:
            return 413
        raw = _update_in(body)
        return 400 if raw is None else await self._take(raw)

    async def register(self, url: str, secret: str | None = None) -> None:
        """Tell Telegram where to push, trying until Telegram answers.

        Raises:
            SettingRefused: Telegram refuses this URL.
        """
        try:
            await until_done(
                lambda: self._set(url, secret or self._secret),
                "The webhook cannot be set yet",
                unless=BadRequest,
            )
        except BadRequest as error:
            raise SettingRefused(
                "XIAOER_WEBHOOK_URL", f"is refused by Telegram: {error}"
            ) from error

    async def close(self) -> None:
        """Drop what is still on its way to Telegram."""
        await self._intake.close()

    async def _set(self, url: str, secret: str) -> None:
        await self._bot.set_webhook(
            url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=40
        )

    async def _take(self, raw: dict[str, object]) -> int:
        update = read_update(raw)
        if update is None:
            return 200  # repeating it would not make it readable
        try:
            await self._intake.take(update)
        except Exception:
            logger.exception("Update %s is not stored; Telegram will repeat it", update.update_id)
            return 500
        return 200


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def _update_in(body: bytes) -> dict[str, object] | None:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
    return raw if is_update else None
