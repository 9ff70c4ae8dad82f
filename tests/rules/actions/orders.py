"""An order as the rules see it, for the tests of the rules: no database is needed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.rules.actions.facts import Line, OrderFacts, Taken
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    CaseKind,
    Order,
    OrderStatus,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
    Shipment,
    TrackingStatus,
)
from tests.fakes import NOW

#: The product that all lines are variants of, unless a test says otherwise.
MUG = 1


def line(sku_id: int = 1, quantity: int = 1, price: int = 10_000, **known: Any) -> Line:
    """Some pieces of a mug."""
    return Line(
        **{
            "sku_id": sku_id,
            "product_id": MUG,
            "name_zh": "保温杯",
            "name_en": "Travel Mug",
            "variant_zh": "",
            "variant_en": "",
            "category": "mugs",
            "quantity": quantity,
            "price_minor": price,
            "now_minor": price,
            **known,
        }
    )


def order(status: OrderStatus = OrderStatus.PREPARING, **known: Any) -> Order:
    """An order placed two days ago."""
    return Order(
        **{
            "id": 1,
            "number": "XE2611230042",
            "customer_id": 1,
            "status": status,
            "placed_at": NOW - timedelta(days=2),
            "total_minor": 10_000,
            "address": "杭州市西湖区文三路398号",
            "recipient": "李雷",
            "phone": "13800001111",
            **known,
        }
    )


def facts(status: OrderStatus = OrderStatus.PREPARING, *lines: Line, **known: Any) -> OrderFacts:
    """An order with its lines, as much paid as they cost; `total` and more can be given."""
    bought = lines or (line(),)
    listed = sum(one.price_minor * one.quantity for one in bought)
    placed = order(status, total_minor=known.pop("total", listed), **known.pop("order", {}))
    return OrderFacts(placed, bought, **known)


def delivered(*lines: Line, days_ago: int = 1, **known: Any) -> OrderFacts:
    """An order that arrived some days ago."""
    parcel = shipment(TrackingStatus.DELIVERED, delivered_at=NOW - timedelta(days=days_ago))
    return facts(OrderStatus.DELIVERED, *lines, **{"shipments": [parcel], **known})


def shipment(status: TrackingStatus = TrackingStatus.IN_TRANSIT, **known: Any) -> Shipment:
    """A parcel that left yesterday, unless its label alone was made."""
    left = status not in {TrackingStatus.PENDING, TrackingStatus.INFO_RECEIVED}
    known = {"shipped_at": NOW - timedelta(days=1) if left else None, **known}
    return Shipment(id=1, order_id=1, carrier="sf", tracking_number="SF1", status=status, **known)


def refund(
    amount: int, status: RefundStatus = RefundStatus.PENDING, *, key: int = 1, **known: Any
) -> Refund:
    """Money going back."""
    return Refund(id=key, order_id=1, amount_minor=amount, status=status, requested_at=NOW, **known)


def case(
    status: ReturnStatus = ReturnStatus.OPEN,
    kind: CaseKind = CaseKind.RETURN,
    *,
    key: int = 1,
    **known: Any,
) -> ReturnCase:
    """A case about the order."""
    known = {"number": f"R26112300{key:02}", **known}
    return ReturnCase(id=key, order_id=1, kind=kind, status=status, opened_at=NOW, **known)


def taken(about: ReturnCase, sku_id: int = 1, quantity: int = 1) -> Taken:
    """Pieces that a case is about."""
    return Taken(sku_id, quantity, about)


def action(
    kind: ActionKind,
    state: ActionState = ActionState.APPLIED,
    *,
    key: int = 1,
    applied_at: datetime = NOW,
    **known: Any,
) -> Action:
    """A line of the ledger about the order."""
    return Action(
        id=key,
        kind=kind,
        state=state,
        idempotency_key=f"{key}:{kind}",
        account_id=1,
        conversation_id=1,
        order_id=1,
        applied_at=applied_at if state is ActionState.APPLIED else None,
        **known,
    )
