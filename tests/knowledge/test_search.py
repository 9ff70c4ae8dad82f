"""Finding what was said, by words and by what has a name of its own."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlmodel import col, delete, select, update

from knowledge.demo import build_demo, fill_for_bench
from knowledge.queries.erasure import erase_words
from knowledge.queries.search import ExactKind, exact_hits, search_messages
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    Customer,
    Message,
    MessageEdit,
    OrderGrant,
)
from knowledge.snippets import snippet
from knowledge.store import Store
from migrations.apply import config
from tests.fakes import Desk
from tests.knowledge.test_query_plans import plans, reads_a_whole_table


@pytest.fixture
def any_desk(any_store: Store) -> Desk:
    return Desk(any_store)


NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def talk(store: Store, *said: str, author: Author = Author.CUSTOMER) -> list[int]:
    """A new account's conversation with some messages; their ids."""
    async with store.writing() as unit:
        account = ChannelAccount(channel=Channel.WEB, external_id=f"a{time.monotonic_ns()}")
        unit.add(account)
        await unit.flush()
        conversation = Conversation(account_id=account.key)
        unit.add(conversation)
        await unit.flush()
        messages = [
            Message(
                conversation_id=conversation.key, author=author, channel=Channel.WEB, text=words
            )
            for words in said
        ]
        for message in messages:
            unit.add(message)
            await unit.flush()
        return [message.key for message in messages]


async def found(store: Store, words: str, before: int | None = None, limit: int = 30) -> list[int]:
    async with store.reading() as unit:
        hits = await search_messages(unit, words, before=before, limit=limit)
    return [hit.message_id for hit in hits]


async def indexed(store: Store) -> int:
    async with store.reading() as unit:
        return int((await unit.exec(text("SELECT count(*) FROM message_search"))).scalar())  # type: ignore[call-overload]


async def test_messages_are_found_by_all_their_words_in_both_languages(any_store: Store) -> None:
    chinese, english, both = await talk(
        any_store, "退货的运费谁出？", "Who pays the Postage for returns?", "退货 refund please"
    )
    assert await found(any_store, "退货") == [both, chinese]
    assert await found(any_store, "退货运费") == []  # 货运 stands in none of them
    assert await found(any_store, "运费 退货") == [chinese]
    assert await found(any_store, "return POSTAGE") == [english]
    assert await found(any_store, "ｒｅｆｕｎｄｓ 退货") == [both]
    assert await found(any_store, "退") == [both, chinese]
    assert await found(any_store, "the ?!") == []
    assert await found(any_store, "'; DROP TABLE message --\" OR *") == []


async def test_pages_go_on_from_the_last_one_without_gap_or_repeat(any_store: Store) -> None:
    keys = await talk(any_store, *(f"parcel {n}" for n in range(7)))
    first = await found(any_store, "parcel", limit=3)
    second = await found(any_store, "parcel", before=first[-1], limit=3)
    third = await found(any_store, "parcel", before=second[-1], limit=3)
    assert [*first, *second, *third] == keys[::-1]


async def test_who_said_it_and_when_is_told(any_desk: Desk) -> None:
    customer = await any_desk.shop.customer("王小明")
    await any_desk.identify("anna", customer)
    await any_desk.receive("anna", "保温杯漏水了")
    staff = await any_desk.shop.staff("li")
    conversation = (await any_desk.conversation("anna")).key
    await any_desk.staff.answer(conversation, staff.key, "漏水的杯子我们给您换新")
    async with any_desk.store.reading() as unit:
        answer, question = await search_messages(unit, "漏水")
    assert (answer.author, answer.who) == (Author.STAFF, "li")
    assert (question.author, question.who) == (Author.CUSTOMER, "王小明")
    assert {answer.conversation_id, question.conversation_id} == {conversation}
    assert question.at == any_desk.clock()
    assert question.snippet.text == "保温杯漏水了"
    assert question.snippet.hits == ((3, 5),)


async def test_an_edited_message_is_found_by_what_it_says_now_and_said_first(
    any_desk: Desk,
) -> None:
    await any_desk.receive("anna", "where is my cup", external_id="1")
    later = any_desk.clock() + timedelta(minutes=1)
    await any_desk.receive("anna", "where is my teapot", external_id="1", edited_at=later)
    (key,) = await found(any_desk.store, "teapot")
    assert await found(any_desk.store, "cup") == [key]
    assert await indexed(any_desk.store) == 1
    async with any_desk.store.reading() as unit:
        (hit,) = await search_messages(unit, "teapot")
    assert hit.snippet.text == "where is my teapot"


async def test_words_that_are_joined_to_a_message_later_are_found(any_store: Store) -> None:
    (key,) = await talk(any_store, "")
    assert await indexed(any_store) == 0
    async with any_store.writing() as unit:
        message = await unit.get(Message, key)
        assert message is not None
        message.text = "a cracked lid"
    assert await found(any_store, "cracked") == [key]


async def test_what_a_customer_had_erased_is_never_found_again(any_desk: Desk) -> None:
    later = any_desk.clock() + timedelta(minutes=1)
    await any_desk.receive("anna", "my secret address", external_id="1")
    await any_desk.receive("anna", "", external_id="2")
    await any_desk.receive("anna", "a secret caption", external_id="2", edited_at=later)
    kept = await talk(any_desk.store, "another's secret")
    assert len(await found(any_desk.store, "secret")) == 3
    account = await any_desk.account("anna")
    async with any_desk.store.writing() as unit:
        await erase_words(unit, account, 2**31 - 1)
    assert await found(any_desk.store, "secret") == kept
    assert await indexed(any_desk.store) == 1


