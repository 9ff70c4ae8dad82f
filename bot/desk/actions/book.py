"""The ledger: propose, do, ask staff, drop, take back. Every step happens once.

A step is taken in the transaction that writes the turn it belongs to. Its rule is asked once
more there, on the order as it is then, and the action's state is moved first: of two
processes that do the same action at the same instant one moves it, and the other finds it
moved. Whatever does not hold any longer raises `Stale`, and nothing of the turn is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.actions.details import Details
from bot.desk.actions.kinds.kind import Doing, payable
from bot.desk.actions.kinds.registry import KINDS
from bot.desk.actions.seen import look
from bot.desk.turn import Step, StepKind
from bot.rules.actions.undoing import may_undo
from bot.rules.actions.verdict import Allowed, Refused
from bot.rules.policy import Policy
from knowledge.queries import actions
from knowledge.records import Action, ActionKind, ActionState, ChannelAccount
from knowledge.store import Unit


class Stale(Exception):
    """What the turn was worked out from has changed: it has to be worked out again."""


@dataclass(frozen=True, slots=True)
class Whose:
    """The account and the conversation that a step belongs to."""

    account_id: int
    conversation_id: int


async def take_step(unit: Unit, step: Step, whose: Whose, policy: Policy, now: datetime) -> Action:
    """Take a step that a customer's turn led to; `now` in the shop's zone.

    Raises:
        Stale: it no longer fits the records; the unit must be given up.
    """
    if step.step is StepKind.PROPOSE:
        return await _propose(unit, step, whose, now)
    if step.step is StepKind.RECORD:
        return await _record(unit, step, whose, now)
    action = await actions.action_keyed(unit, step.key)
    if action is None or action.account_id != whose.account_id:
        raise Stale
    match step.step:
        case StepKind.DROP:
            await _move(unit, action, ActionState.PROPOSED, ActionState.DECLINED)
        case StepKind.WAIT:
            values: dict[str, Any] = {"confirmed_at": now, "risks": list(step.risks)}
            await _move(unit, action, ActionState.PROPOSED, ActionState.WAITING, **values)
        case StepKind.APPLY:
            await apply(unit, action, ActionState.PROPOSED, policy, now, confirmed_at=now)
        case StepKind.UNDO:
            await undo(unit, action, policy, now, by=None)
    return action


async def apply(
    unit: Unit, action: Action, was: ActionState, policy: Policy, now: datetime, **values: Any
) -> None:
    """Do an action that is in the state `was`; `values` are kept with it.

    Raises:
        Stale: it was done or dropped meanwhile, its rule no longer allows it, or it would cost
            another amount than the customer agreed to.
    """
    doing = await _doing(unit, action, policy, now)
    verdict = KINDS[action.kind].judge(doing.seen, doing.details, policy, now)
    if not isinstance(verdict, Allowed):
        raise Stale
    if payable(verdict, doing.details) != action.amount_minor:
        raise Stale
    await _move(unit, action, was, ActionState.APPLIED, applied_at=now, **values)
    action.before = await KINDS[action.kind].do(doing)
    await unit.flush()


async def undo(
    unit: Unit, action: Action, policy: Policy, now: datetime, *, by: int | None
) -> None:
    """Take an action back; a customer (`by` None) may within `policy.undo`, staff later too.

    Raises:
        Stale: it is not done, its time is over, or something has followed from it.
    """
    if action.applied_at is None:
        raise Stale
    doing = await _doing(unit, action, policy, now)
    if may_undo(doing.seen.facts, action, policy, now, by_staff=by is not None) is not None:
        raise Stale
    await _move(unit, action, ActionState.APPLIED, ActionState.UNDONE, undone_at=now, undone_by=by)
    refused: Refused | None = await KINDS[action.kind].undo(doing)
    if refused is not None:
        raise Stale
    await unit.flush()


async def _doing(unit: Unit, action: Action, policy: Policy, now: datetime) -> Doing:
    """The action with the order held: whoever else acts on the order waits."""
    assert action.order_id is not None
    order = await actions.order_held(unit, action.order_id)
    assert order is not None
    seen = await look(unit, order)
    return Doing(unit, action, Details.of(action.details), seen, policy, now)


async def _move(
    unit: Unit, action: Action, was: ActionState, becomes: ActionState, **values: Any
) -> None:
    if not await actions.move(unit, action.key, was, becomes, **values):
        raise Stale
    await unit.refresh(action)


async def _propose(unit: Unit, step: Step, whose: Whose, now: datetime) -> Action:
    """Write a proposal down. An earlier one to the account is void from then on."""
    known = await actions.action_keyed(unit, step.key)
    if known is not None:
        return known
    await actions.drop_proposals(unit, whose.account_id)
    return await _added(unit, step, whose, now, ActionState.PROPOSED)


async def _record(unit: Unit, step: Step, whose: Whose, now: datetime) -> Action:
    """Do and write down what is safe to do at once: stopping notices."""
    known = await actions.action_keyed(unit, step.key)
    if known is not None:
        return known
    action = await _added(unit, step, whose, now, ActionState.APPLIED)
    action.confirmed_at = action.applied_at = now
    if step.kind is ActionKind.STOP_NOTICES:
        account = await unit.get(ChannelAccount, whose.account_id)
        assert account is not None
        account.notices_off_at = now
    return action


async def _added(unit: Unit, step: Step, whose: Whose, now: datetime, state: ActionState) -> Action:
    assert step.kind is not None
    action = Action(
        kind=step.kind,
        state=state,
        idempotency_key=step.key,
        account_id=whose.account_id,
        conversation_id=whose.conversation_id,
        order_id=step.order_id,
        details=step.details,
        amount_minor=step.amount_minor,
        currency=step.currency,
        created_at=now,
    )
    unit.add(action)
    await unit.flush()
    return action
