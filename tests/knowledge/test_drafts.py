"""What staff have begun to write, on both databases."""

from __future__ import annotations

import pytest

from knowledge.queries import drafts
from knowledge.records import Channel, ChannelAccount, Conversation, Draft, Role, Staff
from knowledge.store import Store
from tests.fakes import NOW


async def _room(store: Store) -> None:
    async with store.writing() as unit:
        for name in ("a", "b"):
            unit.add(Staff(username=name, password_hash="-", role=Role.AGENT))
            account = ChannelAccount(channel=Channel.WEB, external_id=name)
            unit.add(account)
            await unit.flush()
            unit.add(Conversation(account_id=account.key))
            await unit.flush()


async def _read(store: Store, staff_id: int, conversation_id: int) -> str:
    async with store.reading() as unit:
        return await drafts.read(unit, staff_id, conversation_id)


async def test_a_draft_is_its_writers_in_its_conversation(any_store: Store) -> None:
    await _room(any_store)
    for text in ("您好", "您好，我来"):
        async with any_store.writing() as unit:
            await drafts.keep(unit, 1, 1, text, NOW)
    assert await _read(any_store, 1, 1) == "您好，我来"
    assert await _read(any_store, 2, 1) == await _read(any_store, 1, 2) == ""


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
async def test_an_emptied_box_keeps_nothing(any_store: Store, text: str) -> None:
    await _room(any_store)
    for words in ("您好", text):
        async with any_store.writing() as unit:
            await drafts.keep(unit, 1, 1, words, NOW)
    async with any_store.reading() as unit:
        assert await unit.get(Draft, 1) is None


async def test_what_a_database_refuses_loses_no_draft(any_store: Store) -> None:
    await _room(any_store)
    async with any_store.writing() as unit:
        await drafts.keep(unit, 1, 1, "a\x00b\ud800c", NOW)
    assert await _read(any_store, 1, 1) == "ab?c"


async def test_forgetting_leaves_other_drafts_alone(any_store: Store) -> None:
    await _room(any_store)
    async with any_store.writing() as unit:
        for staff_id, conversation_id in ((1, 1), (1, 2), (2, 1)):
            await drafts.keep(unit, staff_id, conversation_id, "words", NOW)
        await drafts.forget(unit, 1, 1)
    assert await _read(any_store, 1, 1) == ""
    assert await _read(any_store, 1, 2) == await _read(any_store, 2, 1) == "words"
