"""The tokens with which other systems of the shop use its API."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.console import audit
from bot.console.accounts import staff_in
from bot.errors import XiaoerError
from bot.rules.api_tokens import PREFIX, kept_of
from bot.rules.permissions import Permission
from knowledge.queries.tokens import TokenView, all_tokens
from knowledge.records import ApiToken, utcnow
from knowledge.store import Store

LONGEST_NAME = 120
_RANDOM_BYTES = 32


class TokenRefused(XiaoerError):
    """A token cannot be made or revoked so.

    Args:
        reason: after `problem_` a key of the console's words: `token_unnamed`, `token_long_name`
            or `token_unknown`.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token. `token` is shown now and never again."""

    token_id: int
    token: str


class ApiTokens:
    """Makes, lists and revokes tokens, for whoever may manage them; the audit has all of it.

    Each call raises AccountRefused (`not_allowed`) where `by` may not, or not any more.
    """

    def __init__(self, store: Store, now: Callable[[], datetime] = utcnow) -> None:
        self._store = store
        self._now = now

    async def make(self, by: int, name: str) -> MadeToken:
        """Make a token; only its hash is kept.

        Raises:
            TokenRefused: `token_unnamed`, `token_long_name`.
        """
        named = name.replace("\x00", "").strip()
        if not named:
            raise TokenRefused("token_unnamed", "A token needs a name, to know it by later.")
        if len(named) > LONGEST_NAME:
            raise TokenRefused("token_long_name", f"A name has at most {LONGEST_NAME} characters.")
        token = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        async with self._store.writing() as unit:
            admin = await staff_in(unit, by, Permission.MANAGE_TOKENS)
            kept = ApiToken(name=named, token_hash=kept_of(token), staff_id=by)
            unit.add(kept)
            await unit.flush()
            audit.record(unit, admin, "make_token", f"token:{kept.key}", named)
        return MadeToken(kept.key, token)

    async def every(self, by: int) -> Sequence[TokenView]:
        """Every token, newest first; revoked ones too."""
        async with self._store.reading() as unit:
            await staff_in(unit, by, Permission.MANAGE_TOKENS)
            return await all_tokens(unit)

    async def revoke(self, by: int, token_id: int) -> None:
        """Let a token open nothing from now on. One that was revoked stays so.

        Raises:
            TokenRefused: `token_unknown`.
        """
        async with self._store.writing() as unit:
            admin = await staff_in(unit, by, Permission.MANAGE_TOKENS)
            kept = await unit.get(ApiToken, token_id)
            if kept is None:
                raise TokenRefused("token_unknown", f"There is no token {token_id}.")
            if kept.revoked_at is None:
                kept.revoked_at = self._now()
                audit.record(unit, admin, "revoke_token", f"token:{token_id}", kept.name)
