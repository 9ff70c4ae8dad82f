"""Pages of the console, with what every one of them shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from bot.browsers.pages import Pages
from bot.browsers.words import LANGUAGE_COOKIE, preferred_language
from bot.console.sessions import base_of
from knowledge.records import Staff


def language_of(request: Request) -> str:
    """The interface's language: chosen here, or the browser's."""
    accepted = request.headers.get("accept-language", "")
    return preferred_language(accepted, request.cookies.get(LANGUAGE_COOKIE))


@dataclass(frozen=True, slots=True)
class Screen:
    """What a request is answered with: the templates, the language, and where links begin.

    Args:
        approvals: how many actions wait for staff, for the navigation.
    """

    pages: Pages
    language: str
    base: str
    approvals: int = 0

    @property
    def words(self) -> dict[str, str]:
        return self.pages.words.of(self.language)

    def page(
        self,
        template: str,
        values: Mapping[str, object],
        viewer: Staff | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        """A page, or a part of one, with these values in it."""
        frame = {"base": self.base, "viewer": viewer, "approvals": self.approvals}
        html = self.pages.render(template, self.language, **frame, **values)
        return HTMLResponse(html, status)


async def _screen(request: Request) -> Screen:
    pages = request.app.state.pages
    assert isinstance(pages, Pages)
    # A room's own dependency, `signed_in`, has run before those of its pages.
    waiting = getattr(request.state, "approvals_waiting", 0)
    return Screen(pages, language_of(request), base_of(request), waiting)


ScreenOfRequest = Annotated[Screen, Depends(_screen)]
