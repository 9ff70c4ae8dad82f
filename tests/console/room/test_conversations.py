"""Who waits, one conversation, and what staff do there: told to a page without a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.console.viewing import clock
from bot.errors import XiaoerError
from bot.settings import Settings
from knowledge.errors import StoreUnavailable
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Handover,
    HandoverReason,
    Message,
    MessageKind,
    Note,
    OrderStatus,
    Rating,
    utcnow,
)
from tests.console.conftest import HOSTILE, PASSWORD, Room
from tests.console.room.asking import opened

pytestmark = pytest.mark.slow


async def test_the_list_says_who_why_how_long_and_what_last(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.store.writing() as unit:
        handover = await unit.get(Handover, 1)
        assert handover is not None
        handover.waits_since = utcnow() - timedelta(minutes=12, seconds=30)
    async with opened(room, monkeypatch) as page:
        (row,) = page.given["first"]["rows"]
        waits = datetime.now(UTC).timestamp() * 1000 - row.pop("since")
        assert 12 * 60_000 < waits < 14 * 60_000
        assert row == {
            "id": waiting,
            "name": f"王小明{HOSTILE}",
            "known": True,
            "channel": "web",
            "language": "zh",
            "reason": "parcel_problem",
            "mood": "",
            "taken_by": None,
            "snoozed": None,
            "words": f"我的包裹呢 {HOSTILE}",
            "by": "customer",
            "unread": True,
        }
        assert page.given["first"]["counts"]["unassigned"] == 1
        assert PASSWORD not in page.html and "<script>alert" not in page.html


async def test_the_list_says_when_nobody_waits(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(room, monkeypatch) as page:
        assert page.given["first"]["queue"] == "unassigned" and page.given["first"]["rows"] == []
        assert page.words["empty_unassigned"].startswith("Nobody is waiting")


async def test_only_the_rows_that_changed_are_told(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        told = await page.changed(waiting)
        assert told["kind"] == "rows" and [one["id"] for one in told["rows"]] == [waiting]
        assert told["gone"] == []
        assert (await page.changed(waiting + 1))["gone"] == [waiting + 1]


async def test_a_conversation_shows_all_that_staff_need(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        talk = (await page.ask("open", id=waiting))["talk"]
    # As it was written: the page puts it in as text, never as markup.
    assert [one["text"] for one in talk["messages"]] == [f"我的包裹呢 {HOSTILE}"]
    assert talk["name"] == f"王小明{HOSTILE}" and talk["channel"] == "web"
    assert talk["customer"]["reference"] == "C0001"
    assert talk["customer"]["phone"] == "+8613812345678"
    assert talk["handover"]["summary"] == f"包裹丢了 {HOSTILE}"
    assert talk["handover"]["suggestion"] == "马上为您查。"
    (order,) = talk["orders"]
    assert (order["number"], order["status"]) == ("XE2611230042", "shipped")
    assert order["total"] == "¥129.00"


async def test_a_customer_who_is_not_known_is_shown_so(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.store.writing() as unit:
        account = ChannelAccount(channel=Channel.TELEGRAM, external_id="42")
        unit.add(account)
        await unit.flush()
        conversation = Conversation(
            account_id=account.key, language="en", state=ConversationState.WITH_STAFF
        )
        unit.add(conversation)
        await unit.flush()
        unit.add(Handover(conversation_id=conversation.key, reason=HandoverReason.ASKED))
    async with opened(room, monkeypatch) as page:
        (row,) = page.given["first"]["rows"]
        assert (row["known"], row["name"], row["language"]) == (False, f"#{account.key}", "en")
        talk = (await page.ask("open", id=conversation.key))["talk"]
    assert talk["customer"]["known"] is False and talk["customer"]["reference"] == ""
    assert talk["orders"] == []


async def test_what_the_customer_thought_of_it_is_shown(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        talk = (await page.ask("open", id=waiting))["talk"]
        assert talk["ratings"] == [] and talk["average"] is None
        async with room.store.writing() as unit:
            closed = Handover(
                conversation_id=waiting, reason=HandoverReason.ASKED, resolved_at=utcnow()
            )
            unit.add(closed)
            await unit.flush()
            rated = Rating(
                conversation_id=waiting, handover_id=closed.key, score=2, comment=HOSTILE
            )
            unit.add(rated)
        talk = (await page.ask("open", id=waiting))["talk"]
    assert [(one["score"], one["comment"]) for one in talk["ratings"]] == [(2, HOSTILE)]
    assert talk["average"] == {"mean": "2.0", "count": 1}


async def test_words_that_were_erased_are_shown_as_such(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.store.writing() as unit:
        for kind in (MessageKind.TEXT, MessageKind.PHOTO):
            said = Message(conversation_id=waiting, author=Author.CUSTOMER, channel=Channel.WEB)
            said.text, said.kind = "", kind
            unit.add(said)
            await unit.flush()
    async with opened(room, monkeypatch) as page:
        _, erased, photo = (await page.ask("open", id=waiting))["talk"]["messages"]
        assert page.words["erased"] == "(deleted by the customer)"
    assert (erased["lost"], erased["erased"]) == (True, True)
    assert (photo["lost"], photo["erased"]) == (True, False)


async def test_every_view_is_written_down(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        await page.changed(waiting)  # news of what is open already is no view of its own
        await page.ask("open", id=waiting)
    viewed = ("view_conversation", f"conversation:{waiting}")
    assert (await room.audit())[1:] == [viewed, viewed]


async def test_an_open_conversation_is_told_anew_when_something_is_said_or_noted(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        async with room.store.writing() as unit:
            said = Message(
                conversation_id=waiting, author=Author.CUSTOMER, channel=Channel.WEB, text="?"
            )
            unit.add(said)
            unit.add(Note(conversation_id=waiting, staff_id=1, text="noted"))
        talk = (await page.changed(waiting))["talk"]
    assert talk["messages"][-1]["text"] == "?"
    assert [one["text"] for one in talk["notes"]] == ["noted"]
    assert "draft" not in talk  # what is being written stays as it is


@pytest.mark.parametrize(
    ("action", "told", "kind"),
    [
        ("take", ("take", 1, 2), "done"),
        ("say", ("answer", 1, 2, "您好"), "sent"),
        ("give_back", ("give_back", 1, 2), "done"),
    ],
)
async def test_actions_reach_the_desk_which_writes_them_down(
    room: Room,
    waiting: int,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    told: tuple[object, ...],
    kind: str,
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        await page.ask(action, id=waiting, text=" 您好 \x00")
        assert room.desk.told == [told]
        assert page.last(kind)["text"] and page.last("talk")["talk"]["id"] == waiting
    assert (await room.audit())[1:] == [("view_conversation", f"conversation:{waiting}")]


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (XiaoerError("Somebody was quicker."), "Somebody was quicker."),
        (ValueError("No."), "No."),
        (StoreUnavailable("locked"), "The system is busy. Please try again shortly."),
        (RuntimeError("secret"), "Something went wrong and nothing was done. Please try again."),
    ],
)
async def test_what_the_desk_refuses_is_said_and_the_words_are_kept(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch, refusal: Exception, said: str
) -> None:
    room.desk.refusal = refusal
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        await page.ask("draft", id=waiting, text="my long words")
        assert await page.ask("say", id=waiting, text="my long words") == {
            "kind": "problem",
            "text": said,
        }
        # Nothing that would empty the box was told, and the draft is there still.
        assert [one["kind"] for one in page.told] == ["problem"]
        assert (await page.ask("open", id=waiting))["talk"]["draft"] == "my long words"
    assert "answer" not in dict(await room.audit())


async def test_nothing_is_sent_without_words_or_with_too_many(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        for action in ("say", "note"):
            assert "no words yet" in (await page.ask(action, id=waiting, text=" \n"))["text"]
            assert "too long" in (await page.ask(action, id=waiting, text="x" * 4_001))["text"]
    assert room.desk.told == [] and "add_note" not in dict(await room.audit())


async def test_a_note_is_kept_and_shown_to_colleagues(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        await page.ask("note", id=waiting, text=f"老客户 {HOSTILE}")
        assert page.last("noted")["text"] == "The note is kept."
    async with opened(room, monkeypatch, "boss") as page:
        (seen,) = (await page.ask("open", id=waiting))["talk"]["notes"]
    assert (seen["text"], seen["who"]) == (f"老客户 {HOSTILE}", "Li Wei")
    async with room.store.reading() as unit:
        (note,) = (await unit.exec(select(Note))).all()
    assert (note.staff_id, note.conversation_id) == (2, waiting)
    assert ("add_note", f"conversation:{waiting}") in await room.audit()


async def test_a_conversation_that_is_not_there_is_not_found(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.desk.refusal = LookupError("none")
    async with opened(room, monkeypatch) as page:
        wrong: list[Any] = [999, 0, -1, 2**31, "x"]
        for number in wrong:
            for action in ("open", "take", "note"):
                told = await page.ask(action, id=number, text="hi")
                assert told["kind"] == "problem" and told["text"], (action, number)
        await page.ask("open", id=waiting)
        assert "no such thing" in (await page.ask("take", id=waiting))["text"]
    async with room.store.reading() as unit:
        assert (await unit.exec(select(Note))).all() == []


async def test_an_answered_customer_waits_again_only_after_writing(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.store.writing() as unit:
        handover = await unit.get(Handover, 1)
        assert handover is not None
        handover.first_answer_at, handover.taken_by, handover.waits_since = utcnow(), 2, None
        said = Message(
            conversation_id=waiting, author=Author.STAFF, channel=Channel.WEB, text="hello"
        )
        unit.add(said)
    async with opened(room, monkeypatch) as page:
        (row,) = page.given["first"]["rows"]
        assert page.given["first"]["queue"] == "mine" and row["taken_by"] == 2
        assert (row["since"], row["by"], row["words"]) == (None, "staff", "hello")
        async with room.store.writing() as unit:
            handover = await unit.get(Handover, 1)
            assert handover is not None
            handover.waits_since = utcnow()
            again = Message(
                conversation_id=waiting, author=Author.CUSTOMER, channel=Channel.WEB, text="还在吗"
            )
            unit.add(again)
        (row,) = (await page.changed(waiting))["rows"]
        assert row["since"] is not None and row["words"] == "还在吗"


async def test_the_words_for_every_reason_status_and_channel_are_there(room: Room) -> None:
    words = room.app.state.pages.words.of("en")
    wanted = [f"reason_{reason}" for reason in HandoverReason]
    wanted += [f"status_{status}" for status in OrderStatus]
    wanted += [f"channel_{channel}" for channel in Channel]
    wanted += [f"by_{author}" for author in Author]
    wanted += [state.value for state in ConversationState]
    assert [key for key in wanted if key not in words] == []


def test_times_are_the_shops() -> None:
    now = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    zone = Settings().zone
    assert clock(now, now, zone=zone) == "02:00"
    assert clock(now - timedelta(hours=3), now, zone=zone) == "11-23 23:00"
