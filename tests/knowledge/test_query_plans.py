"""What a message needs to know is found through an index, however full the records are."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event

from knowledge.demo import build_demo, fill_for_bench
from knowledge.queries import (
    accounts,
    actions,
    attachments,
    cases,
    catalogue,
    console,
    conversations,
    customers,
    drafts,
    handovers,
    inbox,
    inbox_rows,
    messages,
    news,
    orders,
    outbox,
    staff,
    teaching,
    topics,
    watches,
    web_chat,
)
from knowledge.queries.inbox import Place, Queue, Standpoint
from knowledge.queries.news import Ask
from knowledge.records import Channel, OutboxItem
from knowledge.store import Store, Unit

NOW = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)

#: Tables that are small in every shop: staff, the catalogue's own size aside.
SMALL = {"staff", "supplier"}
#: Partial indexes: reading all of one reads only what waits.
WAITING = {
    "ix_attachment_unfetched",
    "ix_message_unhandled",
    "ix_outbox_item_queued",
    "ix_handover_open",
    "ix_handover_snoozed",
    "ix_handover_waits",
    "ix_handover_waits_all",
    "ix_handover_unanswered",
    "ix_action_waiting",
    "ix_stock_watch_untold",
}

Question = Callable[[Unit], Awaitable[Any]]

SEEN = Standpoint(1, NOW, NOW)

QUESTIONS: dict[str, Question] = {
    "account_of": lambda u: accounts.account_of(u, Channel.TELEGRAM, "7"),
    "account_named": lambda u: accounts.account_named(u, Channel.TELEGRAM, "bench-0000000007"),
    "conversation_of": lambda u: conversations.conversation_of(u, 7),
    "current": lambda u: conversations.current(u, 7),
    "last_said": lambda u: conversations.last_said(u, 7),
    "held": lambda u: conversations.held(u, 7),
    "message_with": lambda u: messages.message_with(u, Channel.TELEGRAM, "7"),
    "scene": lambda u: conversations.scene(u, 7),
    "next_unhandled": lambda u: messages.next_unhandled(u, 7),
    "waiting_conversations": messages.waiting_conversations,
    "recent_messages": lambda u: conversations.recent_messages(u, 7),
    "messages_after": lambda u: conversations.messages_after(u, 7, 7),
    "last_edit": lambda u: messages.last_edit(u, 7),
    "written_before": lambda u: messages.written_before(u, 7, 7, 20),
    "unfetched": lambda u: attachments.unfetched(u, [Channel.TELEGRAM]),
    "awaited_files": attachments.awaited_files,
    "files_of": lambda u: attachments.files_of(u, 7),
    "subject_of a topic": lambda u: topics.subject_of(u, 7, "-100"),
    "conversation_in a topic": lambda u: topics.conversation_in(u, "-100", 7),
    "staff_of_telegram": lambda u: staff.staff_of_telegram(u, 7),
    "is_overtaken": lambda u: outbox.is_overtaken(
        u,
        OutboxItem(
            channel=Channel.WEB,
            destination="7",
            text="",
            data={"unless_staff": True},
            message_id=7,
        ),
    ),
    "unanswered": lambda u: watches.unanswered(u, NOW, NOW),
    "unanswered_still": lambda u: watches.unanswered_still(u, NOW, NOW),
    "attachments_of": lambda u: attachments.attachments_of(u, [7, 8]),
    "has_waiting": lambda u: messages.has_waiting(u, Channel.TELEGRAM, "7"),
    "orders_of a customer": lambda u: orders.orders_of(u, 7, 7),
    "orders_of an account": lambda u: orders.orders_of(u, None, 7),
    "order_numbered": lambda u: orders.order_numbered(u, "XE1"),
    "is_granted": lambda u: orders.is_granted(u, 7, 7),
    "order_tracked": lambda u: orders.order_tracked(u, "SF1"),
    "parcels_of": lambda u: orders.parcels_of(u, 7),
    "items_of": lambda u: orders.items_of(u, [7, 8, 9]),
    "refunds_of": lambda u: orders.refunds_of(u, [7, 8, 9]),
    "failed_attempts": lambda u: orders.failed_attempts(u, 7, NOW),
    "customers_with_phone": lambda u: customers.customers_with_phone(u, "+8613812345678"),
    "customer_referenced": lambda u: customers.customer_referenced(u, "C0007"),
    "products_named": lambda u: catalogue.products_named(u, "保温杯"),
    "product_with_code": lambda u: catalogue.product_with_code(u, "CUP-01"),
    "availability": lambda u: catalogue.availability(u, 7, NOW),
    "open_handover": lambda u: handovers.open_handover(u, 7),
    "notice_replied_to": lambda u: handovers.notice_replied_to(u, "7"),
    "is_noticed": lambda u: handovers.is_noticed(u, "approval:7"),
    "waiting_for_staff": actions.waiting_for_staff,
    "waiting_count": actions.waiting_count,
    "actions_in": lambda u: actions.actions_in(u, 7),
    "open_cases": lambda u: cases.open_cases(u, [7, 8]),
    "waiting_approvals": lambda u: cases.waiting_approvals(u, 7),
    "attachments_in": lambda u: console.attachments_in(u, 7),
    "due_heads": lambda u: outbox.due_heads(u, Channel.TELEGRAM, NOW, 10),
    "queued_after": lambda u: outbox.queued_after(u, Channel.TELEGRAM, "7", 7),
    "taught_in": lambda u: teaching.taught_in(u, 7),
    "messages_of_account": lambda u: web_chat.messages_of_account(u, "7", None),
    "messages_of_account, later": lambda u: web_chat.messages_of_account(u, "7", 7),
    "customer_of_account": lambda u: web_chat.customer_of_account(u, "7"),
    "is_with_staff": lambda u: web_chat.is_with_staff(u, 7),
    "parcels_under_way": lambda u: news.parcels_under_way(u, NOW, NOW, Ask(7, 100)),
    "parcels_under_way, one": lambda u: news.parcels_under_way(u, NOW, NOW, Ask(only=7)),
    "parcels_delivered": lambda u: news.parcels_delivered(u, NOW, Ask(7, 100)),
    "refunds_paid": lambda u: news.refunds_paid(u, NOW, Ask(7, 100)),
    "cases_moved": lambda u: news.cases_moved(u, NOW, NOW, Ask(7, 100)),
    "watches_of_goods_back": lambda u: news.watches_of_goods_back(u, Ask(7, 100)),
    "addressee_for": lambda u: news.addressee_for(u, 7, 7),
    "addressee_account": lambda u: news.addressee_account(u, 7),
    "told_keys": lambda u: news.told_keys(u, ["notice:shipped:7"]),
    "inbox counts": lambda u: inbox.counts(u, SEEN),
    "inbox row": lambda u: inbox.row_of(u, 7),
    "inbox rows": lambda u: inbox_rows.rows_of(u, [7, 8]),
    "draft": lambda u: drafts.read(u, 7, 7),
    "watch_of": lambda u: news.watch_of(u, 7, 7),
}


@pytest.fixture(scope="module")
def full_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a shop with some thousands of orders and messages: only read from it."""
    path = tmp_path_factory.mktemp("plans") / "shop.sqlite3"
    shutil.copy(sqlite_template, path)

    async def build() -> None:
        made = Store(f"sqlite:///{path}")
        await build_demo(made, now=NOW, orders=60, customers=20)
        await fill_for_bench(made, 3000, 6000)
        await made.close()

    asyncio.run(build())
    return f"sqlite:///{path}"


