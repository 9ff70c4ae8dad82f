"""Every route of the console, without signing in, in the wrong role, and from another site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from bot.rules import permissions
from bot.rules.permissions import Permission, may
from knowledge.records import Role
from tests.console.conftest import Room

#: The ways in, and what shows nothing: a language, and the files of the pages.
OPEN = {
    ("GET", "login"),
    ("POST", "login"),
    ("POST", "login/code"),
    ("GET", "enter"),
    ("POST", "enter"),
    ("GET", "language/{language}"),
}
#: What everybody does about their own session.
OWN = {("POST", "logout"), ("POST", "session")}

#: What each other route needs. A new one fails here until it is named. What the live rooms answer
#: is asked for in `tests/console/room`.
NEEDS = {
    ("GET", "conversations/{conversation_id}"): Permission.SEE_CONVERSATIONS,
    ("POST", "conversations/{conversation_id}/picture"): Permission.ANSWER,
    ("GET", "attachments/{attachment_id}"): Permission.VIEW_PERSONAL_DATA,
    ("GET", "dead-letters"): Permission.SEE_OUTBOX,
    ("GET", "staff"): Permission.MANAGE_STAFF,
}
SENT = {"text": "hi", "role": "admin", "username": "mallory", "password": "long enough password"}
USERNAMES = {Role.AGENT: "agent", Role.SUPERVISOR: "lead", Role.ADMIN: "boss"}


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path, without the leading slash."""
    for route in iter_route_contexts(app.routes):
        for method in sorted(set(route.methods or ()) - {"HEAD"}):
            yield method, str(route.path).lstrip("/")


def address(path: str) -> str:
    """The path with 1 for every id."""
    return re.sub(r"{\w+}", "1", path)


async def ask(browser: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    return await browser.request(method, address(path), data=SENT if method == "POST" else None)


def test_it_is_known_what_each_route_needs(room: Room) -> None:
    assert sorted(routes(room.app)) == sorted({*OPEN, *OWN, *NEEDS})


async def test_whoever_is_not_signed_in_gets_no_further_than_the_form(
    room: Room, waiting: int, dead_letter: int
) -> None:
    async with room.browser() as stranger:
        for method, path in set(routes(room.app)) - OPEN:
            answer = await ask(stranger, method, path)
            assert answer.status_code == (303 if method == "GET" else 401), path
            if method == "GET":
                assert answer.headers["location"].startswith("/console/login?next=")
    assert room.desk.told == [] and room.revived == [] and await room.audit() == []


@pytest.mark.parametrize("origin", ["http://evil.test", "http://shop.test:81", "null", None])
async def test_another_sites_page_can_do_nothing(
    room: Room, waiting: int, dead_letter: int, origin: str | None
) -> None:
    async with room.browser() as browser:
        await room.sign_in(browser, "boss")
        before = await room.audit()
        browser.headers.pop("Origin")
        if origin is not None:
            browser.headers["Origin"] = origin
        for method, path in routes(room.app):
            if method != "GET":
                answer = await ask(browser, method, path)
                assert answer.status_code == 403, path
                assert "did not come from the console" in answer.text
    assert room.desk.told == [] and room.revived == [] and await room.audit() == before


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_gets_where_it_may_and_nowhere_else(
    room: Room, waiting: int, dead_letter: int, role: Role
) -> None:
    async with room.browser() as browser:
        await room.sign_in(browser, USERNAMES[role])
        for (method, path), permission in NEEDS.items():
            refused = (await ask(browser, method, path)).status_code == 403
            assert refused is not may(role, permission), path


async def test_a_role_that_may_nothing_gets_nowhere(
    room: Room, waiting: int, dead_letter: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = MappingProxyType({role: frozenset[Permission]() for role in Role})
    monkeypatch.setattr(permissions, "PERMISSIONS", nothing)
    async with room.browser() as browser:
        await room.sign_in(browser, "boss")
        before = await room.audit()
        for method, path in set(routes(room.app)) - OPEN - OWN:
            answer = await ask(browser, method, path)
            assert answer.status_code == 403, path
            assert "Your role does not allow this." in answer.text
    assert room.desk.told == [] and room.revived == [] and await room.audit() == before


@pytest.mark.parametrize("permission", list(Permission))
async def test_each_route_asks_for_what_it_needs(
    room: Room,
    waiting: int,
    dead_letter: int,
    permission: Permission,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacking = MappingProxyType({role: frozenset(Permission) - {permission} for role in Role})
    monkeypatch.setattr(permissions, "PERMISSIONS", lacking)
    async with room.browser() as browser:
        await room.sign_in(browser, "boss")
        for (method, path), needed in NEEDS.items():
            if needed is permission:
                assert (await ask(browser, method, path)).status_code == 403, path
