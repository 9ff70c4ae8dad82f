"""What staff do in a conversation: take it, hand it on, answer, put it off, end it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.desk.albums import add_files
from bot.desk.in_hand import (
    answered,
    current,
    hold,
    in_hand,
    require_free,
    resolved,
    write_down,
)
from bot.desk.inbound import Attached
from bot.desk.pictures import Picture
from bot.desk.receive import storable
from bot.desk.saying import farewell, keep_picture, mirrored, say, staff_words
from bot.desk.turn import Reply
from bot.desk.words import Wording
from knowledge.queries import conversations, drafts, handovers, messages
from knowledge.records import utcnow
from knowledge.store import Store
from models.values import Language, Mood

#: A conversation is put off for so long at most.
LONGEST_SNOOZE = timedelta(days=30)


class StaffDesk:
    """The staff's side of a conversation. Words leave through the same outbox as the bot's.

    What is done in a closed conversation is done in the one that goes on with its account. Each
    change is written down in the transaction that makes it; what changes nothing is not. `via` says
    in the audit how it came, where that was not the console.
    """

    def __init__(
        self,
        store: Store,
        wording: Wording,
        *,
        staff_chat: str = "",
        after: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._wording = wording
        self._staff_chat = staff_chat
        self._after = after
        self._clock = clock

    async def take(self, conversation_id: int, staff_id: int, *, via: str = "") -> None:
        """Put a conversation into a staff member's hands, a colleague's too; the bot is silent.

        Raises:
            LookupError: there is no such conversation.
        """
        await self._hold(conversation_id, staff_id, staff_id, via)

    async def assign(self, conversation_id: int, to_staff_id: int | None, by: int) -> None:
        """Give a conversation to a staff member, or (None) back to all of them.

        Raises:
            LookupError: there is no such conversation, or no such active staff member.
        """
        await self._hold(conversation_id, to_staff_id, by)

    async def _hold(self, conversation_id: int, to: int | None, by: int, via: str = "") -> None:
        async with self._store.writing() as unit:
            conversation, _ = await current(unit, conversation_id)
            await hold(unit, conversation, to, by, self._clock(), via)

    async def answer(
        self,
        conversation_id: int,
        staff_id: int | None,
        text: str,
        *,
        external_id: str | None = None,
        files: Sequence[Attached] = (),
        picture: Picture | None = None,
        via: str = "",
    ) -> None:
        """Send a staff member's words to the customer, and show them in the staff chat.

        What they had begun to write is forgotten.

        Args:
            staff_id: None for words from the staff chat, which does not say whose they are.
            files: files of Telegram's that go with them, to a customer on Telegram.
            picture: one of our own that goes with them, or alone, on any channel.
            external_id: the words' own id on the channel they came by; a repeat changes nothing.

        Raises:
            LookupError: there is no such conversation.
            ValueError: there are no words, and nothing else.
            HeldByColleague: somebody else holds it; nothing was sent.
        """
        text = storable(text).strip()
        if not text and not files and picture is None:
            raise ValueError("An answer needs words.")
        now = self._clock()
        async with self._store.writing() as unit:
            conversation, account = await current(unit, conversation_id)
            if external_id and await messages.message_with(unit, account.channel, external_id):
                return
            handover = await in_hand(unit, conversation, now)
            await require_free(unit, handover, staff_id)
            answered(handover, staff_id, now)
            words = staff_words(conversation, account, staff_id, text, now, files)
            words.external_id = external_id
            if picture is not None:
                await keep_picture(unit, words, picture)
            await say(unit, conversation, account, words)
            add_files(unit, words.key, tuple(files))
            if self._staff_chat and external_id is None:
                unit.add(await mirrored(unit, self._staff_chat, words, conversation, account))
            if staff_id is not None:
                await drafts.forget(unit, staff_id, conversation_id, conversation.key)
            write_down(unit, staff_id, "answer", via, conversation)
        self._after()

    async def snooze(self, conversation_id: int, until: datetime | None, by: int) -> None:
        """Put a conversation off until a time, or until the customer writes; None brings it back.

        Raises:
            LookupError: there is no such conversation, or staff do not hold it.
            ValueError: the time is past, more than 30 days away, or without a zone.
            HeldByColleague: somebody else holds it.
        """
        _check_snooze(until, self._clock())
        async with self._store.writing() as unit:
            conversation, _ = await current(unit, conversation_id)
            handover = await handovers.open_handover(unit, conversation.key)
            if handover is None:
                raise LookupError(f"Staff do not hold conversation {conversation.key}.")
            await require_free(unit, handover, by)
            handover.snoozed_until = until
            action, detail = ("snooze", until.isoformat()) if until else ("unsnooze", "")
            write_down(unit, by, action, detail, conversation)

    async def give_back(self, conversation_id: int, staff_id: int | None, *, via: str = "") -> None:
        """Give a conversation back to the bot, which says so and asks how it was.

        Raises:
            LookupError: there is no such conversation.
        """
        await self._end(conversation_id, staff_id, "give_back", ("given_back", "ask_rating"), via)

    async def resolve(self, conversation_id: int, by: int | None, *, via: str = "") -> None:
        """Close a case: the customer is asked how it was, and nothing else is said.

        The bot answers what they write next, as after giving back.

        Raises:
            LookupError: there is no such conversation.
            HeldByColleague: somebody else holds it.
        """
        await self._end(conversation_id, by, "resolve", ("ask_rating",), via, only_own=True)

    async def _end(
        self,
        conversation_id: int,
        by: int | None,
        action: str,
        acts: tuple[str, ...],
        via: str,
        *,
        only_own: bool = False,
    ) -> None:
        """End the handover, if it is open, with words made before the transaction begins."""
        async with self._store.reading() as unit:
            conversation, _, _ = await conversations.scene(unit, conversation_id)
            language = Language(conversation.language)
        worded = [await self._wording.word(Reply(act), language, Mood.CALM) for act in acts]
        now = self._clock()
        async with self._store.writing() as unit:
            conversation, account = await current(unit, conversation_id)
            handover = await handovers.open_handover(unit, conversation.key)
            if handover is None:
                return
            if only_own:
                await require_free(unit, handover, by)
            resolved(conversation, handover, by, now)
            said = farewell(conversation, account, acts, worded, handover.key, now)
            await say(unit, conversation, account, said)
            write_down(unit, by, action, via, conversation)
        self._after()


def _check_snooze(until: datetime | None, now: datetime) -> None:
    if until is None:
        return
    if until.tzinfo is None:
        raise ValueError("A time needs its zone.")
    if not now < until <= now + LONGEST_SNOOZE:
        raise ValueError(f"Put it off until some time within the next {LONGEST_SNOOZE.days} days.")
