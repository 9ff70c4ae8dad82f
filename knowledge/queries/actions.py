"""Questions about the ledger of actions, and about what an order's actions depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import col, func, or_, select, update

from knowledge.records import (
    Action,
    ActionState,
    ChannelAccount,
    Customer,
    Invoice,
    Order,
    OrderLine,
    Payment,
    Product,
    ReturnCase,
    ReturnLine,
    ReturnStatus,
    Sku,
    StockLevel,
)
from knowledge.store import Unit

#: Written out, never bound: SQLite matches a partial index against the words of the query.
_WAITING = text("action.state = 'waiting'")


@dataclass(frozen=True, slots=True)
class Offered:
    """A SKU as it is sold today, with the pieces that can be had."""

    sku: Sku
    product: Product
    available: int


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line of a case of an order."""

    line: ReturnLine
    case: ReturnCase


@dataclass(frozen=True, slots=True)
class Waiting:
    """An action that staff have to agree to, with whom it is for and what it is about."""

    action: Action
    account: ChannelAccount
    customer: Customer | None
    order: Order | None


async def action_keyed(unit: Unit, key: str) -> Action | None:
    """The action with this idempotency key, as it is now."""
    found = await unit.exec(
        select(Action)
        .where(Action.idempotency_key == key)
        .execution_options(populate_existing=True)
    )
    return found.first()


async def action_numbered(unit: Unit, action_id: int) -> Action | None:
    """The action with this id, as it is now."""
    return await unit.get(Action, action_id, populate_existing=True)


async def move(
    unit: Unit, action_id: int, was: ActionState, becomes: ActionState, **values: Any
) -> bool:
    """Move an action from one state to another; False if it was in another state.

    Of two that try at once one moves it: the other waits for the row and finds it moved.
    """
    done = await unit.exec(
        update(Action)
        .where(col(Action.id) == action_id, col(Action.state) == was)
        .values(state=becomes, **values)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount == 1


async def order_held(unit: Unit, order_id: int) -> Order | None:
    """The order as it is now, held until the unit ends: nobody changes it meanwhile."""
    found = await unit.exec(
        select(Order)
        .where(Order.id == order_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.first()


async def actions_of(unit: Unit, order_id: int) -> Sequence[Action]:
    """Everything that was proposed about an order, oldest first."""
    found = await unit.exec(
        select(Action).where(Action.order_id == order_id).order_by(col(Action.id))
    )
    return found.all()


async def latest_of(unit: Unit, account_id: int, *states: ActionState) -> Action | None:
    """The account's newest action in one of the states."""
    found = await unit.exec(
        select(Action)
        .where(Action.account_id == account_id, col(Action.state).in_(states))
        .order_by(col(Action.id).desc())
        .limit(1)
    )
    return found.first()


async def done_since(unit: Unit, account_id: int, customer_id: int | None, since: datetime) -> int:
    """How many actions were done or asked for by an account, or by its customer's accounts."""
    of_customer = select(ChannelAccount.id).where(ChannelAccount.customer_id == customer_id)
    whose = col(Action.account_id) == account_id
    if customer_id is not None:
        whose = or_(whose, col(Action.account_id).in_(of_customer))
    found = await unit.exec(
        select(func.count())
        .select_from(Action)
        .where(
            whose,
            col(Action.state).in_([ActionState.APPLIED, ActionState.WAITING]),
            col(Action.confirmed_at) >= since,
        )
    )
    return found.one()


async def waiting_for_staff(unit: Unit, limit: int = 100) -> list[Waiting]:
    """What staff have to agree to, oldest first."""
    rows = await unit.exec(
        select(Action, ChannelAccount, Customer, Order)
        .join(ChannelAccount, col(ChannelAccount.id) == Action.account_id)
        .join(Customer, col(Customer.id) == ChannelAccount.customer_id, isouter=True)
        .join(Order, col(Order.id) == Action.order_id, isouter=True)
        .where(_WAITING)
        .order_by(col(Action.id))
        .limit(limit)
    )
    return [Waiting(*row) for row in rows.all()]


async def waiting_count(unit: Unit) -> int:
    """How many actions staff have to agree to."""
    return (await unit.exec(select(func.count()).select_from(Action).where(_WAITING))).one()


async def actions_in(unit: Unit, conversation_id: int, limit: int = 50) -> Sequence[Action]:
    """The ledger of a conversation, newest first."""
    found = await unit.exec(
        select(Action)
        .where(Action.conversation_id == conversation_id)
        .order_by(col(Action.id).desc())
        .limit(limit)
    )
    return found.all()


async def lines_of(unit: Unit, order_id: int) -> Sequence[OrderLine]:
    """The rows of an order, in order."""
    found = await unit.exec(
        select(OrderLine).where(OrderLine.order_id == order_id).order_by(col(OrderLine.id))
    )
    return found.all()


async def cases_of(unit: Unit, order_id: int) -> Sequence[ReturnCase]:
    """The cases about an order, oldest first."""
    found = await unit.exec(
        select(ReturnCase).where(ReturnCase.order_id == order_id).order_by(col(ReturnCase.id))
    )
    return found.all()


async def case_lines_of(unit: Unit, order_id: int) -> list[CaseLine]:
    """What the cases about an order are about; those that were withdrawn are left out."""
    rows = await unit.exec(
        select(ReturnLine, ReturnCase)
        .join(ReturnCase, col(ReturnCase.id) == ReturnLine.return_case_id)
        .where(ReturnCase.order_id == order_id, ReturnCase.status != ReturnStatus.WITHDRAWN)
        .order_by(col(ReturnLine.id))
    )
    return [CaseLine(line, case) for line, case in rows.all()]


async def invoices_of(unit: Unit, order_id: int) -> Sequence[Invoice]:
    """The invoices of an order."""
    return (await unit.exec(select(Invoice).where(Invoice.order_id == order_id))).all()


async def payments_of(unit: Unit, order_id: int) -> Sequence[Payment]:
    """The payments of an order."""
    return (await unit.exec(select(Payment).where(Payment.order_id == order_id))).all()


async def offered(unit: Unit, product_ids: Sequence[int]) -> list[Offered]:
    """The SKUs of some products that are sold today, in order."""
    rows = await unit.exec(
        select(Sku, Product, StockLevel)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(StockLevel, col(StockLevel.sku_id) == Sku.id, isouter=True)
        .where(col(Sku.product_id).in_(product_ids), col(Sku.active).is_(True))
        .order_by(col(Sku.id))
    )
    return [
        Offered(sku, product, level.available if level is not None else 0)
        for sku, product, level in rows.all()
    ]


async def drop_proposals(unit: Unit, account_id: int, before: datetime | None = None) -> None:
    """Close every proposal to an account, or those made before a time, that wait for a yes."""
    made = () if before is None else (col(Action.created_at) < before,)
    await unit.exec(
        update(Action)
        .where(
            col(Action.account_id) == account_id,
            col(Action.state) == ActionState.PROPOSED,
            *made,
        )
        .values(state=ActionState.DECLINED)
        .execution_options(synchronize_session=False)
    )


async def actions_by(unit: Unit, account_id: int) -> Sequence[Action]:
    """Everything that was proposed to an account, oldest first."""
    found = await unit.exec(
        select(Action).where(Action.account_id == account_id).order_by(col(Action.id))
    )
    return found.all()
