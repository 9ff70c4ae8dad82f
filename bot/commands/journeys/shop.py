"""The shop that a journey begins with, written into a fresh database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.commands.journeys.script import OrderPlaced, ParcelSent, Script
from knowledge.records import (
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Refund,
    ReturnCase,
    ReturnLine,
    Shipment,
    Sku,
    StockLevel,
    TrackingEvent,
    TrackingStatus,
)
from knowledge.store import Store, Unit
from knowledge.terms import search_terms

_CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the shop sells: SKUs by the names that journeys give them."""

    skus: Mapping[str, Sku]

    def name(self, sku_id: int) -> str:
        """The name of a SKU: `umbrella-red`."""
        return next(name for name, sku in self.skus.items() if sku.key == sku_id)


def minor(amount: float) -> int:
    """129.0 -> 12900."""
    return round(amount * 100)


async def open_shop(store: Store, script: Script, now: datetime) -> tuple[Shelf, int]:
    """Write the journey's shop down; what it sells, and the customer's id."""
    async with store.writing() as unit:
        shelf = await _stocked(unit, script)
        who = script.journey.customer
        customer = Customer(
            reference="C0001", name=who.name, phone=who.phone, email=who.email or None
        )
        other = Customer(reference="C0002", name="韩梅梅", phone="+8613900002222")
        unit.add(customer)
        unit.add(other)
        await unit.flush()
        numbers = count(1)
        for placed in script.journey.orders:
            owner = other if placed.others else customer
            await _placed(unit, placed, owner, shelf, now, numbers)
        return shelf, customer.key


async def _stocked(unit: Unit, script: Script) -> Shelf:
    skus: dict[str, Sku] = {}
    for code, sold in script.goods.items():
        product = Product(
            code=code,
            name_zh=sold.zh,
            name_en=sold.en,
            category=sold.category,
            terms=" ".join(search_terms(f"{sold.zh} {sold.en}")),
        )
        unit.add(product)
        await unit.flush()
        for variant, known in sold.skus.items():
            name = f"{code}-{variant}"
            price = minor(script.journey.prices.get(name, known.price))
            skus[name] = Sku(
                code=name,
                product_id=product.key,
                variant_zh=known.zh,
                variant_en=known.en,
                price_minor=price,
            )
            unit.add(skus[name])
            await unit.flush()
            pieces = script.journey.stock.get(name, known.stock)
            unit.add(StockLevel(sku_id=skus[name].key, on_hand=pieces))
    return Shelf(skus)


async def _placed(
    unit: Unit,
    placed: OrderPlaced,
    owner: Customer,
    shelf: Shelf,
    now: datetime,
    numbers: count[int],
) -> None:
    prices = {
        name: minor(placed.paid[name]) if name in placed.paid else shelf.skus[name].price_minor
        for name in placed.goods
    }
    order = Order(
        number=placed.number,
        customer_id=owner.key,
        status=placed.status,
        placed_at=now - placed.placed,
        packed_at=None if placed.packed is None else now - placed.packed,
        cancelled_at=now if placed.status is OrderStatus.CANCELLED else None,
        total_minor=sum(prices[name] * pieces for name, pieces in placed.goods.items()),
        recipient=owner.name,
        phone=owner.phone or "",
        address=placed.address,
    )
    unit.add(order)
    await unit.flush()
    for name, pieces in placed.goods.items():
        unit.add(
            OrderLine(
                order_id=order.key,
                sku_id=shelf.skus[name].key,
                quantity=pieces,
                unit_price_minor=prices[name],
            )
        )
    for parcel in placed.parcels:
        await _sent(unit, parcel, order, now, next(numbers))
    await _aftermath(unit, placed, order, shelf, now)


async def _sent(unit: Unit, parcel: ParcelSent, order: Order, now: datetime, number: int) -> None:
    def at(age: timedelta | None) -> datetime | None:
        return None if age is None else now - age

    shipment = Shipment(
        order_id=order.key,
        carrier="sf",
        tracking_number=parcel.tracking or f"SF{1_000_000_000_000 + number}",
        status=parcel.status,
        shipped_at=at(parcel.shipped),
        expected_at=at(parcel.expected),
        delivered_at=at(parcel.delivered),
    )
    unit.add(shipment)
    await unit.flush()
    scanned = at(parcel.scanned if parcel.scanned is not None else parcel.delivered)
    if scanned is not None:
        unit.add(
            TrackingEvent(
                shipment_id=shipment.key,
                external_id=f"scan-{number}",
                status=parcel.status,
                happened_at=scanned,
                description=_SCANS.get(parcel.status, "快件已到达杭州转运中心"),
                location_zh="杭州",
                location_en="Hangzhou",
            )
        )


_SCANS = {TrackingStatus.DELIVERED: "已签收", TrackingStatus.OUT_FOR_DELIVERY: "正在派送"}


async def _aftermath(
    unit: Unit, placed: OrderPlaced, order: Order, shelf: Shelf, now: datetime
) -> None:
    for refund in placed.refunds:
        unit.add(
            Refund(
                order_id=order.key,
                amount_minor=minor(refund.amount),
                currency=_CURRENCY,
                status=refund.status,
                requested_at=now,
            )
        )
    for number, case in enumerate(placed.cases, 1):
        kept = ReturnCase(
            order_id=order.key,
            number=f"R{order.key:04}{number:04}",
            kind=case.kind,
            status=case.status,
            cure=case.cure,
            opened_at=now,
        )
        unit.add(kept)
        await unit.flush()
        for name, pieces in case.goods.items():
            unit.add(
                ReturnLine(return_case_id=kept.key, sku_id=shelf.skus[name].key, quantity=pieces)
            )
