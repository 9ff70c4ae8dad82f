"""What the chat page and the API are told when something is refused or broken.

The chat gets `{"error": sentence}` in the page's language. The API gets
`{"error": sentence}`, and for unusable fields `{"errors": [{"field", "message"}]}`.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from bot.browsers.pages import Pages
from bot.channels.web.session import language_of
from knowledge.errors import StoreUnavailable


def explain_errors(app: FastAPI, pages: Pages) -> None:
    """Have an app answer every refusal in words."""

    async def told(
        request: Request, status: int, reason: str, headers: Mapping[str, str] | None = None
    ) -> Response:
        """A reason that stands in `words.toml` becomes its sentence; another is one already."""
        words = pages.words.of(await language_of(request))
        sentence = words.get(f"error_{reason}", reason)
        return JSONResponse({"error": sentence}, status, headers)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return await told(request, error.status_code, error.detail, error.headers)

    async def unusable(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        if request.url.path.startswith("/api/"):
            return JSONResponse({"errors": _fields(error)}, 422)
        return await told(request, 422, _chat_reason(error))

    async def unavailable(request: Request, error: Exception) -> Response:
        del error
        return await told(request, 503, "store_unavailable", {"Retry-After": "2"})

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unusable)
    app.add_exception_handler(StoreUnavailable, unavailable)


def _chat_reason(error: RequestValidationError) -> str:
    too_long = any(found["type"] == "string_too_long" for found in error.errors())
    return "too_long" if too_long else "unusable"


def _fields(error: RequestValidationError) -> list[dict[str, str]]:
    return [
        {
            "field": ".".join(str(part) for part in found["loc"][1:]) or str(found["loc"][0]),
            "message": str(found["msg"]),
        }
        for found in error.errors()
    ]
