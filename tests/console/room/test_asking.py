"""Whatever a browser sends, a page answers in words, and does nothing that is not allowed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.console.room.page import Answer, Given
from tests.console.conftest import Room
from tests.console.room.asking import opened
from tests.console.room.conftest import waits

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"id": None},
        {"id": "1"},
        {"id": True},
        {"id": 0},
        {"id": 2**31},
        {"id": [1]},
        {"id": {"a": 1}},
        {"id": 1, "text": 5},
        {"id": 1, "text": "x" * 4001},
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    live: Room, monkeypatch: pytest.MonkeyPatch, values: dict[str, Any]
) -> None:
    held = await waits(live.store, "王小明", "在吗")
    async with opened(live, monkeypatch) as page:
        await page.ask("open", id=held)
        told = await page.ask("say", **values)
        assert told["kind"] == "problem" and told["text"]
        assert await page.ask("no such question") == {}
    assert ("answer", f"conversation:{held}") not in await live.audit()


async def test_only_the_open_conversation_is_acted_on(
    live: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await waits(live.store, "王小明", "在吗")
    other = await waits(live.store, "李雷", "在吗")
    async with opened(live, monkeypatch) as page:
        await page.ask("open", id=held)
        for name in ("say", "take", "resolve", "give_back", "note", "block", "draft"):
            told = await page.ask(name, id=other, text="hi")
            assert told["kind"] == "problem", name
    assert [one for one in await live.audit() if one[1] == f"conversation:{other}"] == []


async def test_what_is_asked_first_is_answered_first(
    live: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it takes longer: of two conversations the one that was opened last is open."""
    done: list[str] = []

    async def slowly(given: Given) -> None:
        await asyncio.sleep(0.1)
        done.append(str(given["name"]))

    async def at_once(given: Given) -> None:
        done.append(str(given["name"]))

    async with opened(live, monkeypatch) as page:
        answers = {"first": Answer(slowly), "last": Answer(at_once)}
        monkeypatch.setattr(page.page, "answers", lambda: answers)
        await asyncio.gather(page.ask("first"), page.ask("last"))
    assert done == ["first", "last"]


async def test_what_was_asked_before_does_not_open_over_what_was_asked_since(
    live: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page asks before its line stands can come after what it asks then."""
    early = await waits(live.store, "王小明", "在吗")
    late = await waits(live.store, "李雷", "在吗")
    async with opened(live, monkeypatch) as page:
        await page.ask("open", id=late, turn=2)
        assert await page.ask("open", id=early, turn=1) == {}
        await page.ask("say", id=late, text="马上为您查")
        assert page.last("sent")


async def test_a_view_is_written_down_and_what_is_told_is_plain(
    live: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await waits(live.store, "王小明", "我的包裹呢")
    async with opened(live, monkeypatch) as page:
        told = await page.ask("open", id=held)
        assert told["talk"]["customer"]["reference"] == "C-王小明"
        assert [one["text"] for one in told["talk"]["messages"]] == ["我的包裹呢"]
        assert (await page.ask("open", id=held + 99))["kind"] == "problem"
    assert ("view_conversation", f"conversation:{held}") in await live.audit()
