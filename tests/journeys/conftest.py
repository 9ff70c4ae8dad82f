"""Whole conversations with the real models on the demo shop."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.commands.chat import TerminalCustomer, terminal_customer
from bot.commands.shop import prepare
from bot.settings import Settings
from bot.wiring import open_desk
from knowledge.queries.customers import customer_referenced
from knowledge.queries.orders import orders_of, parcels_of
from knowledge.records import Order, Shipment
from knowledge.store import Store


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo shop with its articles, made once."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"

    async def build() -> None:
        async with open_desk(Settings(database_url=f"sqlite:///{path}"), {}) as desk:
            await prepare(desk.store, desk.models.runner, demo=True)

    # A thread has no running loop, wherever pytest asks for this fixture from.
    worker = asyncio.Runner()
    with worker:
        worker.run(build())
    return path


@pytest.fixture
def demo_settings(demo_template: Path, tmp_path: Path) -> Settings:
    """Settings for a demo shop of this test's own."""
    path = tmp_path / "demo.sqlite3"
    shutil.copy(demo_template, path)
    return Settings(database_url=f"sqlite:///{path}")


@dataclass(frozen=True, slots=True)
class Bought:
    """A customer's order as the records have it."""

    order: Order
    parcels: list[Shipment]


class Records:
    """Looks facts up, to compare what was said with them."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def orders(self, reference: str) -> list[Bought]:
        """A customer's orders, newest first."""
        async with self.store.reading() as unit:
            customer = await customer_referenced(unit, reference)
            assert customer is not None
            found = await orders_of(unit, customer.key, 0)
            return [
                Bought(order, [view.shipment for view in await parcels_of(unit, order.key)])
                for order in found
            ]


@pytest_asyncio.fixture
async def records(demo_settings: Settings) -> AsyncIterator[Records]:
    store = Store(demo_settings.database_url)
    yield Records(store)
    await store.close()


#: Begins a conversation as a customer, or as a stranger.
Begin = Callable[[str | None], Awaitable[TerminalCustomer]]


@pytest_asyncio.fixture
async def begin(demo_settings: Settings) -> AsyncIterator[Begin]:
    open_ones = []

    async def start(reference: str | None) -> TerminalCustomer:
        opened = terminal_customer(demo_settings, reference)
        open_ones.append(opened)
        return await opened.__aenter__()

    yield start
    for opened in reversed(open_ones):
        await opened.__aexit__(None, None, None)
