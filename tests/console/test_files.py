"""The files that customers sent, as they are served."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from knowledge.records import Attachment, utcnow
from tests.console.conftest import HOSTILE, Room

PNG = b"\x89PNG\r\n\x1a\n"


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


async def test_a_file_that_is_not_here_is_said_so(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    awaited = await attach(room, content=None, fetched_at=None)
    refused = await attach(room, content=None, refused="too large")
    for place in (awaited, refused, "attachments/99"):
        answer = await agent.get(place)
        assert answer.status_code == 404 and "There is no such thing" in answer.text


async def test_it_is_written_down_who_looked_at_a_file(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    await agent.get(await attach(room))
    assert (await room.audit())[-1] == ("view_attachment", "attachment:1")
