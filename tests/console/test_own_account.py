"""Changing one's own password."""

from __future__ import annotations

import httpx
import pytest

from bot.console.account_desks import AccountDesks
from bot.console.accounts import AccountRefused, verify
from bot.console.own_account import OwnAccount
from knowledge.records import Staff
from tests.console.conftest import PASSWORD, Room

AGENT = 2
NEW = "another good password"


def own(room: Room) -> OwnAccount:
    desks = room.app.state.accounts
    assert isinstance(desks, AccountDesks)
    return desks.own


async def refusal(room: Room, present: str, wanted: str = NEW) -> AccountRefused:
    with pytest.raises(AccountRefused) as refused:
        await own(room).change_password(AGENT, present, wanted)
    return refused.value


async def test_the_present_password_changes_it_and_every_session_ends(
    room: Room, agent: httpx.AsyncClient
) -> None:
    await own(room).change_password(AGENT, PASSWORD, NEW)
    assert (await agent.get("")).status_code == 303
    assert (await room.audit())[-1] == ("change_password", "staff:agent")
    async with room.browser() as browser:
        assert (await room.sign_in(browser, "agent")).status_code == 401
        person = {"username": "agent", "password": NEW}
        assert (await browser.post("login", data=person)).status_code == 303
        assert (await browser.get("")).status_code == 200


@pytest.mark.parametrize(
    ("present", "wanted", "reason"),
    [
        ("wrong", NEW, "wrong_password"),
        (PASSWORD, "x" * 11, "password_short"),
        (PASSWORD, "x" * 201, "password_long"),
    ],
)
async def test_what_is_wrong_changes_nothing(
    room: Room, agent: httpx.AsyncClient, present: str, wanted: str, reason: str
) -> None:
    assert (await refusal(room, present, wanted)).reason == reason
    assert (await agent.get("")).status_code == 200
    async with room.store.reading() as unit:
        staff = await unit.get(Staff, AGENT)
    assert staff is not None and verify(staff.password_hash, PASSWORD)


async def test_whoever_found_an_open_page_cannot_guess_the_password(room: Room) -> None:
    for _ in range(5):
        assert (await refusal(room, "guess")).reason == "wrong_password"
    refused = await refusal(room, PASSWORD)
    assert (refused.reason, refused.wait_s) == ("too_many_failures", 900)
    room.seconds[0] = 900
    await own(room).change_password(AGENT, PASSWORD, NEW)


async def test_one_can_sign_out_everywhere(room: Room, agent: httpx.AsyncClient) -> None:
    await own(room).end_sessions(AGENT)
    assert (await agent.get("")).status_code == 303
    assert (await room.audit())[-1] == ("end_sessions", "staff:agent")
