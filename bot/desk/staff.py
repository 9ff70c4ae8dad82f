"""What staff do in a conversation: take it, answer, give it back to the bot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from bot.desk.rating import ask_rating
from bot.desk.turn import Reply
from bot.desk.words import Wording
from knowledge.queries import conversations, handovers
from knowledge.records import (
    Author,
    ChannelAccount,
    Conversation,
    ConversationState,
    Handover,
    HandoverReason,
    Message,
    OutboxItem,
    utcnow,
)
from knowledge.store import Store, Unit
from models.values import Language, Mood


class StaffDesk:
    """The staff's side of a conversation. Words leave through the same outbox as the bot's.

    What is done in a closed conversation is done in the one that goes on with its account.
    """

    def __init__(
        self,
        store: Store,
        wording: Wording,
        *,
        after: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._wording = wording
        self._after = after
        self._clock = clock

    async def take(self, conversation_id: int, staff_id: int) -> None:
        """Put a conversation into a staff member's hands; the bot is silent from now on.

        Raises:
            LookupError: there is no such conversation.
        """
        async with self._store.writing() as unit:
            conversation, _ = await _current(unit, conversation_id)
            handover = await _held(unit, conversation)
            handover.taken_by = staff_id

    async def answer(
        self,
        conversation_id: int,
        staff_id: int | None,
        text: str,
        *,
        external_id: str | None = None,
    ) -> None:
        """Send a staff member's words to the customer.

        Args:
            external_id: the words' own id on the channel they came by; a repeat changes nothing.

        Raises:
            LookupError: there is no such conversation.
            ValueError: there are no words.
        """
        if not text.strip():
            raise ValueError("An answer needs words.")
        now = self._clock()
        async with self._store.writing() as unit:
            conversation, account = await _current(unit, conversation_id)
            if external_id and await conversations.message_with(unit, account.channel, external_id):
                return
            handover = await _held(unit, conversation)
            handover.taken_by = handover.taken_by or staff_id
            handover.first_answer_at = handover.first_answer_at or now
            words = Message(
                conversation_id=conversation.key,
                author=Author.STAFF,
                channel=account.channel,
                external_id=external_id,
                text=text.strip(),
                created_at=now,
                handled_at=now,
                staff_id=staff_id,
            )
            await say(unit, conversation, account, words)
        self._after()

    async def give_back(self, conversation_id: int, staff_id: int | None) -> None:
        """Give a conversation back to the bot, which says so and asks how it was.

        Raises:
            LookupError: there is no such conversation.
        """
        async with self._store.reading() as unit:
            conversation, _, _ = await conversations.scene(unit, conversation_id)
            language = Language(conversation.language)
        back = await self._wording.word(Reply("given_back"), language, Mood.CALM)
        rating = await self._wording.word(Reply("ask_rating"), language, Mood.CALM)
        now = self._clock()
        async with self._store.writing() as unit:
            conversation, account = await _current(unit, conversation_id)
            handover = await handovers.open_handover(unit, conversation.key)
            if handover is None:
                return
            handover.resolved_at = now
            handover.taken_by = handover.taken_by or staff_id
            conversation.state = ConversationState.WITH_BOT
            conversation.context = {}
            said = Message(
                conversation_id=conversation.key,
                author=Author.BOT,
                channel=account.channel,
                text=f"{back.text}\n\n{rating.text}",
                data={"buttons": [asdict(button) for button in ask_rating(handover.key)]},
                created_at=now,
                handled_at=now,
                act="given_back+ask_rating",
                fallback=back.fallback or rating.fallback,
            )
            await say(unit, conversation, account, said)
        self._after()


async def _current(unit: Unit, conversation_id: int) -> tuple[Conversation, ChannelAccount]:
    """The conversation that goes on, held: a reply to an old notice belongs there.

    Raises:
        LookupError: there is no such conversation.
    """
    found = await conversations.current_held(unit, conversation_id)
    _, account, _ = await conversations.scene(unit, found.key)
    return found, account


async def _held(unit: Unit, conversation: Conversation) -> Handover:
    """The conversation's open handover; staff may step in without being asked."""
    found = await handovers.open_handover(unit, conversation.key)
    if found is None:
        found = Handover(
            conversation_id=conversation.key,
            reason=HandoverReason.NEEDS_ACTION,
            summary="staff stepped in",
        )
        unit.add(found)
    conversation.state = ConversationState.WITH_STAFF
    return found


async def say(
    unit: Unit, conversation: Conversation, account: ChannelAccount, message: Message
) -> None:
    """Put words into the conversation and into the outbox."""
    conversation.last_message_at = message.created_at
    unit.add(message)
    await unit.flush()
    unit.add(
        OutboxItem(
            channel=account.channel,
            destination=account.external_id,
            text=message.text,
            data=message.data,
            message_id=message.key,
        )
    )
