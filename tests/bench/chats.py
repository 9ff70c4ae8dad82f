"""Customers on Telegram who write steadily, whatever happens to the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.bench.messages import PLAIN
from tests.bench.shop import Shopper
from tests.emulator import TelegramEmulator

#: The first chat's number; customers have positive ones on Telegram.
FIRST_CHAT = 70_001


@dataclass(slots=True)
class Chat:
    """One customer's chat and the numbers of what was written in it, in order."""

    chat_id: int
    shopper: Shopper
    written: list[int] = field(default_factory=list)


class Chats:
    """Customers writing plain questions on an emulated Telegram.

    Args:
        pause: how long a customer rests between two messages, seconds, fewest and most.
        patience: how many messages a customer writes into silence.
    """

    def __init__(
        self,
        api: TelegramEmulator,
        who: Sequence[Shopper],
        rng: Random,
        *,
        pause: tuple[float, float],
        patience: int,
    ) -> None:
        self._api, self._rng = api, rng
        self._pause, self._patience = pause, patience
        self.chats = [Chat(FIRST_CHAT + n, shopper) for n, shopper in enumerate(who)]

    @property
    def accounts(self) -> list[tuple[str, Shopper]]:
        """Whose account each chat is."""
        return [(str(chat.chat_id), chat.shopper) for chat in self.chats]

    @property
    def written(self) -> int:
        return sum(len(chat.written) for chat in self.chats)

    async def write(self, enough: Callable[[], bool]) -> None:
        """Write until it is enough."""
        await asyncio.gather(*(self._write(chat, enough) for chat in self.chats))

    async def _write(self, chat: Chat, enough: Callable[[], bool]) -> None:
        while not enough():
            if self._unanswered(chat) < self._patience:
                chat.written.append(self._api.say(chat.chat_id, self._question(chat.shopper)))
            await asyncio.sleep(self._rng.uniform(*self._pause))

    def _unanswered(self, chat: Chat) -> int:
        return len(chat.written) - len(self._api.sent(chat.chat_id))

    def _question(self, shopper: Shopper) -> str:
        plain = self._rng.choice(PLAIN[shopper.language])
        return plain.format(order=self._rng.choice(shopper.delivered))
