"""Very many plain orders and old messages, for the benchmark.

They are written by the driver itself, SQLite's `executemany` and PostgreSQL's COPY, as fast
as each takes rows. Rows are made as the driver asks for them, so memory stays small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from sqlmodel import col, func, select

from knowledge.demo.bulk_rows import Extent, Rows, bench_rows
from knowledge.demo.ledger import continue_ids
from knowledge.errors import KnowledgeError
from knowledge.intake.report import Progress
from knowledge.records import (
    ChannelAccount,
    Conversation,
    Customer,
    Message,
    Order,
    OrderLine,
    Record,
    Shipment,
    Sku,
    TrackingEvent,
    metadata,
    utcnow,
)
from knowledge.store import Store, Unit

#: Rows a transaction.
_AT_ONCE = 250_000

_COUNTED: tuple[type[Record], ...] = (
    Customer,
    Order,
    OrderLine,
    Shipment,
    TrackingEvent,
    ChannelAccount,
    Conversation,
    Message,
)


async def fill_for_bench(
    store: Store, orders: int, messages: int, *, progress: Progress | None = None
) -> None:
    """Add plain delivered orders of extra customers, and messages of old conversations.

    Each order has one line, one parcel and two scans; ten orders make a customer, twenty
    messages a conversation. Everything is long dealt with: no work arises from it.

    Args:
        progress: told (rows written, rows in all).

    Raises:
        KnowledgeError: there is no SKU to order.
    """
    extent = await _extent(store, orders, messages)
    tables = bench_rows(extent)
    total = sum(table.count for table in tables)
    done = 0
    for table in tables:
        rows = iter(table.rows)
        for start in range(0, table.count, _AT_ONCE):
            async with store.writing() as unit:
                await _write(unit, table, islice(rows, _AT_ONCE))
                if table.name in metadata.tables:
                    await continue_ids(await unit.connection(), table.name)
            done += min(_AT_ONCE, table.count - start)
            if progress is not None:
                progress(done, total)


async def _extent(store: Store, orders: int, messages: int) -> Extent:
    async with store.reading() as unit:
        highest = [
            (await unit.exec(select(func.max(col(table.id))))).one() or 0 for table in _COUNTED
        ]
        skus = (await unit.exec(select(Sku.id, Sku.price_minor).order_by(col(Sku.id)))).all()
    if not skus:
        raise KnowledgeError("The benchmark's orders need a catalogue; build the demo shop first.")
    first = {str(t.__tablename__): top + 1 for t, top in zip(_COUNTED, highest, strict=True)}
    known = [(sku_id, price) for sku_id, price in skus if sku_id is not None]
    return Extent(orders, messages, first, known, utcnow(), store.is_sqlite)


async def _write(unit: Unit, table: Rows, rows: Iterable[Sequence[object]]) -> None:
    connection = await (await unit.connection()).get_raw_connection()
    driver = connection.driver_connection
    assert driver is not None
    names = ", ".join(table.columns)
    if unit.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(table.columns))
        # S608: names of our own tables and columns.
        sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608
        driver.executemany(sql, rows).close()
        return
    async with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            await copy.write_row(row)
