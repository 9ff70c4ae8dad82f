"""What an agent is not shown, and what every page carries. `test_every_route` walks them all."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from bot import console
from tests.console.conftest import Room

CONSOLE = Path(console.__file__).parent


async def test_an_agent_cannot_reach_what_is_admins(agent: httpx.AsyncClient) -> None:
    answer = await agent.get("staff")
    assert answer.status_code == 403
    assert "Only admins" in answer.text


async def test_an_agent_is_not_shown_the_way_there(agent: httpx.AsyncClient) -> None:
    page = (await agent.get("staff")).text
    assert "/console/admin" not in page


def test_plain_pages_and_live_ones_show_the_same_ways() -> None:
    frame = (CONSOLE / "templates/frame.html").read_text()
    script = (CONSOLE / "static/room/frame.js").read_text()
    shown = re.findall(r'\("(\w+)", "(\w*)", "(\w+)"\)', frame)
    told = re.findall(r'\["(\w+)", "/(\w*)", "nav_\w+", "(\w+)"\]', script)
    assert shown == told and len(shown) == 7


@pytest.mark.parametrize(("before", "tab"), [("staff", "staff"), ("dead-letters", "letters")])
async def test_old_addresses_lead_to_the_tab(
    admin: httpx.AsyncClient, before: str, tab: str
) -> None:
    answer = await admin.get(before)
    assert answer.status_code == 308
    assert answer.headers["location"] == f"/console/admin?tab={tab}"


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
