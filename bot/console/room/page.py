"""A live page: what it is given, what it asks for, and what it is told.

The browser's part is one Vue component. It asks by an event `ask` with a name and values, which
is answered by the method that the page offers under that name; it is told by events of the
socket. What it sends is whatever somebody's browser sends: each answer reads it as such.
"""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from nicegui import Client, core, ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from bot.browsers.words import LANGUAGE_COOKIE, Words, preferred_language
from bot.console import audit
from bot.console.account_desks import AccountDesks
from bot.console.parts import ConsoleParts
from bot.console.room.news import News, Present
from bot.desk.in_hand import HeldByColleague
from bot.errors import XiaoerError
from bot.rules.permissions import Permission, may
from knowledge.errors import StoreUnavailable
from knowledge.records import Staff
from knowledge.store import Unit

log = logging.getLogger(__name__)

_EVENT = "room"
Given = Mapping[str, Any]
#: What a page is told: values that JSON can carry.
Json = dict[str, Any]
#: A key of words that stands for what went wrong on our side.
_BROKEN = "problem_broken"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page may ask for, and what whoever asks has to be allowed."""

    give: Callable[[Given], Awaitable[None]]
    needs: Permission = Permission.SEE_CONVERSATIONS


@dataclass(frozen=True, slots=True)
class RoomParts:
    """What the live pages share."""

    console: ConsoleParts
    accounts: AccountDesks
    words: Words
    news: News
    present: Present = field(default_factory=Present)


class Unusable(XiaoerError):
    """What a page asked for makes no sense; `key` names the words that say so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Reader:
    """Who has a page open, in which language, and where its addresses begin."""

    staff: Staff
    parts: RoomParts
    language: str
    base: str
    client: Client

    @classmethod
    def of(cls, request: Request, title: str) -> Reader:
        """Of a page that is being made. Sets its language, and the title to the words' `title`."""
        state = request.scope["state"]
        parts: RoomParts = state["room"]
        accepted = request.headers.get("accept-language", "")
        language = preferred_language(accepted, request.cookies.get(LANGUAGE_COOKIE))
        client = ui.context.client
        # A page's settings are the route's, not the reader's; so each has its own.
        client.page = copy.copy(client.page)
        client.page.language = "zh-CN" if language == "zh" else "en-US"
        words = parts.words.of(language)
        client.page.title = f"{words[title]} · {words['title']}"
        base = str(request.scope.get("root_path", ""))
        return cls(state["staff"], parts, language, base, client)

    @property
    def words(self) -> dict[str, str]:
        return self.parts.words.of(self.language)

    def may(self, permission: Permission) -> bool:
        """Whether the reader's role allows something."""
        return may(self.staff.role, permission)

    async def tell(self, kind: str, **values: Any) -> None:
        """Tell the open page something."""
        await core.sio.emit(_EVENT, {"kind": kind, **values}, room=self.client.id)

    def record(self, unit: Unit, action: str, subject: str, detail: str = "") -> None:
        """Write down what the staff member did or looked at."""
        audit.record(unit, self.staff, action, subject, detail)

    def frame(self, here: str) -> dict[str, Any]:
        """What every page is given: words, who is signed in, which page it is."""
        me = {
            "id": self.staff.key,
            "name": self.staff.name or self.staff.username,
            "role": self.staff.role.value,
            "may": [one.value for one in Permission if may(self.staff.role, one)],
        }
        return {
            "words": self.words,
            "me": me,
            "here": here,
            "base": self.base,
            "lang": self.language,
        }


def dressed(base: str) -> None:
    """The style sheet of the rooms, and what looks after the session of an open page."""
    _leave_main_to_us(ui.context.client)
    for sheet in ("console.css", "room/room.css"):
        ui.add_head_html(f'<link rel="stylesheet" href="{base}/static/{sheet}">')
    ui.add_head_html(f'<link rel="icon" href="{base}/static/icon.svg" type="image/svg+xml">')
    ui.add_head_html(f'<script defer src="{base}/static/room/session.js"></script>')


def _leave_main_to_us(client: Client) -> None:
    """Quasar's page is a `main` around everything; ours is around what the page is for."""
    around = client.content.parent_slot
    if around is not None:
        around.parent.tag = "div"
        around.parent.classes("q-page")


class Room(Element):
    """The browser's part of a page. Subclasses name its component and offer answers."""

    def __init__(self, reader: Reader, here: str, **props: Any) -> None:
        super().__init__()
        self.reader = reader
        self._props.update(**reader.frame(here), **props)
        # NiceGUI answers events side by side; two conversations opened one after the other have to
        # be open in that order.
        self._in_turn = asyncio.Lock()
        self.on("ask", self._asked)

    def answers(self) -> Mapping[str, Answer]:
        """The methods that a page may ask, by the names it asks by."""
        raise NotImplementedError

    async def changed(self, ids: frozenset[int]) -> None:
        """Conversations changed; nothing to a page that shows none."""

    async def company(self, conversation_id: int) -> None:
        """Who looks at a conversation is nothing to most pages."""

    async def taught(self) -> None:
        """What is taught is nothing to most pages."""

    async def _asked(self, event: GenericEventArguments) -> None:
        given = event.args if isinstance(event.args, dict) else {}
        answer = self.answers().get(str(given.get("name")))
        if answer is None:
            return
        try:
            if not self.reader.may(answer.needs):
                raise Unusable("error_not_allowed")  # noqa: TRY301 (it is told like the others)
            async with self._in_turn:
                await answer.give(given)
        except Unusable as error:
            await self._problem(self.reader.words.get(error.key, error.key))
        except HeldByColleague as error:
            await self._problem(self.reader.words["held_by"].format(error.holder))
        except LookupError:
            await self._problem(self.reader.words["error_not_found"])
        except StoreUnavailable:
            await self._problem(self.reader.words["error_store_unavailable"])
        except (XiaoerError, ValueError) as error:
            await self._problem(str(error))
        except Exception:
            log.exception("A page of the console could not be answered.")
            await self._problem(self.reader.words[_BROKEN])

    async def _problem(self, text: str) -> None:
        await self.reader.tell("problem", text=text)


def number(given: Mapping[str, Any], name: str) -> int:
    """A positive whole number that a page sent. Raises Unusable."""
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
        raise Unusable("error_unusable")
    return value


def text(given: Mapping[str, Any], name: str, most: int = 4_000) -> str:
    """Words that a page sent, without NUL, which PostgreSQL refuses. Raises Unusable."""
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise Unusable("error_unusable")
    return value.replace("\x00", "").strip()
