"""A conversation's messages as the inbox shows them: what was said, and what staff made of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.console.attachments import SHOWN
from bot.console.room.page import Json
from bot.console.room.teller import Teller
from bot.console.viewing import about, size
from bot.desk.teaching import can_be_taught
from knowledge.queries import console, conversations, teaching
from knowledge.queries.candidates import proposed_in, wrong_in
from knowledge.queries.console import Attached
from knowledge.records import CandidateState, Message, MessageKind, TaughtMessage, WrongAnswer
from knowledge.store import Unit

#: Messages that a page is given at first.
MOST = 200


async def messages(unit: Unit, conversation_id: int, teller: Teller) -> list[Json]:
    """The last messages, oldest first."""
    said = await conversations.recent_messages(unit, conversation_id, MOST)
    files = await console.attachments_in(unit, conversation_id)
    taught = await teaching.taught_in(unit, conversation_id)
    wrong, proposed = (
        await wrong_in(unit, conversation_id),
        await proposed_in(unit, conversation_id),
    )
    return [
        _message(one, files.get(one.key, ()), taught.get(one.key), teller)
        | _judged(wrong.get(one.key), proposed.get(one.key), teller)
        for one in said
    ]


def _message(
    one: Message, files: Sequence[Attached], taught: TaughtMessage | None, teller: Teller
) -> Json:
    return {
        "id": one.key,
        "by": one.author.value,
        "who": teller.who(one.staff_id),
        "text": one.text,
        "lost": not one.text and not files,
        "erased": one.kind is MessageKind.TEXT,
        "at": teller.clock(one.created_at),
        "files": [_file(file) for file in files],
        "mood": one.mood or "",
        "act": one.act or "",
        "plain": one.fallback,
        "read_as": _read_as(one, teller) if can_be_taught(one) else None,
        "taught": _taught(taught, teller) if taught else None,
    }


def _read_as(one: Message, teller: Teller) -> Json:
    words = about([one.intent], teller.language) if one.intent else ""
    return {"words": words, "sure": round(100 * (one.confidence or 0))}


def _taught(taught: TaughtMessage, teller: Teller) -> Json:
    return {
        "who": teller.who(taught.staff_id),
        "right": taught.confirmed,
        "words": about(taught.intents, teller.language),
    }


def _judged(wrong: WrongAnswer | None, proposed: CandidateState | None, teller: Teller) -> Json:
    """What staff made of an answer: the bot's is wrong, a colleague's may become an article."""
    marked = {"who": teller.who(wrong.staff_id), "note": wrong.note} if wrong else None
    return {"wrong": marked, "proposed": proposed.value if proposed else ""}


def _file(one: Attached) -> Json:
    return {
        "id": one.file.key,
        "name": one.file.name,
        "kind": str(one.file.kind),
        "shown": one.file.media_type in SHOWN,
        "kept": one.kept,
        "refused": bool(one.file.refused),
        "size": size(one.file.size or 0),
    }
