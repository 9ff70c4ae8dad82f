"""Nobody reaches a live room without a session of their own, by page, file or socket."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from nicegui import Client
from playwright.async_api import expect
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from bot.console.room.inbox import InboxRoom
from knowledge.records import Role, Staff
from tests.console.conftest import PASSWORD, Room
from tests.console.room.conftest import Served, listening, mounted, waits

pytestmark = pytest.mark.slow

_CLIENT = re.compile(r'"client_id": ?"([0-9a-f-]+)"|client_id=([0-9a-f-]+)')


@asynccontextmanager
async def _signed_in(address: str, username: str) -> AsyncIterator[httpx.AsyncClient]:
    base, headers = f"{address}/console/", {"Origin": address}
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as browser:
        await browser.post("login", data={"username": username, "password": PASSWORD})
        yield browser


async def _page_of(browser: httpx.AsyncClient) -> str:
    """The id of a page that the browser loads; NiceGUI's socket names it."""
    page = await browser.get("", headers={"Accept": "text/html"})
    assert page.status_code == 200
    found = re.search(r"client_id[^0-9a-f]{1,12}([0-9a-f]{8}-[0-9a-f-]{27})", page.text)
    assert found, page.text[:2000]
    return found[1]


def _socket(address: str, client: str) -> str:
    query = f"EIO=4&transport=websocket&client_id={client}&tab_id=tab&document_id=document"
    query += "&implicit_handshake=true"
    return f"ws{address.removeprefix('http')}/console/_nicegui_ws/socket.io/?{query}"


async def test_without_a_session_there_is_no_page_and_no_file(live: Room) -> None:
    async with (
        listening(mounted(live.app)) as address,
        httpx.AsyncClient(base_url=f"{address}/console/", timeout=60) as stranger,
    ):
        page = await stranger.get("", headers={"Accept": "text/html"})
        assert page.status_code == 303
        assert page.headers["location"] == "/console/login?next=/"
        for place in (
            "_nicegui/3.18.0/static/nicegui.js",
            "_nicegui_ws/socket.io/",
            "favicon.ico",
        ):
            assert (await stranger.get(place)).status_code == 401, place
        posted = await stranger.post("_nicegui_ws/socket.io/", content=b"40")
        assert posted.status_code == 401


async def test_long_polling_is_no_way_in(live: Room) -> None:
    async with (
        listening(mounted(live.app)) as address,
        _signed_in(address, "agent") as browser,
    ):
        place = "_nicegui_ws/socket.io/?EIO=4&transport=polling"
        assert (await browser.get(place)).status_code == 403


async def test_a_socket_needs_the_session_the_origin_and_the_page(live: Room) -> None:
    async with (
        listening(mounted(live.app)) as address,
        _signed_in(address, "agent") as browser,
        _signed_in(address, "boss") as other,
    ):
        client = await _page_of(browser)
        place = _socket(address, client)
        cookie = {"Cookie": f"xiaoer_staff={browser.cookies['xiaoer_staff']}"}
        theirs = {"Cookie": f"xiaoer_staff={other.cookies['xiaoer_staff']}"}
        for headers, origin in (
            ({}, address),
            (cookie, None),
            (cookie, "http://evil.test"),
            (cookie, "null"),
            ({"Cookie": "xiaoer_staff=1:forged"}, address),
            (theirs, address),
        ):
            with pytest.raises(InvalidStatus) as refused:
                async with connect(place, additional_headers=headers, origin=origin):  # type: ignore[arg-type]
                    pass
            assert refused.value.response.status_code == 403
        async with connect(place, additional_headers=cookie, origin=address) as line:  # type: ignore[arg-type]
            assert str(await line.recv()).startswith("0{")


def _asking(client: str, conversation: int) -> str:
    """The frame by which a page asks for a conversation."""
    room = next(
        one for one in Client.instances[client].elements.values() if isinstance(one, InboxRoom)
    )
    asked = json.dumps({"name": "open", "id": conversation, "turn": 1})
    listener = next(iter(room._event_listeners))
    told = {"client_id": client, "id": room.id, "listener_id": listener, "args": [asked]}
    return "42" + json.dumps(["event", told])


async def test_a_frame_that_names_anothers_page_is_not_taken(served: Served) -> None:
    """An agent's socket cannot speak for a page that an admin has open."""
    held = await waits(served.room.store, "王小明", "我的包裹呢")
    viewed = ("view_conversation", f"conversation:{held}")
    admins = await served.open("boss")
    await expect(admins.locator(".row")).to_have_count(1)
    # The last: pages of earlier tests are forgotten only after a while.
    theirs = next(
        key
        for key, client in reversed(Client.instances.items())
        if client.request.scope["state"]["staff"].username == "boss"
    )
    async with _signed_in(served.address, "agent") as browser:
        own = await _page_of(browser)
        cookie = {"Cookie": f"xiaoer_staff={browser.cookies['xiaoer_staff']}"}
        place = _socket(served.address, own)
        async with connect(place, additional_headers=cookie, origin=served.address) as line:  # type: ignore[arg-type]
            await line.recv()
            await line.send("40")
            await line.recv()
            await line.send(_asking(theirs, held))
            await admins.wait_for_timeout(500)
            assert viewed not in await served.room.audit()
            # The same frame for the agent's own page is taken.
            await line.send(_asking(own, held))
            await admins.wait_for_timeout(1000)
            assert (await served.room.audit()).count(viewed) == 1
    await expect(admins.locator(".talk .thread")).to_have_count(0)


async def test_a_session_that_ends_takes_the_open_page_with_it(served: Served) -> None:
    await waits(served.room.store, "王小明", "我的包裹呢")
    page = await served.open("agent")
    await expect(page.locator(".row")).to_have_count(1)
    async with served.room.store.writing() as unit:
        agent = await unit.get(Staff, 2)
        assert agent is not None
        agent.active = False
    served.room.app.state.sessions.forget(2)
    await expect(page.locator("form[action$='/login']")).to_be_visible()


async def test_a_changed_role_takes_the_open_page_with_it(served: Served) -> None:
    await waits(served.room.store, "王小明", "我的包裹呢")
    page = await served.open("boss")
    await expect(page.locator(".row")).to_have_count(1)
    async with served.room.store.writing() as unit:
        boss = await unit.get(Staff, 1)
        assert boss is not None
        boss.role = Role.AGENT
    served.room.app.state.sessions.forget(1)
    await expect(page).to_have_url(re.compile("/console/login"))


async def test_the_policy_allows_no_script_of_others(live: Room) -> None:
    async with (
        listening(mounted(live.app)) as address,
        _signed_in(address, "agent") as browser,
    ):
        page = await browser.get("", headers={"Accept": "text/html"})
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    nonce = re.search(r"script-src 'self' 'nonce-([\w-]+)'", policy)
    assert nonce
    for inline in re.findall(r"<(?:script|style)\b[^>]*>", page.text):
        assert f'nonce="{nonce[1]}"' in inline
    assert PASSWORD not in page.text and "password_hash" not in page.text
