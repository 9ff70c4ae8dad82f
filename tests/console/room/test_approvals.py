"""The page of what staff have to agree to, and the ledger on a conversation's page."""

from __future__ import annotations

import httpx
import pytest
import pytest_asyncio
from sqlmodel import col, select

from bot.desk.approvals import _REFUSALS
from bot.rules.actions.approval import Risk
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Order,
    OrderStatus,
    OutboxItem,
    utcnow,
)
from tests.console.conftest import HOSTILE, Room, follow


@pytest_asyncio.fixture
async def asked(room: Room, waiting: int) -> str:
    """The place of an action that waits: the customer wants their order cancelled."""
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
        return f"approvals/{action.key}"


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
    ("language", "said"),
    [
        ("en", ("Cancel order", "Large amount", "Customer is angry", "just now", "Agree and do")),
        ("zh", ("取消订单", "金额较大", "顾客生气", "刚刚", "核准并办理")),
    ],
)
async def test_the_page_says_who_what_how_much_and_why(
    room: Room, asked: str, language: str, said: tuple[str, ...]
) -> None:
    async with room.browser(language=language) as browser:
        await room.sign_in(browser, "agent")
        page = (await browser.get("approvals")).text
    for shown in (*said, "王小明", "C0001", "XE2611230042", "¥129.00", "不要了"):
        assert shown in page
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


async def test_the_page_says_when_nothing_waits(agent: httpx.AsyncClient) -> None:
    assert "Nothing needs your approval" in (await agent.get("approvals")).text


async def test_the_navigation_says_how_many_wait(agent: httpx.AsyncClient, asked: str) -> None:
    counted = 'Approvals <span class="count">1</span>'
    for page in ("", "approvals"):
        assert counted in (await agent.get(page)).text
    await agent.post(f"{asked}/agree")
    page = (await agent.get("")).text
    assert ">Approvals</a>" in page


async def test_a_view_of_the_page_is_written_down(
    agent: httpx.AsyncClient, room: Room, asked: str
) -> None:
    await agent.get("approvals")
    assert (await room.audit())[-1] == ("view_approvals", "approvals")


async def test_what_is_agreed_to_is_done_and_told(
    agent: httpx.AsyncClient, room: Room, asked: str
) -> None:
    answer = await agent.post(f"{asked}/agree")
    assert answer.status_code == 303
    assert "the customer is told" in (await follow(agent, answer)).text
    action = await action_of(room)
    assert (action.state, action.decided_by) == (ActionState.APPLIED, 2)
    assert (await order_of(room)).status is OrderStatus.CANCELLED
    (words,) = await told(room)
    assert "取消订单" in words
    assert ("agree_action", f"action:{action.key}") in await room.audit()


async def test_what_is_refused_is_left_and_told_with_the_note(
    agent: httpx.AsyncClient, room: Room, asked: str
) -> None:
    answer = await agent.post(f"{asked}/refuse", data={"note": "已经在打包了"})
    assert "Left undone" in (await follow(agent, answer)).text
    action = await action_of(room)
    assert (action.state, action.decision_note) == (ActionState.REFUSED, "已经在打包了")
    assert (await order_of(room)).status is OrderStatus.PREPARING
    (words,) = await told(room)
    assert "已经在打包了" in words


async def test_an_order_that_has_changed_is_said_so_and_nothing_is_told(
    agent: httpx.AsyncClient, room: Room, asked: str
) -> None:
    await change_order(room, OrderStatus.SHIPPED)
    assert "has been sent" in (await agent.get("approvals")).text
    answer = await agent.post(f"{asked}/agree")
    assert answer.status_code == 409 and "The order has changed since" in answer.text
    assert (await action_of(room)).state is ActionState.WAITING
    assert await told(room) == []


async def test_a_second_decision_is_refused(
    agent: httpx.AsyncClient, admin: httpx.AsyncClient, room: Room, asked: str
) -> None:
    await agent.post(f"{asked}/agree")
    for decision in ("agree", "refuse"):
        answer = await admin.post(f"{asked}/{decision}")
        assert answer.status_code == 409 and "decided that already" in answer.text
    assert len(await told(room)) == 1


async def test_a_note_that_is_too_long_is_kept_in_its_box(
    agent: httpx.AsyncClient, room: Room, asked: str
) -> None:
    answer = await agent.post(f"{asked}/refuse", data={"note": "x" * 401})
    assert answer.status_code == 409 and "at most 400" in answer.text
    assert f'value="{"x" * 401}"' in answer.text
    assert (await action_of(room)).state is ActionState.WAITING


@pytest.mark.parametrize("number", ["999", "0", str(2**31), "x"])
async def test_an_action_that_is_not_there_is_not_found(
    agent: httpx.AsyncClient, waiting: int, number: str
) -> None:
    for place in (
        f"approvals/{number}/agree",
        f"approvals/{number}/refuse",
        f"conversations/{waiting}/actions/{number}/undo",
    ):
        assert (await agent.post(place)).status_code in {404, 422}


# --- the ledger on the conversation's page ---


async def test_the_conversation_shows_its_actions_and_where_to_decide(
    agent: httpx.AsyncClient, waiting: int, asked: str
) -> None:
    page = (await agent.get(f"conversations/{waiting}")).text
    assert "Waits for approval" in page and "Cancel order" in page
    assert f"/console/approvals#action-{asked.split('/')[1]}" in page
    assert "/undo" not in page


async def test_what_was_done_can_be_taken_back_on_the_page(
    agent: httpx.AsyncClient, room: Room, waiting: int, asked: str
) -> None:
    await agent.post(f"{asked}/agree")
    place = f"conversations/{waiting}/actions/{asked.split('/')[1]}/undo"
    assert place in (await agent.get(f"conversations/{waiting}")).text
    page = (await follow(agent, await agent.post(place))).text
    assert "Taken back, and the customer is told." in page and "/undo" not in page
    action = await action_of(room)
    assert (action.state, action.undone_by) == (ActionState.UNDONE, 2)
    assert (await order_of(room)).status is OrderStatus.PREPARING
    assert len(await told(room)) == 2
    again = await agent.post(place)
    assert again.status_code == 409 and "taken back already" in again.text


async def test_an_action_is_taken_back_in_its_own_conversation_only(
    agent: httpx.AsyncClient, room: Room, waiting: int, asked: str
) -> None:
    await agent.post(f"{asked}/agree")
    place = f"conversations/{waiting + 1}/actions/{asked.split('/')[1]}/undo"
    assert (await agent.post(place)).status_code == 404
    assert (await action_of(room)).state is ActionState.APPLIED


async def test_what_something_followed_from_is_said_so(
    agent: httpx.AsyncClient, room: Room, waiting: int, asked: str
) -> None:
    await agent.post(f"{asked}/agree")
    await change_order(room, OrderStatus.REFUNDED)
    place = f"conversations/{waiting}/actions/{asked.split('/')[1]}/undo"
    answer = await agent.post(place)
    assert answer.status_code == 409 and "Something has followed" in answer.text


async def test_the_words_for_every_state_risk_and_refusal_are_there(room: Room) -> None:
    words = room.app.state.pages.words.of("zh")
    wanted = [f"action_{state}" for state in ActionState]
    wanted += [f"risk_{risk}" for risk in Risk]
    wanted += [f"approval_{reason}" for reason in _REFUSALS]
    assert [key for key in wanted if key not in words] == []
