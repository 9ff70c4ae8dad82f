"""What is shown when a page of the console is refused or broken."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from bot.browsers.pages import Pages
from bot.console.rendering import Screen, language_of
from bot.console.sessions import NotSignedIn, base_of
from knowledge.errors import StoreUnavailable


def explain_refusals(app: FastAPI, pages: Pages) -> None:
    """Have the console answer every refusal with a page in words."""

    def page(request: Request, status: int, reason: str) -> Response:
        screen = Screen(pages, language_of(request), base_of(request))
        known = f"error_{reason}" in screen.words
        said = screen.words[f"error_{reason}" if known else "error_not_found"]
        return screen.page("refused.html", {"said": said}, status=status)

    async def not_signed_in(request: Request, error: Exception) -> Response:
        del error
        if request.method != "GET":
            return page(request, 401, "not_signed_in")
        place = request.url.path.removeprefix(base_of(request))
        return RedirectResponse(f"{base_of(request)}/login?next={quote(place)}", 303)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return page(request, error.status_code, error.detail)

    async def unusable(request: Request, error: Exception) -> Response:
        del error
        return page(request, 422, "unusable")

    async def unavailable(request: Request, error: Exception) -> Response:
        del error
        return page(request, 503, "store_unavailable")

    app.add_exception_handler(NotSignedIn, not_signed_in)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unusable)
    app.add_exception_handler(StoreUnavailable, unavailable)
