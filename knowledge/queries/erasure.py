"""Emptying what is kept about an account. Each function is part of its caller's transaction.

Only what nothing points at is removed as a row; a message keeps its place, its time and the
channel's id of it, which makes a repeated delivery of it change nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, Update, or_
from sqlmodel import and_, col, delete, select, update

from knowledge.records import (
    ArticleCandidate,
    Attachment,
    ChannelAccount,
    Conversation,
    DelayNotice,
    DeliveryState,
    Draft,
    Handover,
    IdentityAttempt,
    KnowledgeGap,
    Message,
    MessageEdit,
    Note,
    OrderGrant,
    OutboxItem,
    Rating,
    StockWatch,
    TaughtMessage,
    WrongAnswer,
)
from knowledge.store import Unit

_ERASED = "erased at the customer's wish"


def _conversations(account_id: int) -> Any:
    return select(Conversation.id).where(Conversation.account_id == account_id)


async def erase_words(unit: Unit, account: ChannelAccount, upto: int) -> int:
    """Empty the account's messages up to an id, and all copies of them; how many there were."""
    said: ColumnElement[bool] = and_(
        col(Message.conversation_id).in_(_conversations(account.key)), col(Message.id) <= upto
    )
    keys = select(Message.id).where(said)
    for table in (MessageEdit, KnowledgeGap, TaughtMessage, WrongAnswer, ArticleCandidate):
        await _run(unit, delete(table).where(col(table.message_id).in_(keys)))
    await _run(
        unit,
        update(Attachment)
        .where(col(Attachment.message_id).in_(keys))
        .values(content=None, external_id="", name="", size=0, refused=_ERASED),
    )
    await _erase_copies(unit, account)
    empty: dict[str, Any] = {"text": "", "data": {}, "intent": None, "confidence": None}
    return await _run(unit, update(Message).where(said).values(**empty, mood=None))


async def _erase_copies(unit: Unit, account: ChannelAccount) -> None:
    """What was, or is still to be, sent: to the account, and to staff about it."""
    to_account = and_(
        col(OutboxItem.channel) == account.channel,
        col(OutboxItem.destination) == account.external_id,
    )
    keys = (await unit.exec(_conversations(account.key))).all()
    # The conversation stays named in a notice: staff may still reply to it.
    for key in keys:
        about = and_(
            col(OutboxItem.idempotency_key).is_not(None),
            col(OutboxItem.data)["conversation_id"].as_integer() == key,
        )
        await _empty_items(unit, about, {"conversation_id": key})
    await _empty_items(unit, to_account, {})


async def _empty_items(unit: Unit, which: ColumnElement[bool], data: dict[str, Any]) -> None:
    unsent = and_(which, col(OutboxItem.state) == DeliveryState.QUEUED)
    given_up = {"state": DeliveryState.DEAD, "last_error": _ERASED}
    await _run(unit, update(OutboxItem).where(unsent).values(**given_up))
    await _run(unit, update(OutboxItem).where(which).values(text="", data=data))


async def erase_cases(unit: Unit, account_id: int) -> None:
    """Empty what staff wrote of the account's cases and what the customer wrote of them."""
    talks = _conversations(account_id)
    for table in (Note, Draft):
        await _run(unit, delete(table).where(col(table.conversation_id).in_(talks)))
    cases = update(Handover).where(col(Handover.conversation_id).in_(talks))
    await _run(unit, cases.values(summary="", tried="", suggested_reply=""))
    rated = update(Rating).where(col(Rating.conversation_id).in_(talks))
    await _run(unit, rated.values(comment=""))


async def erase_rights(unit: Unit, account_id: int, guesses_since: datetime) -> None:
    """Remove what the account may see and waits for, and its tries to prove who it is.

    Failed tries since a time stay: they protect other people's orders.
    """
    for table in (OrderGrant, StockWatch, DelayNotice):
        await _run(unit, delete(table).where(col(table.account_id) == account_id))
    done_with = or_(col(IdentityAttempt.succeeded), col(IdentityAttempt.created_at) < guesses_since)
    tries = delete(IdentityAttempt).where(col(IdentityAttempt.account_id) == account_id, done_with)
    await _run(unit, tries)


async def erase_name(unit: Unit, account_id: int) -> None:
    """Reduce the account to its id on the channel, which belongs to no customer.

    That it wants no notices, or was blocked by staff, stays.
    """
    account = update(ChannelAccount).where(col(ChannelAccount.id) == account_id)
    nobody = {"display_name": "", "customer_id": None, "verified_at": None, "language": None}
    await _run(unit, account.values(**nobody, slowed_at=None))


async def _run(unit: Unit, statement: Update | Delete) -> int:
    """Run it on the rows themselves; objects that were read before are not kept in step."""
    done = await unit.exec(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)
