"""The demo shop of the benchmark: built once, copied for each measurement, with its customers."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlmodel import col, select

from bot.commands.shop import prepare
from bot.settings import Settings
from bot.wiring import open_desk
from knowledge.records import Channel, ChannelAccount, Customer, Order, OrderStatus, utcnow
from knowledge.store import Store
from models.values import Language
from tests.bench.messages import MESSAGES


@dataclass(frozen=True, slots=True)
class Shopper:
    """A demo customer who may write.

    Args:
        orders: the numbers of all their orders.
        delivered: of those that have arrived.
    """

    customer_id: int
    language: Language
    orders: tuple[str, ...]
    delivered: tuple[str, ...]

    def says(self, rng: Random) -> str:
        """Something a customer in this language writes."""
        return rng.choice(MESSAGES[self.language]).format(order=rng.choice(self.orders))


def url(database: Path) -> str:
    return f"sqlite:///{database}"


async def build_shop(database: Path) -> Path:
    """Make the demo shop with its articles in a new file, and return the file."""
    async with open_desk(Settings(database_url=url(database)), {}) as desk:
        await prepare(desk.store, desk.models.runner, demo=True)
    return database


def copy_of(shop: Path, name: str) -> Path:
    """A copy of a shop beside it that a measurement may change."""
    made = shop.with_name(name)
    shutil.copy(shop, made)
    return made


async def shoppers(store: Store) -> list[Shopper]:
    """The demo customers who have had an order delivered, the two languages in turn.

    Fewer customers read English, so these come more than once.
    """
    async with store.reading() as unit:
        rows = await unit.exec(
            select(Customer.id, Customer.language, Order.number, Order.status)
            .join(Order, col(Order.customer_id) == Customer.id)
            .where(col(Customer.reference).startswith("C"))
            .order_by(col(Customer.id), col(Order.id))
        )
        found = _gathered(rows.all())
    chinese = [shopper for shopper in found if shopper.language is Language.ZH]
    english = [shopper for shopper in found if shopper.language is Language.EN]
    pairs = [(one, english[n % len(english)]) for n, one in enumerate(chinese)]
    return [shopper for pair in pairs for shopper in pair]


def _gathered(rows: Iterable[tuple[int | None, str, str, str]]) -> list[Shopper]:
    orders: dict[tuple[int, str], list[str]] = {}
    delivered: dict[int, list[str]] = {}
    for customer_id, language, number, status in rows:
        assert customer_id is not None
        orders.setdefault((customer_id, language), []).append(number)
        if status == OrderStatus.DELIVERED:
            delivered.setdefault(customer_id, []).append(number)
    return [
        Shopper(customer_id, Language(language), tuple(numbers), tuple(delivered[customer_id]))
        for (customer_id, language), numbers in orders.items()
        if customer_id in delivered
    ]


async def open_accounts(
    store: Store, channel: Channel, accounts: Iterable[tuple[str, Shopper]]
) -> None:
    """Give shoppers accounts on a channel that have proven who they are.

    They have turned notices off: one about a parcel in trouble would hand the conversation to
    staff, by day and not by night.
    """
    async with store.writing() as unit:
        unit.add_all(
            ChannelAccount(
                channel=channel,
                external_id=external_id,
                customer_id=shopper.customer_id,
                verified_at=utcnow(),
                notices_off_at=utcnow(),
            )
            for external_id, shopper in accounts
        )
