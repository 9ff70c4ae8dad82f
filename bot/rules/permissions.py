"""What each role may do: one table, which pages, commands and the desk's doors all ask."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from knowledge.records import Role


class Permission(StrEnum):
    """One thing that staff may or may not do."""

    SEE_CONVERSATIONS = "see_conversations"
    VIEW_PERSONAL_DATA = "view_personal_data"
    """A customer's name, phone, addresses, orders and files. Each look is in the audit."""
    ANSWER = "answer"
    """Write to a customer, note something down, give a conversation back, snooze, resolve."""
    TAKE_OVER = "take_over"
    """Take a conversation, also one that a colleague has."""
    ASSIGN_OTHERS = "assign_others"
    APPROVE = "approve"
    REFUSE = "refuse"
    UNDO = "undo"
    BLOCK = "block"
    TEACH = "teach"
    """Say what a message was about or that an answer was wrong; propose an article."""
    SEE_RECORDS = "see_records"
    EDIT_RECORDS = "edit_records"
    EDIT_ARTICLES = "edit_articles"
    SHARED_CANNED = "shared_canned"
    """Change the ready answers that everybody has; one's own need no permission."""
    SEE_OVERVIEW = "see_overview"
    SEE_SUPPLY = "see_supply"
    MANAGE_SUPPLY = "manage_supply"
    """Decide about orders to suppliers, what is told of delays, and what suppliers are answered."""
    SEE_OUTBOX = "see_outbox"
    RETRY_OUTBOX = "retry_outbox"
    SEE_POLICY = "see_policy"
    SEE_JOBS = "see_jobs"
    SEE_AUDIT = "see_audit"
    MANAGE_STAFF = "manage_staff"
    MANAGE_TOKENS = "manage_tokens"


_AGENT = frozenset(
    {
        Permission.SEE_CONVERSATIONS,
        Permission.VIEW_PERSONAL_DATA,
        Permission.ANSWER,
        Permission.TAKE_OVER,
        Permission.APPROVE,
        Permission.REFUSE,
        Permission.UNDO,
        Permission.BLOCK,
        Permission.TEACH,
        Permission.SEE_RECORDS,
    }
)
_SUPERVISOR = _AGENT | {
    Permission.ASSIGN_OTHERS,
    Permission.EDIT_RECORDS,
    Permission.EDIT_ARTICLES,
    Permission.SHARED_CANNED,
    Permission.SEE_OVERVIEW,
    Permission.SEE_SUPPLY,
    Permission.MANAGE_SUPPLY,
    Permission.SEE_OUTBOX,
    Permission.RETRY_OUTBOX,
    Permission.SEE_POLICY,
    Permission.SEE_JOBS,
}

#: The table. Whoever may more may also all that those below may.
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.AGENT: _AGENT,
        Role.SUPERVISOR: _SUPERVISOR,
        Role.ADMIN: frozenset(Permission),
    }
)


def may(role: Role, permission: Permission) -> bool:
    """Whether a role may do it: `may(Role.AGENT, Permission.MANAGE_STAFF)` → False."""
    return permission in PERMISSIONS[role]


def admins_alone_may(permission: Permission) -> bool:
    """Whether nobody but an admin may do it; a refusal then says so."""
    return [role for role in Role if may(role, permission)] == [Role.ADMIN]
