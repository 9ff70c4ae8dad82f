"""What the records should be after a task, what they are, and what that means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlmodel import col, select

from knowledge.records import (
    CaseKind,
    Order,
    OrderLine,
    OrderStatus,
    ReturnCase,
    ReturnLine,
    ReturnStatus,
    Sku,
)
from knowledge.store import Store, Unit
from tests.tau.shop import number, written


class End(StrEnum):
    """How a task ended."""

    RIGHT = "right state"
    PARTLY = "partly done, nothing wrong"
    NOTHING = "nothing done"
    WRONG = "a wrong action"


@dataclass(slots=True)
class OrderState:
    """What a task may change about an order."""

    status: str
    address: str
    lines: Counter[str]
    returned: Counter[str] = field(default_factory=Counter)
    exchanged: Counter[tuple[str, str]] = field(default_factory=Counter)


State = dict[str, OrderState]


async def state_of(store: Store, numbers: Sequence[str]) -> State:
    """The records of some orders."""
    async with store.reading() as unit:
        orders = await unit.exec(select(Order).where(col(Order.number).in_(numbers)))
        return {order.number: await _state(unit, order) for order in orders.all()}


async def _state(unit: Unit, order: Order) -> OrderState:
    lines = await unit.exec(
        select(Sku.code, OrderLine.quantity)
        .join(Sku, col(Sku.id) == OrderLine.sku_id)
        .where(OrderLine.order_id == order.key)
    )
    bought: Counter[str] = Counter()
    for code, quantity in lines.all():
        bought[code] += quantity
    state = OrderState(order.status.value, order.address, bought)
    cases = await unit.exec(
        select(ReturnCase, ReturnLine)
        .join(ReturnLine, col(ReturnLine.return_case_id) == ReturnCase.id)
        .where(ReturnCase.order_id == order.key, ReturnCase.status != ReturnStatus.WITHDRAWN)
    )
    codes = {sku.key: sku.code for sku in (await unit.exec(select(Sku))).all()}
    for case, line in cases.all():
        if case.kind is CaseKind.EXCHANGE:
            assert line.new_sku_id is not None
            state.exchanged[codes[line.sku_id], codes[line.new_sku_id]] += line.quantity
        else:
            state.returned[codes[line.sku_id]] += line.quantity
    return state


def expected(before: State, task: dict[str, Any]) -> State:
    """What the task's right actions make of the records before it."""
    after = {
        key: OrderState(one.status, one.address, Counter(one.lines)) for key, one in before.items()
    }
    for action in task["actions"]:
        _apply(after[number(action["kwargs"]["order_id"])], action)
    return after


def _apply(state: OrderState, action: dict[str, Any]) -> None:
    given = action["kwargs"]
    match action["name"]:
        case "cancel_pending_order":
            state.status = OrderStatus.CANCELLED.value
        case "modify_pending_order_address":
            state.address = written(given)
        case "modify_pending_order_items":
            for old, new in zip(given["item_ids"], given["new_item_ids"], strict=True):
                state.lines[old] -= 1
                state.lines[new] += 1
        case "return_delivered_order_items":
            state.returned.update(given["item_ids"])
        case "exchange_delivered_order_items":
            pairs = zip(given["item_ids"], given["new_item_ids"], strict=True)
            state.exchanged.update((old, new) for old, new in pairs if old != new)


def judged(before: State, wanted: State, found: State) -> End:
    """How the records compare: every change that was made has to be one that was wanted."""
    if all(_same(wanted[key], found[key]) for key in wanted):
        return End.RIGHT
    if any(_beyond(before[key], wanted[key], found[key]) for key in wanted):
        return End.WRONG
    unchanged = all(_same(before[key], found[key]) for key in wanted)
    return End.NOTHING if unchanged else End.PARTLY


def _same(one: OrderState, other: OrderState) -> bool:
    return (
        one.status == other.status
        and one.address == other.address
        and +one.lines == +other.lines
        and one.returned == other.returned
        and one.exchanged == other.exchanged
    )


def _beyond(before: OrderState, wanted: OrderState, found: OrderState) -> bool:
    """Whether something was changed that should not have been, or into something else."""
    if found.status not in {before.status, wanted.status}:
        return True
    if found.address not in {before.address, wanted.address}:
        return True
    if found.returned - wanted.returned or found.exchanged - wanted.exchanged:
        return True
    gone, came = before.lines - found.lines, found.lines - before.lines
    return bool(gone - (before.lines - wanted.lines) or came - (wanted.lines - before.lines))
