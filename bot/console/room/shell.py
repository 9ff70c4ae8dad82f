"""NiceGUI as the console uses it: made once a process, and given its parts by whoever mounts it."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from typing import Any

from fastapi import FastAPI
from nicegui import app as nicegui_app
from nicegui import core, ui

from bot.browsers.headers import App, Receive, Scope, Send

#: After so many seconds without its socket a page is forgotten; it pings in four fifths of it.
RECONNECT_S = 10
#: The frames that name a page of NiceGUI's.
_FRAMES = ("event", "javascript_response", "ack", "log")


@cache
def shell() -> FastAPI:
    """The application that serves the live rooms; every process has one."""
    made = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    nicegui_app.config.socket_io_js_transports = ["websocket"]
    nicegui_app.config.quasar_config["loadingBar"]["skipHijack"] = True
    ui.run_with(
        made,
        mount_path="/",
        tailwind=False,
        show_welcome_message=False,
        binding_refresh_interval=None,
        reconnect_timeout=RECONNECT_S,
        gzip_middleware_factory=None,
    )
    _own_frames_only()
    return made


@asynccontextmanager
async def console_running(app: FastAPI) -> AsyncIterator[None]:
    """Let the live rooms run until the context ends; Starlette starts no mounted application."""
    del app
    made = shell()
    async with AsyncExitStack() as stack:
        with warnings.catch_warnings():
            # NiceGUI looks at every object of the process for the server; some of other
            # libraries complain of being looked at.
            warnings.simplefilter("ignore")
            await stack.enter_async_context(made.router.lifespan_context(made))
        yield


def given(app: App, name: str, value: object) -> App:
    """The application with a value in its scope's state."""

    async def giving(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            scope.setdefault("state", {})[name] = value
        await app(scope, receive, send)

    return giving


def _own_frames_only() -> None:
    """Take a frame only for the page that its socket belongs to; NiceGUI would believe it."""
    for name in _FRAMES:
        core.sio.on(name, _own(core.sio.handlers["/"][name]))


def _own(inner: Callable[[str, dict[str, Any]], Any]) -> Callable[[str, dict[str, Any]], Any]:
    def taken(sid: str, message: dict[str, Any]) -> Any:
        if message.get("client_id") in core.sio.rooms(sid):
            return inner(sid, message)
        return None

    return taken
