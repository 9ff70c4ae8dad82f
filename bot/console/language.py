"""Choosing the console's language."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from bot.browsers.words import LANGUAGE_COOKIE, LANGUAGES
from bot.console.login import own_page
from bot.console.rendering import ScreenOfRequest

router = APIRouter()

_YEAR_S = 365 * 86_400


@router.get("/language/{language}")
async def choose_language(language: str, screen: ScreenOfRequest, next: str = "/") -> Response:
    """Show the console in this language from now on, beginning with the page `next`."""
    response = RedirectResponse(f"{screen.base}{own_page(next)}", 303)
    if language in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_YEAR_S, httponly=True, samesite="lax"
        )
    return response
