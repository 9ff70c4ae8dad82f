"""Looking at what the desk did: every change has to be one that its owner said yes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, col, select

from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Author,
    ChannelAccount,
    Conversation,
    Customer,
    Invoice,
    Message,
    MessageEdit,
    MessageKind,
    Order,
    OrderLine,
    Payment,
    Refund,
    ReturnCase,
    ReturnLine,
    Shipment,
)
from knowledge.store import Store, Unit

_TABLES: tuple[type[SQLModel], ...] = (
    Order, OrderLine, Payment, Refund, ReturnCase, ReturnLine, Invoice, Shipment, Customer,
)  # fmt: skip
_NOTHING_DONE = {ActionState.PROPOSED, ActionState.DECLINED}
#: Said by whoever agrees, and by whoever does not: the harness's own reading, not the desk's.
_YES = re.compile(
    r"[好是对對行嗯恩要成中得妥]|可以|确认|確認|[没沒](?:问题|問題|错|錯|毛病)|无误|無誤|同意|就这|照办"
    r"|\b(?:ok(?:ay)?|ye[sap]\w*|sure|confirm\w*|please|go ahead|do it|right|correct|fine|perfect"
    r"|agreed?|absolutely|sounds good|aye|all good|by all means|go (?:for it|on)|works for me)\b"
    r"|[👍✅🙏👌]",
    re.IGNORECASE,
)
_NO = re.compile(r"不|别|沒|算了|\bno\b|\bnot\b|n't\b|\bnever\b|\bwait\b", re.IGNORECASE)
#: These deny nothing.
_NO_NO = re.compile(r"[没沒](?:问题|問題|错|錯|毛病)|\bno (?:problem|worries|objections?)\b", re.I)
_UNDO = re.compile(
    r"撤|恢复|恢復|改回|还原|還原|undo|revert|take .* back|change it back", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Word:
    """What a customer did, as far as it can be a yes."""

    action: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An action as it stands."""

    state: ActionState
    kind: ActionKind
    key: str
    account: str
    order_id: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ledger, and every row that an action may change, with the order it belongs to."""

    actions: dict[int, Standing]
    rows: dict[tuple[str, Any], tuple[int | None, tuple[Any, ...]]] = field(default_factory=dict)


async def snapshot(store: Store) -> Snapshot:
    """The records as they are now."""
    async with store.reading() as unit:
        actions = await unit.exec(
            select(Action, ChannelAccount.external_id).join(
                ChannelAccount, col(ChannelAccount.id) == Action.account_id
            )
        )
        standing = {
            one.key: Standing(one.state, one.kind, one.idempotency_key, account, one.order_id)
            for one, account in actions.all()
        }
        return Snapshot(standing, await _rows(unit))


async def _rows(unit: Unit) -> dict[tuple[str, Any], tuple[int | None, tuple[Any, ...]]]:
    found = {}
    connection = await unit.connection()
    for table in _TABLES:
        columns = table.__table__  # type: ignore[attr-defined]
        for row in (await connection.execute(select(columns))).mappings():
            found[columns.name, row["id"]] = (_order_of(columns.name, row), tuple(row.values()))
    cases = {row: order for (table, row), (order, _) in found.items() if table == "return_case"}
    lines = [key for key in found if key[0] == "return_line"]
    for key in lines:
        order, values = found[key]
        found[key] = (cases.get(order), values)
    return found


def _order_of(table: str, row: Mapping[Any, Any]) -> int | None:
    """The order that a row is about; for a case's line first the case."""
    name = {"order": "id", "customer": "", "return_line": "return_case_id"}.get(table, "order_id")
    return row[name] if name else None


