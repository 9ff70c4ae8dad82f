"""Who gets in where: nobody without signing in, no other site's page, no agent into admin's."""

from __future__ import annotations

import re
import time

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from knowledge.records import Staff
from tests.console.conftest import Room

GETS = [
    "",
    "handovers/rows",
    "approvals",
    "attachments/1",
    "conversations/1",
    "conversations/1/version",
    "conversations/1/live",
    "dead-letters",
    "staff",
]
POSTS = [
    "approvals/1/agree",
    "approvals/1/refuse",
    "conversations/1/take",
    "conversations/1/answer",
    "conversations/1/give-back",
    "conversations/1/notes",
    "conversations/1/block",
    "conversations/1/unblock",
    "conversations/1/actions/1/undo",
    "conversations/1/cases/1/received",
    "conversations/1/cases/1/settled",
    "conversations/1/messages/1/confirm",
    "conversations/1/messages/1/correct",
    "dead-letters/1/retry",
    "staff",
    "logout",
]
OPEN = {"/login", "/enter", "/language/{language}"}


@pytest.mark.parametrize("path", GETS)
async def test_a_page_sends_whoever_is_not_signed_in_to_the_form(
    room: Room, waiting: int, path: str
) -> None:
    async with room.browser() as stranger:
        answer = await stranger.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/console/login?next=")
    assert await room.audit() == []


@pytest.mark.parametrize("path", POSTS)
async def test_nothing_is_done_for_whoever_is_not_signed_in(
    room: Room, waiting: int, dead_letter: int, path: str
) -> None:
    async with room.browser() as stranger:
        answer = await stranger.post(path, data={"text": "hi"})
    assert answer.status_code == 401
    assert room.desk.told == [] and room.revived == []


@pytest.mark.parametrize("path", [*POSTS, "login", "enter"])
@pytest.mark.parametrize("origin", ["http://evil.test", "null", None])
async def test_another_sites_page_can_do_nothing(
    room: Room, waiting: int, dead_letter: int, path: str, origin: str | None
) -> None:
    async with room.browser() as browser:
        await room.sign_in(browser, "boss")
        browser.headers.pop("Origin")
        headers = {"Origin": origin} if origin else {}
        answer = await browser.post(path, data={"text": "hi"}, headers=headers)
    assert answer.status_code == 403
    assert room.desk.told == [] and room.revived == []


def test_the_lists_above_name_every_route(room: Room) -> None:
    named = {f"/{path}".replace("/1", "/{id}") for path in (*GETS, *POSTS)}
    routes = [route for route in iter_route_contexts(room.app.routes) if route.methods]
    there = {str(route.path) for route in routes}
    there = {
        re.sub(r"{(conversation|item|message|action|attachment|case)_id}", "{id}", path)
        for path in there
    }
    assert there - OPEN == named


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_agent_cannot_reach_what_is_admins(agent: httpx.AsyncClient, method: str) -> None:
    person = {"username": "mallory", "password": "long enough password", "role": "admin"}
    answer = await agent.request(method, "staff", data=person if method == "POST" else None)
    assert answer.status_code == 403
    assert "Only admins" in answer.text


async def test_an_agent_is_not_shown_the_way_there(
    agent: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    assert "/console/staff" not in (await agent.get("")).text
    assert "/console/staff" in (await admin.get("")).text


async def test_a_closed_account_is_out_at_once(room: Room, agent: httpx.AsyncClient) -> None:
    async with room.store.writing() as unit:
        staff = await unit.get(Staff, 2)
        assert staff is not None
        staff.active = False
    assert (await agent.get("")).status_code == 303
    async with room.browser() as browser:
        assert (await room.sign_in(browser, "agent")).status_code == 401


async def test_a_new_password_ends_the_old_sessions(room: Room, agent: httpx.AsyncClient) -> None:
    async with room.store.writing() as unit:
        staff = await unit.get(Staff, 2)
        assert staff is not None
        staff.password_hash = "another"
    assert (await agent.get("")).status_code == 303


async def test_a_session_lasts_twelve_hours(
    agent: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 12 * 3600 - 60)
    assert (await agent.get("")).status_code == 200
    monkeypatch.setattr(time, "time", lambda: real() + 12 * 3600 + 60)
    assert (await agent.get("")).status_code == 303


async def test_a_forged_session_is_nobodys(room: Room) -> None:
    async with room.browser() as browser:
        browser.cookies.set("xiaoer_staff", "1:abc.def.ghi", domain="shop.test", path="/console")
        assert (await browser.get("")).status_code == 303


async def test_every_page_carries_the_safety_headers(room: Room, admin: httpx.AsyncClient) -> None:
    for path in ("", "login", "staff", "nowhere", "static/console.js"):
        headers = (await admin.get(path)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


async def test_the_console_speaks_the_browsers_language_and_can_be_switched(room: Room) -> None:
    async with room.browser(language="zh-CN") as browser:
        assert "登录客服工作台" in (await browser.get("login")).text
        await browser.get("language/en")
        assert "Sign in to the staff console" in (await browser.get("login")).text
