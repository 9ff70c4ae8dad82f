"""On a conversation's page: blocking its account, and the files that its customer sent."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlmodel import select

from knowledge.records import Attachment, ChannelAccount, utcnow
from tests.console.conftest import HOSTILE, Room, follow

PNG = b"\x89PNG\r\n\x1a\n"


async def account_of(room: Room) -> ChannelAccount:
    async with room.store.reading() as unit:
        return (await unit.exec(select(ChannelAccount))).one()


async def test_an_account_is_blocked_and_unblocked_and_both_are_written_down(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    page = (await follow(agent, await agent.post(f"conversations/{waiting}/block"))).text
    assert "does not answer this account any more" in page and "Unblock account" in page
    blocked_at = (await account_of(room)).blocked_at
    assert blocked_at is not None
    await agent.post(f"conversations/{waiting}/block")
    assert (await account_of(room)).blocked_at == blocked_at
    page = (await follow(agent, await agent.post(f"conversations/{waiting}/unblock"))).text
    assert "Unblocked." in page and "Block account" in page
    assert (await account_of(room)).blocked_at is None
    written = [action for action, _ in await room.audit() if "block" in action]
    assert written == ["block_account", "unblock_account"]


async def test_nobody_is_blocked_in_a_conversation_that_is_not_there(
    agent: httpx.AsyncClient, waiting: int
) -> None:
    assert (await agent.post(f"conversations/{waiting + 1}/block")).status_code == 404


async def attach(room: Room, **known: Any) -> str:
    """A file of the customer's message; its place."""
    given: dict[str, Any] = {
        "kind": "photo",
        "media_type": "image/png",
        "content": PNG,
        "fetched_at": utcnow(),
    }
    async with room.store.writing() as unit:
        file = Attachment(message_id=1, **{**given, **known})
        unit.add(file)
        await unit.flush()
        return f"attachments/{file.key}"


async def test_a_photo_is_shown_in_the_conversation(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    place = await attach(room, name=f'a"{HOSTILE}.png')
    page = (await agent.get(f"conversations/{waiting}/live")).text
    assert f'<img class="thumb" src="/console/{place}"' in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/webp"])
async def test_an_image_is_shown_as_what_it_is_and_nothing_else(
    agent: httpx.AsyncClient, room: Room, waiting: int, media_type: str
) -> None:
    place = await attach(room, media_type=media_type, name="图.png")
    answer = await agent.get(place)
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''%E5%9B%BE")


@pytest.mark.parametrize(
    "media_type", ["image/svg+xml", "text/html", "application/pdf", "IMAGE/PNG; x", "a\r\nb: c", ""]
)
async def test_any_other_file_can_only_be_saved(
    agent: httpx.AsyncClient, room: Room, waiting: int, media_type: str
) -> None:
    place = await attach(
        room,
        kind="document",
        media_type=media_type,
        content=HOSTILE.encode(),
        name='x"\r\nSet-Cookie: a=b;/../.html',
    )
    answer = await agent.get(place)
    assert answer.content == HOSTILE.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''x%22%0D")
    assert "set-cookie" not in answer.headers
    page = (await agent.get(f"conversations/{waiting}/live")).text
    assert f'href="/console/{place}"' in page and "<img" not in page


async def test_a_file_that_is_not_here_is_said_so(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    awaited = await attach(room, content=None, fetched_at=None)
    refused = await attach(room, content=None, refused="too large")
    page = (await agent.get(f"conversations/{waiting}")).text
    assert "Photo: not fetched yet" in page and "Photo: could not be kept" in page
    for place in (awaited, refused, "attachments/99"):
        answer = await agent.get(place)
        assert answer.status_code == 404 and "There is no such thing" in answer.text


async def test_the_page_has_news_once_a_file_is_here(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    versions = [(await agent.get(f"conversations/{waiting}/version")).json()]
    await attach(room, content=None, fetched_at=None)
    versions.append((await agent.get(f"conversations/{waiting}/version")).json())
    async with room.store.writing() as unit:
        (await unit.exec(select(Attachment))).one().fetched_at = utcnow()
    versions.append((await agent.get(f"conversations/{waiting}/version")).json())
    assert len({one["version"] for one in versions}) == 3


async def test_it_is_written_down_who_looked_at_a_file(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    await agent.get(await attach(room))
    assert (await room.audit())[-1] == ("view_attachment", "attachment:1")
