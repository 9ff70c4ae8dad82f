"""What is open with a customer, told to whoever asks after it or comes back days later.

A conversation ends; a case does not. What is told is read from the records each time, so a new
conversation knows as much as the old one did.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot.desk import facts
from bot.desk.actions.kinds.case import EXCHANGE, REFUND
from bot.desk.actions.seen import Seen, look
from bot.desk.actions.summary import what
from bot.desk.context import Asked
from bot.desk.turn import Outcome, Reply, Turn
from bot.rules.follow_ups import asks_for_case, asks_for_news
from knowledge.queries import cases, messages, orders
from knowledge.records import (
    Action,
    ActionKind,
    CaseKind,
    Order,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
)
from models.values import EntityKind

#: Among so many of the latest orders a case is looked for.
_ORDERS = 50
#: At most so many are told at once, newest first.
_TOLD = 3
_NUMBER = re.compile(r"(?<![A-Za-z])R\d{8,}", re.IGNORECASE)
_NAMES = frozenset({EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER, EntityKind.PRODUCT})
_OPENS = {
    ActionKind.RETURN_ITEMS: frozenset({CaseKind.RETURN}),
    ActionKind.EXCHANGE_ITEMS: frozenset({CaseKind.EXCHANGE}),
    ActionKind.REPORT_ITEMS: frozenset({CaseKind.DAMAGED, CaseKind.WRONG, CaseKind.MISSING}),
    ActionKind.CLAIM_PARCEL: frozenset({CaseKind.LOST}),
    ActionKind.CLAIM_WARRANTY: frozenset({CaseKind.WARRANTY}),
}


@dataclass(frozen=True, slots=True)
class _Open:
    """A case that is not settled, or an action that staff have not decided on."""

    about: ReturnCase | Action
    order: Order

    @property
    def kinds(self) -> frozenset[CaseKind]:
        if isinstance(self.about, ReturnCase):
            return frozenset({self.about.kind})
        return _OPENS.get(self.about.kind, frozenset())

    @property
    def number(self) -> str:
        return (self.about.number or "") if isinstance(self.about, ReturnCase) else ""


async def told(turn: Turn) -> Outcome | None:
    """How the case stands that a message asks after; None where it asks after none.

    In the middle of an action it asks after that, and not after a case.
    """
    text = turn.message.text
    kinds, numbered = asks_for_case(text), {one.upper() for one in _NUMBER.findall(text)}
    if turn.context.draft is not None or not (kinds or numbered or _is_vague(turn)):
        return None
    found = await _open(turn)
    if numbered:
        found = [one for one in found if one.number.upper() in numbered]
    elif kinds:
        found = [one for one in found if one.kinds & kinds]
    return await _telling(turn, found) if found else None


async def of_order(turn: Turn, order: Order) -> Outcome | None:
    """How the open case about an order stands; None where there is none."""
    found = [one for one in await _open(turn) if one.order.key == order.key]
    return await _telling(turn, found) if found else None


async def everything(turn: Turn) -> Outcome | None:
    """How everything stands that is open with the customer; None where nothing is."""
    found = await _open(turn)
    return await _telling(turn, found) if found else None


async def beside_hello(turn: Turn, outcome: Outcome) -> Outcome:
    """A hello that begins a conversation, with what is open told at once."""
    greets = [reply.act for reply in outcome.replies] == ["greet"]
    if not greets or outcome.context.asked is not Asked.NOTHING or not await _begins(turn):
        return outcome
    known = await everything(turn)
    if known is None:
        return outcome
    return replace(known, replies=(*outcome.replies, *known.replies))


async def _begins(turn: Turn) -> bool:
    """Whether the message is the first of its conversation."""
    said = turn.message
    before = await messages.written_before(turn.unit, said.conversation_id, said.key, 1)
    return before is None


def _is_vague(turn: Turn) -> bool:
    named = any(entity.kind in _NAMES for entity in turn.understanding.entities)
    return not named and asks_for_news(turn.message.text)


async def _open(turn: Turn) -> list[_Open]:
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id, _ORDERS)
    found = await cases.open_cases(turn.unit, [order.key for order in visible])
    waiting = await cases.waiting_approvals(turn.unit, turn.account_id)
    open_ones = [_Open(case, order) for case, order in found]
    return open_ones + [_Open(action, order) for action, order in waiting]


async def _telling(turn: Turn, found: Sequence[_Open]) -> Outcome:
    lines = [await _line(turn, one) for one in found[:_TOLD]]
    about = {one.order.number for one in found}
    known = {"focus": about.pop()} if len(about) == 1 else {}
    reply = Reply("article", {"article": "\n".join(lines)}, bare=True)
    return Outcome((reply,), turn.context.settled(**known))


async def _line(turn: Turn, one: _Open) -> str:
    """`Your return (case R2611260007, order XE2611200042, Umbrella ×1): …`"""
    language, about = turn.language, one.about
    if isinstance(about, Action):
        asked = what(about.kind, language)
        return _text("approval", language, what=asked, order=one.order.number)
    seen = await look(turn.unit, one.order)
    head = _text(
        "case",
        language,
        kind=_texts()["kind"][about.kind][language],
        number=one.number,
        order=one.order.number,
        items=_items(about, seen, language),
    )
    return head + _state(about, language) + "".join(_money(turn, about, seen))


def _items(case: ReturnCase, seen: Seen, language: str) -> str:
    taken = [one for one in seen.facts.taken if one.case.key == case.key]
    lines = [(seen.facts.line_of(one.sku_id), one.quantity) for one in taken]
    named = [f"{line.called(language)} ×{pieces}" for line, pieces in lines if line is not None]
    comma = "，" if language == "zh" else ", "
    return comma + ("、" if language == "zh" else ", ").join(named) if named else ""


def _state(case: ReturnCase, language: str) -> str:
    if case.status is ReturnStatus.RECEIVED:
        return _text("received", language)
    return _text("waits_for_goods" if case.postage else "handled", language)


def _money(turn: Turn, case: ReturnCase, seen: Seen) -> Iterator[str]:
    """What the customer gets, and when, as far as the records say."""
    language, waits = turn.language, case.status is ReturnStatus.OPEN and bool(case.postage)
    reason = f"case {case.number}"
    refund = next((one for one in seen.facts.refunds if one.reason == reason), None)
    if refund is not None:
        yield from _refunded(turn, refund)
    elif case.cure == REFUND and case.refund_minor:
        amount = facts.money(case.refund_minor, seen.order.currency)
        days = str(turn.policy.returning.refund_days)
        yield _text("refund_after" if waits else "refund", language, amount=amount, days=days)
    elif case.cure == EXCHANGE and waits:
        yield _text("exchange_after", language)


def _refunded(turn: Turn, refund: Refund) -> Iterator[str]:
    amount, due = facts.money(refund.amount_minor, refund.currency), refund.due_at
    if refund.status is RefundStatus.PAID:
        yield _text("refund_paid", turn.language, amount=amount)
    elif refund.status is RefundStatus.PENDING and due and not facts.has_passed(due, turn.now):
        day = facts.by_day(due, turn.now, turn.language)
        yield _text("refund_due", turn.language, amount=amount, due=day)
    elif refund.status is RefundStatus.PENDING:
        yield _text("refund", turn.language, amount=amount)


@cache
def _texts() -> dict[str, Any]:
    path = Path(__file__).with_name("open_cases.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _text(name: str, language: str, **known: str) -> str:
    said: str = _texts()[name][language]
    return said.format(**known)
