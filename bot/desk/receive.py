"""Storing what a customer did, before the channel is told that it was taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.albums import PARTS, add_files, is_new_part, join, on_its_own
from bot.desk.beginning import conversation_for
from bot.desk.inbound import Inbound
from bot.rules.policy import Policy
from knowledge.queries import accounts, conversations, handovers, messages
from knowledge.records import (
    Author,
    ChannelAccount,
    Conversation,
    ConversationState,
    Message,
    MessageEdit,
    utcnow,
)
from knowledge.store import Store, Unit

#: A longer message is kept up to here; nobody types that much, and a model reads far less.
LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Received:
    """A stored message.

    Args:
        is_new: False for a repeat, which changed nothing, and for what was added to a message.
        is_blocked: staff blocked the account; it gets no answer.
    """

    conversation_id: int
    message_id: int
    is_new: bool
    is_blocked: bool = False


class Reception:
    """Takes in what channels hand over."""

    def __init__(
        self, store: Store, *, policy: Policy | None = None, clock: Callable[[], datetime] = utcnow
    ) -> None:
        self._store = store
        self._policy = policy or Policy()
        self._clock = clock

    async def receive(self, inbound: Inbound) -> Received:
        """Store one thing a customer did, once.

        Raises:
            StoreUnavailable: nothing was stored; the channel must offer it again.
        """
        async with self._store.writing() as unit:
            account = await accounts.account_named(unit, inbound.channel, inbound.account)
            known = await _known(unit, inbound)
            if known is None:
                # Whoever offers the same at this very instant holds the conversation before us.
                await self._conversation(unit, account, inbound)
                known = await _known(unit, inbound)
            if known is not None and is_new_part(known, inbound):
                if known.handled_at is None or not inbound.text:
                    return _joined(unit, known, inbound)
                inbound = on_its_own(inbound)
                known = await _known(unit, inbound)
            if known is not None:
                return await _seen_before(unit, known, inbound)
            return await self._store_new(unit, account, inbound)

    async def _store_new(self, unit: Unit, account: ChannelAccount, inbound: Inbound) -> Received:
        conversation = await self._conversation(unit, account, inbound)
        now = self._clock()
        account.display_name = storable(inbound.display_name)[:200] or account.display_name
        account.unreachable_at = None
        message = _message(inbound, conversation.key, now)
        conversation.last_message_at = now
        unit.add(message)
        await unit.flush()
        add_files(unit, message.key, inbound.attachments)
        is_blocked = account.blocked_at is not None
        if conversation.state is ConversationState.WITH_STAFF and not is_blocked:
            await _wait_for_staff(unit, conversation.key, now)
        return Received(conversation.key, message.key, is_new=True, is_blocked=is_blocked)

    async def _conversation(
        self, unit: Unit, account: ChannelAccount, inbound: Inbound
    ) -> Conversation:
        hint, now = inbound.language_hint, self._clock()
        return await conversation_for(unit, account, hint, self._policy, now)


def storable(text: str) -> str:
    """The text without what a database refuses: NUL (PostgreSQL), half a surrogate pair (both).

    Nothing else of a customer's words is changed.
    """
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


async def _known(unit: Unit, inbound: Inbound) -> Message | None:
    """The message as it is now if it was stored before; its conversation is held.

    An edit, a repeat or a late part of an album belongs there, however old that is.
    """
    known = await messages.message_with(unit, inbound.channel, inbound.external_id)
    if known is not None:
        await conversations.held(unit, known.conversation_id)
        await unit.refresh(known)
    return known


def _message(inbound: Inbound, conversation_id: int, now: datetime) -> Message:
    return Message(
        created_at=now,
        conversation_id=conversation_id,
        author=Author.CUSTOMER,
        channel=inbound.channel,
        external_id=inbound.external_id,
        kind=inbound.kind,
        text=storable(inbound.text)[:LONGEST],
        data=_data(inbound),
    )


def _data(inbound: Inbound) -> dict[str, Any]:
    data = {
        name: storable(value) if isinstance(value, str) else value
        for name, value in inbound.data.items()
    }
    return {**data, PARTS: [inbound.part]} if inbound.part else data


async def _wait_for_staff(unit: Unit, conversation_id: int, now: datetime) -> None:
    """The customer waits for staff's words from now on, if not before, and ends a snooze."""
    handover = await handovers.open_handover(unit, conversation_id)
    if handover is not None:
        handover.waits_since = handover.waits_since or now
        handover.snoozed_until = None


def _joined(unit: Unit, known: Message, inbound: Inbound) -> Received:
    """A further part of an album: no message of its own."""
    join(unit, known, inbound, storable(inbound.text)[:LONGEST])
    return Received(known.conversation_id, known.key, is_new=False)


async def _seen_before(unit: Unit, known: Message, inbound: Inbound) -> Received:
    """A repeat changes nothing; an edit is kept beside the original."""
    if inbound.edited_at is not None:
        text = storable(inbound.text)[:LONGEST]
        latest = await messages.last_edit(unit, known.key)
        is_newer = latest is None or inbound.edited_at > latest.edited_at
        if is_newer and text != (latest or known).text:
            unit.add(MessageEdit(message_id=known.key, text=text, edited_at=inbound.edited_at))
    return Received(known.conversation_id, known.key, is_new=False)
