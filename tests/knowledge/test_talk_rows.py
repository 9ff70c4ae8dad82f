"""Conversations as lines of a list."""

from __future__ import annotations

from knowledge.queries.talk_rows import talk_rows
from knowledge.records import Author, Channel, ChannelAccount, Conversation, Customer, Message
from knowledge.store import Store


async def test_a_line_tells_whose_it_is_and_what_was_said_last(any_store: Store) -> None:
    async with any_store.writing() as unit:
        customer = Customer(reference="C1", name="王小明", phone="+8613812345678")
        unit.add(customer)
        await unit.flush()
        known = ChannelAccount(channel=Channel.WEB, external_id="a", customer_id=customer.key)
        stranger = ChannelAccount(channel=Channel.TELEGRAM, external_id="b")
        unit.add(known)
        unit.add(stranger)
        await unit.flush()
        first = Conversation(account_id=known.key, language="zh")
        silent = Conversation(account_id=stranger.key, language="en")
        unit.add(first)
        unit.add(silent)
        await unit.flush()
        for text in ("在吗", "包" * 200):
            unit.add(
                Message(
                    conversation_id=first.key,
                    author=Author.CUSTOMER,
                    channel=Channel.WEB,
                    text=text,
                )
            )
            await unit.flush()
        asked = [first.key, silent.key, 999_999]
    async with any_store.reading() as unit:
        rows = await talk_rows(unit, asked)
        assert await talk_rows(unit, []) == {}
    assert list(rows) == asked[:2]
    one, other = rows[asked[0]], rows[asked[1]]
    assert (one.name, one.channel, one.language, one.last_words) == (
        "王小明",
        Channel.WEB,
        "zh",
        "包" * 120,
    )
    assert (other.name, other.channel, other.last_words) == ("", Channel.TELEGRAM, "")
