"""What staff do about a case of a customer: its goods are here; it is settled.

The customer is told of both by the notices (`bot.rules.news`), which read how the case stands.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.errors import XiaoerError
from bot.rules.policy import Policy
from knowledge.queries import actions, orders
from knowledge.records import (
    AuditEntry,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
    utcnow,
)
from knowledge.store import Store, Unit


class CaseRefused(XiaoerError):
    """A case does not stand so that this can be done; nothing was changed."""


class CaseDesk:
    """Takes down what becomes of cases, each step once, whoever takes it and however often."""

    def __init__(
        self, store: Store, policy: Policy, clock: Callable[[], datetime] = utcnow
    ) -> None:
        self._store = store
        self._policy = policy
        self._clock = clock

    async def received(self, case_id: int, staff_id: int) -> None:
        """The goods are here. What the customer was promised for them is owed from now on.

        Raises:
            LookupError: there is no such case.
            CaseRefused: nothing was to come back, or it was taken down before.
        """
        async with self._store.writing() as unit:
            case = await _held(unit, case_id)
            if case.status is not ReturnStatus.OPEN or not case.postage:
                raise CaseRefused("Its goods have been taken down already, or none were to come.")
            case.status = ReturnStatus.RECEIVED
            await self._owe(unit, case)
            unit.add(_entry("case_received", case, staff_id))

    async def settled(self, case_id: int, staff_id: int) -> None:
        """Nothing is left to do. A case whose goods are to come first waits for them.

        Raises:
            LookupError: there is no such case.
            CaseRefused: its goods are not here, or it was settled or taken back before.
        """
        async with self._store.writing() as unit:
            case = await _held(unit, case_id)
            waits = case.status is ReturnStatus.OPEN and case.postage
            if waits or case.status not in {ReturnStatus.OPEN, ReturnStatus.RECEIVED}:
                raise CaseRefused("Its goods are not here yet, or it is settled already.")
            case.status, case.closed_at = ReturnStatus.CLOSED, self._clock()
            unit.add(_entry("case_settled", case, staff_id))

    async def _owe(self, unit: Unit, case: ReturnCase) -> None:
        """Write the refund down, unless it was written before (its reason is the case)."""
        order = await actions.order_held(unit, case.order_id)
        assert order is not None
        known = await orders.refunds_of(unit, [case.order_id])
        reason = f"case {case.number}"
        if not case.refund_minor or any(one.reason == reason for one in known):
            return
        now = self._clock()
        unit.add(
            Refund(
                order_id=case.order_id,
                amount_minor=case.refund_minor,
                currency=order.currency,
                status=RefundStatus.PENDING,
                requested_at=now,
                due_at=now + timedelta(days=self._policy.returning.refund_days),
                reason=reason,
            )
        )


async def _held(unit: Unit, case_id: int) -> ReturnCase:
    """The case as it is now; its order is held, so that nobody changes it meanwhile."""
    found = await unit.get(ReturnCase, case_id)
    if found is None:
        raise LookupError(f"There is no case {case_id}.")
    await actions.order_held(unit, found.order_id)
    await unit.refresh(found)
    return found


def _entry(action: str, case: ReturnCase, staff_id: int) -> AuditEntry:
    return AuditEntry(staff_id=staff_id, action=action, subject=f"case:{case.key}")
