"""Deleting a customer's data, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel

from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    ArticleCandidate,
    Attachment,
    AuditEntry,
    DeliveryState,
    Draft,
    Handover,
    IdentityAttempt,
    Invoice,
    KnowledgeGap,
    Message,
    MessageEdit,
    Note,
    Order,
    OrderGrant,
    OutboxItem,
    Payment,
    Rating,
    Refund,
    ReturnCase,
    Shipment,
    StockWatch,
    TaughtMessage,
    WrongAnswer,
)
from tests.desk.test_own_data import everything_bought
from tests.fakes import Desk

#: What only the customer's own words and account would tell.
_SECRET = "我住在火星路一号"


async def _lived(desk: Desk, account: str = "li", phone: str = "+8613900007777") -> None:
    """A customer for whom every kind of record about conversations is kept."""
    agent = await desk.shop.staff(f"agent-of-{account}")
    await desk.share_contact(account, phone)
    received = await desk.receive(account, _SECRET, external_id=f"{account}:first")
    await desk.answer_all(received.conversation_id)
    await desk.receive(
        account, f"{_SECRET}！", external_id=f"{account}:first", edited_at=desk.clock()
    )
    await desk.ask(account, f"发票怎么开，{_SECRET}")  # no article: a gap, and staff are told
    conversation = await desk.conversation(account)
    await desk.say(account, _SECRET)
    await desk.staff.answer(conversation.key, agent.key, f"您好，{_SECRET}")
    handover = await desk.handover(account)
    assert handover is not None
    await desk.staff.give_back(conversation.key, agent.key)
    await desk.press(account, f"rate:{handover.key}:1")
    await desk.ask(account, _SECRET)
    own = (await desk.account(account)).key
    (order, *_) = await desk.records(Order)
    for record in (
        Note(conversation_id=conversation.key, staff_id=agent.key, text=_SECRET),
        Draft(conversation_id=conversation.key, staff_id=agent.key, text=_SECRET),
        Attachment(message_id=received.message_id, kind="photo", name=_SECRET, content=b"face"),
        TaughtMessage(message_id=received.message_id, intents=["invoice"], staff_id=agent.key),
        WrongAnswer(message_id=received.message_id, note=_SECRET, staff_id=agent.key),
        ArticleCandidate(
            message_id=received.message_id,
            question=_SECRET,
            answer=_SECRET,
            language="zh",
            topic="gift",
            staff_id=agent.key,
        ),
        OrderGrant(account_id=own, order_id=order.key),
        StockWatch(
            account_id=own, product_id=(await desk.shop.product()).key, asked_at=desk.clock()
        ),
        Action(
            kind=ActionKind.CANCEL_ORDER,
            state=ActionState.APPLIED,
            idempotency_key=f"{account}:1",
            account_id=own,
            conversation_id=conversation.key,
            order_id=order.key,
        ),
    ):
        await desk.shop.add(record)


async def _erase(desk: Desk, account: str = "li") -> None:
    await desk.command(account, "privacy")
    await desk.press(account, "privacy:delete")
    assert (await desk.press(account, "privacy:erase")).act == "data_deleted"


async def _count(desk: Desk, table: type[SQLModel]) -> int:
    return len(await desk.records(table))


async def _stored(desk: Desk) -> str:
    """Every value of every table about people."""
    tables: list[Any] = [
        Message, MessageEdit, Attachment, OutboxItem, Handover, Note, Draft, Rating, KnowledgeGap,
        TaughtMessage, StockWatch, OrderGrant, IdentityAttempt, AuditEntry, Action,
        WrongAnswer, ArticleCandidate,
    ]  # fmt: skip
    rows = [repr(row.model_dump()) for table in tables for row in await desk.records(table)]
    return "\n".join(rows)


async def test_nothing_that_was_said_is_left(any_desk: Desk) -> None:
    desk = any_desk
    await everything_bought(desk.shop)
    await _lived(desk)
    assert _SECRET in await _stored(desk) and "b'face'" in await _stored(desk)
    await _erase(desk)
    left = await _stored(desk)
    assert _SECRET not in left and "b'face'" not in left and "李雷" not in left
    assert "+8613900007777" not in left
    for table in (MessageEdit, Note, Draft, KnowledgeGap, TaughtMessage, StockWatch, OrderGrant):
        assert await _count(desk, table) == 0
    assert await _count(desk, IdentityAttempt) == 0
    account = await desk.account("li")
    assert (account.display_name, account.customer_id, account.verified_at) == ("", None, None)


async def test_the_books_are_kept(any_desk: Desk) -> None:
    desk = any_desk
    await everything_bought(desk.shop)
    await _lived(desk)
    books = (Order, Payment, Refund, ReturnCase, Invoice, Shipment, Action, Rating)
    before = {table: [row.model_dump() for row in await desk.records(table)] for table in books}
    await _erase(desk)
    for table in books:
        now = [row.model_dump() for row in await desk.records(table)]
        if table is Rating:
            now = [{**row, "comment": _SECRET} for row in now]
        assert now == before[table]


async def test_it_is_written_down(any_desk: Desk) -> None:
    desk = any_desk
    await everything_bought(desk.shop)
    await _lived(desk)
    await _erase(desk)
    entry = (await desk.records(AuditEntry))[-1]
    subject = f"account:{(await desk.account('li')).key}"
    assert (entry.action, entry.subject, entry.staff_id) == ("delete_customer_data", subject, None)


async def test_nobody_else_loses_anything(any_desk: Desk) -> None:
    desk = any_desk
    await everything_bought(desk.shop)
    await desk.shop.customer("韩梅梅", "+8613900008888")
    await _lived(desk)
    await _lived(desk, "han", "+8613900008888")
    before = [(one.text, one.data) for one in await desk.messages("han")]
    await _erase(desk)
    assert [(one.text, one.data) for one in await desk.messages("han")] == before
    assert (await desk.account("han")).customer_id is not None
    for table in (MessageEdit, Note, Draft, KnowledgeGap, TaughtMessage, StockWatch, OrderGrant):
        assert await _count(desk, table) == 1
    assert any(_SECRET in notice for notice in await desk.notices())


async def test_the_answer_is_sent_and_what_was_queued_before_is_not(any_desk: Desk) -> None:
    desk = any_desk
    await desk.ask("anna", "你好")
    await desk.press("anna", "privacy:delete")
    told = await desk.press("anna", "privacy:erase")
    items = await desk.records(OutboxItem, OutboxItem.destination == "anna")
    queued = [one.text for one in items if one.state is DeliveryState.QUEUED]
    assert queued == [told.text] and [one.text for one in items][:-1] == ["", ""]


async def test_a_repeated_delivery_brings_nothing_back(any_desk: Desk) -> None:
    desk = any_desk
    await desk.ask("anna", "你好", external_id="m1")
    await _erase(desk, "anna")
    received = await desk.receive("anna", "你好", external_id="m1")
    assert not received.is_new
    assert (await desk.messages("anna"))[0].text == ""


async def test_what_came_in_meanwhile_is_answered(any_desk: Desk) -> None:
    desk = any_desk
    await desk.press("anna", "privacy:delete")
    erase = await desk.receive("anna", "", kind="button", data={"action": "privacy:erase"})
    await desk.receive("anna", "hello")
    await desk.answer_all(erase.conversation_id)
    acts = [one.act for one in await desk.messages("anna") if one.act]
    assert acts[-2:] == ["data_deleted", "greet"]
    assert "hello" in [one.text for one in await desk.messages("anna")]


async def test_the_account_is_a_stranger_afterwards(any_desk: Desk) -> None:
    desk = any_desk
    await everything_bought(desk.shop)
    await _lived(desk)
    await _erase(desk)
    assert (await desk.ask("li", "我的快递到哪了")).act == "ask_identity"


async def test_a_proposal_is_void_afterwards(any_desk: Desk) -> None:
    desk = any_desk
    await everything_bought(desk.shop)
    await desk.share_contact("li", "+8613900007777")
    (order,) = await desk.records(Order)
    conversation = await desk.conversation("li")
    await desk.shop.add(
        Action(
            kind=ActionKind.CANCEL_ORDER,
            idempotency_key="1:cancel_order",
            account_id=(await desk.account("li")).key,
            conversation_id=conversation.key,
            order_id=order.key,
        )
    )
    await _erase(desk)
    assert [one.state for one in await desk.records(Action)] == [ActionState.DECLINED]


async def test_deleting_gives_no_new_tries_at_anothers_order(any_desk: Desk) -> None:
    desk = any_desk
    await everything_bought(desk.shop)
    await desk.ask("eve", "XE2611230042 到哪了")
    assert (await desk.ask("eve", "0000")).act == "identity_failed"
    await _erase(desk, "eve")
    (left,) = await desk.records(IdentityAttempt)
    assert not left.succeeded
    desk.clock.now += timedelta(hours=721)
    await _erase(desk, "eve")
    assert await _count(desk, IdentityAttempt) == 0


async def test_it_happens_whole_or_not_at_all(
    any_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = any_desk
    await everything_bought(desk.shop)
    await _lived(desk)
    await desk.press("li", "privacy:delete")
    before = await _stored(desk)

    async def broken(*_: object) -> None:
        raise RuntimeError("killed here")

    monkeypatch.setattr("knowledge.queries.erasure.erase_name", broken)
    received = await desk.receive("li", "", kind="button", data={"action": "privacy:erase"})
    with pytest.raises(RuntimeError, match="killed here"):
        await desk.answer_all(received.conversation_id)
    waiting = [one for one in await desk.records(Message) if one.handled_at is None]
    assert [one.key for one in waiting] == [received.message_id]
    after = await _stored(desk)
    assert all(line in after for line in before.splitlines())