@pytest.mark.parametrize("statement", [delete(Message), update(Message).values(text="")])
async def test_what_any_statement_takes_away_leaves_the_index(
    any_store: Store, statement: object
) -> None:
    await talk(any_store, "forget me")
    async with any_store.writing() as unit:
        await unit.exec(statement)  # type: ignore[call-overload]
    assert await indexed(any_store) == 0


async def test_a_unit_that_is_rolled_back_indexes_nothing(any_store: Store) -> None:
    (key,) = await talk(any_store, "first")
    with pytest.raises(RuntimeError):
        async with any_store.writing() as unit:
            said = await unit.get(Message, key)
            assert said is not None
            said.text = "second"
            await unit.flush()
            raise RuntimeError
    assert await found(any_store, "second") == []
    assert await found(any_store, "first") == [key]


async def test_a_very_long_word_is_stored_and_found(any_store: Store) -> None:
    # PostgreSQL refuses lexemes of 2 KB.
    (key,) = await talk(any_store, "z" * 8_000)
    assert await found(any_store, "z" * 8_000) == [key]


async def test_what_was_said_before_the_index_is_indexed_by_the_migration(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    cup, edited, _ = await talk(any_store, "an old cup", "an old pot", "?!")
    async with any_store.writing() as unit:
        unit.add(MessageEdit(message_id=edited, text="旧茶壶", edited_at=NOW))

    def again(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "0006")
        command.upgrade(made, "head")

    async with any_store.engine.begin() as connection:
        await connection.run_sync(again)
    assert await found(any_store, "old") == [edited, cup]
    assert await found(any_store, "茶壶") == [edited]
    assert await indexed(any_store) == 2


async def test_a_snippet_is_cut_around_the_words_on_one_line() -> None:
    text_ = "前" * 200 + "\n退货运费\n" + "后" * 200
    cut = snippet(text_, "运费 退货")
    assert len(cut.text) == 120
    assert cut.text[0] == cut.text[-1] == "…"
    assert [cut.text[start:end] for start, end in cut.hits] == ["退货运费"]
    assert "\n" not in cut.text
    at_the_end = snippet("x" * 300 + " refunds", "refund")
    assert at_the_end.text.endswith("x refunds")
    assert [at_the_end.text[a:b] for a, b in at_the_end.hits] == ["refunds"]
    assert snippet("short", "nothing").hits == ()


async def test_numbers_phones_and_names_are_found_exactly(any_desk: Desk) -> None:
    shop = any_desk.shop
    wang = await shop.customer("王小明", phone="+8613812344821")
    other = await shop.customer("Anna Li", phone="+14155552671")
    order = await shop.order(wang, number="XE2611230042")
    await shop.shipment(order, tracking_number="SF1234567890123")
    await any_desk.identify("wang", wang)
    talk_id = (await any_desk.conversation("wang")).key

    async def hits(words: str) -> list[tuple[ExactKind, str, int | None, int | None]]:
        async with any_desk.store.reading() as unit:
            known = await exact_hits(unit, words)
        return [(hit.kind, hit.customer, hit.order_id, hit.conversation_id) for hit in known]

    assert await hits(" xe2611230042 ") == [(ExactKind.ORDER, "王小明", order.key, talk_id)]
    assert await hits("SF1234567890123") == [(ExactKind.PARCEL, "王小明", order.key, talk_id)]
    for phone in ("13812344821", "+86 138-1234-4821", "008613812344821"):
        assert await hits(phone) == [(ExactKind.PHONE, "王小明", None, talk_id)]
    assert await hits("+1 (415) 555-2671") == [(ExactKind.PHONE, "Anna Li", None, None)]
    assert await hits("王小明") == [(ExactKind.NAME, "王小明", None, talk_id)]
    assert await hits("nobody") == await hits("") == []

    # Whoever was granted the order of somebody else talks about it as well.
    theirs = await shop.order(other, number="XE2611230099")
    account = await any_desk.account("wang")
    await shop.add(OrderGrant(account_id=account.key, order_id=theirs.key))
    assert await hits("XE2611230099") == [(ExactKind.ORDER, "Anna Li", theirs.key, talk_id)]


async def test_a_search_among_many_walks_the_index_from_its_end_and_sorts_nothing(
    store: Store,
) -> None:
    await build_demo(store, now=NOW, orders=60, customers=20)
    await fill_for_bench(store, 300, 6_000)
    steps = await plans(store, lambda unit: search_messages(unit, "订单"))
    assert steps[0].startswith("SCAN message_search VIRTUAL TABLE INDEX")
    assert [step for step in steps if reads_a_whole_table(step)] == []
    assert not any("message_search" in step and "B-TREE" in step for step in steps)
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps[:2]
    for words in ("XE1", "+8613812345678", "王小明"):
        steps = await plans(store, lambda unit, words=words: exact_hits(unit, words))  # type: ignore[misc]
        assert [step for step in steps if reads_a_whole_table(step)] == []
    assert len(await found(store, "订单")) == 30


async def test_customers_of_the_benchmark_are_indexed_as_others_are(any_store: Store) -> None:
    await build_demo(any_store, now=NOW, orders=10, customers=5)
    await fill_for_bench(any_store, 10, 40)
    async with any_store.reading() as unit:
        said = (await unit.exec(select(Message).where(col(Message.text).contains("address")))).all()
        names = (await unit.exec(select(Customer.id))).all()
    assert names
    assert len(await found(any_store, "address", limit=100)) == len(said) > 0
