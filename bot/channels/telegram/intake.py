"""What is done with one update, however it came: store it first, then stop the button's spin."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.members import Members
from bot.channels.telegram.parse import parse
from bot.channels.telegram.staff_parse import StaffPress, StaffWord, parse_press, parse_staff
from bot.desk.inbound import Inbound

logger = logging.getLogger(__name__)

#: Stores what a customer did; returns once it is safe.
Receive = Callable[[Inbound], Awaitable[object]]
#: Stores what a staff member wrote in the staff chat; returns once it is safe.
ReceiveStaff = Callable[[StaffWord], Awaitable[object]]

#: Does what a staff member pressed in the staff chat; returns what to tell them.
ReceivePress = Callable[[StaffPress], Awaitable[str]]

_NO_MEMBER = "只有员工群的成员可以操作 / only members of the staff chat may do this"
_UNKNOWN = "暂时无法确认您是群成员，请再按一次 / it cannot be checked now; press again"
#: Telegram's limit on what a press is answered with, characters (answerCallbackQuery).
LONGEST_ANSWER = 200

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
        receive_press: ReceivePress | None = None,
    ) -> None:
        self._bot = bot
        self._receive = receive
        self._staff_chat = staff_chat
        self._receive_staff = receive_staff
        self._receive_press = receive_press
        self._members = Members(bot, staff_chat)
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, update: Update) -> None:
        """Return once the update is stored, or is known to be nothing for the desk.

        Raises:
            Exception: whatever `receive` raised; the update is not stored.
        """
        inbound, told = parse(update), ""
        if inbound is not None:
            await self._receive(inbound)
        elif update.callback_query is not None:
            told = await self._press(update)
        elif self._receive_staff is not None:
            word = parse_staff(update, self._staff_chat)
            if word is not None:
                await self._receive_staff(word)
        if update.callback_query is not None:
            self._answer_soon(update.callback_query.id, told)

    async def _press(self, update: Update) -> str:
        """Do what was pressed in the staff chat by somebody who belongs there."""
        press = parse_press(update, self._staff_chat)
        if press is None or self._receive_press is None:
            return ""
        is_member = await self._members.has(press.user_id)
        if not is_member:
            return _UNKNOWN if is_member is None else _NO_MEMBER
        return await self._receive_press(press)

    async def close(self) -> None:
        """Drop the answers to buttons that are still on their way."""
        for task in self._answers:
            task.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)

    def _answer_soon(self, query_id: str, told: str) -> None:
        # A slow answer must not hold up the next update.
        task = asyncio.create_task(self._answer(query_id, told), name="telegram-answer")
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, query_id: str, told: str) -> None:
        try:
            await self._bot.answer_callback_query(
                query_id, told[:LONGEST_ANSWER] or None, read_timeout=ANSWER_TIMEOUT_S
            )
        except TelegramError as error:
            # Too late or refused: the button spins until Telegram's app gives up. No harm.
            logger.debug("A pressed button was not acknowledged: %s", error)
