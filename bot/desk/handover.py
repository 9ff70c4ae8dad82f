"""Handing a conversation to staff: what they are told, and what the customer is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from bot.desk import facts
from bot.desk.tried import both_languages, without_note
from bot.desk.turn import Reply
from bot.rules.policy import Policy
from knowledge.queries import handovers, watches
from knowledge.queries.attachments import File
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    Handover,
    HandoverReason,
    Message,
    OutboxItem,
)
from knowledge.store import Unit
from models.values import Language, Mood

#: A waiting time is told only when this many recent ones are known.
_ENOUGH_WAITS = 5
#: Of how many answered handovers the usual wait is taken.
_RECENT = 20
#: How many messages the summary quotes, and how much of each, characters.
_QUOTED = 4
_QUOTE = 300

_REASONS = {
    HandoverReason.ASKED: "客户要求人工 / asked for a person",
    HandoverReason.ANGRY: "客户很着急生气 / customer is angry",
    HandoverReason.COMPLAINT: "投诉 / complaint",
    HandoverReason.NOT_UNDERSTOOD: "没听懂 / not understood",
    HandoverReason.NO_ANSWER: "知识库没有答案 / no article answers it",
    HandoverReason.PARCEL_PROBLEM: "包裹异常 / parcel problem",
    HandoverReason.IDENTITY_LOCKED: "身份核实多次失败 / identity not proven",
    HandoverReason.NEEDS_ACTION: "需要人工处理 / needs an action",
}


#: What the buttons under a notice do, by their callback data. Which conversation is meant is not
#: in it: a client may send any data, so it is looked up by the notice that was pressed.
BUTTONS = {
    "staff:take": "✋ 接手 / Take",
    "staff:resolve": "✅ 结案 / Resolve",
    "staff:give_back": "↩️ 交还机器人 / Give back",
}


def reason_words(reason: HandoverReason) -> str:
    """Why, as staff read it."""
    return _REASONS[reason]


def waiting_facts(
    waits: Sequence[timedelta], now: datetime, policy: Policy, language: Language
) -> dict[str, str]:
    """What may honestly be promised: the usual wait in opening hours, or the next opening.

    Nothing is promised from a few waits, nor where staff will have gone before the wait is over.
    """
    if not policy.hours.is_open(now):
        return {"opens_at": facts.moment(policy.hours.next_opening(now), now, language)}
    if len(waits) < _ENOUGH_WAITS:
        return {}
    usual = timedelta(seconds=median(wait.total_seconds() for wait in waits))
    if usual > policy.hours.until_closing(now):
        return {}
    return {"wait": facts.wait(usual, language)}


async def recent_waits(unit: Unit, now: datetime, policy: Policy) -> list[timedelta]:
    """How long those answered last waited, as far as staff were there.

    A night in between is no wait that somebody who asks at noon has before them.
    """
    answers = await watches.first_answers(unit, limit=_RECENT)
    zone = now.tzinfo
    return [
        policy.hours.open_time(opened.astimezone(zone), answered.astimezone(zone))
        for opened, answered in answers
    ]


async def handover_reply(
    unit: Unit, now: datetime, policy: Policy, language: Language, mood: Mood
) -> Reply:
    """What the customer is told when staff take over."""
    known = waiting_facts(await recent_waits(unit, now, policy), now, policy, language)
    if not policy.hours.is_open(now):
        return Reply("handover_closed", known)
    return Reply("handover_angry" if mood is Mood.ANGRY else "handover_open", known)


def summarise(messages: Sequence[Message], customer: Customer | None, note: str) -> str:
    """Who it is and what was said last, for whoever takes over."""
    who = f"{customer.name} ({customer.reference})" if customer else "未核实 / not identified"
    said = [f"– {m.text[:_QUOTE]}" for m in messages if m.author is Author.CUSTOMER and m.text]
    return "\n".join([who, *said[-_QUOTED:], *([note] if note else [])])


async def open_handover(
    unit: Unit,
    conversation: Conversation,
    reason: HandoverReason,
    summary: str,
    tried: str,
    now: datetime,
) -> Handover:
    """Put a conversation into staff's hands; one already there stays as it is."""
    found = await handovers.open_handover(unit, conversation.key)
    if found is not None:
        return found
    handover = Handover(
        conversation_id=conversation.key,
        reason=reason,
        summary=summary,
        tried=tried,
        created_at=now,
        waits_since=now,
    )
    conversation.state = ConversationState.WITH_STAFF
    unit.add(handover)
    await unit.flush()
    return handover


def staff_notice(
    staff_chat: str,
    key: str,
    text: str,
    conversation: Conversation,
    account: ChannelAccount,
    *,
    to_act: bool = False,
    photos: Sequence[dict[str, Any]] = (),
) -> OutboxItem:
    """A message to the staff's Telegram chat; the same key is sent once.

    Args:
        to_act: with the buttons that take the conversation, settle it and give it back.
        photos: files that go with it: Telegram's, as `photos_of` has them, or our own.
    """
    data: dict[str, object] = {"conversation_id": conversation.key, "account": account.display_name}
    if to_act:
        data["buttons"] = [{"label": said, "action": action} for action, said in BUTTONS.items()]
    if photos:
        data["photos"] = list(photos)
    return OutboxItem(
        channel=Channel.TELEGRAM,
        destination=staff_chat,
        text=text,
        data=data,
        idempotency_key=key,
    )


def handover_notice(
    staff_chat: str,
    key: str,
    handover: Handover,
    conversation: Conversation,
    account: ChannelAccount,
    head: str = "",
) -> OutboxItem:
    """Why staff are asked, what it is about, what was tried, and what might be answered."""
    tried, suggested = both_languages(handover), handover.suggested_reply.strip()
    lines = [
        head,
        reason_words(handover.reason),
        *without_note(handover),
        f"试过 / tried: {tried}" if tried else "",
        f"建议回复 / suggested reply: {suggested}" if suggested else "",
    ]
    text = "\n".join(line for line in lines if line)
    return staff_notice(staff_chat, key, text, conversation, account, to_act=True)


def photos_of(message: Message, files: Sequence[File]) -> list[dict[str, str]]:
    """A message's files as Telegram sends them again: it knows only its own."""
    if message.channel is not Channel.TELEGRAM:
        return []
    return [{"kind": one.kind, "file_id": one.external_id} for one in files if one.external_id]
