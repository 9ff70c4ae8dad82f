"""Writing purchase orders: one at a time, each under a number of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from knowledge.queries.supply import OnOrder, on_order
from knowledge.queries.supply_orders import expect_again
from knowledge.records import OutboxItem, PurchaseOrder, PurchaseOrderLine
from knowledge.store import Unit, take_turn

#: Held while a purchase order is placed; nothing else uses it.
_ORDERING_LOCK = 8_203_118
#: How often a free number is looked for.
_TRIES = 5


async def take_ordering_turn(unit: Unit) -> None:
    """Let no other order be placed or proposed until this unit ends: what is seen to be on order
    stays so. Before anything of the items is written, or two would wait for each other."""
    await take_turn(unit, _ORDERING_LOCK)


async def place_order(
    unit: Unit,
    order: PurchaseOrder,
    lines: Sequence[PurchaseOrderLine],
    message: OutboxItem | None,
    seen: Mapping[int, Sequence[OnOrder]],
) -> bool:
    """Write an order, its lines and its message; False when another run was quicker.

    That is so when the number is taken, or something else of the SKUs is on order than was seen
    when they were judged; then nothing is written. One order is placed at a time, so what is seen
    here stays so until it stands. Of what is on the way then, the SKUs' `restock_at` is told anew.
    Without a message it is a proposal, of which nothing is expected yet.

    Args:
        seen: what of each SKU was on order, as `on_order` told it.
    """
    await take_ordering_turn(unit)
    ids = [line.sku_id for line in lines]
    there = await on_order(unit, ids)
    if any(list(seen.get(key, ())) != there.get(key, []) for key in ids):
        return False
    if not await _written(unit, order, lines, message):
        return False
    if message is not None:
        await expect_again(unit, ids)
    return True


async def propose(
    unit: Unit, order: PurchaseOrder, lines: Sequence[PurchaseOrderLine], day: date
) -> str | None:
    """Write an order that waits for a tap under the day's next free number; None where none is
    free."""
    for _ in range(_TRIES):
        order.number = await next_number(unit, day)
        if await _written(unit, order, lines):
            return order.number
    return None


async def next_number(unit: Unit, day: date) -> str:
    """`PO`, the day and four digits: the seventh of 23 November 2026 → PO2611230007.

    Another run may be quicker to take it.
    """
    prefix = f"PO{day:%y%m%d}"
    # A range, not LIKE: an index answers it under every collation. Some collations put the
    # shop's own numbers (`PO261123-02`) in it too, so each is looked at.
    found = await unit.exec(
        select(PurchaseOrder.number).where(
            PurchaseOrder.number >= f"{prefix}0000", PurchaseOrder.number <= f"{prefix}9999"
        )
    )
    ours = re.compile(rf"{re.escape(prefix)}[0-9]{{4}}")
    last = max((number for number in found.all() if ours.fullmatch(number)), default=None)
    return f"{prefix}{int(last[-4:]) + 1 if last else 1:04d}"


async def _written(
    unit: Unit,
    order: PurchaseOrder,
    lines: Sequence[PurchaseOrderLine],
    message: OutboxItem | None = None,
) -> bool:
    """Write an order with what belongs to it; False, and nothing, where its number is taken."""
    try:
        async with unit.begin_nested():
            unit.add(order)
            await unit.flush()
            for line in lines:
                line.purchase_order_id = order.key
                unit.add(line)
            if message is not None:
                message.purchase_order_id = order.key
                unit.add(message)
            await unit.flush()
    except IntegrityError:
        return False
    return True
