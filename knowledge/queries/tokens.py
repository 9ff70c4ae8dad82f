"""Questions about API tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update

from knowledge.records import ApiToken, Staff
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as admins see it; what it is itself, nobody does.

    Args:
        made_by: the username of whoever made it.
    """

    token_id: int
    name: str
    made_by: str
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


async def all_tokens(unit: Unit) -> Sequence[TokenView]:
    """Every token, newest first; revoked ones too."""
    wanted = (
        select(ApiToken, Staff.username)
        .outerjoin(Staff, col(Staff.id) == ApiToken.staff_id)
        .order_by(col(ApiToken.id).desc())
    )
    return [_view(token, username) for token, username in (await unit.exec(wanted)).all()]


def _view(token: ApiToken, username: str | None) -> TokenView:
    return TokenView(
        token.key,
        token.name,
        username or "",
        token.created_at,
        token.last_used_at,
        token.revoked_at,
    )


async def live_token(unit: Unit, token_hash: str) -> ApiToken | None:
    """The token with this hash, unless it was revoked."""
    wanted = select(ApiToken).where(
        ApiToken.token_hash == token_hash, col(ApiToken.revoked_at).is_(None)
    )
    return (await unit.exec(wanted)).first()


async def has_live_token(unit: Unit) -> bool:
    """Whether any token lets anybody in."""
    wanted = select(ApiToken.id).where(col(ApiToken.revoked_at).is_(None)).limit(1)
    return (await unit.exec(wanted)).first() is not None


async def keep_use(unit: Unit, token_id: int, at: datetime) -> None:
    """Keep when a token was last used."""
    used = update(ApiToken).where(col(ApiToken.id) == token_id).values(last_used_at=at)
    await unit.exec(used)
