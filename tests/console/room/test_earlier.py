"""Several conversations of one account, as staff see them."""

from __future__ import annotations

import pytest
import pytest_asyncio
from playwright.async_api import expect
from sqlmodel import select

from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Conversation,
    Handover,
    HandoverReason,
    utcnow,
)
from tests.console.conftest import Room
from tests.console.room.asking import opened
from tests.console.room.conftest import Served, waits

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture
async def old(room: Room, waiting: int) -> int:
    """A closed conversation of the account that waits for a person; its id."""
    async with room.store.writing() as unit:
        now = await unit.get(Conversation, waiting)
        assert now is not None
        closed = Conversation(account_id=now.account_id, closed_at=utcnow())
        unit.add(closed)
        await unit.flush()
        unit.add(
            Handover(conversation_id=closed.key, reason=HandoverReason.ASKED, resolved_at=utcnow())
        )
        unit.add(
            Action(
                kind=ActionKind.STOP_NOTICES,
                state=ActionState.APPLIED,
                idempotency_key="1:stop_notices",
                account_id=now.account_id,
                conversation_id=closed.key,
                applied_at=utcnow(),
            )
        )
        now.closed_at = utcnow()
        await unit.flush()
        unit.add(Conversation(account_id=now.account_id))
        return closed.key


async def test_the_new_conversation_tells_of_the_earlier_ones_with_their_outcome(
    room: Room, old: int, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        talk = (await page.ask("open", id=old + 1))["talk"]
    found = {one["id"]: one for one in talk["earlier"]}
    assert set(found) == {old, waiting}
    assert found[old]["reason"] == "asked" and found[old]["at"]
    assert found[old]["actions"] == [{"what": "Stop notices", "state": "applied"}]


async def test_what_the_bot_alone_answered_is_told_without_an_outcome(
    room: Room, old: int, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.store.writing() as unit:
        for one in (await unit.exec(select(Handover).where(Handover.conversation_id == old))).all():
            await unit.delete(one)
        for done in (await unit.exec(select(Action))).all():
            await unit.delete(done)
    async with opened(room, monkeypatch) as page:
        talk = (await page.ask("open", id=old + 1))["talk"]
        assert page.words["earlier_answered"] == "answered by the bot"
    found = {one["id"]: one for one in talk["earlier"]}
    assert (found[old]["reason"], found[old]["actions"]) == ("", [])


async def test_a_closed_conversation_says_where_it_goes_on(
    room: Room, old: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        talk = (await page.ask("open", id=old))["talk"]
        assert talk["closed"] and talk["goes_on_in"] == old + 1
        assert (await page.ask("open", id=old + 1))["talk"]["closed"] == ""


async def test_a_closed_conversation_takes_no_answer_and_leads_on(served: Served) -> None:
    held = await waits(served.room.store, "王小明", "在吗")
    async with served.room.store.writing() as unit:
        closed = await unit.get(Conversation, held)
        assert closed is not None
        closed.closed_at = utcnow()
        await unit.flush()
        unit.add(Conversation(account_id=closed.account_id))
    page = await served.open(place=f"/?open={held}")
    await expect(page.locator(".said-problem")).to_contain_text("This conversation is closed")
    await expect(page.locator("#answer")).to_have_count(0)
    await expect(page.get_by_role("button", name="Take", exact=True)).to_have_count(0)
    await page.get_by_role("link", name=f"#{held + 1}").first.click()
    await expect(page.locator("#answer")).to_be_visible()
    await expect(page.locator(".said-problem")).to_have_count(0)
    assert served.complaints == []


async def test_a_first_conversation_has_no_earlier_ones(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        talk = (await page.ask("open", id=waiting))["talk"]
    assert (talk["earlier"], talk["closed"], talk["goes_on_in"]) == ([], "", None)
