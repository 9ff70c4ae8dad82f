"""What one supplier does not deliver is proposed to the next: an order that waits for a tap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.negotiation.wording import money
from bot.supply.notices import address
from bot.supply.terms import piece_price, whole_packs
from knowledge.queries.elsewhere import offers_elsewhere, ordered_already
from knowledge.queries.ordering import propose
from knowledge.queries.supply import Offered
from knowledge.queries.supply_orders import Ordered, Purchase, breaks_of
from knowledge.records import PurchaseOrder, PurchaseOrderLine, PurchaseOrderStatus
from knowledge.store import Unit

#: Whoever did not agree about an item is not asked for it again for so long.
_LET_BE = timedelta(days=14)


async def propose_elsewhere(
    unit: Unit, found: Purchase, now: datetime, zone: ZoneInfo
) -> list[str]:
    """Propose each item of an order that ended without a deal to the cheapest other supplier.

    Returns:
        The numbers of the orders proposed; none where nobody else sells them, or they are on
        order already.
    """
    wanted = {one.sku.key: one for one in found.lines}
    taken = await ordered_already(unit, list(wanted))
    offers = await offers_elsewhere(
        unit, [key for key in wanted if key not in taken], now - _LET_BE
    )
    groups: dict[int, list[tuple[Ordered, Offered]]] = {}
    for key, known in offers.items():
        others = [one for one in known if _may_be_asked(one, found)]
        if others:
            groups.setdefault(others[0].supplier.key, []).append((wanted[key], others[0]))
    made = [await _propose(unit, found, needs, now, zone) for needs in groups.values()]
    return [number for number in made if number is not None]


def _may_be_asked(one: Offered, found: Purchase) -> bool:
    return one.supplier.key != found.supplier.key and address(one.supplier) is not None


async def _propose(
    unit: Unit,
    found: Purchase,
    needs: Sequence[tuple[Ordered, Offered]],
    now: datetime,
    zone: ZoneInfo,
) -> str | None:
    breaks = await breaks_of(unit, [offered.offer.key for _, offered in needs])
    lines, reasons = [], []
    for one, offered in needs:
        offer, pieces = offered.offer, whole_packs(offered.offer, one.quantity)
        price = piece_price(offer, breaks.get(offer.key, ()), pieces)
        lines.append(
            PurchaseOrderLine(
                purchase_order_id=0,  # known once the order is written
                sku_id=one.sku.key,
                quantity=pieces,
                unit_price_minor=price,
            )
        )
        reasons.append(_reason(found, one, offered, pieces, price))
    order = PurchaseOrder(
        number="",
        supplier_id=needs[0][1].supplier.key,
        status=PurchaseOrderStatus.PROPOSED,
        requested_at=now,
        needed_by=found.order.needed_by,
        reason="\n".join(reasons),
    )
    return await propose(unit, order, lines, now.astimezone(zone).date())


def _reason(found: Purchase, one: Ordered, offered: Offered, pieces: int, price_minor: int) -> str:
    """Why it is asked of this supplier, in both languages of the staff."""
    who, other, number = found.supplier.name, offered.supplier.name, found.order.number
    price = money(price_minor, offered.offer.currency)
    return (
        f"{one.sku.code}: 与{who}未谈成（{number}），改向{other}订{pieces}件，单价{price} / "
        f"no deal with {who} ({number}); {other} sells it at {price}: {pieces} pieces"
    )
