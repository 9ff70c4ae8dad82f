"""Several conversations of one account, as staff see them."""

from __future__ import annotations

import httpx
import pytest_asyncio

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


async def test_the_new_conversation_links_to_the_earlier_ones_with_their_outcome(
    agent: httpx.AsyncClient, old: int, waiting: int
) -> None:
    page = (await agent.get(f"conversations/{old + 1}")).text
    for key in (old, waiting):
        assert f"/console/conversations/{key}" in page
    for said in ("Earlier conversations", "Asked for a person", "Stop notices"):
        assert said in page


async def test_a_closed_conversation_says_where_it_goes_on_and_takes_no_answer(
    agent: httpx.AsyncClient, old: int
) -> None:
    page = (await agent.get(f"conversations/{old}")).text
    assert "This conversation is closed" in page
    assert f"/console/conversations/{old + 1}" in page
    assert f"conversations/{old}/answer" not in page
    assert f"conversations/{old}/take" not in page


async def test_a_first_conversation_has_no_earlier_ones(
    agent: httpx.AsyncClient, waiting: int
) -> None:
    page = (await agent.get(f"conversations/{waiting}")).text
    assert "Earlier conversations" not in page and "is closed" not in page
