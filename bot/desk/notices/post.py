"""Writing a notice: it stands in the conversation, and in the outbox under its key."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk.beginning import ABOUT
from bot.desk.context import Asked, Context
from bot.desk.handover import handover_notice, open_handover, summarise
from bot.desk.notices.tiding import Tiding
from bot.desk.words import Worded
from knowledge.queries.news import Addressee
from knowledge.records import (
    Author,
    Conversation,
    Customer,
    HandoverReason,
    Message,
    OutboxItem,
)
from knowledge.store import Unit


async def post(
    unit: Unit, tiding: Tiding, to: Addressee, words: Worded, staff_chat: str, now: datetime
) -> None:
    """Put a notice into a conversation that the unit holds."""
    account, conversation = to.account, to.conversation
    about = {"order": tiding.order_number, "product": tiding.product}
    message = Message(
        conversation_id=conversation.key,
        author=Author.BOT,
        channel=account.channel,
        text=words.text,
        data={ABOUT: {kind: named for kind, named in about.items() if named}},
        created_at=now,
        handled_at=now,
        act=tiding.news.act,
        fallback=words.fallback,
    )
    unit.add(message)
    await unit.flush()
    unit.add(
        OutboxItem(
            channel=account.channel,
            destination=account.external_id,
            text=words.text,
            message_id=message.key,
            idempotency_key=tiding.news.key,
        )
    )
    _point_at(conversation, tiding)
    if tiding.news.kind == "exception":
        await _hand_over(unit, tiding, to, staff_chat, now)


def _point_at(conversation: Conversation, tiding: Tiding) -> None:
    """Let "where is it?" mean what was just told, unless the desk waits for an answer."""
    context = Context.from_record(conversation.context)
    if context.asked is Asked.NOTHING:
        focus, product = tiding.order_number, tiding.product
        known = replace(context, focus=focus or context.focus, product=product or context.product)
        conversation.context = known.to_record()


async def _hand_over(
    unit: Unit, tiding: Tiding, to: Addressee, staff_chat: str, now: datetime
) -> None:
    """The customer is told that a colleague is on it, so one has to be."""
    account, conversation = to.account, to.conversation
    customer = await unit.get(Customer, account.customer_id) if account.customer_id else None
    note = f"{tiding.order_number}: {tiding.news.act}"
    summary = summarise([], customer, note)
    reason = HandoverReason.PARCEL_PROBLEM
    handover = await open_handover(unit, conversation, reason, summary, note, now)
    if staff_chat:
        key = f"{tiding.news.key}:staff"
        unit.add(handover_notice(staff_chat, key, handover, conversation, account))
