"""What staff teach: what a customer's message was about, kept as an example to train with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.errors import XiaoerError
from knowledge.queries import conversations
from knowledge.queries.teaching import message_in, teach
from knowledge.records import Author, Message, MessageKind, utcnow
from knowledge.store import Store, Unit
from models.values import Intent


class TeachingRefused(XiaoerError):
    """Something cannot be taught; nothing was kept.

    Args:
        reason: `not_understood`, `no_intent` or `unknown_intent`, as the console words it; of
            wrong answers and candidates also what their desks name.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class TeachingDesk:
    """Keeps what staff say about what the bot understood. A later word replaces an earlier one."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime] = utcnow) -> None:
        self._store = store
        self._clock = clock

    async def confirm(self, conversation_id: int, message_id: int, staff_id: int) -> None:
        """Keep that a message was understood right.

        Raises:
            LookupError: the conversation has no such message.
            TeachingRefused: it is not a customer's text that the bot understood.
        """
        async with self._store.writing() as unit:
            understood = await _understood(unit, conversation_id, message_id)
            await teach(unit, message_id, [understood], staff_id, self._clock(), confirmed=True)

    async def correct(
        self, conversation_id: int, message_id: int, intents: Sequence[str], staff_id: int
    ) -> None:
        """Keep what a message was about.

        Args:
            intents: names of `models.values.Intent`, the one that it is mainly about first.

        Raises:
            LookupError: the conversation has no such message.
            TeachingRefused: it is not a customer's text that the bot understood, or an
                intent is none.
        """
        names = _known(intents)
        async with self._store.writing() as unit:
            await _understood(unit, conversation_id, message_id)
            await teach(unit, message_id, names, staff_id, self._clock(), confirmed=False)


def _known(intents: Sequence[str]) -> list[str]:
    """The intents, each once, checked."""
    if not intents:
        raise TeachingRefused("no_intent", "A correction names at least one intent.")
    for name in intents:
        if name not in set(Intent):
            raise TeachingRefused("unknown_intent", f"There is no intent '{name[:40]}'.")
    return [Intent(name).value for name in dict.fromkeys(intents)]


async def _understood(unit: Unit, conversation_id: int, message_id: int) -> str:
    """What the bot took a message for; its conversation is held."""
    await conversations.held(unit, conversation_id)
    message = await message_in(unit, conversation_id, message_id)
    if message.intent is None or not can_be_taught(message):
        raise TeachingRefused(
            "not_understood", "Only a customer's text that the bot understood can be taught."
        )
    return message.intent


def can_be_taught(message: Message) -> bool:
    """Whether it is a customer's text that the bot understood as something."""
    return (
        message.author is Author.CUSTOMER
        and message.kind is MessageKind.TEXT
        and message.intent is not None
    )
