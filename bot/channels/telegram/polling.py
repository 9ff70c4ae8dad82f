"""Long polling: updates are fetched, stored, and only then confirmed.

getUpdates confirms every update below its `offset`. The offset moves past an update once it
is stored, so a crash at any point makes Telegram deliver it again, and the store's unique
(channel, external id) makes the repeat harmless.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken

from bot.channels.telegram.connection import POLL_S, AskedToWait
from bot.channels.telegram.intake import (
    ALLOWED_UPDATES,
    Intake,
    Receive,
    ReceivePress,
    ReceiveStaff,
)
from knowledge.errors import StoreUnavailable

logger = logging.getLogger(__name__)

#: How often an update is tried that fails for another reason than the store: after that it
#: is passed over, so that one customer's message cannot silence the desk for everyone.
MOST_TRIES = 5
LONGEST_BACKOFF_S = 30.0

_Value = TypeVar("_Value")


def backoff(failures: int, first: float = 1.0) -> float:
    """Seconds to wait after that many failures in a row: 1, 2, 4 … 30."""
    return min(LONGEST_BACKOFF_S, first * 2.0 ** min(failures - 1, 10))


async def until_done(
    call: Callable[[], Awaitable[_Value]],
    doing: str,
    first_backoff: float = 1.0,
    unless: type[Exception] | tuple[()] = (),
) -> _Value:
    """Call Telegram until it answers, waiting longer each time; log a trouble once.

    Raises:
        unless: the error that no repeat would mend.
    """
    failures, told = 0, ""
    while True:
        try:
            return await call()
        except unless:
            raise
        except Exception as error:
            failures += 1
            trouble = explain(error)
            if trouble != told:
                logger.warning("%s: %s", doing, trouble)
            told = trouble
            wait = error.seconds if isinstance(error, AskedToWait) else 0.0
            await asyncio.sleep(max(wait, backoff(failures, first_backoff)))


def explain(error: Exception) -> str:
    """What is wrong with Telegram, in one sentence for staff."""
    if isinstance(error, Conflict):
        return "another program polls with this bot token; only one of the two gets each message."
    if isinstance(error, InvalidToken):
        return "Telegram does not know this token; check XIAOER_TELEGRAM_TOKEN."
    return f"{error or type(error).__name__}"


class Poller:
    """Fetches updates until it is cancelled.

    Args:
        bot: the connection.
        receive: stores a customer's doing; returns once it is safe.
        staff_chat: the staff chat's id, or nothing.
        receive_staff: stores a staff member's reply in that chat.
        receive_press: does what was pressed there; returns what to tell of it.
        poll_s: how long one request waits for an update at Telegram.
        first_backoff: the first wait after an error, seconds.
    """

    def __init__(
        self,
        bot: Bot,
        receive: Receive,
        *,
        staff_chat: str = "",
        receive_staff: ReceiveStaff | None = None,
        receive_press: ReceivePress | None = None,
        poll_s: int = POLL_S,
        first_backoff: float = 1.0,
    ) -> None:
        self._bot = bot
        self._intake = Intake(
            bot,
            receive,
            staff_chat=staff_chat,
            receive_staff=receive_staff,
            receive_press=receive_press,
        )
        self._poll_s = poll_s
        self._first_backoff = first_backoff
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll; ends only by being cancelled."""
        try:
            # A webhook left from an earlier run would make getUpdates fail with 409.
            await self._until_done(self._bot.delete_webhook, "The webhook cannot be removed yet")
            while True:
                for update in await self._until_done(self._fetch, "No messages from Telegram"):
                    await self._store(update)
        finally:
            await self._intake.close()

    async def _until_done(self, call: Callable[[], Awaitable[_Value]], doing: str) -> _Value:
        return await until_done(call, doing, self._first_backoff)

    async def _fetch(self) -> Sequence[Update]:
        return await self._bot.get_updates(
            offset=self._offset, timeout=self._poll_s, allowed_updates=ALLOWED_UPDATES
        )

    async def _store(self, update: Update) -> None:
        """Store one update, however long the store is away; then move the offset past it."""
        tries, waits = 0, 0
        while tries < MOST_TRIES:
            try:
                await self._intake.take(update)
                break
            except StoreUnavailable as error:
                if not waits:
                    logger.warning("Messages cannot be stored yet: %s", error)
            except Exception:
                tries += 1
                logger.exception("Update %s cannot be taken in", update.update_id)
            waits += 1
            await asyncio.sleep(backoff(waits, self._first_backoff))
        else:
            logger.error("Update %s is passed over", update.update_id)
        # An update may come late, with a number below those already stored.
        self._offset = max(self._offset or 0, update.update_id + 1)
