"""Who belongs to the staff chat, as Telegram tells it.

In a public group others can see the messages and press what stands under them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from telegram import Bot, ChatMember, ChatMemberRestricted
from telegram.error import BadRequest, TelegramError

logger = logging.getLogger(__name__)

#: How long a member is taken for one without asking again, seconds.
KNOWN_S = 60.0
TIMEOUT_S = 5.0

_IN = {ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER}


class Members:
    """The members of one chat; asking Telegram is saved for a minute."""

    def __init__(self, bot: Bot, chat: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._chat = chat
        self._clock = clock
        self._known: dict[int, float] = {}

    async def has(self, user_id: int) -> bool | None:
        """Whether a user is in the chat; None where Telegram cannot be asked now."""
        now = self._clock()
        self._known = {user: until for user, until in self._known.items() if until > now}
        if user_id in self._known:
            return True
        try:
            found = await self._bot.get_chat_member(
                int(self._chat), user_id, read_timeout=TIMEOUT_S
            )
        except BadRequest:
            return False  # "user not found", "invalid user_id specified"
        except TelegramError as error:
            logger.info("Who pressed a button in the staff chat cannot be asked: %s", error)
            return None
        is_in = found.status in _IN
        if isinstance(found, ChatMemberRestricted):
            is_in = found.is_member
        if is_in:
            self._known[user_id] = now + KNOWN_S
        return is_in
