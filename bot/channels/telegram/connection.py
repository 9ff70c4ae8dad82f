"""The connection to the Bot API: python-telegram-bot's methods, paced and made robust."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

logger = logging.getLogger(__name__)

#: How long one long poll waits for an update at the server, seconds.
POLL_S = 30


class AskedToWait(TelegramError):
    """Telegram answered 429 with `retry_after`.

    python-telegram-bot's own RetryAfter is not used: making one warns of a deprecation
    unless an environment variable is set, and its rate limiter logs each as an error.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Telegram asks to wait {seconds:g} s.")
        self.seconds = seconds


class Request(HTTPXRequest):
    """HTTP as python-telegram-bot does it, with 429 told apart early."""

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **named)
        if code == 429:
            raise AskedToWait(_retry_after(payload))
        return code, payload


class UpdatesRequest(Request):
    """Requests for updates, in which one that cannot be read does not spoil the others."""

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **named)
        return code, readable_updates(payload) if code == 200 else payload


def _retry_after(payload: bytes) -> float:
    try:
        return max(1.0, float(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return 1.0


def readable_updates(payload: bytes) -> bytes:
    """A getUpdates answer in which unreadable updates have nothing but their number left.

    Otherwise a single update of a kind this version cannot parse would be delivered again
    and again, and nothing after it.
    """
    try:
        answer = json.loads(payload)
        updates = answer["result"]
        read = [read_update(update) for update in updates]
    except (ValueError, KeyError, TypeError):
        return payload
    if None not in read:
        return payload
    answer["result"] = [
        raw if ok else {"update_id": raw["update_id"]}
        for raw, ok in zip(updates, read, strict=True)
    ]
    return json.dumps(answer).encode()


def read_update(raw: dict[str, Any]) -> Update | None:
    """An update from its JSON, or None with a log line where it cannot be understood."""
    try:
        return Update.de_json(raw, None)
    except Exception:
        logger.exception("Update %s from Telegram cannot be read", raw.get("update_id"))
        return None


class Pace(AIORateLimiter):
    """Telegram's limits on messages; what is not a message does not use them up."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        if endpoint in {"sendChatAction", "getChatMember"}:
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )


@asynccontextmanager
async def open_bot(token: str, api: str = "https://api.telegram.org") -> AsyncIterator[Bot]:
    """A bot that can call the API's methods, until the context ends.

    Nothing is asked of Telegram on the way in, so that a start needs no network.

    Args:
        token: the bot's token.
        api: the base URL of the Bot API server.
    """
    # httpx logs each URL at INFO, and a Bot API URL has the token in it.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    requests: tuple[BaseRequest, BaseRequest] = (
        # Telegram may have taken a message whose answer is late: rather wait than send twice.
        Request(connection_pool_size=128, read_timeout=30.0, write_timeout=30.0, pool_timeout=60.0),
        UpdatesRequest(connection_pool_size=2, read_timeout=10.0, pool_timeout=60.0),
    )
    try:
        yield ExtBot(
            token,
            base_url=f"{api.rstrip('/')}/bot",
            base_file_url=f"{api.rstrip('/')}/file/bot",
            request=requests[0],
            get_updates_request=requests[1],
            rate_limiter=Pace(max_retries=0),
        )
    finally:
        for request in requests:
            await request.shutdown()
