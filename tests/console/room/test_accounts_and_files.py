"""In an open conversation: blocking its account, and the files that its customer sent."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import select

from bot.console.room.news import News
from knowledge.records import Attachment, ChannelAccount, utcnow
from tests.console.conftest import HOSTILE, Room
from tests.console.room.asking import opened
from tests.console.test_files import attach

pytestmark = pytest.mark.slow


async def account_of(room: Room) -> ChannelAccount:
    async with room.store.reading() as unit:
        return (await unit.exec(select(ChannelAccount))).one()


async def test_an_account_is_blocked_and_unblocked_and_both_are_written_down(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        await page.ask("block", id=waiting, blocked=True)
        assert "does not answer this account any more" in page.last("done")["text"]
        assert page.last("talk")["talk"]["customer"]["blocked"]
        blocked_at = (await account_of(room)).blocked_at
        assert blocked_at is not None
        await page.ask("block", id=waiting, blocked=True)
        assert (await account_of(room)).blocked_at == blocked_at
        await page.ask("block", id=waiting, blocked=False)
        assert page.last("done")["text"] == "Unblocked."
        assert page.last("talk")["talk"]["customer"]["blocked"] == ""
    assert (await account_of(room)).blocked_at is None
    written = [action for action, _ in await room.audit() if "block" in action]
    assert written == ["block_account", "unblock_account"]


async def test_nobody_is_blocked_in_a_conversation_that_is_not_open(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        for number in (waiting, waiting + 1):
            told = await page.ask("block", id=number, blocked=True)
            assert told["kind"] == "problem" and "no such thing" in told["text"]
    assert (await account_of(room)).blocked_at is None


async def test_files_are_told_as_what_they_are(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f'a"{HOSTILE}.png'
    await attach(room, name=name)
    await attach(room, kind="document", media_type="image/svg+xml", name="x.svg", size=34_000)
    await attach(room, content=None, fetched_at=None)
    await attach(room, content=None, refused="too large")
    async with opened(room, monkeypatch) as page:
        (message,) = (await page.ask("open", id=waiting))["talk"]["messages"]
        words = page.words
    photo, drawing, awaited, refused = message["files"]
    assert (photo["name"], photo["shown"], photo["kept"]) == (name, True, True)
    # Only saved, never shown: it may carry scripts.
    assert (drawing["shown"], drawing["kept"], drawing["size"]) == (False, True, "34 KB")
    assert (awaited["kept"], awaited["refused"]) == (False, False)
    assert (refused["kept"], refused["refused"]) == (False, True)
    assert (words["file_photo"], words["file_awaited"]) == ("Photo", "not fetched yet")
    assert words["file_refused"] == "could not be kept"


class Listening:
    """A page that only notes what it is told."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[frozenset[int]] = asyncio.Queue()

    async def changed(self, ids: frozenset[int]) -> None:
        await self.heard.put(ids)

    async def company(self, conversation_id: int) -> None: ...

    async def taught(self) -> None: ...


@pytest.mark.parametrize("settled", [{"fetched_at": utcnow()}, {"refused": "too large"}])
async def test_there_is_news_once_a_file_is_here_or_given_up(
    room: Room, waiting: int, settled: dict[str, object]
) -> None:
    await attach(room, content=None, fetched_at=None)
    page = Listening()
    stop = News(room.store, every_s=0.01).read(page)
    await asyncio.sleep(0.2)
    assert page.heard.empty()
    async with room.store.writing() as unit:
        file = (await unit.exec(select(Attachment))).one()
        for name, value in settled.items():
            setattr(file, name, value)
    assert await asyncio.wait_for(page.heard.get(), 5) == {waiting}
    stop()
