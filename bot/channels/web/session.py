"""Who is looking at the chat page: a signed cookie with a web account, and a language."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response

from bot.browsers.origin import same_origin
from bot.browsers.seal import Seal
from bot.browsers.words import LANGUAGE_COOKIE, preferred_language

_ACCOUNT = "xiaoer_chat"
_YEAR_S = 365 * 86_400


def new_account() -> str:
    """A web account's id: 128 random bits, so that nobody can guess another's."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Sessions:
    """Reads and writes the cookie that says which web account a browser is."""

    seal: Seal

    def account(self, request: Request) -> str | None:
        """The browser's account, if it has one that was given here."""
        return self.seal.open(request.cookies.get(_ACCOUNT), max_age=_YEAR_S)

    def remember(self, request: Request, response: Response, account: str) -> None:
        """Let the browser be this account from now on."""
        response.set_cookie(
            _ACCOUNT,
            self.seal.close(account),
            max_age=_YEAR_S,
            path="/chat",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )

    def forget(self, response: Response) -> None:
        """Let the browser be nobody again."""
        response.delete_cookie(_ACCOUNT, path="/chat", httponly=True, samesite="lax")


async def _sessions(request: Request) -> Sessions:
    found = request.app.state.sessions
    assert isinstance(found, Sessions)
    return found


SessionsOfApp = Annotated[Sessions, Depends(_sessions)]


async def _account(request: Request, sessions: SessionsOfApp) -> str:
    found = sessions.account(request)
    if found is None:
        raise HTTPException(401, "no_session")
    return found


#: The visitor's account; a request without one is refused with 401.
Account = Annotated[str, Depends(_account)]


async def language_of(request: Request) -> str:
    """The interface's language: chosen on the page, or the browser's."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return preferred_language(request.headers.get("accept-language", ""), chosen)


Language = Annotated[str, Depends(language_of)]


def remember_language(response: Response, language: str) -> None:
    """Keep the language that was chosen on the page."""
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR_S, httponly=True, samesite="lax")


async def from_our_page(request: Request) -> None:
    """Refuse what another site's page sent (403)."""
    if not same_origin(request.headers):
        raise HTTPException(403, "wrong_origin")
