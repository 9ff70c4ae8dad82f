"""Goods that come in: in parts, with broken pieces, more than ordered, each note once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.supply.refusals import OrderRefused
from bot.supply.trail import written
from knowledge.queries.supply_delays import back_orders
from knowledge.queries.supply_orders import Ordered, Purchase, held_purchase
from knowledge.queries.supply_receipts import Coming, take, taken
from knowledge.records import PurchaseOrderStatus, Receipt, utcnow
from knowledge.store import Store, Unit

#: Characters of a delivery note's number; the line's id is put behind it.
LONGEST_REFERENCE = 60


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a delivery note has of an item.

    Args:
        quantity: pieces for the shelf. rejected: pieces that came broken or wrong.
        no_more: the rest will not come.
    """

    sku: str
    quantity: int
    rejected: int = 0
    no_more: bool = False


class Remark(StrEnum):
    """What staff should know of a receipt."""

    MORE_THAN_ORDERED = "more than ordered"
    LINE_WAS_CLOSED = "no more was expected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a delivery note.

    Args:
        complete: nothing of the order is open any more.
        again: the note was taken before, and nothing was written now.
        remarks: SKU, what about it, and pieces.
        packable: numbers of customers' orders that waited for these goods and can be packed.
    """

    complete: bool
    again: bool = False
    remarks: tuple[tuple[str, Remark, int], ...] = ()
    packable: tuple[str, ...] = ()


class ReceiptDesk:
    """Takes delivery notes, each once, whoever brings it and however often."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = utcnow) -> None:
        self._store = store
        self._clock = clock

    async def receive(
        self,
        staff_id: int | None,
        number: str,
        lines: Sequence[Arrived],
        reference: str,
        at: datetime | None = None,
    ) -> Taken:
        """Put the goods of a delivery note on the shelf.

        20 of 50 ordered came, 2 of them broken → 18 on the shelf, the line open for 32.

        Args:
            number: the purchase order's. reference: the delivery note's; a repeat changes nothing.
            at: when they came; now if left out.

        Raises:
            LookupError: there is no such order.
            OrderRefused: the note does not fit the order, or was taken with other pieces.
        """
        reference = reference.strip()
        if not 0 < len(reference) <= LONGEST_REFERENCE:
            raise OrderRefused("no_reference", longest=LONGEST_REFERENCE)
        _check(lines)
        now = self._clock()
        async with self._store.writing() as unit:
            found = await held_purchase(unit, number)
            coming = _coming(found, lines)
            before = await taken(unit, found, reference)
            if before:
                _same(before, coming, reference)
                return Taken(_complete(found), again=True)
            _receivable(found.order.status)
            return await self._take(unit, found, coming, reference, at or now, staff_id)

    async def _take(
        self,
        unit: Unit,
        found: Purchase,
        coming: Sequence[Coming],
        reference: str,
        at: datetime,
        staff_id: int | None,
    ) -> Taken:
        skus = [one.ordered.sku.key for one in coming]
        remarks = tuple(remark for one in coming for remark in _remarks(one))
        waited = await back_orders(unit, skus)
        await take(unit, found, coming, reference, at, staff_id)
        waits = {one.order.key for one in await back_orders(unit, skus)}
        packable = tuple(one.order.number for one in waited if one.order.key not in waits)
        said = "\n".join([reference, *(_said(one) for one in coming)])
        written(unit, staff_id, "receive_purchase", found.order, self._clock(), said)
        return Taken(_complete(found), remarks=remarks, packable=packable)


def _check(lines: Sequence[Arrived]) -> None:
    if not lines:
        raise OrderRefused("no_lines")
    for sku, times in Counter(one.sku for one in lines).items():
        if times > 1:
            raise OrderRefused("twice", sku=sku)
    for one in lines:
        if one.quantity < 0 or one.rejected < 0:
            raise OrderRefused("negative", sku=one.sku)
        if not (one.quantity or one.rejected or one.no_more):
            raise OrderRefused("nothing", sku=one.sku)


def _coming(found: Purchase, lines: Sequence[Arrived]) -> list[Coming]:
    known: dict[str, Ordered] = {}
    for ordered in found.lines:
        if ordered.sku.code not in known or ordered.line.open:
            known[ordered.sku.code] = ordered
    for one in lines:
        if one.sku not in known:
            raise OrderRefused("unknown_item", sku=one.sku)
    return [Coming(known[one.sku], one.quantity, one.rejected, one.no_more) for one in lines]


def _same(before: dict[int, Receipt], coming: Sequence[Coming], reference: str) -> None:
    """Refuse a note that was taken with other pieces: it is another one, or a mistake."""
    was = {key: (receipt.quantity, receipt.rejected) for key, receipt in before.items()}
    if was != {one.ordered.line.key: (one.quantity, one.rejected) for one in coming}:
        raise OrderRefused("reference", reference=reference)


def _receivable(status: PurchaseOrderStatus) -> None:
    if status is PurchaseOrderStatus.PROPOSED:
        raise OrderRefused("not_sent")
    if status is PurchaseOrderStatus.CANCELLED:
        raise OrderRefused("cancelled")


def _complete(found: Purchase) -> bool:
    return not any(one.line.open for one in found.lines)


def _remarks(one: Coming) -> list[tuple[str, Remark, int]]:
    """Read before it is taken: how it fits what is still open."""
    line, code = one.ordered.line, one.ordered.sku.code
    found = [(code, Remark.REJECTED, one.rejected)] if one.rejected else []
    if one.quantity and not line.open:
        return [*found, (code, Remark.LINE_WAS_CLOSED, one.quantity)]
    over = line.received_quantity + one.quantity - line.quantity
    return [*found, (code, Remark.MORE_THAN_ORDERED, over)] if over > 0 else found


def _said(one: Coming) -> str:
    """`CUP-01-BL: +18, 2 rejected, no more`."""
    said = f"{one.ordered.sku.code}: +{one.quantity}"
    said += f", {one.rejected} rejected" if one.rejected else ""
    return said + (", no more" if one.no_more else "")
