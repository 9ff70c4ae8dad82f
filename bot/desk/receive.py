"""Storing what a customer did, before the channel is told that it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.desk.albums import PARTS, add_files, is_new_part, join, on_its_own
from bot.desk.inbound import Inbound
from knowledge.queries import conversations
from knowledge.records import (
    Author,
    ChannelAccount,
    Conversation,
    Message,
    MessageEdit,
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

    def __init__(self, store: Store) -> None:
        self._store = store

    async def receive(self, inbound: Inbound) -> Received:
        """Store one thing a customer did, once.

        Raises:
            StoreUnavailable: nothing was stored; the channel must offer it again.
        """
        async with self._store.writing() as unit:
            account = await conversations.account_named(unit, inbound.channel, inbound.account)
            conversation = await _conversation(unit, account, inbound)
            known = await conversations.message_with(unit, inbound.channel, inbound.external_id)
            if known is not None and is_new_part(known, inbound):
                if known.handled_at is None or not inbound.text:
                    return _joined(unit, known, inbound)
                inbound = on_its_own(inbound)
                known = await conversations.message_with(unit, inbound.channel, inbound.external_id)
            if known is not None:
                return await _seen_before(unit, known, inbound)
            account.display_name = storable(inbound.display_name)[:200] or account.display_name
            account.unreachable_at = None
            message = _message(inbound, conversation.key)
            conversation.last_message_at = message.created_at
            unit.add(message)
            await unit.flush()
            add_files(unit, message.key, inbound.attachments)
            is_blocked = account.blocked_at is not None
            return Received(conversation.key, message.key, is_new=True, is_blocked=is_blocked)


def storable(text: str) -> str:
    """The text without what a database refuses: NUL (PostgreSQL), half a surrogate pair (both).

    Nothing else of a customer's words is changed.
    """
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


async def _conversation(unit: Unit, account: ChannelAccount, inbound: Inbound) -> Conversation:
    found = await conversations.conversation_of(unit, account.key)
    if found is None:
        await conversations.hold_account(unit, account.key)
        found = await conversations.conversation_of(unit, account.key)
    if found is None:
        language = "en" if (inbound.language_hint or "zh").lower()[:2] == "en" else "zh"
        found = Conversation(account_id=account.key, language=language)
        unit.add(found)
        await unit.flush()
    return found


def _message(inbound: Inbound, conversation_id: int) -> Message:
    return Message(
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


def _joined(unit: Unit, known: Message, inbound: Inbound) -> Received:
    """A further part of an album: no message of its own."""
    join(unit, known, inbound, storable(inbound.text)[:LONGEST])
    return Received(known.conversation_id, known.key, is_new=False)


async def _seen_before(unit: Unit, known: Message, inbound: Inbound) -> Received:
    """A repeat changes nothing; an edit is kept beside the original."""
    if inbound.edited_at is not None:
        text = storable(inbound.text)[:LONGEST]
        latest = await conversations.last_edit(unit, known.key)
        is_newer = latest is None or inbound.edited_at > latest.edited_at
        if is_newer and text != (latest or known).text:
            unit.add(MessageEdit(message_id=known.key, text=text, edited_at=inbound.edited_at))
    return Received(known.conversation_id, known.key, is_new=False)
