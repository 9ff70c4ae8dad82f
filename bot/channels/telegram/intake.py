"""What is done with one update, however it came: store it first, then stop the button's spin."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.parse import StaffWord, parse, parse_staff
from bot.desk.inbound import Inbound

logger = logging.getLogger(__name__)

#: Stores what a customer did; returns once it is safe.
Receive = Callable[[Inbound], Awaitable[object]]
#: Stores what a staff member wrote in the staff chat; returns once it is safe.
ReceiveStaff = Callable[[StaffWord], Awaitable[object]]

#: What Telegram is asked to send.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
ANSWER_TIMEOUT_S = 5.0


class Intake:
    """Takes updates in for the poller and the webhook alike."""

    def __init__(
        self,
        bot: Bot,
        receive: Receive,
        *,
        staff_chat: str = "",
        receive_staff: ReceiveStaff | None = None,
    ) -> None:
        self._bot = bot
        self._receive = receive
        self._staff_chat = staff_chat
        self._receive_staff = receive_staff
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, update: Update) -> None:
        """Return once the update is stored, or is known to be nothing for the desk.

        Raises:
            Exception: whatever `receive` raised; the update is not stored.
        """
        inbound = parse(update)
        if inbound is not None:
            await self._receive(inbound)
        elif self._receive_staff is not None:
            word = parse_staff(update, self._staff_chat)
            if word is not None:
                await self._receive_staff(word)
        if update.callback_query is not None:
            self._answer_soon(update.callback_query.id)

    async def close(self) -> None:
        """Drop the answers to buttons that are still on their way."""
        for task in self._answers:
            task.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)

    def _answer_soon(self, query_id: str) -> None:
        # A slow answer must not hold up the next update.
        task = asyncio.create_task(self._answer(query_id), name="telegram-answer")
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id, read_timeout=ANSWER_TIMEOUT_S)
        except TelegramError as error:
            # Too late or refused: the button spins until Telegram's app gives up. No harm.
            logger.debug("A pressed button was not acknowledged: %s", error)
