"""Taking steps of the ledger directly, and what an order's records say."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from bot.desk.actions.book import Whose, take_step, undo
from bot.desk.actions.details import Details, Goods
from bot.desk.actions.kinds.registry import KINDS
from bot.desk.actions.seen import Seen, look
from bot.desk.turn import Step, StepKind
from bot.rules.actions.verdict import Allowed, Verdict
from knowledge.queries import actions
from knowledge.records import (
    Action,
    ActionKind,
    Invoice,
    Order,
    OrderLine,
    Payment,
    Refund,
    ReturnCase,
    ReturnStatus,
)
from knowledge.store import Store
from tests.fakes import Desk

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Anna's account at a desk, and the steps that her turns would take."""

    desk: Desk
    whose: Whose

    @classmethod
    async def of(cls, desk: Desk, account: str = "anna") -> Ledger:
        """The ledger of an account, which says hello first."""
        await desk.ask(account, "hello")
        known = await desk.account(account)
        return cls(desk, Whose(known.key, (await desk.conversation(account)).key))

    async def seen(self, order: Order) -> Seen:
        """An order as the rules see it now."""
        async with self.desk.store.reading() as unit:
            found = await unit.get(Order, order.key)
            assert found is not None
            return await look(unit, found)

    async def judge(
        self, kind: ActionKind, order: Order, details: Details | None = None
    ) -> Verdict:
        """What the rule says now."""
        now = self.desk.clock.now
        seen = await self.seen(order)
        return KINDS[kind].judge(seen, details or Details(), self.desk.policy, now)

    async def propose(
        self, kind: ActionKind, order: Order, details: Details | None = None, *, key: str = ""
    ) -> str:
        """Write a proposal down; its key."""
        verdict = await self.judge(kind, order, details)
        assert isinstance(verdict, Allowed), verdict
        step = Step(
            StepKind.PROPOSE,
            key or f"{next(_numbers)}:{kind}",
            kind=kind,
            order_id=order.key,
            details=(details or Details()).to_record(),
            amount_minor=verdict.amount_minor,
        )
        await self._take(step, self.desk.store)
        return step.key

    async def take(self, step: StepKind, key: str, *, store: Store | None = None) -> Action:
        """Take a step about an action that is there."""
        return await self._take(Step(step, key), store or self.desk.store)

    async def done(self, kind: ActionKind, order: Order, details: Details | None = None) -> str:
        """Propose and do; the key."""
        key = await self.propose(kind, order, details)
        await self.take(StepKind.APPLY, key)
        return key

    async def undo_as_staff(self, key: str, staff_id: int) -> None:
        """Take an action back as a member of staff."""
        async with self.desk.store.writing() as unit:
            action = await actions.action_keyed(unit, key)
            assert action is not None
            await undo(unit, action, self.desk.policy, self.desk.clock.now, by=staff_id)

    async def action(self, key: str) -> Action:
        """A line of the ledger as it is now."""
        (found,) = await self.desk.records(Action, Action.idempotency_key == key)
        return found

    async def _take(self, step: Step, store: Store) -> Action:
        async with store.writing() as unit:
            return await take_step(unit, step, self.whose, self.desk.policy, self.desk.clock.now)


def goods(line: OrderLine, quantity: int = 1, new: int | None = None) -> Details:
    """Some pieces of an order's line, and what comes instead."""
    return Details(goods=(Goods(sku_id=line.sku_id, quantity=quantity, new_sku_id=new),))


async def line_of(desk: Desk, order: Order) -> OrderLine:
    """An order's first line."""
    return (await desk.records(OrderLine, OrderLine.order_id == order.key))[0]


async def state_of(desk: Desk, order: Order) -> dict[str, Any]:
    """All that actions may change about an order; cases that were withdrawn count for nothing."""
    (now,) = await desk.records(Order, Order.id == order.key)
    lines = await desk.records(OrderLine, OrderLine.order_id == order.key)
    return {
        "order": (now.status, now.cancelled_at, now.total_minor),
        "to": (now.address, now.recipient, now.phone),
        "lines": [(one.sku_id, one.quantity, one.unit_price_minor) for one in lines],
        "refunds": [
            (one.amount_minor, one.status)
            for one in await desk.records(Refund, Refund.order_id == order.key)
        ],
        "payments": [
            (one.amount_minor, one.status)
            for one in await desk.records(Payment, Payment.order_id == order.key)
        ],
        "invoices": [
            (one.kind, one.title, one.tax_number, one.email, one.status)
            for one in await desk.records(Invoice, Invoice.order_id == order.key)
        ],
        "cases": [
            (one.kind, one.cure, one.refund_minor, one.postage)
            for one in await desk.records(ReturnCase, ReturnCase.order_id == order.key)
            if one.status is not ReturnStatus.WITHDRAWN
        ],
    }
