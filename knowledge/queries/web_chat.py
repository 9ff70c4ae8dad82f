"""Questions that the customers' chat page asks about its own account."""

from __future__ import annotations

from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import and_, col, exists, literal, or_, select

from knowledge.records import (
    Attachment,
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    DeliveryState,
    Message,
    MessageKind,
    OutboxItem,
)
from knowledge.store import Unit

#: How many messages are read at once.
MOST_MESSAGES = 100


async def answers(unit: Unit) -> bool:
    """Whether the database answers at all."""
    return (await unit.exec(select(literal(1)))).one() == 1


async def messages_of_account(unit: Unit, account: str, after: int | None) -> list[Message]:
    """A web account's messages after one, oldest first; without `after` the latest ones.

    What the outbox gave up or held back was never said, and is left out; so is what was erased.
    """
    wanted = (
        select(Message)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
        .where(*_is_web_account(account), ~_was_never_said(), or_(Message.text != "", _has_photo()))
        .limit(MOST_MESSAGES)
    )
    if after is not None:
        later = wanted.where(col(Message.id) > after).order_by(col(Message.id))
        return list((await unit.exec(later)).all())
    latest = await unit.exec(wanted.order_by(col(Message.id).desc()))
    return list(reversed(latest.all()))


def _is_web_account(account: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ChannelAccount.channel) == Channel.WEB,
        col(ChannelAccount.external_id) == account,
    )


async def photo_for(unit: Unit, account: str, attachment_id: int) -> tuple[bytes, str] | None:
    """A picture that staff sent to a web account, with its type; None where there is none."""
    found = await unit.exec(
        select(Attachment.content, Attachment.media_type)
        .join(Message, col(Message.id) == Attachment.message_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
        .where(
            *_is_web_account(account),
            ~_was_never_said(),
            Attachment.id == attachment_id,
            Message.author == Author.STAFF,
        )
    )
    row = found.first()
    return None if row is None or row[0] is None else (row[0], row[1])


def _has_photo() -> ColumnElement[bool]:
    """Whether a message is a picture that staff sent, and that was not erased."""
    kept = exists().where(
        col(Attachment.message_id) == col(Message.id), col(Attachment.content).is_not(None)
    )
    return and_(col(Message.author) == Author.STAFF, col(Message.kind) == MessageKind.PHOTO, kept)


def _was_never_said() -> ColumnElement[bool]:
    return exists().where(
        col(OutboxItem.message_id) == col(Message.id),
        col(OutboxItem.state).in_([DeliveryState.DEAD, DeliveryState.WITHHELD]),
    )


async def customer_of_account(unit: Unit, account: str) -> Customer | None:
    """The customer that a web account proved to be."""
    found = await unit.exec(
        select(Customer)
        .join(ChannelAccount, col(ChannelAccount.customer_id) == Customer.id)
        .where(*_is_web_account(account))
    )
    return found.first()


async def is_with_staff(unit: Unit, conversation_id: int) -> bool:
    """Whether staff hold the conversation, so that no bot will answer."""
    found = await unit.exec(select(Conversation.state).where(Conversation.id == conversation_id))
    return found.first() is ConversationState.WITH_STAFF
