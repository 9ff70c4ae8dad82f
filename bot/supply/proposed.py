"""Orders to suppliers that wait for staff's tap: sent, changed or dropped, each once.

With `policy.stock.send_without_asking` off, the restock writes its orders as proposals, of which
the supplier hears nothing. A dropped one is not proposed again on the same day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.supplier_hours import next_moment
from bot.supply.notices import Request, SupplierWording, address, restock_message
from bot.supply.refusals import OrderRefused
from bot.supply.terms import piece_price
from bot.supply.trail import written
from knowledge.queries import supplier_talk
from knowledge.queries.supply_orders import (
    DROPPED,
    Ordered,
    Purchase,
    breaks_of,
    expect_again,
    held_purchase,
    proposed_numbers,
    purchase,
)
from knowledge.records import OutboxItem, PurchaseOrderStatus, utcnow
from knowledge.store import Store, Unit

#: How often an approval is tried while colleagues change the order.
_TRIES = 3


class ProposedOrders:
    """Takes staff's decisions about proposals.

    Each raises LookupError where there is no such order, and OrderRefused where it was decided
    already or cannot be done so; then nothing was written.

    Args:
        zone: the shop's. after: called once a message to a supplier is queued.
    """

    def __init__(
        self,
        store: Store,
        wording: SupplierWording,
        *,
        shop_name: str,
        zone: ZoneInfo,
        after: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._wording = wording
        self._shop_name = shop_name
        self._zone = zone
        self._after = after
        self._clock = clock

    async def waiting(self) -> list[Purchase]:
        """What waits for a tap, oldest first."""
        async with self._store.reading() as unit:
            return [await purchase(unit, number) for number in await proposed_numbers(unit)]

    async def approve(self, staff_id: int, number: str) -> None:
        """Send it: the supplier gets the message that it would have got unasked."""
        for _ in range(_TRIES):
            async with self._store.reading() as unit:
                found = await purchase(unit, number)
            _undecided(found)
            if address(found.supplier) is None:
                raise OrderRefused("no_address")
            # Worded before the transaction begins: nobody waits for a model to write.
            message = await self._message(found)
            if await self._send(staff_id, found, message):
                self._after()
                return
        raise OrderRefused("changed")

    async def change(self, staff_id: int, number: str, quantities: Mapping[str, int]) -> None:
        """Order other quantities, by SKU code, at the price that they have.

        80 to 70 of packs of 20 → refused: "60 or 80 would be".
        """
        async with self._store.writing() as unit:
            found = await held_purchase(unit, number)
            _undecided(found)
            known = {one.sku.code: one for one in found.lines}
            for sku in quantities:
                if sku not in known:
                    raise OrderRefused("unknown_item", sku=sku)
            wanted = [(known[sku], pieces) for sku, pieces in quantities.items()]
            said = await _change(unit, [(one, n) for one, n in wanted if n != one.quantity])
            if not said:
                raise OrderRefused("unchanged")
            now = self._clock()
            written(unit, staff_id, "change_purchase", found.order, now, "\n".join(said))

    async def drop(self, staff_id: int, number: str, note: str = "") -> None:
        """Order nothing of it."""
        async with self._store.writing() as unit:
            found = await held_purchase(unit, number)
            _undecided(found)
            found.order.status = PurchaseOrderStatus.CANCELLED
            for one in found.lines:
                one.line.open = False
            written(unit, staff_id, DROPPED, found.order, self._clock(), note)

    async def _message(self, found: Purchase) -> OutboxItem:
        order, supplier = found.order, found.supplier
        expected = self._expected(found)
        days = [day for day in (order.needed_by, expected) if day is not None]
        needed_by = max(days, default=self._clock()).astimezone(self._zone)
        request = Request(order.number, supplier, found.lines, needed_by, self._shop_name)
        leaves_at = next_moment(supplier, self._zone, self._clock())
        return await restock_message(request, self._wording, leaves_at)

    async def _send(self, staff_id: int, seen: Purchase, message: OutboxItem) -> bool:
        """Write it, unless the order was changed while the words were made."""
        async with self._store.writing() as unit:
            found = await held_purchase(unit, seen.order.number)
            _undecided(found)
            if _pieces(found) != _pieces(seen):
                return False
            order = found.order
            order.expected_at = self._expected(found)
            order.status, order.requested_at = PurchaseOrderStatus.REQUESTED, self._clock()
            message.purchase_order_id = order.key
            unit.add(message)
            await unit.flush()
            await supplier_talk.add_ours(unit, message, order.supplier_id, self._clock())
            await expect_again(unit, [one.sku.key for one in found.lines])
            written(unit, staff_id, "approve_purchase", order, self._clock(), "")
        return True

    def _expected(self, found: Purchase) -> datetime | None:
        """The expected receipt, put off by the days that the proposal waited."""
        expected, asked = found.order.expected_at, found.order.requested_at
        if expected is None:
            return None
        waited = self._clock().astimezone(self._zone).date() - asked.astimezone(self._zone).date()
        return expected.astimezone(self._zone) + waited


def _undecided(found: Purchase) -> None:
    if found.order.status is not PurchaseOrderStatus.PROPOSED:
        raise OrderRefused("decided")


def _pieces(found: Purchase) -> dict[str, int]:
    return {one.sku.code: one.quantity for one in found.lines}


async def _change(unit: Unit, wanted: Sequence[tuple[Ordered, int]]) -> list[str]:
    """Set quantities with their prices; a line for each: `CUP-01-BL: 80 → 100`."""
    for one, pieces in wanted:
        _sold_so(one, pieces)
    breaks = await breaks_of(unit, [one.offer.key for one, _ in wanted if one.offer is not None])
    said = []
    for one, pieces in wanted:
        said.append(f"{one.sku.code}: {one.quantity} → {pieces}")
        one.line.quantity = pieces
        if one.offer is not None:
            known = breaks.get(one.offer.key, ())
            one.line.unit_price_minor = piece_price(one.offer, known, pieces)
    return said


def _sold_so(one: Ordered, pieces: int) -> None:
    """Refuse what the supplier does not sell: part of a pack, or less than its minimum."""
    pack = one.offer.pack_size if one.offer is not None else 1
    minimum = one.offer.minimum_quantity if one.offer is not None else 1
    sku, below = one.sku.code, pieces // pack * pack
    if pieces < minimum:
        raise OrderRefused("minimum", sku=sku, minimum=minimum, quantity=pieces)
    if pieces != below:
        would = f"{below} or {below + pack}" if below >= minimum else f"{below + pack}"
        raise OrderRefused("packs", sku=sku, quantity=pieces, pack=pack, would=would)
