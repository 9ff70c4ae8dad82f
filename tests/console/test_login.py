"""Signing in, the limit on failures, and the link that works once."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from sqlmodel import select

from bot.console import login
from bot.console.throttle import MOST_OF_ADDRESS
from knowledge.records import Role, Staff
from knowledge.store import Store
from tests.console.conftest import ONE_TIME, PASSWORD, MakeRoom, Room, follow

PERSON = {"token": ONE_TIME, "username": "First.Admin", "name": "首位", "password": PASSWORD}


async def test_the_right_password_opens_the_console(room: Room) -> None:
    async with room.browser() as browser:
        answer = await room.sign_in(browser, " Agent ")
        cookie = answer.headers["set-cookie"]
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/")
        assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
        assert "Path=/console" in cookie and "Max-Age=43200" in cookie
        assert "Li Wei" in (await browser.get("")).text
    assert await room.audit() == [("sign_in", "staff:agent")]


async def test_signing_in_leads_on_to_the_page_that_was_asked_for(room: Room) -> None:
    async with room.browser() as browser:
        asked = await browser.get("conversations/7")
        form = await follow(browser, asked)
        assert 'value="/conversations/7"' in form.text
        person = {"username": "agent", "password": PASSWORD, "next": "/conversations/7"}
        answer = await browser.post("login", data=person)
    assert answer.headers["location"] == "/console/conversations/7"


@pytest.mark.parametrize("place", ["//evil.test", "https://evil.test", "/../x", "/logout", "x"])
async def test_signing_in_never_leads_elsewhere(room: Room, place: str) -> None:
    async with room.browser() as browser:
        person = {"username": "agent", "password": PASSWORD, "next": place}
        answer = await browser.post("login", data=person)
    assert answer.headers["location"] == "/console/"


@pytest.mark.parametrize("username", ["agent", "nobody", ""])
async def test_a_wrong_name_and_a_wrong_password_look_the_same(room: Room, username: str) -> None:
    async with room.browser() as browser:
        answer = await browser.post("login", data={"username": username, "password": "wrong"})
    assert answer.status_code == 401
    assert "The username or the password is wrong." in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_unknown_name_costs_as_much_as_a_known_one(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str | None] = []

    def verify(password_hash: str | None, password: str) -> bool:
        checked.append(password_hash)
        return False

    monkeypatch.setattr(login, "verify", verify)
    async with room.browser() as browser:
        for username in ("agent", "nobody"):
            await browser.post("login", data={"username": username, "password": "wrong"})
    assert len(checked) == 2 and checked[0] is not None and checked[1] is None


async def test_the_sixth_try_for_a_name_must_wait_and_its_owner_elsewhere_need_not(
    room: Room,
) -> None:
    wrong = {"username": "agent", "password": "wrong"}
    async with room.browser(address="10.0.0.9") as browser:
        for _ in range(5):
            assert (await browser.post("login", data=wrong)).status_code == 401
        async with room.browser(address="10.0.0.1") as owner:
            assert (await room.sign_in(owner, "agent")).status_code == 303
        answer = await room.sign_in(browser, "agent")
        assert answer.status_code == 429
        assert "Please wait 15 min." in answer.text
        assert answer.headers["retry-after"] == "900"
        assert (await room.sign_in(browser, "boss")).status_code == 303
        room.seconds[0] = 15 * 60
        assert (await room.sign_in(browser, "agent")).status_code == 303


async def test_an_address_that_fails_much_must_wait_whatever_the_name(room: Room) -> None:
    async with room.browser() as browser:
        for number in range(MOST_OF_ADDRESS):
            wrong = {"username": f"guess{number}", "password": "wrong"}
            assert (await browser.post("login", data=wrong)).status_code == 401
        assert (await room.sign_in(browser, "boss")).status_code == 429
    async with room.browser(address="10.0.0.2") as other:
        assert (await room.sign_in(other, "boss")).status_code == 303


async def test_many_tries_at_once_gain_nothing(room: Room) -> None:
    async with room.browser() as browser:
        wrong = {"username": "agent", "password": "wrong"}
        tries = [browser.post("login", data=wrong) for _ in range(12)]
        statuses = sorted(answer.status_code for answer in await asyncio.gather(*tries))
    assert statuses == [401] * 5 + [429] * 7


async def test_those_who_sign_in_well_are_never_slowed(room: Room) -> None:
    async with room.browser() as browser:
        for _ in range(7):
            assert (await room.sign_in(browser, "agent")).status_code == 303


async def test_signing_out_ends_it(room: Room, agent: httpx.AsyncClient) -> None:
    answer = await agent.post("logout")
    assert answer.headers["location"] == "/console/login"
    assert (await agent.get("")).status_code == 303


async def test_the_link_makes_the_first_admin_once(make_room: MakeRoom, store: Store) -> None:
    room = make_room(one_time_token=ONE_TIME)
    async with room.browser() as browser:
        form = await browser.get(f"enter?token={ONE_TIME}")
        assert form.status_code == 200
        answer = await browser.post("enter", data=PERSON)
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/")
        assert "首位" in (await browser.get("")).text
        again = await browser.post("enter", data={**PERSON, "username": "second"})
        assert again.status_code == 403
        assert (await browser.get(f"enter?token={ONE_TIME}")).status_code == 403
    async with store.reading() as unit:
        (admin,) = (await unit.exec(select(Staff))).all()
    assert (admin.username, admin.role) == ("first.admin", Role.ADMIN)
    assert PASSWORD not in admin.password_hash and "argon2id" in admin.password_hash


async def test_two_at_the_same_moment_make_one_admin(make_room: MakeRoom, store: Store) -> None:
    room = make_room(one_time_token=ONE_TIME)
    async with room.browser() as browser:
        people = [{**PERSON, "username": name} for name in ("one", "two", "three")]
        answers = await asyncio.gather(*(browser.post("enter", data=p) for p in people))
    assert sorted(answer.status_code for answer in answers) == [303, 403, 403]


async def test_a_mistake_does_not_use_the_link_up(make_room: MakeRoom) -> None:
    room = make_room(one_time_token=ONE_TIME)
    async with room.browser() as browser:
        answer = await browser.post("enter", data={**PERSON, "password": "short"})
        assert answer.status_code == 422
        assert "at least 12" in answer.text and 'value="First.Admin"' in answer.text
        assert (await browser.post("enter", data=PERSON)).status_code == 303


@pytest.mark.parametrize("token", ["", "wrong", ONE_TIME + "x"])
async def test_a_wrong_token_opens_nothing(make_room: MakeRoom, token: str) -> None:
    room = make_room(one_time_token=ONE_TIME)
    async with room.browser() as browser:
        assert (await browser.get(f"enter?token={token}")).status_code == 403
        assert (await browser.post("enter", data={**PERSON, "token": token})).status_code == 403


@pytest.mark.parametrize("token", ["", "None"])
async def test_without_a_link_nothing_opens(room: Room, token: str) -> None:
    async with room.browser() as browser:
        assert (await browser.get(f"enter?token={token}")).status_code == 403
        assert (await browser.post("enter", data={**PERSON, "token": token})).status_code == 403
