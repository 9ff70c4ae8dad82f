"""The page of what staff have to agree to, and the ledger beside an open conversation."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import col, select

from bot.desk.decisions import REFUSALS
from bot.rules import permissions
from bot.rules.actions.approval import Risk
from bot.rules.permissions import Permission
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Channel,
    ChannelAccount,
    Conversation,
    Order,
    OrderStatus,
    OutboxItem,
    Role,
    utcnow,
)
from tests.console.conftest import HOSTILE, Room
from tests.console.room.asking import opened

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture
async def asked(room: Room, waiting: int) -> int:
    """An action that waits: the customer wants their order cancelled."""
    async with room.store.writing() as unit:
        order = (await unit.exec(select(Order))).one()
        order.status, order.address = OrderStatus.PREPARING, f"杭州 {HOSTILE}"
        action = Action(
            kind=ActionKind.CANCEL_ORDER,
            state=ActionState.WAITING,
            idempotency_key="1:cancel_order",
            account_id=1,
            conversation_id=waiting,
            order_id=order.key,
            details={"reason": f"不要了 {HOSTILE}"},
            amount_minor=12_900,
            risks=["amount", "angry"],
            confirmed_at=utcnow(),
        )
        unit.add(action)
        await unit.flush()
        return action.key


async def action_of(room: Room) -> Action:
    async with room.store.reading() as unit:
        return (await unit.exec(select(Action))).one()


async def order_of(room: Room) -> Order:
    async with room.store.reading() as unit:
        return (await unit.exec(select(Order))).one()


async def told(room: Room) -> list[str]:
    """What the customer was told."""
    async with room.store.reading() as unit:
        items = await unit.exec(select(OutboxItem).order_by(col(OutboxItem.id)))
        return [item.text for item in items.all() if item.destination == "a"]


async def change_order(room: Room, status: OrderStatus) -> None:
    async with room.store.writing() as unit:
        (await unit.exec(select(Order))).one().status = status


@pytest.mark.parametrize(
    ("language", "what", "said"),
    [
        ("en", "Cancel order", ("Large amount", "Customer is angry", "just now", "Agree and do")),
        ("zh", "取消订单", ("金额较大", "顾客生气", "刚刚", "核准并办理")),
    ],
)
async def test_the_page_says_who_what_how_much_and_why(
    room: Room,
    asked: int,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    what: str,
    said: tuple[str, ...],
) -> None:
    async with opened(room, monkeypatch, place="approvals", language=language) as page:
        (one,) = page.given["first"]["waiting"]
        words = [page.words[key] for key in ("risk_amount", "risk_angry", "just_now", "agree")]
        assert all(word.startswith(wanted) for word, wanted in zip(words, said, strict=True))
        assert "<script>alert" not in page.html
    assert (one["id"], one["what"], one["risks"]) == (asked, what, ["amount", "angry"])
    assert (one["name"], one["reference"]) == (f"王小明{HOSTILE}", "C0001")
    assert (one["amount"], one["channel"], one["hindrance"]) == ("¥129.00", "web", "")
    assert "XE2611230042" in one["summary"] and f"不要了 {HOSTILE}" in one["summary"]
    assert utcnow().timestamp() * 1000 - one["since"] < 60_000


async def test_the_page_says_when_nothing_waits(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch, place="approvals") as page:
        assert page.given["first"] == {"waiting": [], "allowed": True}
        assert page.words["approvals_none"].startswith("Nothing needs your approval")


async def test_the_navigation_says_how_many_wait(
    room: Room, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        assert page.given["first"]["counts"]["approvals"] == 1
    async with opened(room, monkeypatch, place="approvals") as page:
        await page.ask("agree", action=asked)
        assert page.last("waiting")["waiting"] == []
    async with opened(room, monkeypatch) as page:
        assert page.given["first"]["counts"]["approvals"] == 0


async def test_a_view_of_the_page_is_written_down(
    room: Room, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch, place="approvals"):
        assert (await room.audit())[-1] == ("view_approvals", "approvals")


async def test_what_is_agreed_to_is_done_and_told(
    room: Room, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch, place="approvals") as page:
        await page.ask("agree", action=asked)
        assert "the customer is told" in page.last("done")["text"]
    action = await action_of(room)
    assert (action.state, action.decided_by) == (ActionState.APPLIED, 2)
    assert (await order_of(room)).status is OrderStatus.CANCELLED
    (words,) = await told(room)
    assert "取消订单" in words
    assert ("agree_action", f"action:{action.key}") in await room.audit()


async def test_what_is_refused_is_left_and_told_with_the_note(
    room: Room, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch, place="approvals") as page:
        await page.ask("refuse", action=asked, note="已经在打包了")
        assert "Left undone" in page.last("done")["text"]
    action = await action_of(room)
    assert (action.state, action.decision_note) == (ActionState.REFUSED, "已经在打包了")
    assert (await order_of(room)).status is OrderStatus.PREPARING
    (words,) = await told(room)
    assert "已经在打包了" in words


async def test_an_order_that_has_changed_is_said_so_and_nothing_is_told(
    room: Room, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await change_order(room, OrderStatus.SHIPPED)
    async with opened(room, monkeypatch, place="approvals") as page:
        (one,) = page.given["first"]["waiting"]
        assert "has been sent" in one["hindrance"]
        answer = await page.ask("agree", action=asked)
    assert answer["kind"] == "problem" and "The order has changed since" in answer["text"]
    assert (await action_of(room)).state is ActionState.WAITING
    assert await told(room) == []


async def test_a_second_decision_is_refused(
    room: Room, waiting: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch, place="approvals") as page:
        await page.ask("agree", action=asked)
    async with opened(room, monkeypatch, "boss", place="approvals") as page:
        for decision in ("agree", "refuse"):
            answer = await page.ask(decision, action=asked)
            assert answer["kind"] == "problem" and "decided that already" in answer["text"]
    async with opened(room, monkeypatch, "boss") as page:
        await page.ask("open", id=waiting)
        for decision in ("agree", "refuse"):
            answer = await page.ask(decision, id=waiting, action=asked)
            assert answer["kind"] == "problem" and "decided that already" in answer["text"]
    assert len(await told(room)) == 1


async def test_a_note_that_is_too_long_is_refused_and_nothing_empties_its_box(
    room: Room, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch, place="approvals") as page:
        answer = await page.ask("refuse", action=asked, note="x" * 401)
        assert answer["kind"] == "problem" and "at most 400" in answer["text"]
        assert len(page.told) == 1
    assert (await action_of(room)).state is ActionState.WAITING


async def test_an_action_that_is_not_there_is_not_found(
    room: Room, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: list[Any] = [999, 0, 2**31, "x", None]
    async with opened(room, monkeypatch, place="approvals") as page:
        for number in numbers:
            for name in ("agree", "refuse"):
                assert (await page.ask(name, action=number))["kind"] == "problem"
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        for number in numbers:
            for name in ("agree", "refuse", "undo"):
                assert (await page.ask(name, id=waiting, action=number))["kind"] == "problem"
    assert [action for action, _ in await room.audit() if action.endswith("_action")] == []


async def test_a_role_that_may_not_approve_is_shown_nothing(
    room: Room, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = frozenset(Permission) - {Permission.APPROVE, Permission.REFUSE, Permission.UNDO}
    monkeypatch.setattr(permissions, "PERMISSIONS", MappingProxyType(dict.fromkeys(Role, lacking)))
    async with opened(room, monkeypatch, place="approvals") as page:
        assert page.given["first"] == {"waiting": [], "allowed": False}
        for name in ("agree", "refuse", "again"):
            answer = await page.ask(name, action=asked)
            assert answer == {"kind": "problem", "text": "Your role does not allow this."}
    assert "view_approvals" not in dict(await room.audit())
    assert (await action_of(room)).state is ActionState.WAITING


# --- the ledger beside an open conversation ---


async def test_the_conversation_shows_its_actions_and_they_are_decided_there(
    room: Room, waiting: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        (line,) = (await page.ask("open", id=waiting))["talk"]["ledger"]
        assert (line["id"], line["state"], line["can_undo"]) == (asked, "waiting", False)
        assert "Cancel order" in line["summary"]
        await page.ask("refuse", id=waiting, action=asked, note="已经在打包了")
        (line,) = page.last("talk")["talk"]["ledger"]
    assert (line["state"], line["note"], line["who"]) == ("refused", "已经在打包了", "Li Wei")


async def test_what_was_done_can_be_taken_back_there(
    room: Room, waiting: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        await page.ask("agree", id=waiting, action=asked)
        (line,) = page.last("talk")["talk"]["ledger"]
        assert (line["state"], line["can_undo"]) == ("applied", True)
        await page.ask("undo", id=waiting, action=asked)
        assert page.last("done")["text"] == "Taken back, and the customer is told."
        (line,) = page.last("talk")["talk"]["ledger"]
        assert (line["state"], line["can_undo"]) == ("undone", False)
        action = await action_of(room)
        assert (action.state, action.undone_by) == (ActionState.UNDONE, 2)
        assert (await order_of(room)).status is OrderStatus.PREPARING
        assert len(await told(room)) == 2
        again = await page.ask("undo", id=waiting, action=asked)
    assert again["kind"] == "problem" and "taken back already" in again["text"]


async def test_an_action_is_decided_in_its_own_conversation_only(
    room: Room, waiting: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.store.writing() as unit:
        account = ChannelAccount(channel=Channel.WEB, external_id="b")
        unit.add(account)
        await unit.flush()
        other = Conversation(account_id=account.key)
        unit.add(other)
        await unit.flush()
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=other.key)
        for name in ("agree", "refuse", "undo"):
            answer = await page.ask(name, id=other.key, action=asked)
            assert answer["kind"] == "problem" and "no such thing" in answer["text"]
    assert (await action_of(room)).state is ActionState.WAITING


async def test_what_something_followed_from_is_said_so(
    room: Room, waiting: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        await page.ask("agree", id=waiting, action=asked)
        await change_order(room, OrderStatus.REFUNDED)
        answer = await page.ask("undo", id=waiting, action=asked)
    assert answer["kind"] == "problem" and "Something has followed" in answer["text"]


async def test_the_words_for_every_state_risk_and_refusal_are_there(room: Room) -> None:
    words = room.app.state.pages.words.of("zh")
    wanted = [f"action_{state}" for state in ActionState]
    wanted += [f"risk_{risk}" for risk in Risk]
    wanted += [f"approval_{reason}" for reason in REFUSALS]
    assert [key for key in wanted if key not in words] == []


# --- having it otherwise first ---


@pytest_asyncio.fixture
async def address_asked(room: Room, waiting: int) -> int:
    """The customer wants their order sent elsewhere, which waits for staff."""
    async with room.store.writing() as unit:
        order = (await unit.exec(select(Order))).one()
        order.status, order.address = OrderStatus.PREPARING, "北京市朝阳区建国路1号"
        action = Action(
            kind=ActionKind.CHANGE_ADDRESS,
            state=ActionState.WAITING,
            idempotency_key="1:change_address",
            account_id=1,
            conversation_id=waiting,
            order_id=order.key,
            details={"address": "杭州市西湖区文三路398号"},
            risks=["always"],
            confirmed_at=utcnow(),
        )
        unit.add(action)
        await unit.flush()
        return action.key


@pytest.mark.parametrize(("language", "label"), [("en", "Address"), ("zh", "收货地址")])
async def test_what_may_be_otherwise_is_a_form_in_the_readers_language(
    room: Room, address_asked: int, monkeypatch: pytest.MonkeyPatch, language: str, label: str
) -> None:
    async with opened(room, monkeypatch, place="approvals", language=language) as page:
        (one,) = page.given["first"]["waiting"]
    names = [field["name"] for field in one["change"]]
    assert names == ["address", "recipient", "phone"]
    assert (one["change"][0]["label"], one["change"][0]["kind"]) == (label, "text")


async def test_an_action_is_changed_looked_at_and_agreed_to(
    room: Room, address_asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"address": "杭州市西湖区文一西路200号"}
    async with opened(room, monkeypatch, place="approvals") as page:
        await page.ask("weigh", action=address_asked, values=values)
        weighed = page.last("weighed")["weighed"]
        assert "文一西路200号" in weighed["summary"] and await told(room) == []
        amount = weighed["amount"]
        await page.ask("agree_changed", action=address_asked, values=values, amount=amount)
        assert page.last("waiting")["waiting"] == []
        again = await page.ask("agree_changed", action=address_asked, values=values, amount=0)
        assert again["kind"] == "problem" and "decided that already" in again["text"]
    assert (await order_of(room)).address == values["address"]
    (words,) = await told(room)
    assert values["address"] in words and "文三路398号" in words
    assert ("change_action", f"action:{address_asked}") in await room.audit()


async def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_is_done(
    room: Room, address_asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch, place="approvals") as page:
        for name in ("weigh", "agree_changed"):
            values = {"address": "杭州"}
            answer = await page.ask(name, action=address_asked, values=values, amount=0)
            assert (answer["kind"], answer["field"]) == ("unfit", "address")
            assert answer["text"].startswith("It lacks something")
        answer = await page.ask("weigh", action=address_asked, values={})
        assert answer["text"].startswith("Nothing of it is changed")
        unusable: list[Any] = [None, [], "x", {"address": 3}, {"address": ["x"]}]
        for values in unusable:
            answer = await page.ask("weigh", action=address_asked, values=values)
            assert answer["kind"] == "problem"
        values = {"address": "杭州市西湖区文一西路200号"}
        for amount in (None, True, "0", 5):
            answer = await page.ask(
                "agree_changed", action=address_asked, values=values, amount=amount
            )
            assert answer["kind"] == "problem"
    assert (await action_of(room)).state is ActionState.WAITING and await told(room) == []


async def test_a_role_that_may_not_approve_changes_nothing(
    room: Room, address_asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = frozenset(Permission) - {Permission.APPROVE}
    monkeypatch.setattr(permissions, "PERMISSIONS", MappingProxyType(dict.fromkeys(Role, lacking)))
    async with opened(room, monkeypatch, place="approvals") as page:
        for name in ("weigh", "agree_changed"):
            answer = await page.ask(name, action=address_asked, values={}, amount=0)
            assert answer == {"kind": "problem", "text": "Your role does not allow this."}
    assert (await action_of(room)).state is ActionState.WAITING
