"""Asking an open page without a browser: its Python side, over HTTP to its making."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import pytest
from nicegui import Client, core
from nicegui.events import GenericEventArguments

from bot.console.room.page import Room as Page
from tests.console.conftest import PASSWORD, Room
from tests.console.room.conftest import listening, mounted


@dataclass
class OpenPage:
    """A page that a staff member has open: what it was given, and what it was told since."""

    page: Page
    html: str
    told: list[dict[str, Any]] = field(default_factory=list)
    turns: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def given(self) -> dict[str, Any]:
        """The properties of its component."""
        return dict(self.page._props)

    async def ask(self, name: str, **values: Any) -> dict[str, Any]:
        """Ask as the browser would; the last that the page was told for it, or nothing."""
        self.told.clear()
        event = GenericEventArguments(
            sender=self.page,
            client=self.page.client,
            args={"name": name, "turn": next(self.turns), **values},
        )
        await self.page._asked(event)
        return self.told[-1] if self.told else {}

    @property
    def words(self) -> dict[str, str]:
        """The interface's words in the page's language."""
        return self.page.reader.words

    async def changed(self, *ids: int) -> dict[str, Any]:
        """Tell the page that conversations changed; the last that it told the browser for it."""
        self.told.clear()
        await self.page.changed(frozenset(ids))
        return self.told[-1] if self.told else {}

    def last(self, kind: str) -> dict[str, Any]:
        """The last of a kind that the page was told by the last question."""
        return next(one for one in reversed(self.told) if one["kind"] == kind)


@asynccontextmanager
async def opened(
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
    username: str = "agent",
    place: str = "",
    language: str = "en",
) -> AsyncIterator[OpenPage]:
    """A page of the console, opened by a staff member."""
    async with listening(mounted(room.app)) as address:
        headers = {"Origin": address, "Accept-Language": language}
        async with httpx.AsyncClient(
            base_url=f"{address}/console/", headers=headers, timeout=60
        ) as browser:
            await browser.post("login", data={"username": username, "password": PASSWORD})
            answer = await browser.get(place, headers={"Accept": "text/html"})
        found = re.search(r"client_id[^0-9a-f]{1,12}([0-9a-f]{8}-[0-9a-f-]{27})", answer.text)
        assert found is not None, answer.text[:500]
        client = Client.instances[found[1]]
        page = next(one for one in client.elements.values() if isinstance(one, Page))
        made = OpenPage(page, answer.text)

        async def emit(event: str, told: dict[str, Any], room: str) -> None:
            if event == "room" and room == client.id:
                made.told.append(told)

        monkeypatch.setattr(core.sio, "emit", emit)
        yield made
