"""The reply of a turn: a message of the conversation, and what the outbox sends."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from bot.desk.scene import Written
from bot.desk.turn import Outcome
from knowledge.records import Author, Message, OutboxItem
from knowledge.store import Unit


async def queue_reply(unit: Unit, written: Written, now: datetime) -> None:
    """Keep the reply beside the conversation's messages, and put it into the outbox."""
    outcome, account = written.outcome, written.scene.account
    data = _channel_data(outcome)
    reply = Message(
        conversation_id=written.scene.conversation.key,
        author=Author.BOT,
        channel=account.channel,
        text="\n\n".join(worded.text for worded in written.worded),
        data=data,
        handled_at=now,
        act="+".join(reply.act for reply in outcome.replies)[:40],
        fallback=any(worded.fallback for worded in written.worded),
    )
    unit.add(reply)
    await unit.flush()
    unit.add(
        OutboxItem(
            channel=account.channel,
            destination=account.external_id,
            text=reply.text,
            data=_with_document(data, outcome) | _unless_staff(outcome),
            message_id=reply.key,
        )
    )


def _channel_data(outcome: Outcome) -> dict[str, object]:
    buttons = [
        {"label": button.label, "action": button.action}
        for reply in outcome.replies
        for button in reply.buttons
    ]
    data: dict[str, object] = {"buttons": buttons} if buttons else {}
    if any(reply.asks_contact for reply in outcome.replies):
        data["request_contact"] = True
    if outcome.document is not None:
        data["document"] = {"name": outcome.document.name}
    return data


def _with_document(data: dict[str, object], outcome: Outcome) -> dict[str, object]:
    """The same with the file's content, which the outbox forgets once it is sent."""
    return data if outcome.document is None else {**data, "document": asdict(outcome.document)}


def _unless_staff(outcome: Outcome) -> dict[str, object]:
    """Whether the reply is left unsent where staff step in before it leaves.

    What the desk has done is told in any case, and so is that a colleague comes.
    """
    is_talk = outcome.hand_over is None and outcome.step is None and not outcome.deletes
    return {"unless_staff": True} if is_talk and outcome.document is None else {}
