"""Pictures that staff send: who may, what is sent, and what is said of what is not."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlmodel import select

from bot.desk.in_hand import HeldByColleague
from bot.desk.inbound import LARGEST_FILE
from bot.desk.pictures import Picture
from bot.desk.staff import StaffDesk
from bot.desk.words import Wording
from bot.rules import permissions
from bot.rules.permissions import Permission
from knowledge.records import (
    Attachment,
    AuditEntry,
    Author,
    Message,
    MessageKind,
    OutboxItem,
    Role,
)
from tests.console.conftest import MakeRoom, Room
from tests.fakes import FakeMind

JSON = {"Accept": "application/json"}


def drawn(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind)
    return out.getvalue()


async def send(
    browser: httpx.AsyncClient, conversation: int, content: bytes, text: str = "这样放"
) -> httpx.Response:
    return await browser.post(
        f"conversations/{conversation}/picture",
        data={"text": text},
        files={"picture": ("x.png", content, "image/png")},
        headers=JSON,
    )


async def test_a_picture_goes_the_way_of_words(
    make_room: MakeRoom, room: Room, waiting: int
) -> None:
    real = make_room(desk=StaffDesk(room.store, Wording(FakeMind()), staff_chat="-100"))
    async with real.browser() as browser:
        await real.sign_in(browser, "agent")
        assert (await send(browser, waiting, drawn("JPEG"))).status_code == 200
        async with real.store.reading() as unit:
            message = (await unit.exec(select(Message).where(Message.author == Author.STAFF))).one()
            kept = (
                await unit.exec(select(Attachment).where(Attachment.message_id == message.key))
            ).one()
            items = (await unit.exec(select(OutboxItem))).all()
            audit = (await unit.exec(select(AuditEntry.action))).all()
        assert (message.kind, message.text, message.staff_id) == (MessageKind.PHOTO, "这样放", 2)
        assert (kept.media_type, kept.content) == ("image/jpeg", drawn("JPEG"))
        photos = [{"kind": "photo", "attachment": kept.key}]
        assert message.data == {"photos": photos}
        # The customer's, and its mirror in the staff chat: one ledger.
        assert [item.data["photos"] for item in items] == [photos, photos]
        assert "answer" in audit
        shown = await browser.get(f"attachments/{kept.key}")
        assert shown.headers["content-type"] == "image/jpeg"


async def test_a_picture_needs_no_words(room: Room, waiting: int) -> None:
    async with room.browser() as browser:
        await room.sign_in(browser, "agent")
        answer = await send(browser, waiting, drawn(), "")
    assert answer.json()["said"]
    assert room.desk.told == [("answer", waiting, 2, "", Picture(drawn(), "image/png"))]


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"<svg onload=alert(1)>", 415, "Only whole JPEG"),
        (b"", 415, "No picture arrived"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * LARGEST_FILE, 413, "too large"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * (LARGEST_FILE + 100_000), 413, "too large"),
    ],
)
async def test_what_is_no_picture_or_too_large_is_said_so(
    room: Room, waiting: int, content: bytes, status: int, said: str
) -> None:
    async with room.browser() as browser:
        await room.sign_in(browser, "agent")
        answer = await send(browser, waiting, content)
    assert answer.status_code == status and said in answer.json()["problem"]
    assert room.desk.told == []


async def test_a_form_that_is_no_form_is_refused(room: Room, waiting: int) -> None:
    place = f"conversations/{waiting}/picture"
    async with room.browser() as browser:
        await room.sign_in(browser, "agent")
        broken: list[dict[str, Any]] = [
            {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
            {"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            {"data": {"picture": "words"}},
            {"data": {"text": "x" * 5000}, "files": {"picture": ("x", drawn())}},
            {"files": [("picture", ("x", drawn())), ("picture", ("y", drawn()))]},
            {"json": {}},
        ]
        for sent in broken:
            answer = await browser.post(place, **sent)
            assert answer.status_code == 422 and answer.json()["problem"], sent
    assert room.desk.told == []


async def test_nobody_sends_without_signing_in_or_from_another_site(
    room: Room, waiting: int
) -> None:
    async with room.browser() as stranger:
        assert (await send(stranger, waiting, drawn())).status_code == 401
    async with room.browser() as browser:
        await room.sign_in(browser, "agent")
        for origin in ("http://evil.test", "null"):
            browser.headers["Origin"] = origin
            assert (await send(browser, waiting, drawn())).status_code == 403
        browser.headers.pop("Origin")
        assert (await send(browser, waiting, drawn())).status_code == 403
    assert room.desk.told == []


async def test_a_role_that_may_not_answer_sends_none(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = frozenset(Permission) - {Permission.ANSWER}
    monkeypatch.setattr(permissions, "PERMISSIONS", dict.fromkeys(Role, lacking))
    async with room.browser() as browser:
        await room.sign_in(browser, "agent")
        assert (await send(browser, waiting, drawn())).status_code == 403
    assert room.desk.told == []


async def test_what_the_desk_refuses_is_told(room: Room, waiting: int) -> None:
    async with room.browser() as browser:
        await room.sign_in(browser, "agent")
        room.desk.refusal = LookupError(1)
        assert (await send(browser, waiting, drawn())).status_code == 404
        room.desk.refusal = HeldByColleague(1, "Zhao Min")
        answer = await send(browser, waiting, drawn())
    assert answer.status_code == 409 and "Zhao Min" in answer.json()["problem"]