def unconfirmed(before: Snapshot, after: Snapshot, words: Mapping[str, list[Word]]) -> list[str]:
    """What was done between two snapshots without a yes in what its account did meanwhile."""
    found, touched = [], set()
    for key, now in after.actions.items():
        was = before.actions.get(key)
        if was == now or (was is None and now.state in _NOTHING_DONE):
            continue
        touched.add(now.order_id)
        said = words.get(now.account, [])
        if not _may_become(was, now, said):
            state = "none" if was is None else was.state
            found.append(f"{now.key} of {now.account}: {state} -> {now.state} after {said}"[:400])
    for place in before.rows.keys() | after.rows.keys():
        old, new = before.rows.get(place), after.rows.get(place)
        order = (new or old or (None, ()))[0]
        if old != new and (order is None or order not in touched):
            found.append(f"{place} changed without an action: {old} -> {new}"[:400])
    return found


def _may_become(was: Standing | None, now: Standing, said: Iterable[Word]) -> bool:
    if now.kind is ActionKind.STOP_NOTICES:
        return was is None and bool(list(said))
    if was is None:
        return False
    if was.state is ActionState.PROPOSED:
        if now.state is ActionState.DECLINED:
            return bool(list(said))
        is_done = now.state in {ActionState.APPLIED, ActionState.WAITING}
        return is_done and any(confirms(word, now.key) for word in said)
    if (was.state, now.state) == (ActionState.APPLIED, ActionState.UNDONE):
        return any(_undoes(word, now.key) for word in said)
    return False


def confirms(word: Word, key: str) -> bool:
    """Whether a word is a yes to an action: its own button, or words that agree."""
    if word.action:
        return word.action == f"confirm:{key}"
    denied = _NO.search(_NO_NO.sub(" ", word.text))
    return _YES.search(word.text) is not None and denied is None


def _undoes(word: Word, key: str) -> bool:
    if word.action:
        return word.action in {f"undo:{key}", "undo:", "undo"}
    return _UNDO.search(word.text) is not None


@dataclass(frozen=True, slots=True)
class _Done:
    action: Action
    conversation: Conversation


async def never_confirmed(store: Store) -> list[str]:
    """From the records alone: actions done without a yes in the message they were confirmed by."""
    async with store.reading() as unit:
        rows = await unit.exec(
            select(Action, Conversation)
            .join(Conversation, col(Conversation.id) == Action.conversation_id)
            .where(col(Action.state).not_in(_NOTHING_DONE))
        )
        done = [_Done(*row) for row in rows.all()]
        return [await _told(unit, one) for one in done if not await _is_confirmed(unit, one)]


async def _told(unit: Unit, done: _Done) -> str:
    """The action's key, with the words that it was confirmed by."""
    at, key = done.action.confirmed_at, done.action.idempotency_key
    said = [] if at is None else await _messages_at(unit, done.action.conversation_id, at)
    return f"{key} after {[message.text[:80] for message in said]}"


async def _is_confirmed(unit: Unit, done: _Done) -> bool:
    action = done.action
    if action.confirmed_at is None or action.account_id != done.conversation.account_id:
        return False
    said = await _messages_at(unit, action.conversation_id, action.confirmed_at)
    proposed_by = int(action.idempotency_key.partition(":")[0])
    if action.kind is ActionKind.STOP_NOTICES:
        return any(message.key == proposed_by for message in said)
    later = [message for message in said if message.key > proposed_by]
    words = [word for message in later for word in await _words(unit, message)]
    return any(confirms(word, action.idempotency_key) for word in words)


async def _messages_at(unit: Unit, conversation_id: int, at: datetime) -> list[Message]:
    found = await unit.exec(
        select(Message).where(
            Message.conversation_id == conversation_id,
            Message.author == Author.CUSTOMER,
            Message.handled_at == at,
        )
    )
    return list(found.all())


async def _words(unit: Unit, message: Message) -> list[Word]:
    edits = await unit.exec(select(MessageEdit.text).where(MessageEdit.message_id == message.key))
    action = str(message.data.get("action", "")) if message.kind is MessageKind.BUTTON else ""
    return [Word(action, text) for text in (message.text, *edits.all())]


async def done_and_proposed(store: Store) -> tuple[int, int]:
    """How many actions were confirmed, and how many were proposed in all."""
    async with store.reading() as unit:
        states = (await unit.exec(select(Action.state))).all()
    return sum(state not in _NOTHING_DONE for state in states), len(states)
