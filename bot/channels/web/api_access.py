"""Who may use the shop's API: whoever knows the setting's token, or one made in the console."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.channels.web.parts import Parts
from bot.rules.api_tokens import PREFIX, kept_of
from knowledge.queries.tokens import has_live_token, keep_use, live_token
from knowledge.records import utcnow
from knowledge.store import Store

#: How far a token's last use, as admins see it, may lag behind.
_NOTED_AFTER = timedelta(minutes=1)

_bearer = HTTPBearer(
    auto_error=False, description="XIAOER_API_TOKEN, or a token made in the console"
)


async def with_token(
    parts: Parts, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> None:
    """Let in only who knows a token (RFC 6750)."""
    token, setting = given.credentials if given else "", parts.settings.api_token
    if setting and hmac.compare_digest(token.encode(), setting.encode()):
        return
    if token.startswith(PREFIX) and await _is_live(parts.store, token):
        return
    if not setting and not await _has_any(parts.store):
        raise HTTPException(
            503, "not configured: XIAOER_API_TOKEN is not set, and no token was made in the console"
        )
    raise HTTPException(401, "a valid bearer token is needed", {"WWW-Authenticate": "Bearer"})


async def _is_live(store: Store, token: str) -> bool:
    """Whether it is a token that was made and not revoked; its use is kept."""
    async with store.reading() as unit:
        found = await live_token(unit, kept_of(token))
    if found is None:
        return False
    now = utcnow()
    if found.last_used_at is None or now - found.last_used_at >= _NOTED_AFTER:
        async with store.writing() as unit:
            await keep_use(unit, found.key, now)
    return True


async def _has_any(store: Store) -> bool:
    async with store.reading() as unit:
        return await has_live_token(unit)
