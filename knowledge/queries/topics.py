"""Questions about the topics of the staff's forum on Telegram, one for each account."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import and_, col, delete, select

from knowledge.records import Channel, ChannelAccount, Conversation, Customer, StaffTopic
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a conversation is with, and the topic it goes through; None while there is none."""

    account_id: int
    channel: Channel
    name: str
    topic_id: int | None


async def subject_of(unit: Unit, conversation_id: int, chat: str) -> Subject | None:
    """The subject of a conversation in a chat; None where there is no such conversation."""
    row = (
        await unit.exec(
            select(ChannelAccount, Customer, StaffTopic)
            .join(Conversation, col(Conversation.account_id) == ChannelAccount.id)
            .join(Customer, col(Customer.id) == ChannelAccount.customer_id, isouter=True)
            .join(
                StaffTopic,
                and_(StaffTopic.account_id == ChannelAccount.id, StaffTopic.chat == chat),
                isouter=True,
            )
            .where(Conversation.id == conversation_id)
        )
    ).first()
    if row is None:
        return None
    account, customer, topic = row
    name = (customer.name if customer else "") or account.display_name or account.external_id
    return Subject(account.key, account.channel, name, topic.topic_id if topic else None)


async def keep_topic(unit: Unit, account_id: int, chat: str, topic_id: int) -> None:
    """Let an account's conversations go through a topic from now on."""
    await forget_topic(unit, account_id)
    unit.add(StaffTopic(account_id=account_id, chat=chat, topic_id=topic_id))


async def forget_topic(unit: Unit, account_id: int) -> None:
    """The account has no topic any more."""
    await unit.exec(delete(StaffTopic).where(col(StaffTopic.account_id) == account_id))


async def conversation_in(unit: Unit, chat: str, topic_id: int) -> int | None:
    """The conversation that goes on with the account of a topic; None if it is nobody's."""
    return (
        await unit.exec(
            select(Conversation.id)
            .join(StaffTopic, col(StaffTopic.account_id) == Conversation.account_id)
            .where(
                StaffTopic.chat == chat,
                StaffTopic.topic_id == topic_id,
                col(Conversation.closed_at).is_(None),
            )
        )
    ).first()
