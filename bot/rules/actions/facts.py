"""The facts that rules look at: an order with what it contains and what has become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Invoice,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
    Shipment,
    TrackingStatus,
)


@dataclass(frozen=True, slots=True)
class Line:
    """What an order contains of one SKU. Money is in minor units.

    `price_minor` was paid a piece; `now_minor` is its price today.
    """

    sku_id: int
    product_id: int
    name_zh: str
    name_en: str
    variant_zh: str
    variant_en: str
    category: str
    quantity: int
    price_minor: int
    now_minor: int

    def called(self, language: str) -> str:
        """The product with its variant: 雨伞（红色） / Umbrella (red)."""
        name, variant = (
            (self.name_zh, self.variant_zh) if language == "zh" else (self.name_en, self.variant_en)
        )
        if not variant:
            return name
        return f"{name}（{variant}）" if language == "zh" else f"{name} ({variant})"


@dataclass(frozen=True, slots=True)
class Taken:
    """Pieces of a SKU that a case of the order is about already."""

    sku_id: int
    quantity: int
    case: ReturnCase


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as the rules see it. Times are aware; `scanned_at`: the last scan of a parcel."""

    order: Order
    lines: Sequence[Line]
    shipments: Sequence[Shipment] = ()
    scanned_at: datetime | None = None
    taken: Sequence[Taken] = ()
    cases: Sequence[ReturnCase] = ()
    refunds: Sequence[Refund] = ()
    invoices: Sequence[Invoice] = ()
    actions: Sequence[Action] = ()
    payments: Sequence[Payment] = ()

    @property
    def shipped_at(self) -> datetime | None:
        """When the first parcel left; the label alone counts for nothing."""
        left = [one.shipped_at for one in self.shipments if one.shipped_at is not None]
        return min(left, default=None)

    @property
    def delivered_at(self) -> datetime | None:
        """When the last parcel arrived; None while one is under way or no time is known."""
        if self.order.status is not OrderStatus.DELIVERED:
            return None
        arrived = [one.delivered_at for one in self.shipments if one.delivered_at is not None]
        return max(arrived, default=self.order.promised_at or self.order.placed_at)

    @property
    def is_paid(self) -> bool:
        return self.order.status not in {OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELLED}

    @property
    def has_left(self) -> bool:
        """Whether a parcel has left the shop, by the order's status or by a parcel's."""
        left = self.order.status in {OrderStatus.SHIPPED, OrderStatus.DELIVERED}
        waiting = {TrackingStatus.PENDING, TrackingStatus.INFO_RECEIVED}
        return left or any(one.status not in waiting for one in self.shipments)

    @property
    def open_case(self) -> ReturnCase | None:
        """A case that is not settled, the newest."""
        settled = {ReturnStatus.CLOSED, ReturnStatus.WITHDRAWN}
        unsettled = [case for case in self.cases if case.status not in settled]
        return unsettled[-1] if unsettled else None

    @property
    def paid_back_minor(self) -> int:
        """What has gone back of the order's total, or is going back already.

        What went back when items were changed is no part of it: the total fell by as much.
        """
        changed = self._of_changes("refund_id")
        live = [one for one in self.refunds if one.status is not RefundStatus.REFUSED]
        return sum(one.amount_minor for one in live if one.id not in changed)

    @property
    def promised_minor(self) -> int:
        """What cases will bring once their goods are here: no refund is written down yet."""
        told = " ".join(one.reason for one in self.refunds)
        waits = {ReturnStatus.OPEN, ReturnStatus.RECEIVED}
        return sum(
            case.refund_minor
            for case in self.cases
            if case.status in waits and case.postage and (case.number or "-") not in told
        )

    @property
    def left_minor(self) -> int:
        """What may still go back: what was paid, without what goes back or is promised already.

        Total ¥129.00, ¥29.00 gone back, a case about ¥50.00 open -> ¥50.00.
        """
        if not self.is_paid:
            return 0
        charged = self._of_changes("payment_id")
        unpaid = sum(
            one.amount_minor
            for one in self.payments
            if one.id in charged and one.status is not PaymentStatus.PAID
        )
        left = self.order.total_minor - unpaid - self.paid_back_minor - self.promised_minor
        return max(left, 0)

    def paid_for(self, listed_minor: int) -> int:
        """What was paid for goods of this price: a coupon is shared by all lines.

        Lines ¥200.00, total ¥180.00, a line of ¥100.00 -> ¥90.00.
        """
        listed = sum(line.price_minor * line.quantity for line in self.lines)
        if listed > self.order.total_minor:
            return listed_minor * self.order.total_minor // listed
        return listed_minor

    def _of_changes(self, key: str) -> set[int]:
        """The refunds or payments that changes of items led to, which the total has in it."""
        return {
            int(one.before[key])
            for one in self.actions
            if one.kind is ActionKind.CHANGE_ITEMS
            and one.state is ActionState.APPLIED
            and key in one.before
        }

    def line_of(self, sku_id: int) -> Line | None:
        return next((line for line in self.lines if line.sku_id == sku_id), None)

    def free(self, sku_id: int) -> int:
        """How many pieces of a SKU no case is about yet."""
        line = self.line_of(sku_id)
        gone = sum(one.quantity for one in self.taken if one.sku_id == sku_id)
        return 0 if line is None else max(line.quantity - gone, 0)
