"""The staff's forum: what is about a customer goes into that customer's own topic.

A forum is a group with topics (https://core.telegram.org/bots/api#createforumtopic). Where the
staff chat is none, or the bot may not make topics, everything goes to the chat itself, as notices
to reply to; the log says so once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.sending import Outgoing
from bot.channels.telegram.characters import storable, units
from bot.channels.telegram.connection import AskedToWait
from bot.channels.telegram.sender import TelegramSender, TopicClosed, TopicGone
from bot.errors import SendFailed
from knowledge.errors import StoreUnavailable
from knowledge.queries.topics import Subject, forget_topic, keep_topic, subject_of
from knowledge.records import Channel
from knowledge.store import Store

logger = logging.getLogger(__name__)

#: Telegram's limit on a topic's name, characters (createForumTopic).
LONGEST_NAME = 128
#: How long no topic is tried to be made after Telegram refused one, seconds: an admin may have
#: given the bot the right meanwhile.
PAUSE_S = 600.0

_CHANNELS = {
    Channel.TELEGRAM: "Telegram",
    Channel.WEB: "网页 Web",
    Channel.MAIL: "邮件 Mail",
    Channel.TERMINAL: "终端 Terminal",
}


class StaffTopics:
    """A `Sender` for Telegram that knows the staff's topics.

    A topic is made when it is first needed, and anew where somebody deleted it; one that was
    closed is opened again. A crash between making a topic and writing it down leaves an empty
    topic behind, and another is made.

    Args:
        staff_chat: the staff chat's id, or nothing.
        clock: seconds, from any beginning.
    """

    def __init__(
        self,
        bot: Bot,
        sender: TelegramSender,
        staff_chat: str,
        store: Store | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._staff_chat = staff_chat
        self._store = store
        self._clock = clock
        self._none_until: float | None = None
        self._told = ""

    def use(self, store: Store) -> None:
        """Keep the topics in these records; until then everything goes to the chat itself."""
        self._store = store
        self._sender.use(store)

    async def send(self, outgoing: Outgoing) -> str:
        """Send one message; see `TelegramSender.send`, which never raises for a topic here."""
        conversation = outgoing.data.get("conversation_id")
        is_staffs = bool(self._staff_chat) and outgoing.destination == self._staff_chat
        if self._store is None or not is_staffs or not isinstance(conversation, int):
            return await self._sender.send(outgoing)
        try:
            return await self._to_topic(self._store, outgoing, conversation)
        except StoreUnavailable as error:
            raise SendFailed(f"The topic cannot be looked up yet: {error}") from error

    async def _to_topic(self, store: Store, outgoing: Outgoing, conversation: int) -> str:
        for _ in range(2):
            async with store.reading() as unit:
                subject = await subject_of(unit, conversation, self._staff_chat)
            topic = None if subject is None else await self._topic(store, subject)
            if subject is None or topic is None:
                break
            try:
                return await self._sender.send(outgoing, topic)
            except TopicGone:
                logger.info("Topic %s of the staff chat is gone; a new one is made", topic)
                async with store.writing() as unit:
                    await forget_topic(unit, subject.account_id)
            except TopicClosed as error:
                if not await self._reopen(topic):
                    self._say_once(f"a closed topic cannot be opened again: {error}")
                    break
        return await self._sender.send(outgoing)

    async def _topic(self, store: Store, subject: Subject) -> int | None:
        """The subject's topic, made if need be; None where none can be made now."""
        if subject.topic_id is not None:
            return subject.topic_id
        if self._none_until is not None and self._clock() < self._none_until:
            return None
        made = await self._make(topic_name(subject))
        if made is not None:
            async with store.writing() as unit:
                await keep_topic(unit, subject.account_id, self._staff_chat, made)
        return made

    async def _make(self, name: str) -> int | None:
        """Make a topic; None where Telegram refuses.

        Raises:
            SendDelayed, SendFailed: it is tried again with the message.
        """
        try:
            topic = await self._bot.create_forum_topic(int(self._staff_chat), name)
        except AskedToWait as error:
            raise self._sender.delay(self._staff_chat, error.seconds) from error
        except (BadRequest, Forbidden) as error:
            self._none_until = self._clock() + PAUSE_S
            self._say_once(f"no topic can be made there: {error}")
            return None
        except TelegramError as error:
            raise SendFailed(f"No topic can be made yet: {error}.") from error
        self._none_until, self._told = None, ""
        return topic.message_thread_id

    async def _reopen(self, topic: int) -> bool:
        try:
            return await self._bot.reopen_forum_topic(int(self._staff_chat), topic)
        except AskedToWait as error:
            raise self._sender.delay(self._staff_chat, error.seconds) from error
        except TelegramError:
            return False

    def _say_once(self, why: str) -> None:
        if why != self._told:
            logger.warning("Notices go to the staff chat itself, to be replied to: %s", why)
        self._told = why


def topic_name(subject: Subject) -> str:
    """`王芳 · 网页 Web`; a long name is cut, the channel is not."""
    channel = f" · {_CHANNELS[subject.channel]}"
    name = " ".join(storable(subject.name).split()) or str(subject.account_id)
    while units(name + channel) > LONGEST_NAME:
        name = name[:-1]
    return name + channel
