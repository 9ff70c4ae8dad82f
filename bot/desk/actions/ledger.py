"""The ledger as staff read it: what waits for them, and what was done in a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import facts
from bot.desk.actions.changeable import Changeable, fields
from bot.desk.actions.details import Details
from bot.desk.actions.kinds.registry import KINDS
from bot.desk.actions.reasons import because
from bot.desk.actions.seen import Seen, look
from bot.desk.actions.summary import of_action
from bot.rules.actions.verdict import Refused
from bot.rules.policy import Policy
from knowledge.queries import actions
from knowledge.queries.actions import Waiting
from knowledge.records import Action, ActionState, Order
from knowledge.store import Unit

_OPEN = frozenset({ActionState.PROPOSED, ActionState.WAITING})


@dataclass(frozen=True, slots=True)
class Line:
    """An action in the words that the customer read, in a staff member's language.

    Args:
        hindrance: why it cannot be done any more as it was agreed to; empty when it can.
        changeable: what staff may have otherwise, while it waits for them.
    """

    action: Action
    summary: str
    hindrance: str = ""
    changeable: tuple[Changeable, ...] = ()

    @property
    def can_undo(self) -> bool:
        """Whether staff may try to take it back; what is about no order has nothing to undo."""
        return self.action.state is ActionState.APPLIED and self.action.order_id is not None


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An action that staff have to agree to, with whom it is for."""

    line: Line
    about: Waiting


async def waiting_lines(
    unit: Unit, policy: Policy, now: datetime, language: str
) -> list[WaitingLine]:
    """What staff have to agree to, oldest first; `now` in the shop's zone."""
    return [
        WaitingLine(await _line(unit, found.action, found.order, policy, now, language), found)
        for found in await actions.waiting_for_staff(unit)
    ]


async def lines_in(
    unit: Unit, conversation_id: int, policy: Policy, now: datetime, language: str
) -> list[Line]:
    """Everything that was proposed in a conversation, newest first; `now` in the shop's zone."""
    found = await actions.actions_in(unit, conversation_id)
    return [
        await _line(unit, action, await _order(unit, action), policy, now, language)
        for action in found
    ]


async def _order(unit: Unit, action: Action) -> Order | None:
    return await unit.get(Order, action.order_id) if action.order_id else None


async def _line(
    unit: Unit, action: Action, order: Order | None, policy: Policy, now: datetime, language: str
) -> Line:
    seen = None if order is None else await look(unit, order)
    told = of_action(action, seen, policy, _read_at(action, now), language)
    if seen is None or action.state is not ActionState.WAITING:
        return Line(action, told)
    hindrance = _hindrance(action, seen, policy, now, language)
    return Line(action, told, hindrance, fields(action, seen, policy))


def _read_at(action: Action, now: datetime) -> datetime:
    """From when days are counted: from now while it is open, otherwise from when it was settled."""
    if action.state in _OPEN:
        return now
    settled = action.applied_at or action.decided_at or action.created_at
    return settled.astimezone(now.tzinfo)


def _hindrance(action: Action, seen: Seen, policy: Policy, now: datetime, language: str) -> str:
    verdict = KINDS[action.kind].judge(seen, Details.of(action.details), policy, now)
    if isinstance(verdict, Refused):
        return because(verdict, action.kind, seen, policy, now, language)
    if verdict.amount_minor != action.amount_minor:
        amount = facts.money(verdict.amount_minor, action.currency)
        return f"金额已变为{amount}。" if language == "zh" else f"The amount would be {amount} now."
    return ""
