"""What has changed in conversations lately, for pages that are open.

Every word in a conversation is a message, and everything that staff do is in the audit. So two
numbers, each the top of an index, tell whether anything is new; it is cheap to ask often. Files are
fetched after their message, without a word: the few that are awaited have an index of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlmodel import col, func, select

from knowledge.queries.attachments import awaited_files
from knowledge.records import AuditEntry, KnowledgeGap, Message
from knowledge.store import Unit

#: What staff do that changes what is taught; every entry of the audit is named so.
_TEACHING = (
    "settle_gaps",
    "propose_article",
    "change_candidate",
    "drop_candidate",
    "take_candidate",
    "mark_wrong",
    "unmark_wrong",
)
_ABOUT = re.compile(r"conversation:(\d+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the records were read: the last message and the last entry of the audit.

    Args:
        gap: the last question that no article answered.
        awaited: the files that are yet to be fetched, each with its conversation.
    """

    message: int = 0
    audit: int = 0
    gap: int = 0
    awaited: frozenset[tuple[int, int]] = frozenset()

    def settled(self, now: Mark) -> set[int]:
        """The conversations of files that were fetched or given up until `now`."""
        return {conversation_id for _, conversation_id in self.awaited - now.awaited}


async def latest(unit: Unit) -> Mark:
    """Where the records end now."""
    message = (await unit.exec(select(func.max(Message.id)))).one()
    audit = (await unit.exec(select(func.max(AuditEntry.id)))).one()
    gap = (await unit.exec(select(func.max(KnowledgeGap.id)))).one()
    return Mark(message or 0, audit or 0, gap or 0, await awaited_files(unit))


async def conversations_since(unit: Unit, mark: Mark) -> set[int]:
    """The conversations in which something was said or done after `mark`; files: `Mark.settled`.

    That one was looked at is in the audit too, and changes nothing on a page.
    """
    said = await unit.exec(select(Message.conversation_id).where(col(Message.id) > mark.message))
    done = await unit.exec(
        select(AuditEntry.subject).where(
            col(AuditEntry.id) > mark.audit, col(AuditEntry.action) != "view_conversation"
        )
    )
    named = (_ABOUT.fullmatch(subject) for subject in done.all())
    return {*said.all(), *(int(found[1]) for found in named if found)}


async def is_taught_since(unit: Unit, mark: Mark, now: Mark) -> bool:
    """Whether there is something new to teach, or somebody taught, after `mark`."""
    if now.gap > mark.gap or now.audit == mark.audit:
        return now.gap > mark.gap
    taught = select(AuditEntry.id).where(
        col(AuditEntry.id) > mark.audit, col(AuditEntry.action).in_(_TEACHING)
    )
    return (await unit.exec(taught.limit(1))).first() is not None
