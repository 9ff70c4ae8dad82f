"""The console's questions and the chat's, on both databases."""

from __future__ import annotations

from knowledge.queries import dead_letters, staff, web_chat
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    DeliveryState,
    Message,
    OutboxItem,
    Role,
    Staff,
)
from knowledge.store import Store, Unit


async def _conversation(unit: Unit, account_id: str) -> Conversation:
    account = ChannelAccount(channel=Channel.WEB, external_id=account_id)
    unit.add(account)
    await unit.flush()
    conversation = Conversation(account_id=account.key)
    unit.add(conversation)
    await unit.flush()
    return conversation


def _said(conversation: Conversation, author: Author, text: str) -> Message:
    return Message(conversation_id=conversation.key, author=author, channel=Channel.WEB, text=text)


async def test_dead_letters_are_newest_first_and_counted(any_store: Store) -> None:
    async with any_store.writing() as unit:
        one = await _conversation(unit, "a")
        message = _said(one, Author.BOT, "hi")
        unit.add(message)
        await unit.flush()
        for state in (DeliveryState.DEAD, DeliveryState.QUEUED, DeliveryState.DEAD):
            item = OutboxItem(channel=Channel.WEB, destination="a", text="hi", state=state)
            unit.add(item)
            await unit.flush()
        item.message_id = message.key
    async with any_store.reading() as unit:
        letters = await dead_letters.dead_letters(unit)
        assert await dead_letters.dead_letter_count(unit) == 2
        assert await web_chat.messages_of_account(unit, "a", None) == []
        assert await web_chat.messages_of_account(unit, "a", 2**31 - 1) == []
        assert await web_chat.answers(unit)
    assert [(letter.item.key, letter.conversation_id) for letter in letters] == [(3, 1), (1, None)]


async def test_staff_are_called_by_name_or_username(any_store: Store) -> None:
    async with any_store.writing() as unit:
        for username, name in (("b", "Bea"), ("a", "")):
            unit.add(Staff(username=username, name=name, role=Role.AGENT, password_hash="x"))
            await unit.flush()
    async with any_store.reading() as unit:
        assert await staff.staff_names(unit) == {1: "Bea", 2: "a"}
        found = await staff.staff_named(unit, "b")
        assert found is not None and found.name == "Bea"
