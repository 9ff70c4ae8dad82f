"""A small shop to restock, and the fakes that the suppliers' side needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.rules.policy import Policy
from bot.supply.restock import RestockDesk
from knowledge.records import (
    DailySales,
    OutboxItem,
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    StockLevel,
    Supplier,
    SupplierOffer,
)
from knowledge.store import Store
from models.values import Language

ZONE = ZoneInfo("Asia/Shanghai")
#: Monday, 23 November 2026, 09:00 in Shanghai.
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class FakeWording:
    """Names the act, the language and every fact."""

    async def word(self, act: str, facts: dict[str, str], language: Language) -> str:
        said = "; ".join(f"{slot}={value}" for slot, value in sorted(facts.items()))
        return f"[{act} {language}] {said}"


def restock_desk(store: Store, now: datetime = NOW, policy: Policy | None = None) -> RestockDesk:
    return RestockDesk(
        store,
        FakeWording(),
        policy=policy or Policy(),
        shop_name="小二商店",
        zone=ZONE,
        clock=lambda: now,
    )


async def add_supplier(
    store: Store,
    code: str = "JADE",
    *,
    email: str | None = "orders@jade.example",
    telegram: str | None = None,
    language: str = "en",
    container_volume: int = 0,
) -> Supplier:
    supplier = Supplier(
        code=code,
        name=f"{code} Ltd",
        email=email,
        telegram_chat=telegram,
        language=language,
        container_volume=container_volume,
    )
    async with store.writing() as unit:
        unit.add(supplier)
    return supplier


async def add_sku(
    store: Store,
    code: str = "CUP-01-BL",
    *,
    on_hand: int | None = 10,
    reserved: int = 0,
    sold_a_day: int = 2,
    active: bool = True,
) -> Sku:
    """An item with steady sales over the last 90 days; `on_hand=None`: nobody counts it."""
    async with store.writing() as unit:
        product = Product(code=f"P-{code}", name_zh=f"陶瓷杯{code}", name_en=f"Mug {code}")
        unit.add(product)
        await unit.flush()
        sku = Sku(
            code=code,
            product_id=product.key,
            variant_zh="海蓝",
            variant_en="Ocean Blue",
            price_minor=12900,
            active=active,
        )
        unit.add(sku)
        await unit.flush()
        if on_hand is not None:
            unit.add(StockLevel(sku_id=sku.key, on_hand=on_hand, reserved=reserved))
        today = NOW.astimezone(ZONE).date()
        for ago in range(1, 91) if sold_a_day else ():
            day = today - timedelta(days=ago)
            unit.add(DailySales(sku_id=sku.key, day=day, quantity=sold_a_day))
    return sku


async def add_offer(
    store: Store,
    supplier: Supplier,
    sku: Sku,
    *,
    price: int = 5000,
    currency: str = "CNY",
    pack: int = 20,
    minimum: int = 1,
    supplier_sku: str = "",
    pack_volume_ml: int = 0,
) -> SupplierOffer:
    offer = SupplierOffer(
        supplier_id=supplier.key,
        sku_id=sku.key,
        supplier_sku=supplier_sku,
        unit_price_minor=price,
        currency=currency,
        pack_size=pack,
        minimum_quantity=minimum,
        pack_volume_ml=pack_volume_ml,
    )
    async with store.writing() as unit:
        unit.add(offer)
    return offer


async def add_receipts(store: Store, supplier: Supplier, days: Sequence[int]) -> None:
    """Past orders that took these days to arrive."""
    async with store.writing() as unit:
        for place, took in enumerate(days):
            asked = NOW - timedelta(days=100 + place)
            unit.add(
                PurchaseOrder(
                    number=f"PO26010100{place:02d}{supplier.key}",
                    supplier_id=supplier.key,
                    status=PurchaseOrderStatus.RECEIVED,
                    requested_at=asked,
                    received_at=asked + timedelta(days=took),
                )
            )


async def requested(store: Store) -> list[PurchaseOrder]:
    """The purchase orders that were placed by the desk."""
    async with store.reading() as unit:
        found = await unit.exec(
            select(PurchaseOrder)
            .where(PurchaseOrder.status == PurchaseOrderStatus.REQUESTED)
            .order_by(PurchaseOrder.number)
        )
        return list(found.all())


async def lines(store: Store) -> list[PurchaseOrderLine]:
    async with store.reading() as unit:
        return list((await unit.exec(select(PurchaseOrderLine))).all())


async def queued(store: Store) -> list[OutboxItem]:
    async with store.reading() as unit:
        return list((await unit.exec(select(OutboxItem))).all())


async def queued_under(store: Store, begins: str) -> list[OutboxItem]:
    """What is queued under keys that begin so."""
    return [item for item in await queued(store) if (item.idempotency_key or "").startswith(begins)]


async def set_on_hand(store: Store, pieces: int) -> None:
    """Put so many pieces of the only item on the shelf."""
    async with store.writing() as unit:
        level = (await unit.exec(select(StockLevel))).one()
        level.on_hand = pieces
