"""Scripts answer for the suppliers in the demo, and nowhere else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.commands.demo_post import demo_post, plays_suppliers
from bot.commands.shop import prepare
from bot.settings import Settings
from bot.supply.inbox import LeftToStaff, SupplierInbox
from knowledge.records import Customer
from knowledge.store import Store

LOCAL = Settings()


class NoModel:
    """No article is to be embedded."""

    async def embed(self, _texts: Any) -> Any:
        raise AssertionError


def test_the_demo_without_a_mail_server_plays_its_suppliers() -> None:
    assert plays_suppliers(LOCAL, demo=True, is_demo=True)


@pytest.mark.parametrize(
    ("settings", "demo", "is_demo"),
    [
        (LOCAL, False, False),
        (LOCAL, False, True),
        (LOCAL, True, False),
        (Settings(smtp_url="smtp://mail.shop.example?from=buyer@shop.example"), True, True),
    ],
    ids=["a shop", "the demo's records in a plain run", "a shop's records", "a mail server"],
)
def test_nothing_else_does(settings: Settings, demo: bool, is_demo: bool) -> None:
    assert not plays_suppliers(settings, demo=demo, is_demo=is_demo)


async def test_the_demo_on_a_real_shop_s_records_writes_to_nobody_s_script(store: Store) -> None:
    async with store.writing() as unit:
        unit.add(Customer(reference="C1", name="Anna"))
    model: Any = NoModel()
    is_demo = await prepare(store, model, demo=True)
    assert not plays_suppliers(LOCAL, demo=True, is_demo=is_demo)


async def test_it_ends_at_once_with_the_demo(store: Store) -> None:
    inbox = SupplierInbox(store, LeftToStaff(store))
    async with asyncio.timeout(5), demo_post(store, inbox, LOCAL.zone):
        pass
