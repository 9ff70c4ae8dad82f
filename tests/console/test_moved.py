"""Where a conversation was before the inbox."""

from __future__ import annotations

import httpx
import pytest

from tests.console.conftest import PASSWORD, Room


async def test_a_notices_link_leads_into_the_inbox(agent: httpx.AsyncClient) -> None:
    answer = await agent.get("conversations/7")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/?open=7")
    for number in ("0", "-1", "x", str(2**31)):
        assert (await agent.get(f"conversations/{number}")).status_code == 422


@pytest.mark.parametrize(
    "place", ["?open=7", "conversations/7", "approvals", "dead-letters", "staff"]
)
async def test_whoever_is_not_signed_in_comes_to_it_through_the_form(
    room: Room, place: str
) -> None:
    async with room.browser() as browser:
        asked = await browser.get(place)
        form = await browser.get(str(asked.headers["location"]).removeprefix("/console/"))
        assert f'value="/{place}"' in form.text
        person = {"username": "boss", "password": PASSWORD, "next": f"/{place}"}
        answer = await browser.post("login", data=person)
    assert answer.headers["location"] == f"/console/{place}"


@pytest.mark.parametrize("place", ["records", "teach", "overview", "admin", "account"])
async def test_signing_in_may_lead_to_every_room(room: Room, place: str) -> None:
    async with room.browser() as browser:
        person = {"username": "boss", "password": PASSWORD, "next": f"/{place}"}
        assert (await browser.post("login", data=person)).headers["location"].endswith(place)
        for wrong in (f"/{place}/x", f"//{place}", "/?open=x", "/?open=1&next=//x", "/?open=1\n"):
            person["next"] = wrong
            answer = await browser.post("login", data=person)
            assert answer.headers["location"] == "/console/", wrong
