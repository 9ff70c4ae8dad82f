"""What could not be sent."""

from __future__ import annotations

import httpx

from bot.errors import XiaoerError
from knowledge.records import DeliveryState, OutboxItem
from tests.console.conftest import PASSWORD, MakeRoom, Room, follow


async def test_a_dead_letter_is_shown_with_its_error(
    admin: httpx.AsyncClient, dead_letter: int
) -> None:
    page = (await admin.get("dead-letters")).text
    assert "Telegram" in page and "Forbidden" in page and "Tries 3" in page


async def test_there_may_be_none(admin: httpx.AsyncClient) -> None:
    assert "Everything was delivered." in (await admin.get("dead-letters")).text


async def test_it_can_be_tried_again(
    admin: httpx.AsyncClient, room: Room, dead_letter: int
) -> None:
    answer = await admin.post(f"dead-letters/{dead_letter}/retry")
    assert answer.status_code == 303
    assert room.revived == [dead_letter]
    assert ("retry_letter", f"outbox:{dead_letter}") in await room.audit()
    assert "Queued to be sent again." in (await follow(admin, answer)).text


async def test_what_is_not_dead_is_left_alone(
    admin: httpx.AsyncClient, room: Room, dead_letter: int
) -> None:
    async with room.store.writing() as unit:
        item = await unit.get(OutboxItem, dead_letter)
        assert item is not None
        item.state = DeliveryState.SENT
    for number in (dead_letter, 999):
        assert (await admin.post(f"dead-letters/{number}/retry")).status_code == 404
    assert room.revived == []


async def test_a_refusal_is_said(room: Room, make_room: MakeRoom, dead_letter: int) -> None:
    async def revive(item_id: int) -> bool:
        raise XiaoerError("The channel is switched off.")

    other = make_room(revive=revive)
    async with other.browser() as browser:
        person = {"username": "boss", "password": PASSWORD}
        await browser.post("login", data=person)
        answer = await browser.post(f"dead-letters/{dead_letter}/retry")
    assert answer.status_code == 409
    assert "The channel is switched off." in answer.text
