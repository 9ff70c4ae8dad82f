"""The web application: the chat page, the API, health, and the console below `/console`."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot.browsers.bodies import BodyLimit
from bot.browsers.headers import SafeHeaders
from bot.browsers.limits import SlidingWindow
from bot.browsers.pages import Pages
from bot.browsers.seal import Seal
from bot.channels.web import (
    api_docs,
    chat_export,
    chat_messages,
    chat_pages,
    chat_photos,
    health,
    shop_api,
)
from bot.channels.web.errors import explain_errors
from bot.channels.web.live import LiveStreams
from bot.channels.web.parts import WebParts
from bot.channels.web.session import Sessions
from bot.desk.inbound import LARGEST_FILE

__all__ = ["LiveStreams", "WebParts", "create_app"]

_HERE = Path(__file__).parent
#: Where staff send pictures to, with the form around one.
_LARGER = {re.compile(r"/console/conversations/[0-9]+/picture"): LARGEST_FILE + 65_536}


def create_app(parts: WebParts) -> FastAPI:
    """The application that a web server runs."""
    app = FastAPI(
        title="Xiaoer shop API",
        description="The shop's records, kept up to date by the shop's own system.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=parts.lifespan,
    )
    _give(app, parts)
    explain_errors(app, app.state.pages)
    for router in (chat_pages, chat_messages, chat_export, chat_photos, health, shop_api, api_docs):
        app.include_router(router.router)
    app.mount("/chat/static", StaticFiles(directory=_HERE / "static"))
    if parts.console is not None:
        app.mount("/console", parts.console)
    app.add_middleware(BodyLimit, larger=_LARGER)
    app.add_middleware(SafeHeaders)
    return app


def _give(app: FastAPI, parts: WebParts) -> None:
    """What the routes ask for through their dependencies."""
    app.state.parts = parts
    app.state.pages = Pages(_HERE, initials=chat_pages.initials)
    app.state.sessions = Sessions(Seal(parts.settings.secret_key, "chat session"))
    app.state.message_limit = SlidingWindow(parts.messages_per_minute, 60)
