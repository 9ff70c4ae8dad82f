"""Contacts: how often customers come, about what, and whether they had to come again.

A conversation goes on for days, so it is not what is counted. A contact begins with a
customer's message before which neither side's people had written for four hours. What each
figure takes is told in words in `bot.rules.figures`; the two must say the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from knowledge.records import (
    Author,
    ChannelAccount,
    Conversation,
    Handover,
    Message,
    MessageKind,
    TaughtMessage,
)
from knowledge.store import Unit

#: The silence after which a message begins a contact.
GAP = timedelta(hours=4)
#: How long a contact may turn out not to have been the last about its topic.
RECONTACT = timedelta(hours=72)

_PRESSED = [MessageKind.BUTTON, MessageKind.COMMAND]
#: The kinds whose words the bot reads.
_READ = {MessageKind.TEXT, MessageKind.PHOTO}
#: So much is read at a time, so that the loop goes on in between.
_STEP = timedelta(hours=1)
_IDS = 500

_BEFORE = aliased(Message)
_SPOKEN_BEFORE = (
    select(_BEFORE.created_at)
    .where(
        _BEFORE.conversation_id == Message.conversation_id,
        col(_BEFORE.id) < Message.id,
        _BEFORE.author != Author.BOT,
        col(_BEFORE.kind).not_in(_PRESSED),
    )
    .order_by(col(_BEFORE.id).desc())
    .limit(1)
    .scalar_subquery()
)
_SAID: Any = (
    select(  # type: ignore[call-overload]
        Message.conversation_id,
        Message.created_at,
        Message.kind,
        Message.intent,
        TaughtMessage.intents,
        Conversation.language,
        Conversation.account_id,
        ChannelAccount.customer_id,
        _SPOKEN_BEFORE,
    )
    .join(Conversation, col(Conversation.id) == Message.conversation_id)
    .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
    .join(TaughtMessage, col(TaughtMessage.message_id) == Message.id, isouter=True)
    # Written out: SQLite matches a partial index against the words.
    .where(text("message.author = 'customer'"), col(Message.kind).not_in(_PRESSED))
    .order_by(col(Message.created_at), col(Message.id))
)


@dataclass(frozen=True, slots=True)
class Topics:
    """How topics are told apart: those that ask for nothing, and the name of those unknown."""

    talk: frozenset[str]
    unread: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A customer came. `person` is the customer, or the account of one who is not known."""

    conversation_id: int
    at: datetime
    person: tuple[str, int]
    language: str
    topic: str


@dataclass(slots=True)
class _Open:
    """A contact whose topic may still turn up."""

    conversation_id: int
    at: datetime
    person: tuple[str, int]
    language: str
    talk: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A contact and what came of it within 72 hours."""

    contact: Contact
    recontacted: bool
    with_staff: bool

    def is_alone(self, topics: Topics) -> bool:
        """Resolved without staff, as far as is known."""
        is_talk = self.contact.topic in topics.talk
        return not (is_talk or self.recontacted or self.with_staff)


async def contacts_between(
    unit: Unit, start: datetime, end: datetime, topics: Topics
) -> list[Contact]:
    """The contacts that began from `start` on and before `end`, in order."""
    begun: list[_Open] = []
    latest: dict[int, _Open] = {}
    # A contact that began just before the end may tell its topic after it.
    async for row in _said(unit, start, end + GAP):
        conversation_id, at, kind, intent, taught, language, account_id, customer_id, before = row
        if before is None or at - before >= GAP:
            person = ("account", account_id) if customer_id is None else ("customer", customer_id)
            latest[conversation_id] = _Open(conversation_id, at, person, language)
            if at < end:
                begun.append(latest[conversation_id])
        one = latest.get(conversation_id)
        meant = taught[0] if taught else intent
        if one is not None and meant is not None and kind in _READ:
            _note(one, meant, topics)
    return [
        Contact(
            one.conversation_id,
            one.at,
            one.person,
            one.language,
            one.topic or one.talk or topics.unread,
        )
        for one in begun
    ]


def _note(one: _Open, meant: str, topics: Topics) -> None:
    if meant in topics.talk:
        one.talk = one.talk or meant
    else:
        one.topic = one.topic or meant


async def _said(unit: Unit, start: datetime, end: datetime) -> AsyncIterator[Sequence[Any]]:
    while start < end:
        until = min(start + _STEP, end)
        span = _SAID.where(Message.created_at >= start, Message.created_at < until)
        for row in (await unit.exec(span)).all():
            yield row
        await asyncio.sleep(0)
        start = until


async def judged_between(
    unit: Unit, start: datetime, end: datetime, topics: Topics
) -> list[Judged]:
    """The contacts that began in a span of time, each with what came of it."""
    known = await contacts_between(unit, start, end + RECONTACT, topics)
    asked = [contact for contact in known if contact.at < end]
    by_person: dict[tuple[str, int], list[Contact]] = {}
    for contact in known:
        by_person.setdefault(contact.person, []).append(contact)
    held = await _held(unit, {contact.conversation_id for contact in asked})
    return [
        Judged(
            contact,
            _came_again(contact, by_person[contact.person], topics),
            _with_staff(contact, held.get(contact.conversation_id, ())),
        )
        for contact in asked
    ]


def _came_again(contact: Contact, all_of_them: Iterable[Contact], topics: Topics) -> bool:
    if contact.topic in topics.talk or contact.topic == topics.unread:
        return False
    return any(
        contact.at < later.at <= contact.at + RECONTACT
        and later.topic in (contact.topic, topics.unread)
        for later in all_of_them
    )


def _with_staff(contact: Contact, held: Iterable[tuple[datetime, datetime | None]]) -> bool:
    return any(
        began <= contact.at + RECONTACT and (ended is None or ended > contact.at)
        for began, ended in held
    )


async def _held(
    unit: Unit, conversations: Iterable[int]
) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """When staff held each conversation, from and to."""
    ids = sorted(conversations)
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for at in range(0, len(ids), _IDS):
        rows = await unit.exec(
            select(Handover.conversation_id, Handover.created_at, Handover.resolved_at).where(
                col(Handover.conversation_id).in_(ids[at : at + _IDS])
            )
        )
        for conversation_id, began, ended in rows.all():
            found.setdefault(conversation_id, []).append((began, ended))
    return found
