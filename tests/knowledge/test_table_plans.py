"""A page of a table is found through an index and without sorting, however full the records are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from knowledge.queries.tables.audit import AuditFilter, audit_actions, audit_table
from knowledge.queries.tables.customers import customer_detail, customer_table
from knowledge.queries.tables.finding import customer_ids
from knowledge.queries.tables.goods import goods_detail, goods_table
from knowledge.queries.tables.orders import order_detail, order_table
from knowledge.queries.tables.paging import Ask
from knowledge.records import AuditEntry
from knowledge.store import Store, Unit
from tests.fakes import NOW, Shop
from tests.knowledge.test_query_plans import (  # noqa: F401 (fixtures)
    full,
    full_url,
    plans,
    reads_a_whole_table,
)

Question = Callable[[Unit], Awaitable[Any]]

#: The beginning of a table in each order, and the index that gives it.
PAGES: dict[str, tuple[Question, str]] = {
    "customers": (lambda u: customer_table(u, Ask()), "ix_customer_name"),
    "customers, later": (
        lambda u: customer_table(u, Ask(after='["name", false, "Bench 7", 7]')),
        "ix_customer_name",
    ),
    "orders": (lambda u: order_table(u, Ask(descending=True)), "ix_order_placed"),
    "orders, later": (
        lambda u: order_table(
            u, Ask(descending=True, after='["placed", true, "2026-01-01T00:00:00+00:00", 7]')
        ),
        "ix_order_placed",
    ),
    "orders of one": (
        lambda u: order_table(u, Ask(descending=True), customer_id=7),
        "ix_order_customer_placed",
    ),
    "audit": (lambda u: audit_table(u, Ask(), AuditFilter()), "ix_audit_entry_at"),
    "audit of one": (lambda u: audit_table(u, Ask(), AuditFilter(7)), "ix_audit_entry_staff"),
    "audit on one": (
        lambda u: audit_table(u, Ask(), AuditFilter(subject="customer:7")),
        "ix_audit_entry_on",
    ),
    "audit of an action": (
        lambda u: audit_table(u, Ask(), AuditFilter(action="sign_in")),
        "ix_audit_entry_action",
    ),
    "audit of a time": (
        lambda u: audit_table(u, Ask(), AuditFilter(since=NOW, until=NOW)),
        "ix_audit_entry_at",
    ),
}
#: What is searched for and what is opened.
SEARCHES: dict[str, Question] = {
    "customer by name": lambda u: customer_table(u, Ask("wang")),
    "customer by phone": lambda u: customer_table(u, Ask("138 1234")),
    "order by number": lambda u: order_table(u, Ask("XE26")),
    "order by phone": lambda u: order_table(u, Ask("+8619000")),
    "goods by name": lambda u: goods_table(u, Ask("保温杯")),
    "goods by code": lambda u: goods_table(u, Ask("CUP-01")),
    "customer": lambda u: customer_detail(u, 7),
    "order": lambda u: order_detail(u, 7),
    "goods": lambda u: goods_detail(u, 7),
}


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_is_read_from_an_index_in_its_order(full: Store, name: str) -> None:  # noqa: F811
    question, index = PAGES[name]
    steps = await plans(full, question)
    assert any(f"INDEX {index}" in step for step in steps), steps
    assert [step for step in steps if "TEMP B-TREE" in step] == []


@pytest.mark.parametrize("name", SEARCHES)
async def test_a_search_needs_no_scan_of_a_big_table(full: Store, name: str) -> None:  # noqa: F811
    steps = await plans(full, SEARCHES[name])
    assert [step for step in steps if reads_a_whole_table(step)] == []


async def test_the_audits_actions_are_found_by_steps(full: Store) -> None:  # noqa: F811
    steps = await plans(full, audit_actions)
    assert [step for step in steps if step.startswith("SCAN audit_entry")] == []


@pytest.mark.parametrize(
    ("question", "index"),
    [
        *PAGES.values(),
        (lambda u: order_table(u, Ask("XE26")), "ix_order_number_search"),
        (lambda u: order_table(u, Ask("XE26")), "ix_shipment_tracking_number_search"),
        (lambda u: order_table(u, Ask("139")), "ix_order_phone_search"),
        (lambda u: customer_ids(u, "139"), "ix_customer_phone_search"),
        (lambda u: customer_ids(u, "C12"), "ix_customer_reference_search"),
        (lambda u: customer_ids(u, "wang li"), "ix_customer_name_search"),
        (lambda u: goods_table(u, Ask("CUP")), "ix_sku_code_search"),
        (lambda u: goods_table(u, Ask("CUP")), "ix_product_code_search"),
    ],
)
async def test_postgresql_uses_the_same_indexes(
    any_store: Store, question: Question, index: str
) -> None:
    if any_store.is_sqlite:
        pytest.skip("SQLite's plans are looked at above.")
    shop = Shop(any_store)
    await shop.order(await shop.customer())
    await shop.add(AuditEntry(action="sign_in", subject="staff:7"))
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    engine = any_store.engine.sync_engine
    async with any_store.reading() as unit:
        # Tables of a few rows are scanned whatever the index: the planner is told not to.
        await (await unit.connection()).execute(text("SET LOCAL enable_seqscan = off"))
        event.listen(engine, "before_cursor_execute", note)
        await question(unit)
        event.remove(engine, "before_cursor_execute", note)
        connection = await unit.connection()
        lines = [
            row[0]
            for statement, parameters in asked
            for row in (await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)).all()
        ]
    assert any(index in line for line in lines), lines
