"""Conversations, their messages, what waits to be sent, and handovers to staff."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime, utcnow
from knowledge.records.customers import Channel


class ConversationState(StrEnum):
    WITH_BOT = "with_bot"
    WITH_STAFF = "with_staff"


class Author(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    STAFF = "staff"


class MessageKind(StrEnum):
    TEXT = "text"
    BUTTON = "button"
    CONTACT = "contact"
    COMMAND = "command"
    PHOTO = "photo"
    """One or several photos or documents; words with them are the message's text."""
    LOCATION = "location"
    """A place on the map: `data` has latitude, longitude and, for a venue, its address."""
    UNREADABLE = "unreadable"
    """Voice, sticker, video and the like: kept, not read."""


class HandoverReason(StrEnum):
    ASKED = "asked"
    ANGRY = "angry"
    COMPLAINT = "complaint"
    NOT_UNDERSTOOD = "not_understood"
    NO_ANSWER = "no_answer"
    PARCEL_PROBLEM = "parcel_problem"
    IDENTITY_LOCKED = "identity_locked"
    NEEDS_ACTION = "needs_action"


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"
    """Given up; staff see it and can try again."""
    WITHHELD = "withheld"
    """Never sent: staff took the conversation before the bot's reply left."""


class Conversation(Record, table=True):
    """Words exchanged with one account, until they rest for some days. One worker at a time
    handles it; an account has one at most that is not closed."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(
            "ix_conversation_open",
            "account_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    account_id: int = Field(foreign_key="channel_account.id", index=True)
    state: ConversationState = Field(
        default=ConversationState.WITH_BOT,
        sa_type=EnumText(ConversationState),
    )
    language: str = Field(default="zh", max_length=8)
    last_message_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime, index=True)
    """When either side last said something; notices that nobody asked for do not count."""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a later one took its place."""
    context: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What the desk was in the middle of: see `bot.desk.context.Context`."""


class Message(Record, table=True):
    """One message, either way. `external_id` is the channel's own id, unique on it."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_message_conversation", "conversation_id", "id"),
        # Unanswered messages are few among millions: a partial index keeps them at hand.
        Index(
            "ix_message_unhandled",
            "conversation_id",
            "id",
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
        # A day's figures: who came, and what was said in plain sentences.
        Index(
            "ix_message_from_customer",
            "created_at",
            sqlite_where=text("author = 'customer'"),
            postgresql_where=text("author = 'customer'"),
        ),
        Index(
            "ix_message_fallback",
            "created_at",
            sqlite_where=text("fallback"),
            postgresql_where=text("fallback"),
        ),
    )

    conversation_id: int = Field(foreign_key="conversation.id")
    author: Author = Field(sa_type=EnumText(Author))
    channel: Channel = Field(sa_type=EnumText(Channel))
    external_id: str | None = Field(default=None, max_length=160)
    kind: MessageKind = Field(
        default=MessageKind.TEXT,
        sa_type=EnumText(MessageKind),
    )
    text: str = ""
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Kind-specific: a button's action, a contact's phone and owner, a reply's buttons."""
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the desk dealt with a customer's message. Outgoing messages have it from birth."""
    intent: str | None = Field(default=None, max_length=40)
    confidence: float | None = None
    mood: str | None = Field(default=None, max_length=20)
    act: str | None = Field(default=None, max_length=40)
    """The dialogue act of the bot's message; `fallback` tells a plain sentence."""
    fallback: bool = False
    staff_id: int | None = Field(default=None, foreign_key="staff.id")


class MessageEdit(Record, table=True):
    """What a message said after an edit; the message keeps its first text."""

    __tablename__ = "message_edit"

    message_id: int = Field(foreign_key="message.id", index=True)
    text: str
    edited_at: datetime = Field(sa_type=UtcDateTime)


class OutboxItem(Record, table=True):
    """Something to be sent, kept until the channel has taken it.

    `idempotency_key` (a supplier message's need, a staff notice's subject) makes a second
    request for the same thing change nothing.
    """

    __tablename__ = "outbox_item"
    __table_args__ = (
        Index(
            "ix_outbox_item_queued",
            "channel",
            "destination",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        # Staff answer a notice by replying to it, so it has to be found by the channel's id.
        Index(
            "ix_outbox_item_notice",
            "external_id",
            sqlite_where=text("idempotency_key IS NOT NULL"),
            postgresql_where=text("idempotency_key IS NOT NULL"),
        ),
        Index(
            "ix_outbox_item_dead",
            "id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
    )

    channel: Channel = Field(sa_type=EnumText(Channel))
    destination: str = Field(max_length=200)
    """A chat id, an e-mail address or a web account."""
    text: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Channel-specific: buttons, subject. With `unless_staff`, see `knowledge.queries.outbox`."""
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    purchase_order_id: int | None = Field(default=None, foreign_key="purchase_order.id", index=True)
    idempotency_key: str | None = Field(default=None, unique=True, max_length=160)
    state: DeliveryState = Field(
        default=DeliveryState.QUEUED,
        sa_type=EnumText(DeliveryState),
    )
    attempts: int = 0
    next_attempt_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)
    last_error: str = Field(default="", max_length=400)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    external_id: str | None = Field(default=None, max_length=160)


class Handover(Record, table=True):
    """A conversation in staff's hands: why, what it is about, and what came of it."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_created", "created_at"),
        Index(
            "ix_handover_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        # The waiting time that is promised comes from the last answered ones.
        Index(
            "ix_handover_answered",
            "id",
            sqlite_where=text("first_answer_at IS NOT NULL"),
            postgresql_where=text("first_answer_at IS NOT NULL"),
        ),
        # The watchdog looks every minute, and few among a million wait for a first answer.
        Index(
            "ix_handover_unanswered",
            "id",
            sqlite_where=text("resolved_at IS NULL AND first_answer_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL AND first_answer_at IS NULL"),
        ),
        # The inbox's queues, each in the order in which it is shown: ten thousand open ones among
        # a million resolved.
        Index(
            "ix_handover_waits",
            "taken_by",
            "waits_since",
            "id",
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index(
            "ix_handover_waits_all",
            "waits_since",
            "id",
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index(
            "ix_handover_snoozed",
            "snoozed_until",
            "id",
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
    )

    conversation_id: int = Field(foreign_key="conversation.id", index=True)
    reason: HandoverReason = Field(sa_type=EnumText(HandoverReason))
    summary: str = ""
    tried: str = ""
    suggested_reply: str = ""
    taken_by: int | None = Field(default=None, foreign_key="staff.id")
    # A default of the column's own would be put in None's place on storing.
    waits_since: datetime | None = Field(
        default_factory=utcnow, sa_type=UtcDateTime, sa_column_kwargs={"default": None}
    )
    """Since when the customer waits for our words; None while we wait for theirs."""
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Out of the queues until then, or until the customer writes."""
    first_answer_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    escalated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When supervisors were told that nobody answers."""
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Note(Record, table=True):
    """Staff's words about a conversation, never shown to the customer."""

    __tablename__ = "note"

    conversation_id: int = Field(foreign_key="conversation.id", index=True)
    staff_id: int = Field(foreign_key="staff.id")
    text: str
