"""Pictures that staff sent, in the chat of the visitor whom they sent them to."""

from __future__ import annotations

import httpx

from bot.desk.pictures import Picture
from bot.desk.staff import StaffDesk
from bot.desk.words import Wording
from knowledge.queries.erasure import erase_words
from knowledge.records import Attachment, ChannelAccount, Message
from knowledge.store import Store
from tests.channels.web.conftest import Front
from tests.fakes import FakeMind

SAID = {"client_id": "client-id-1", "text": "你好"}


async def _sent(visitor: httpx.AsyncClient, store: Store, text: str = "") -> int:
    """The conversation in which staff sent a picture."""
    stored = await visitor.post("/chat/messages", json=SAID)
    async with store.reading() as unit:
        message = await unit.get(Message, stored.json()["id"])
    assert message is not None
    desk = StaffDesk(store, Wording(FakeMind()))
    picture = Picture(b"\x89PNG picture", "image/png")
    await desk.answer(message.conversation_id, None, text, picture=picture)
    return message.conversation_id


async def test_a_picture_is_shown_with_its_words_or_without(
    front: Front, visitor: httpx.AsyncClient, store: Store
) -> None:
    await _sent(visitor, store)
    shown = (await visitor.get("/chat/messages")).json()[-1]
    assert (shown["text"], shown["photos"]) == ("", ["/chat/photos/1"])
    answer = await visitor.get(shown["photos"][0])
    assert (answer.content, answer.headers["content-type"]) == (b"\x89PNG picture", "image/png")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_picture_is_shown_to_nobody_else(
    front: Front, visitor: httpx.AsyncClient, store: Store
) -> None:
    await _sent(visitor, store)
    async with front.browser() as other:
        assert (await other.get("/chat/photos/1")).status_code == 401
        await other.get("/chat")
        await other.post("/chat/messages", json=SAID)
        assert (await other.get("/chat/photos/1")).status_code == 404
    for key in ("2", "0", "2147483648", "x"):
        assert (await visitor.get(f"/chat/photos/{key}")).status_code in {404, 422}


async def test_what_the_visitor_sent_or_had_erased_is_not_to_be_had(
    front: Front, visitor: httpx.AsyncClient, store: Store
) -> None:
    await _sent(visitor, store)
    async with store.writing() as unit:
        unit.add(Attachment(message_id=1, kind="photo", content=b"own"))
    assert (await visitor.get("/chat/photos/2")).status_code == 404
    async with store.writing() as unit:
        account = await unit.get(ChannelAccount, 1)
        assert account is not None
        await erase_words(unit, account, 2**31 - 1)
    assert (await visitor.get("/chat/photos/1")).status_code == 404
    assert (await visitor.get("/chat/messages")).json() == []