@pytest_asyncio.fixture
async def full(full_url: str) -> AsyncIterator[Store]:
    """The full shop."""
    made = Store(full_url)
    yield made
    await made.close()


async def plans(store: Store, question: Question) -> list[str]:
    """SQLite's plan of every statement that a question puts, as its own words tell it."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            asked.append((statement, parameters))

    engine = store.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    async with store.reading() as unit:
        try:
            await question(unit)
        except LookupError:
            pass
        finally:
            event.remove(engine, "before_cursor_execute", note)
        connection = await unit.connection()
        steps: list[str] = []
        for statement, parameters in asked:
            explained = await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            steps.extend(str(row.detail) for row in explained.all())
    assert asked, "The question put no statement."
    return steps


def reads_a_whole_table(step: str) -> bool:
    """Whether a step of a plan looks at every row: `SCAN message`."""
    scanned = re.match(r"SCAN (\w+)", step)
    if scanned is None or "VIRTUAL TABLE INDEX" in step or "CONSTANT ROW" in step:
        return False
    if scanned[1] in SMALL or re.match(r"SCAN (anon_\d+|\(subquery)", step):
        return False
    used = re.search(r"USING (?:COVERING )?INDEX (\w+)", step)
    return used is None or used[1] not in WAITING


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_message_needs_no_scan_of_a_big_table(full: Store, name: str) -> None:
    steps = await plans(full, QUESTIONS[name])
    assert [step for step in steps if reads_a_whole_table(step)] == []


async def test_waits_are_read_from_the_newest_handover_on_and_not_sorted(full: Store) -> None:
    # It stops at the twentieth answered one, and most are answered.
    steps = await plans(full, lambda unit: watches.first_answers(unit, 20))
    assert len(steps) == 1
    assert steps[0].startswith("SCAN handover")


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("parcels_under_way", "ix_shipment_status_expected"),
        ("parcels_delivered", "ix_shipment_delivered"),
        ("refunds_paid", "ix_refund_paid"),
        ("cases_moved", "ix_return_case_status_closed"),
        ("watches_of_goods_back", "ix_stock_watch_untold"),
        ("addressee_for", "ix_channel_account_customer_id"),
    ],
)
async def test_news_is_found_among_all_that_is_old(full: Store, name: str, index: str) -> None:
    # Walking the ids is no scan in SQLite's words, but reads as much.
    steps = await plans(full, QUESTIONS[name])
    assert any(index in step for step in steps)
    assert not any("(rowid>?)" in step for step in steps)


@pytest.mark.parametrize("queue", Queue)
@pytest.mark.parametrize("after", [None, Place(NOW, 7), Place(None, 7)])
async def test_a_queue_is_walked_in_the_order_of_its_index(
    full: Store, queue: Queue, after: Place | None
) -> None:
    async def shown(unit: Unit) -> None:
        await inbox.page(unit, queue, SEEN, after)

    if queue is Queue.TOO_LONG and after == Place(None, 7):
        return  # it has nobody who does not wait
    steps = await plans(full, shown)
    assert [step for step in steps if reads_a_whole_table(step)] == []
    assert not any("TEMP B-TREE" in step for step in steps)
    assert any("INDEX ix_handover_" in step for step in steps)


async def test_a_scan_would_be_noticed(full: Store) -> None:
    async def careless(unit: Unit) -> None:
        connection = await unit.connection()
        await connection.exec_driver_sql("SELECT * FROM message WHERE text LIKE '%a%'")

    steps = await plans(full, careless)
    assert [step for step in steps if reads_a_whole_table(step)] == ["SCAN message"]
