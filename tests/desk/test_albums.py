"""Photos and documents: kept with their message, and albums joined into one."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.desk.inbound import Attached, Inbound
from knowledge.records import Attachment, Message, MessageEdit, MessageKind
from tests.fakes import NOW, Desk, Said


def _part(desk: Desk, number: int, text: str = "", **known: object) -> Inbound:
    """A photo of the album "55", with the words under it."""
    return desk.inbound(
        "anna",
        text,
        MessageKind.PHOTO,
        {"type": "photo", "count": 1},
        external_id="anna:album:55",
        part=f"anna:{number}",
        attachments=(Attached("photo", f"file-{number}", "", "image/jpeg", 900),),
        **known,
    )


async def _files(desk: Desk, message: Message) -> list[str]:
    found = await desk.records(Attachment, Attachment.message_id == message.key)
    return [file.external_id for file in found]


async def _customers(desk: Desk) -> list[Message]:
    return [one for one in await desk.messages("anna") if one.author == "customer"]


async def test_keeps_a_photo_with_its_message(any_desk: Desk) -> None:
    file = Attached("document", "f" * 300, "收据.pdf", "application/pdf", 77)
    reply = await any_desk.ask("anna", "", kind=MessageKind.PHOTO, attachments=(file,))
    assert reply.act == "photo_kept"
    (message,) = await _customers(any_desk)
    (kept,) = await any_desk.records(Attachment)
    assert (kept.message_id, kept.kind, kept.name) == (message.key, "document", "收据.pdf")
    assert (kept.media_type, kept.size, kept.content) == ("application/pdf", 77, None)
    assert len(kept.external_id) == 250


async def test_a_repeated_photo_is_kept_once(desk: Desk) -> None:
    for _ in range(2):
        await desk.receive(
            "anna",
            "",
            kind=MessageKind.PHOTO,
            external_id="anna:1",
            attachments=(Attached("photo", "f"),),
        )
    assert len(await desk.records(Attachment)) == 1


async def test_joins_an_album_into_one_message_that_is_answered_once(any_desk: Desk) -> None:
    first = await any_desk.reception.receive(_part(any_desk, 1))
    for number, words in ((2, "谢谢"), (3, "")):
        more = await any_desk.reception.receive(_part(any_desk, number, words))
        assert (more.message_id, more.is_new) == (first.message_id, False)
    await any_desk.answer_all(first.conversation_id)
    (message,) = await _customers(any_desk)
    assert (message.text, message.data["count"]) == ("谢谢", 3)
    assert await _files(any_desk, message) == ["file-1", "file-2", "file-3"]
    assert [one.act for one in await any_desk.messages("anna") if one.act] == ["welcome"]


async def test_joins_parts_that_come_at_once_and_twice(any_desk: Desk) -> None:
    parts = [_part(any_desk, number) for number in (1, 2, 3, 4)]
    await asyncio.gather(*(any_desk.reception.receive(one) for one in [*parts, *parts]))
    (message,) = await _customers(any_desk)
    assert message.data["count"] == 4
    assert sorted(await _files(any_desk, message)) == [f"file-{n}" for n in (1, 2, 3, 4)]


async def test_keeps_a_part_that_comes_after_the_answer(desk: Desk) -> None:
    first = await desk.reception.receive(_part(desk, 1, "谢谢"))
    await desk.answer_all(first.conversation_id)
    late = await desk.reception.receive(_part(desk, 2))
    assert not late.is_new
    assert not await desk.answerer.answer_next(first.conversation_id)
    (message,) = await _customers(desk)
    assert await _files(desk, message) == ["file-1", "file-2"]
    assert len(await desk.sent_to("anna")) == 1


async def test_answers_words_that_come_with_a_late_part(desk: Desk) -> None:
    first = await desk.reception.receive(_part(desk, 1))
    await desk.answer_all(first.conversation_id)
    for _ in range(2):
        await desk.reception.receive(_part(desk, 2, "转人工"))
        await desk.answer_all(first.conversation_id)
    album, words = await _customers(desk)
    assert await _files(desk, album) == ["file-1"]
    assert (words.text, await _files(desk, words)) == ("转人工", ["file-2"])
    assert await desk.handover("anna") is not None


async def test_a_photo_in_an_album_behind_a_video_is_a_photo(desk: Desk) -> None:
    video = desk.inbound(
        "anna", "", MessageKind.UNREADABLE, {"type": "video"}, part="anna:1", external_id="a:55"
    )
    photo = desk.inbound(
        "anna",
        "",
        MessageKind.PHOTO,
        part="anna:2",
        external_id="a:55",
        attachments=(Attached("photo", "f"),),
    )
    for one in (video, photo):
        received = await desk.reception.receive(one)
    await desk.answer_all(received.conversation_id)
    (message, reply) = await desk.messages("anna")
    assert (message.kind, message.data["count"]) == (MessageKind.PHOTO, 1)
    assert Said.from_record(reply).act == "photo_kept"


async def test_an_edited_caption_is_an_edit_of_the_album(desk: Desk) -> None:
    await desk.reception.receive(_part(desk, 1, "你好"))
    edited = _part(desk, 1, "谢谢", edited_at=NOW + timedelta(minutes=1))
    received = await desk.reception.receive(edited)
    assert [edit.text for edit in await desk.records(MessageEdit)] == ["谢谢"]
    await desk.answer_all(received.conversation_id)
    assert (await desk.messages("anna"))[-1].act == "welcome"
