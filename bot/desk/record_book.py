"""Changing the shop's records by hand, each change checked, and written down before → after.

An edit carries the values it was made from: if somebody changed them meanwhile it is refused,
so that nobody's change is lost unseen. What the shop's own system imports later wins over
what was changed here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.desk.audit_trail import Change, changed
from bot.desk.record_checks import (
    EditStale,
    V,
    as_kept,
    checked,
    edited,
    text_of,
    whole_number,
)
from bot.desk.record_values import (
    CustomerValues,
    OfferValues,
    ProductValues,
    SkuValues,
    StockReason,
    SupplierValues,
)
from knowledge.queries.catalogue import level_held
from knowledge.records import (
    Customer,
    Product,
    Record,
    Sku,
    StockMovement,
    Supplier,
    SupplierOffer,
    utcnow,
)
from knowledge.store import Store, Unit
from knowledge.terms import search_terms

#: What `StockMovement.reference` holds.
LONGEST_NOTE = 80


class RecordBook:
    """Takes staff's edits.

    Each raises LookupError where there is no such record, EditRefused where a value cannot be
    kept, and EditStale where the record is no longer what the edit was made from.
    """

    def __init__(self, store: Store, *, clock: Callable[[], datetime] = utcnow) -> None:
        self._store = store
        self._clock = clock

    async def change_customer(
        self, customer_id: int, before: CustomerValues, after: CustomerValues, staff_id: int
    ) -> None:
        """Change what a customer is called and reached by."""
        await self._change("customer", Customer, customer_id, before, after, staff_id)

    async def change_product(
        self, product_id: int, before: ProductValues, after: ProductValues, staff_id: int
    ) -> None:
        """Change what a product is called; customers find it by the new names at once."""
        await self._change("product", Product, product_id, before, after, staff_id, _name_anew)

    async def change_sku(
        self, sku_id: int, before: SkuValues, after: SkuValues, staff_id: int
    ) -> None:
        """Change the price of a SKU, or whether it is for sale."""
        await self._change("sku", Sku, sku_id, before, after, staff_id)

    async def change_supplier(
        self, supplier_id: int, before: SupplierValues, after: SupplierValues, staff_id: int
    ) -> None:
        """Change how a supplier is called and written to."""
        await self._change("supplier", Supplier, supplier_id, before, after, staff_id)

    async def change_offer(
        self, offer_id: int, before: OfferValues, after: OfferValues, staff_id: int
    ) -> None:
        """Change what a supplier wants for a SKU, and how many pieces at least."""
        await self._change("offer", SupplierOffer, offer_id, before, after, staff_id)

    async def correct_stock(
        self,
        sku_id: int,
        seen: int | None,
        on_hand: int,
        reason: StockReason,
        staff_id: int,
        note: str = "",
    ) -> None:
        """Say how many pieces there are; the difference is kept as a movement.

        Args:
            seen: how many there were when the correction was made; None where nobody counted.
        """
        on_hand = checked(whole_number(0), "on_hand", on_hand)
        kept = checked(text_of(LONGEST_NOTE, may_be_blank=True), "note", note)
        async with self._store.writing() as unit:
            level = await level_held(unit, sku_id)
            was = None if level.id is None else level.on_hand
            if was not in (seen, on_hand):
                raise EditStale(was)
            if was == on_hand:
                return
            level.on_hand = on_hand
            unit.add(level)
            unit.add(self._movement(sku_id, on_hand - (was or 0), reason, kept))
            counted = [Change("on_hand", was, on_hand)]
            told = f"{reason.value}: {kept}" if kept else reason.value
            changed(unit, staff_id, "correct_stock", f"sku:{sku_id}", counted, told)

    def _movement(
        self, sku_id: int, quantity: int, reason: StockReason, note: str
    ) -> StockMovement:
        return StockMovement(
            sku_id=sku_id,
            quantity=quantity,
            reason=reason.value,
            reference=note,
            happened_at=self._clock(),
        )

    async def _change(
        self,
        name: str,
        table: type[Record],
        key: int,
        before: V,
        after: V,
        staff_id: int,
        follow: Callable[[Any], None] = lambda _record: None,
    ) -> None:
        """Change one record, held meanwhile; `follow` keeps in step what depends on it."""
        kept = as_kept(before, after)
        async with self._store.writing() as unit:
            record = await _held(unit, table, key, name)
            made = edited(record, before, kept)
            if made:
                follow(record)
                changed(unit, staff_id, f"change_{name}", f"{name}:{key}", made)


async def _held(unit: Unit, table: type[Record], key: int, name: str) -> Record:
    found = await unit.get(table, key, with_for_update=True)
    if found is None:
        raise LookupError(f"There is no {name} {key}.")
    return found


def _name_anew(product: Product) -> None:
    product.terms = " ".join(search_terms(f"{product.name_zh} {product.name_en}"))
