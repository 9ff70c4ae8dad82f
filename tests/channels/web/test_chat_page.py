"""The chat page, and the demo's picker."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web.chat_pages import initials
from knowledge.queries import web_chat
from knowledge.records import Customer
from knowledge.store import Store
from tests.channels.web.conftest import HOME, Front, MakeFront


async def test_home_leads_to_the_chat(front: Front) -> None:
    async with front.browser() as browser:
        answer = await browser.get("/")
    assert answer.headers["location"] == "/chat"


async def test_a_visitor_of_a_real_shop_is_nobody_and_chats_at_once(
    front: Front, with_customers: None
) -> None:
    async with front.browser() as browser:
        answer = await browser.get("/chat")
    assert 'id="composer"' in answer.text
    assert "王小明" not in answer.text


async def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(front: Front) -> None:
    async with front.browser() as browser:
        answer = await browser.get("/chat")
        cookie = answer.headers["set-cookie"]
        again = await browser.get("/chat")
    assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower() and "Path=/chat" in cookie
    assert "Secure" not in cookie
    assert "set-cookie" not in again.headers


async def test_over_https_the_cookie_stays_on_https(front: Front) -> None:
    async with front.browser() as browser:
        answer = await browser.get("https://shop.test/chat")
    assert "Secure" in answer.headers["set-cookie"]


async def test_the_page_speaks_the_browsers_language_and_can_be_switched(front: Front) -> None:
    async with front.browser("en-US") as browser:
        assert "Write a message" in (await browser.get("/chat")).text
        switched = await browser.get("/chat?lang=zh")
        assert switched.status_code == 303
        assert "输入消息" in (await browser.get("/chat")).text


async def test_the_console_is_below_its_own_path(make_front: MakeFront) -> None:
    inside = FastAPI()

    @inside.get("/")
    async def room() -> str:
        return "the staff's room"

    async with make_front(console=inside).browser() as browser:
        assert (await browser.get("/console")).headers["location"] == f"{HOME}/console/"
        assert "staff's room" in (await browser.get("/console/")).text


async def test_every_page_carries_the_safety_headers(front: Front) -> None:
    async with front.browser() as browser:
        for path in ("/chat", "/nowhere", "/chat/messages", "/chat/static/chat.js", "/api/docs"):
            headers = (await browser.get(path)).headers
            assert "script-src 'self'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"


async def test_pages_are_not_kept_and_files_are_asked_after(front: Front) -> None:
    async with front.browser() as browser:
        assert (await browser.get("/chat")).headers["cache-control"] == "no-store"
        script = await browser.get("/chat/static/chat.js")
    assert script.headers["cache-control"] == "no-cache"
    assert "javascript" in script.headers["content-type"]


async def test_the_demo_first_asks_who_to_be(make_front: MakeFront, with_customers: None) -> None:
    async with make_front(demo=True).browser() as browser:
        answer = await browser.get("/chat")
    assert "王小明" in answer.text and "Emma Brown" in answer.text and "新访客" in answer.text
    assert "set-cookie" not in answer.headers


async def test_a_demo_visitor_becomes_a_customer(
    make_front: MakeFront, with_customers: None, store: Store
) -> None:
    front = make_front(demo=True)
    async with front.browser() as browser:
        answer = await browser.post("/chat/become", data={"customer": "C0002"})
        assert answer.headers["location"] == "/chat"
        assert "Emma Brown" in (await browser.get("/chat")).text
        await browser.post("/chat/messages", json={"client_id": "12345678", "text": "hi"})
    async with store.reading() as unit:
        customer = await web_chat.customer_of_account(unit, front.received[0].account)
    assert customer is not None and customer.reference == "C0002"


async def test_two_visitors_who_are_the_same_customer_do_not_share_a_chat(
    make_front: MakeFront, with_customers: None
) -> None:
    front = make_front(demo=True)
    async with front.browser() as one, front.browser() as other:
        for browser in (one, other):
            await browser.post("/chat/become", data={"customer": "C0001"})
        await one.post("/chat/messages", json={"client_id": "12345678", "text": "hi"})
        assert (await other.get("/chat/messages")).json() == []


async def test_a_demo_visitor_may_be_nobody_and_leave(
    make_front: MakeFront, with_customers: None
) -> None:
    async with make_front(demo=True).browser() as browser:
        await browser.post("/chat/become", data={"customer": ""})
        assert 'id="composer"' in (await browser.get("/chat")).text
        await browser.post("/chat/leave")
        assert "您想以谁的身份体验" in (await browser.get("/chat")).text


async def test_nobody_becomes_a_customer_in_a_real_shop(front: Front, with_customers: None) -> None:
    async with front.browser() as browser:
        answer = await browser.post("/chat/become", data={"customer": "C0001"})
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


async def test_nobody_becomes_an_unknown_customer(
    make_front: MakeFront, with_customers: None
) -> None:
    async with make_front(demo=True).browser() as browser:
        answer = await browser.post("/chat/become", data={"customer": "C9999"})
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/chat/become", "/chat/leave", "/chat/messages"])
@pytest.mark.parametrize("origin", ["http://evil.test", "null", None])
async def test_another_sites_page_can_post_nothing(
    make_front: MakeFront, with_customers: None, path: str, origin: str | None
) -> None:
    front = make_front(demo=True)
    headers = {"Origin": origin} if origin else {}
    transport = httpx.ASGITransport(app=front.app)
    async with httpx.AsyncClient(transport=transport, base_url=HOME, headers=headers) as browser:
        body = {"client_id": "12345678", "text": "hi"}
        answer = await browser.post(path, json=body)
    assert answer.status_code == 403


async def test_a_forged_cookie_is_nobodys(make_front: MakeFront, with_customers: None) -> None:
    async with make_front(demo=True).browser() as browser:
        browser.cookies.set("xiaoer_chat", "0" * 32, path="/chat")
        assert (await browser.get("/chat/messages")).status_code == 401
        assert "您想以谁的身份体验" in (await browser.get("/chat")).text


async def test_a_hostile_name_is_shown_as_it_is_written(
    make_front: MakeFront, store: Store
) -> None:
    async with store.writing() as unit:
        unit.add(Customer(reference='C"><i>', name="<script>alert(1)</script>"))
    async with make_front(demo=True).browser() as browser:
        picker = (await browser.get("/chat")).text
        await browser.post("/chat/become", data={"customer": 'C"><i>'})
        chat = (await browser.get("/chat")).text
    for page in (picker, chat):
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_initials_fit_both_scripts() -> None:
    assert initials("王小明") == "王"
    assert initials("Emma Brown") == "EB"
    assert initials("Cher") == "C"
    assert initials("") == ""
