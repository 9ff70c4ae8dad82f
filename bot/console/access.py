"""Who may send what to the console: only its own pages, and each role what it may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import HTTPException, Request

from bot.browsers.origin import same_origin
from bot.console.sessions import Viewer
from bot.rules.permissions import Permission, admins_alone_may, may


def needs(*permissions: Permission) -> Callable[[Viewer], Awaitable[None]]:
    """A dependency that refuses (403) whoever lacks one of these.

    `Depends(needs(Permission.APPROVE))`
    """

    async def allowed(viewer: Viewer) -> None:
        lacking = [one for one in permissions if not may(viewer.role, one)]
        if lacking:
            reason = "admins_only" if any(map(admins_alone_may, lacking)) else "not_allowed"
            raise HTTPException(403, reason)

    return allowed


async def from_our_page(request: Request) -> None:
    """Refuse what another site's page sent (403)."""
    if request.method not in {"GET", "HEAD"} and not same_origin(request.headers):
        raise HTTPException(403, "wrong_origin")
