"""Filling an empty store with the demo shop."""

from __future__ import annotations

import asyncio
from datetime import datetime
from random import Random

from sqlmodel import col, select

from knowledge.articles.files import ArticleFile, read_articles
from knowledge.demo.canned import put_canned
from knowledge.demo.catalogue import HERE, put_catalogue
from knowledge.demo.clock import Clock
from knowledge.demo.ledger import Ledger
from knowledge.demo.orders import Shop, put_orders
from knowledge.demo.people import put_customers
from knowledge.demo.sales import put_sales
from knowledge.demo.shelf import put_shelf
from knowledge.demo.suppliers import put_suppliers
from knowledge.errors import KnowledgeError
from knowledge.intake.report import Progress
from knowledge.records import Customer, Product, Supplier
from knowledge.store import Store


async def is_empty(store: Store) -> bool:
    """Whether the store holds no shop yet."""
    async with store.reading() as unit:
        for table in (Customer, Product, Supplier):
            if (await unit.exec(select(col(table.id)).limit(1))).first() is not None:
                return False
    return True


async def build_demo(
    store: Store,
    *,
    now: datetime,
    seed: int = 7,
    orders: int = 1500,
    customers: int = 200,
    progress: Progress | None = None,
) -> None:
    """Fill an empty store with the demo shop as it stands at a time.

    The same seed, sizes and time give the same rows. Articles and staff are left to the
    caller: articles need embeddings, staff need passwords.

    Args:
        now: an aware time.
        progress: told (rows written, rows in all).

    Raises:
        KnowledgeError: the store already holds records.
    """
    if not await is_empty(store):
        raise KnowledgeError("The demo shop needs an empty database; this one holds records.")
    ledger = await asyncio.to_thread(_invented, now, seed, orders, customers)
    async with store.writing() as unit:
        await ledger.write(unit, lambda done: progress and progress(done, len(ledger)))


def _invented(now: datetime, seed: int, orders: int, customers: int) -> Ledger:
    # S311: this chance is meant to be repeatable, nothing secret hangs on it.
    ledger, clock, rng = Ledger(), Clock.showing(now), Random(seed)  # noqa: S311
    wares = put_catalogue(ledger, clock.at(-500, 9))
    buyers = put_customers(ledger, customers, clock.now, rng)
    shop = Shop(ledger, wares, clock, rng)
    put_orders(shop, buyers, orders)
    paces = put_sales(ledger, wares, clock, rng)
    sources = put_suppliers(ledger, wares, clock, rng)
    put_shelf(ledger, wares, sources, paces, shop.held, clock, rng)
    put_canned(ledger, clock.at(-500, 9))
    return ledger


def demo_articles() -> list[ArticleFile]:
    """The demo shop's answers, in both languages."""
    return read_articles(HERE / "articles")
