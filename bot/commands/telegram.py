"""Telegram beside the desk: updates come in by polling or by webhook, and are stored first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sender import TelegramSender, publish_commands
from bot.channels.telegram.staff_parse import StaffPress, StaffWord
from bot.channels.telegram.webhook import WebhookReceiver
from bot.desk.hands import Hand
from bot.desk.inbound import Inbound
from bot.desk.receive import Received
from bot.wiring import Desk

log = logging.getLogger(__name__)


class Telegram:
    """The desk's ear on Telegram.

    Args:
        bot: an open connection (`open_bot`).
        desk: takes what comes in.
    """

    def __init__(self, bot: Any, desk: Desk) -> None:
        self._bot, self._desk, self._settings = bot, desk, desk.settings
        self._sender = TelegramSender(bot)
        self._tasks: set[asyncio.Task[None]] = set()
        self._receiver: WebhookReceiver | None = None
        if self._settings.webhook_url:
            self._receiver = WebhookReceiver(
                bot,
                self._settings.webhook_secret,
                self._receive,
                staff_chat=self._settings.staff_chat,
                receive_staff=self._receive_staff,
                receive_press=self._receive_press,
            )

    async def webhook(self, body: bytes, secret: str | None) -> int:
        """Take a pushed update; 404 where updates are polled for."""
        return 404 if self._receiver is None else await self._receiver.handle(body, secret)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Fetch or take updates until the context ends."""
        self._start(publish_commands(self._bot))
        self._start(self._incoming())
        try:
            yield
        finally:
            tasks = list(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _incoming(self) -> None:
        if self._receiver is not None:
            await self._receiver.register(self._settings.webhook_url)
            return
        poller = Poller(
            self._bot,
            self._receive,
            staff_chat=self._settings.staff_chat,
            receive_staff=self._receive_staff,
            receive_press=self._receive_press,
        )
        await poller.run()

    async def _receive(self, inbound: Inbound) -> Received:
        received = await self._desk.receive(inbound)
        if received.is_new and not received.is_blocked:
            self._start(self._sender.typing(inbound.account))
        return received

    async def _receive_staff(self, word: StaffWord) -> None:
        """A reply to a notice, or else words in a customer's topic."""
        chat, hand = self._desk.staff_chat, Hand(word.name, word.user_id)
        own, files = word.external_id, word.files
        is_heard = bool(word.reply_to) and await chat.answer_notice(
            word.reply_to, own, word.text, hand=hand, files=files
        )
        if not is_heard and word.topic:
            await chat.write_in_topic(word.topic, own, word.text, hand=hand, files=files)
        self._desk.after_staff(has_files=bool(files))

    async def _receive_press(self, press: StaffPress) -> str:
        hand = Hand(press.name, press.user_id)
        said = await self._desk.staff_chat.press(press.notice, press.press_id, press.action, hand)
        self._desk.after_staff()
        return said

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the desk; its failure is logged and harms nothing else."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.warning("Telegram: %s", task.exception())
