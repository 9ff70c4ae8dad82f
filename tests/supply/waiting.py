"""Customers who wait for goods, and purchase orders that bring them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import SQLModel, select

from knowledge.records import (
    Order,
    OrderLine,
    OrderStatus,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    StockLevel,
    Supplier,
)
from knowledge.store import Store
from tests.supply.shop import NOW

R = TypeVar("R", bound=SQLModel)


async def add(store: Store, record: R) -> R:
    async with store.writing() as unit:
        unit.add(record)
    return record


async def every(store: Store, table: type[R]) -> list[R]:
    """All rows of a table, by id."""
    async with store.reading() as unit:
        found = (await unit.exec(select(table))).all()
    return sorted(found, key=lambda one: one.id)  # type: ignore[attr-defined]


async def add_purchase(
    store: Store,
    supplier: Supplier,
    *wanted: tuple[Sku, int],
    number: str = "PO2611230001",
    expected_at: datetime | None = None,
    status: PurchaseOrderStatus = PurchaseOrderStatus.REQUESTED,
) -> PurchaseOrder:
    """An order to a supplier of so many pieces of some SKUs."""
    order = await add(
        store,
        PurchaseOrder(
            number=number,
            supplier_id=supplier.key,
            status=status,
            requested_at=NOW - timedelta(days=5),
            expected_at=expected_at,
        ),
    )
    for sku, pieces in wanted:
        await add(
            store,
            PurchaseOrderLine(
                purchase_order_id=order.key,
                sku_id=sku.key,
                quantity=pieces,
                unit_price_minor=5000,
                open=status is not PurchaseOrderStatus.CANCELLED,
            ),
        )
    return order


async def add_order(
    store: Store,
    customer_id: int,
    *bought: tuple[Sku, int],
    number: str = "XE1",
    placed_ago: timedelta = timedelta(days=3),
    **known: Any,
) -> Order:
    """A paid order that is not packed, for SKUs that are there already."""
    values: dict[str, Any] = {"status": OrderStatus.PREPARING, "total_minor": 12_900, **known}
    order = await add(
        store,
        Order(number=number, customer_id=customer_id, placed_at=NOW - placed_ago, **values),
    )
    for sku, pieces in bought:
        await add(
            store,
            OrderLine(order_id=order.key, sku_id=sku.key, quantity=pieces, unit_price_minor=12_900),
        )
    return order


async def level_of(store: Store, sku: Sku) -> StockLevel:
    async with store.reading() as unit:
        return (await unit.exec(select(StockLevel).where(StockLevel.sku_id == sku.key))).one()
