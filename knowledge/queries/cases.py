"""Questions about cases that are not settled."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from knowledge.records import Action, ActionState, Order, ReturnCase, ReturnStatus
from knowledge.store import Unit

_UNSETTLED = (ReturnStatus.OPEN, ReturnStatus.RECEIVED)


async def open_cases(unit: Unit, order_ids: Sequence[int]) -> list[tuple[ReturnCase, Order]]:
    """The cases about some orders that are not settled, newest first."""
    rows = await unit.exec(
        select(ReturnCase, Order)
        .join(Order, col(Order.id) == ReturnCase.order_id)
        .where(
            col(ReturnCase.order_id).in_(order_ids),
            col(ReturnCase.status).in_(_UNSETTLED),
            col(ReturnCase.number).is_not(None),
        )
        .order_by(col(ReturnCase.id).desc())
    )
    return list(rows.all())


async def waiting_approvals(unit: Unit, account_id: int) -> list[tuple[Action, Order]]:
    """What an account asked for and staff have not decided on, newest first."""
    rows = await unit.exec(
        select(Action, Order)
        .join(Order, col(Order.id) == Action.order_id)
        .where(Action.account_id == account_id, Action.state == ActionState.WAITING)
        .order_by(col(Action.id).desc())
    )
    return list(rows.all())
