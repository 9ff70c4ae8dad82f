"""The records that an action about an order is judged by, read in one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.actions.facts import Line, OrderFacts, Taken
from bot.rules.actions.items import Variant
from knowledge.queries import actions, orders
from knowledge.queries.actions import Offered
from knowledge.queries.orders import Item
from knowledge.records import Order
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Seen:
    """An order's facts, and what its products are sold as today."""

    facts: OrderFacts
    offers: Sequence[Offered]

    @property
    def order(self) -> Order:
        return self.facts.order

    @property
    def lines(self) -> Sequence[Line]:
        return self.facts.lines

    def variant(self, sku_id: int | None) -> Variant | None:
        """A SKU that may come instead of another of its product."""
        found = self.offer(sku_id)
        if found is None:
            return None
        sku = found.sku
        return Variant(sku.key, sku.product_id, sku.price_minor, found.available, sku.currency)

    def offer(self, sku_id: int | None) -> Offered | None:
        return next((one for one in self.offers if one.sku.id == sku_id), None)

    def siblings(self, line: Line) -> list[Offered]:
        """The other SKUs of a line's product that are in stock."""
        return [
            one
            for one in self.offers
            if one.sku.product_id == line.product_id
            and one.sku.key != line.sku_id
            and one.available > 0
        ]


async def look(unit: Unit, order: Order) -> Seen:
    """Everything about an order that its rules look at."""
    key = order.key
    views = await orders.parcels_of(unit, key)
    bought = (await orders.items_of(unit, [key]))[key]
    offers = await actions.offered(unit, sorted({item.product.key for item in bought}))
    scans = [view.last_event.happened_at for view in views if view.last_event is not None]
    facts = OrderFacts(
        order=order,
        lines=_lines(bought),
        shipments=[view.shipment for view in views],
        scanned_at=max(scans, default=None),
        taken=[
            Taken(one.line.sku_id, one.line.quantity, one.case)
            for one in await actions.case_lines_of(unit, key)
        ],
        cases=await actions.cases_of(unit, key),
        refunds=await orders.refunds_of(unit, [key]),
        invoices=await actions.invoices_of(unit, key),
        actions=await actions.actions_of(unit, key),
        payments=await actions.payments_of(unit, key),
    )
    return Seen(facts, offers)


def _lines(bought: Sequence[Item]) -> list[Line]:
    """One line a SKU, also where the order has it twice: at the mean of both prices."""
    merged: dict[int, Line] = {}
    for item in bought:
        sku, product = item.sku, item.product
        before = merged.get(sku.key)
        pieces = item.quantity + (before.quantity if before else 0)
        paid = item.price_minor * item.quantity
        paid += before.price_minor * before.quantity if before else 0
        merged[sku.key] = Line(
            sku_id=sku.key,
            product_id=product.key,
            name_zh=product.name_zh,
            name_en=product.name_en,
            variant_zh=sku.variant_zh,
            variant_en=sku.variant_en,
            category=product.category,
            quantity=pieces,
            price_minor=paid // pieces,
            now_minor=sku.price_minor,
        )
    return list(merged.values())
