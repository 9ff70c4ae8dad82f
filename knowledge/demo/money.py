"""Payments, refunds, returns and invoices of the demo shop's orders (POLICY.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from knowledge.demo.courses import Course
from knowledge.demo.ledger import Ledger
from knowledge.demo.situations import Situation
from knowledge.records import (
    Customer,
    Invoice,
    InvoiceStatus,
    Order,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
)

_METHODS = (("alipay", 48), ("wechat_pay", 40), ("unionpay", 8), ("visa", 4))
#: Days until a refund is there, from the day it is released.
_WORKING = {"alipay": 4, "wechat_pay": 4, "unionpay": 8, "visa": 8}
_REASONS = {
    "zh": ("七天无理由退货", "颜色和想象的不一样", "收到时有破损", "尺寸不合适"),
    "en": ("Changed my mind", "Colour differs from the photo", "Arrived damaged", "Does not fit"),
}
_REFUSALS = {"zh": "商品已使用，不符合退货条件", "en": "Used, so it cannot be returned"}


def put_money(
    ledger: Ledger,
    order: Order,
    situation: Situation,
    course: Course,
    customer: Customer,
    rng: Random,
) -> None:
    """Add what was paid for an order and what went back."""
    method = rng.choices([name for name, _ in _METHODS], [share for _, share in _METHODS])[0]
    _put_payment(ledger, order, situation, method, rng)
    reason = rng.choice(_REASONS[customer.language])
    if situation is Situation.CANCELLED_PAID:
        assert order.cancelled_at is not None
        released = order.cancelled_at + timedelta(hours=1)
        _put_refund(ledger, order, RefundStatus.PAID, released, method, reason)
    elif situation in _RETURNED:
        assert course.ended is not None
        _put_return(ledger, order, situation, course.ended, method, reason, customer.language)
    elif situation is Situation.DELIVERED and rng.random() < 0.06:
        assert course.ended is not None
        invoice = Invoice(order_id=order.key, title=customer.name, status=InvoiceStatus.ISSUED)
        ledger.add(invoice, course.ended + timedelta(hours=5))


def _put_payment(
    ledger: Ledger, order: Order, situation: Situation, method: str, rng: Random
) -> None:
    paid_at: datetime | None = order.placed_at + timedelta(seconds=rng.randint(20, 150))
    status = PaymentStatus.PAID
    if situation is Situation.AWAITING_PAYMENT:
        paid_at, status = None, PaymentStatus.PENDING
    elif situation is Situation.CANCELLED_UNPAID:
        paid_at, status = None, PaymentStatus.FAILED
    payment = Payment(
        order_id=order.key,
        method=method,
        amount_minor=order.total_minor,
        status=status,
        paid_at=paid_at,
    )
    ledger.add(payment, order.placed_at)


_RETURNED = {
    Situation.REFUND_PENDING: (RefundStatus.PENDING, ReturnStatus.RECEIVED),
    Situation.REFUND_REFUSED: (RefundStatus.REFUSED, ReturnStatus.CLOSED),
    Situation.REFUNDED: (RefundStatus.PAID, ReturnStatus.CLOSED),
}


def _put_return(
    ledger: Ledger,
    order: Order,
    situation: Situation,
    delivered: datetime,
    method: str,
    reason: str,
    language: str,
) -> None:
    refund, case = _RETURNED[situation]
    opened = delivered + timedelta(days=1, hours=2)
    ledger.add(ReturnCase(order_id=order.key, status=case, reason=reason, opened_at=opened), opened)
    said = _REFUSALS[language] if refund is RefundStatus.REFUSED else reason
    _put_refund(ledger, order, refund, opened + timedelta(days=3), method, said)


def _put_refund(
    ledger: Ledger,
    order: Order,
    status: RefundStatus,
    requested: datetime,
    method: str,
    reason: str,
) -> None:
    due = (requested + timedelta(days=_WORKING[method])).replace(hour=18, minute=0, second=0)
    refund = Refund(
        order_id=order.key,
        amount_minor=order.total_minor,
        status=status,
        requested_at=requested,
        due_at=None if status is RefundStatus.REFUSED else due,
        paid_at=due - timedelta(hours=5) if status is RefundStatus.PAID else None,
        reason=reason,
    )
    ledger.add(refund, requested)
