"""The list of handovers, one conversation, and what staff do there."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlmodel import select

from bot.console.viewing import clock, duration
from bot.errors import XiaoerError
from bot.settings import Settings
from knowledge.errors import StoreUnavailable
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    Handover,
    HandoverReason,
    Message,
    Note,
    OrderStatus,
    Rating,
    utcnow,
)
from tests.console.conftest import HOSTILE, PASSWORD, Room, follow


async def test_the_list_says_who_why_how_long_and_what_last(
    agent: httpx.AsyncClient, waiting: int
) -> None:
    page = (await agent.get("")).text
    for shown in (
        "C0001",
        "Web",
        "Chinese",
        "Parcel problem",
        "12 min",
        "我的包裹呢",
        "Nobody yet",
    ):
        assert shown in page
    assert f"/console/conversations/{waiting}" in page


async def test_the_list_says_when_nobody_waits(agent: httpx.AsyncClient) -> None:
    assert "Nobody is waiting for a person" in (await agent.get("")).text


async def test_the_rows_alone_are_what_the_page_refreshes(
    agent: httpx.AsyncClient, waiting: int
) -> None:
    rows = (await agent.get("handovers/rows")).text
    assert "C0001" in rows and "<html" not in rows


async def test_a_conversation_shows_all_that_staff_need(
    agent: httpx.AsyncClient, waiting: int
) -> None:
    page = (await agent.get(f"conversations/{waiting}")).text
    for shown in ("我的包裹呢", "包裹丢了", "parcel_lost", "XE2611230042", "Shipped", "¥129.00"):
        assert shown in page
    assert "+8613812345678" in page and "马上为您查。" in page


async def test_what_customers_write_is_never_markup(
    admin: httpx.AsyncClient, waiting: int, dead_letter: int
) -> None:
    for path in ("", f"conversations/{waiting}", f"conversations/{waiting}/live", "dead-letters"):
        page = (await admin.get(path)).text
        assert "<script>alert" not in page, path
        assert "&lt;script&gt;alert" in page, path


async def test_a_customer_who_is_not_known_is_shown_so(
    agent: httpx.AsyncClient, room: Room
) -> None:
    async with room.store.writing() as unit:
        account = ChannelAccount(channel=Channel.TELEGRAM, external_id="42")
        unit.add(account)
        await unit.flush()
        conversation = Conversation(account_id=account.key, language="en")
        unit.add(conversation)
        await unit.flush()
        unit.add(Handover(conversation_id=conversation.key, reason=HandoverReason.ASKED))
    assert "Not identified" in (await agent.get("")).text
    page = (await agent.get(f"conversations/{conversation.key}")).text
    assert "Not identified" in page and "No orders to show" in page


async def test_what_the_customer_thought_of_it_is_shown(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    assert "Ratings" not in (await agent.get(f"conversations/{waiting}")).text
    async with room.store.writing() as unit:
        closed = Handover(
            conversation_id=waiting, reason=HandoverReason.ASKED, resolved_at=utcnow()
        )
        unit.add(closed)
        await unit.flush()
        unit.add(Rating(conversation_id=waiting, handover_id=closed.key, score=2, comment=HOSTILE))
    page = (await agent.get(f"conversations/{waiting}")).text
    assert "★★☆☆☆" in page and "2/5" in page and "2.0 (1)" in page
    assert HOSTILE not in page and "&lt;script&gt;" in page


async def test_words_that_were_erased_are_shown_as_such(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    async with room.store.writing() as unit:
        unit.add(
            Message(conversation_id=waiting, author=Author.CUSTOMER, channel=Channel.WEB, text="")
        )
    assert "(deleted by the customer)" in (await agent.get(f"conversations/{waiting}")).text


async def test_every_view_is_written_down(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    await agent.get(f"conversations/{waiting}")
    await agent.get(f"conversations/{waiting}/live")
    await agent.get(f"conversations/{waiting}/version")
    viewed = ("view_conversation", f"conversation:{waiting}")
    assert (await room.audit())[1:] == [viewed, viewed]


async def test_the_version_changes_with_words_and_notes(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    async def version() -> str:
        return str((await agent.get(f"conversations/{waiting}/version")).json()["version"])

    before = await version()
    assert await version() == before
    async with room.store.writing() as unit:
        said = Message(
            conversation_id=waiting, author=Author.CUSTOMER, channel=Channel.WEB, text="?"
        )
        unit.add(said)
    after = await version()
    assert after != before
    await agent.post(f"conversations/{waiting}/notes", data={"text": "note"})
    assert await version() != after


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("take", ("take", 1, 2)),
        ("answer", ("answer", 1, 2, "您好")),
        ("give-back", ("give_back", 1, 2)),
    ],
)
async def test_actions_reach_the_desk_which_writes_them_down(
    agent: httpx.AsyncClient, room: Room, waiting: int, action: str, told: tuple[object, ...]
) -> None:
    answer = await agent.post(f"conversations/{waiting}/{action}", data={"text": " 您好 \x00"})
    assert answer.status_code == 303
    assert room.desk.told == [told]
    assert (await room.audit())[1:] == []
    assert 'role="status" data-done=' in (await follow(agent, answer)).text


@pytest.mark.parametrize("refusal", [XiaoerError("Somebody was quicker."), ValueError("No.")])
async def test_what_the_desk_refuses_is_said_and_the_words_are_kept(
    agent: httpx.AsyncClient, room: Room, waiting: int, refusal: Exception
) -> None:
    room.desk.refusal = refusal
    answer = await agent.post(f"conversations/{waiting}/answer", data={"text": "my long words"})
    assert answer.status_code == 409
    assert str(refusal) in answer.text and "my long words" in answer.text
    assert "answer" not in dict(await room.audit())


@pytest.mark.parametrize("action", ["answer", "notes"])
async def test_nothing_is_sent_without_words(
    agent: httpx.AsyncClient, room: Room, waiting: int, action: str
) -> None:
    answer = await agent.post(f"conversations/{waiting}/{action}", data={"text": " \n"})
    assert answer.status_code == 422
    assert "no words yet" in answer.text
    assert room.desk.told == []


async def test_words_that_are_too_long_are_refused(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    answer = await agent.post(f"conversations/{waiting}/answer", data={"text": "x" * 4_001})
    assert answer.status_code == 422
    assert "too long" in answer.text and room.desk.told == []


async def test_a_note_is_kept_and_shown_to_colleagues(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    await agent.post(f"conversations/{waiting}/notes", data={"text": f"老客户 {HOSTILE}"})
    page = (await agent.get(f"conversations/{waiting}")).text
    assert "老客户" in page and "Li Wei" in page and "<script>alert" not in page
    async with room.store.reading() as unit:
        (note,) = (await unit.exec(select(Note))).all()
    assert (note.staff_id, note.conversation_id) == (2, waiting)
    assert ("add_note", f"conversation:{waiting}") in await room.audit()


@pytest.mark.parametrize("number", ["999", "0", "-1", str(2**31), "x"])
async def test_a_conversation_that_is_not_there_is_not_found(
    agent: httpx.AsyncClient, room: Room, number: str
) -> None:
    room.desk.refusal = LookupError("none")
    assert (await agent.get(f"conversations/{number}")).status_code in {404, 422}
    for action in ("take", "notes"):
        answer = await agent.post(f"conversations/{number}/{action}", data={"text": "hi"})
        assert answer.status_code in {404, 422}


async def test_an_answered_customer_waits_again_only_after_writing(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    async with room.store.writing() as unit:
        handover = await unit.get(Handover, 1)
        assert handover is not None
        handover.first_answer_at, handover.taken_by = utcnow(), 2
        said = Message(
            conversation_id=waiting, author=Author.STAFF, channel=Channel.WEB, text="hello"
        )
        unit.add(said)
    rows = (await agent.get("handovers/rows")).text
    assert "Answered" in rows and "Li Wei" in rows
    async with room.store.writing() as unit:
        again = Message(
            conversation_id=waiting, author=Author.CUSTOMER, channel=Channel.WEB, text="还在吗"
        )
        unit.add(again)
    rows = (await agent.get("handovers/rows")).text
    assert "just now" in rows and "还在吗" in rows


async def test_a_store_that_is_away_is_said_so(
    agent: httpx.AsyncClient, room: Room, waiting: int
) -> None:
    room.desk.refusal = StoreUnavailable("locked")
    answer = await agent.post(f"conversations/{waiting}/take")
    assert answer.status_code == 503
    assert "The system is busy" in answer.text


async def test_the_words_for_every_reason_status_and_channel_are_there(room: Room) -> None:
    words = room.app.state.pages.words.of("en")
    wanted = [f"reason_{reason}" for reason in HandoverReason]
    wanted += [f"status_{status}" for status in OrderStatus]
    wanted += [f"channel_{channel}" for channel in Channel]
    wanted += [f"by_{author}" for author in Author]
    assert [key for key in wanted if key not in words] == []


def test_durations_are_said_shortly() -> None:
    said = {
        timedelta(seconds=-5): ("刚刚", "just now"),
        timedelta(minutes=12): ("12 分钟", "12 min"),
        timedelta(minutes=185): ("3 小时 5 分", "3 h 5 min"),
        timedelta(hours=30): ("1 天", "1 day"),
        timedelta(hours=50): ("2 天", "2 days"),
    }
    for length, words in said.items():
        assert (duration(length, "zh"), duration(length, "en")) == words


def test_times_are_the_shops() -> None:
    now = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    zone = Settings().zone
    assert clock(now, now, zone=zone) == "02:00"
    assert clock(now - timedelta(hours=3), now, zone=zone) == "11-23 23:00"


async def test_the_page_asks_for_its_own_parts(agent: httpx.AsyncClient, waiting: int) -> None:
    page = (await agent.get(f"conversations/{waiting}")).text
    for place in re.findall(r'data-(?:poll|version-at)="/console/([^"]+)"', page):
        assert (await agent.get(place)).status_code == 200
    assert PASSWORD not in page
