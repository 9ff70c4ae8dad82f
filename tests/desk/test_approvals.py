"""Staff's word on actions: agreed, not agreed and taken back, each once."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk.actions.summary import what
from bot.desk.approvals import ApprovalDesk
from bot.desk.decisions import ApprovalRefused
from bot.desk.hands import Hand
from bot.rules.policy import Policy
from bot.rules.policy.approval import Approval, Undo
from knowledge.queries import actions
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    AuditEntry,
    Order,
    OrderStatus,
    OutboxItem,
    Refund,
    Role,
    Staff,
)
from knowledge.store import Store
from tests.fakes import STAFF_CHAT, Desk

STRICT = Policy(approval=Approval(always=("cancel_order",)))


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk on which staff agree to every cancelling."""
    return Desk(store, policy=STRICT)


@pytest.fixture
def any_desk(any_store: Store) -> Desk:
    return Desk(any_store, policy=STRICT)


async def asked(desk: Desk, account: str = "anna", text: str = "取消订单") -> Action:
    """An order's cancelling that the customer has confirmed and that waits for staff."""
    customer = await desk.shop.customer()
    product = await desk.shop.product()
    await desk.shop.order(customer, (product, 1), status=OrderStatus.PREPARING)
    await desk.identify(account, customer)
    proposed = await desk.ask(account, text)
    assert proposed.act == "action_confirm"
    told = await desk.press(account, next(iter(proposed.buttons.values())))
    assert told.act == "action_waiting"
    (action,) = await desk.records(Action)
    assert action.state is ActionState.WAITING
    return action


async def the_action(desk: Desk) -> Action:
    (action,) = await desk.records(Action)
    return action


async def status(desk: Desk) -> OrderStatus:
    (order,) = await desk.records(Order)
    return order.status


async def acts(desk: Desk) -> list[str]:
    """The acts that the customer was told after having confirmed."""
    said = [message.act for message in await desk.messages("anna") if message.act]
    return said[said.index("action_waiting") + 1 :]


async def audit(desk: Desk) -> list[tuple[str, str, int | None]]:
    entries = await desk.records(AuditEntry)
    return [(entry.action, entry.subject, entry.staff_id) for entry in entries]


async def change_order(desk: Desk, to: OrderStatus) -> None:
    async with desk.store.writing() as unit:
        order = await unit.get(Order, 1)
        assert order is not None
        order.status = to


# --- agreeing ---


async def test_what_is_agreed_to_is_done_and_the_customer_told(any_desk: Desk) -> None:
    desk = any_desk
    agent, action = await desk.shop.staff(), await asked(desk)
    await desk.approvals.agree(action.key, agent.key)
    assert await status(desk) is OrderStatus.CANCELLED
    (refund,) = await desk.records(Refund)
    assert refund.amount_minor == action.amount_minor == 12_900
    done = await the_action(desk)
    assert (done.state, done.decided_by) == (ActionState.APPLIED, agent.key)
    assert done.decided_at == done.applied_at == desk.clock()
    assert await acts(desk) == ["action_agreed"]
    told = (await desk.sent_to("anna"))[-1]
    assert "¥129.00" in told and what(ActionKind.CANCEL_ORDER, "zh") in told
    assert ("agree_action", f"action:{action.key}", agent.key) in await audit(desk)


async def test_the_customer_is_told_in_their_language(desk: Desk) -> None:
    action = await asked(desk, text="please cancel my order")
    await desk.approvals.agree(action.key, None)
    assert "Cancel order" in (await desk.sent_to("anna"))[-1]


async def test_the_customer_may_take_back_what_was_agreed_to(desk: Desk) -> None:
    action = await asked(desk)
    await desk.approvals.agree(action.key, None)
    (item,) = await desk.records(OutboxItem, OutboxItem.text == (await desk.sent_to("anna"))[-1])
    (button,) = item.data["buttons"]
    assert (await desk.press("anna", button["action"])).act == "action_undone"
    assert await status(desk) is OrderStatus.PREPARING


async def test_no_undo_is_offered_where_the_policy_has_none(store: Store) -> None:
    desk = Desk(store, policy=Policy(approval=STRICT.approval, undo=Undo(minutes=0)))
    await desk.approvals.agree((await asked(desk)).key, None)
    assert (await desk.messages("anna"))[-1].data == {}


async def test_agreeing_twice_does_it_once(desk: Desk) -> None:
    action = await asked(desk)
    await desk.approvals.agree(action.key, None)
    with pytest.raises(ApprovalRefused) as refused:
        await desk.approvals.agree(action.key, None)
    assert refused.value.reason == "decided"
    assert await acts(desk) == ["action_agreed"] and len(await desk.records(Refund)) == 1


def _second_desk(desk: Desk, store: Store) -> ApprovalDesk:
    return ApprovalDesk(store, desk.wording, policy=desk.policy, zone=desk.zone, clock=desk.clock)


async def test_two_processes_that_agree_at_the_same_instant_do_it_once(any_desk: Desk) -> None:
    desk = any_desk
    action = await asked(desk)
    other = Store(desk.store.url)
    desks = [desk.approvals, _second_desk(desk, other)] * 2
    outcomes = await asyncio.gather(
        *(one.agree(action.key, None) for one in desks), return_exceptions=True
    )
    await other.close()
    refused = [one for one in outcomes if one is not None]
    assert len(refused) == 3
    assert all(isinstance(one, ApprovalRefused) and one.reason == "decided" for one in refused)
    assert await acts(desk) == ["action_agreed"] and len(await desk.records(Refund)) == 1


async def test_of_yes_and_no_at_the_same_instant_one_counts(any_desk: Desk) -> None:
    desk = any_desk
    action = await asked(desk)
    other = Store(desk.store.url)
    outcomes = await asyncio.gather(
        desk.approvals.agree(action.key, None),
        _second_desk(desk, other).refuse(action.key, None),
        return_exceptions=True,
    )
    await other.close()
    assert sum(isinstance(one, ApprovalRefused) for one in outcomes) == 1
    done = (await the_action(desk)).state is ActionState.APPLIED
    assert await acts(desk) == ["action_agreed" if done else "action_not_agreed"]
    assert (await status(desk) is OrderStatus.CANCELLED) is done


async def test_an_order_that_has_changed_is_left_and_the_customer_told_nothing(
    any_desk: Desk,
) -> None:
    desk = any_desk
    action = await asked(desk)
    await change_order(desk, OrderStatus.SHIPPED)
    with pytest.raises(ApprovalRefused, match="changed since") as refused:
        await desk.approvals.agree(action.key, None)
    assert refused.value.reason == "changed"
    assert (await the_action(desk)).state is ActionState.WAITING
    assert await status(desk) is OrderStatus.SHIPPED
    assert await acts(desk) == [] and await audit(desk) == []


async def test_staff_read_why_it_cannot_be_done_any_more(desk: Desk) -> None:
    await asked(desk)
    await change_order(desk, OrderStatus.SHIPPED)
    async with desk.store.reading() as unit:
        (found,) = await desk.approvals.waiting(unit, "en")
    assert "has been sent" in found.line.hindrance
    async with desk.store.writing() as unit:
        order = await unit.get(Order, 1)
        assert order is not None
        order.status, order.total_minor = OrderStatus.PREPARING, 9_900
    async with desk.store.reading() as unit:
        (found,) = await desk.approvals.waiting(unit, "zh")
    assert found.line.hindrance == "金额已变为¥99.00。"


async def test_no_decision_is_taken_about_what_is_not_there(desk: Desk) -> None:
    for deciding in (
        desk.approvals.agree(99, None),
        desk.approvals.refuse(99, None),
        desk.approvals.undo(99, 1),
    ):
        with pytest.raises(LookupError):
            await deciding


# --- refusing ---


async def test_what_is_refused_is_left_and_the_customer_told_why(any_desk: Desk) -> None:
    desk = any_desk
    agent, action = await desk.shop.staff(), await asked(desk)
    await desk.approvals.refuse(action.key, agent.key, " 已经在打包了 \x00")
    left = await the_action(desk)
    assert (left.state, left.decided_by, left.decided_at, left.decision_note) == (
        ActionState.REFUSED,
        agent.key,
        desk.clock(),
        "已经在打包了",
    )
    assert await status(desk) is OrderStatus.PREPARING
    assert await acts(desk) == ["action_not_agreed"]
    assert (await desk.sent_to("anna"))[-1].count("已经在打包了") == 1
    assert ("refuse_action", f"action:{action.key}", agent.key) in await audit(desk)


async def test_the_reason_is_told_also_by_the_plain_sentence(desk: Desk) -> None:
    action = await asked(desk)
    desk.mind.wordings["action_not_agreed"] = RuntimeError("no model")
    await desk.approvals.refuse(action.key, None, "已经在打包了")
    assert (await desk.sent_to("anna"))[-1].endswith("\n已经在打包了")


async def test_a_refusal_needs_no_reason(desk: Desk) -> None:
    action = await asked(desk)
    await desk.approvals.refuse(action.key, None)
    assert not (await desk.sent_to("anna"))[-1].endswith("\n")
    with pytest.raises(ApprovalRefused):
        await desk.approvals.refuse(action.key, None)


async def test_a_reason_that_is_too_long_decides_nothing(desk: Desk) -> None:
    action = await asked(desk)
    with pytest.raises(ApprovalRefused, match="at most 400"):
        await desk.approvals.refuse(action.key, None, "x" * 401)
    assert (await the_action(desk)).state is ActionState.WAITING


# --- taking back ---


async def test_staff_may_take_back_after_the_customers_time(any_desk: Desk) -> None:
    desk = any_desk
    agent, action = await desk.shop.staff(), await asked(desk)
    await desk.approvals.agree(action.key, agent.key)
    desk.clock.move(hours=5)
    await desk.approvals.undo(action.key, agent.key)
    undone = await the_action(desk)
    assert (undone.state, undone.undone_by) == (ActionState.UNDONE, agent.key)
    assert await status(desk) is OrderStatus.PREPARING and await desk.records(Refund) == []
    assert await acts(desk) == ["action_agreed", "action_undone"]
    assert ("undo_action", f"action:{action.key}", agent.key) in await audit(desk)
    with pytest.raises(ApprovalRefused) as refused:
        await desk.approvals.undo(action.key, agent.key)
    assert refused.value.reason == "not_done"


async def test_what_something_followed_from_is_not_taken_back(desk: Desk) -> None:
    agent, action = await desk.shop.staff(), await asked(desk)
    await desk.approvals.agree(action.key, agent.key)
    await change_order(desk, OrderStatus.REFUNDED)
    with pytest.raises(ApprovalRefused) as refused:
        await desk.approvals.undo(action.key, agent.key)
    assert refused.value.reason == "followed"
    assert (await the_action(desk)).state is ActionState.APPLIED
    assert await acts(desk) == ["action_agreed"]


async def test_what_is_about_no_order_is_not_taken_back(desk: Desk) -> None:
    agent, action = await desk.shop.staff(), await asked(desk)
    stopped = await desk.shop.add(
        Action(
            kind=ActionKind.STOP_NOTICES,
            state=ActionState.APPLIED,
            idempotency_key="stop",
            account_id=action.account_id,
            conversation_id=action.conversation_id,
        )
    )
    async with desk.store.reading() as unit:
        newest, _ = await desk.approvals.ledger(unit, action.conversation_id, "en")
    assert not newest.can_undo
    with pytest.raises(ApprovalRefused):
        await desk.approvals.undo(stopped.key, agent.key)


# --- the staff chat ---


async def notice_of(desk: Desk) -> str:
    """The id of the approval notice in the staff chat, once it was sent."""
    (item,) = await desk.records(OutboxItem, OutboxItem.destination == STAFF_CHAT)
    item.external_id = f"{STAFF_CHAT}:7"
    async with desk.store.writing() as unit:
        await unit.merge(item)
    return item.external_id


async def test_staff_read_in_their_chat_what_is_wanted_and_how_to_decide(desk: Desk) -> None:
    action = await asked(desk)
    (notice,) = await desk.notices()
    (order,) = await desk.records(Order)
    for shown in (f"#{action.key}", "anna", order.number, "¥129.00", "/agree", "always"):
        assert shown in notice


async def test_staff_agree_in_their_chat(desk: Desk) -> None:
    await asked(desk)
    notice = await notice_of(desk)
    for _ in range(2):  # Telegram may bring a reply twice
        assert await desk.chat.answer_notice(notice, "8", "/agree@xiaoer_bot")
    assert await status(desk) is OrderStatus.CANCELLED
    assert await acts(desk) == ["action_agreed"]
    assert len(await desk.notices()) == 2 and "agreed" in (await desk.notices())[-1]


async def test_staff_refuse_in_their_chat_with_a_reason(desk: Desk) -> None:
    await asked(desk)
    assert await desk.chat.answer_notice(await notice_of(desk), "8", "/refuse\n已经在 打包了")
    left = await the_action(desk)
    assert (left.state, left.decision_note) == (ActionState.REFUSED, "已经在 打包了")
    assert "已经在 打包了" in (await desk.sent_to("anna"))[-1]
    assert "not agreed" in (await desk.notices())[-1]


@pytest.mark.parametrize(
    ("status", "replies", "said"),
    [
        (OrderStatus.PREPARING, ["/agree", "/refuse"], "decided already"),
        (OrderStatus.SHIPPED, ["/agree"], "changed since"),
        (OrderStatus.PREPARING, ["/refuse " + "x" * 401], "longer than 400"),
    ],
)
async def test_the_chat_says_why_nothing_was_decided(
    desk: Desk, status: OrderStatus, replies: list[str], said: str
) -> None:
    await asked(desk)
    await change_order(desk, status)
    notice = await notice_of(desk)
    for number, reply in enumerate(replies):
        assert await desk.chat.answer_notice(notice, f"{number}", reply)
    assert said in (await desk.notices())[-1]


async def test_other_words_under_an_approval_notice_go_to_the_customer(desk: Desk) -> None:
    action = await asked(desk)
    assert await desk.chat.answer_notice(await notice_of(desk), "8", "请问为什么取消？")
    assert (await desk.sent_to("anna"))[-1] == "请问为什么取消？"
    async with desk.store.reading() as unit:
        found = await actions.action_numbered(unit, action.key)
    assert found is not None and found.state is ActionState.WAITING


async def test_a_decision_under_another_notice_is_no_word_for_the_customer(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    before = await desk.sent_to("anna")
    assert await desk.chat.answer_notice(await notice_of(desk), "8", "/agree")
    assert await desk.sent_to("anna") == before
    assert "nothing to agree to" in (await desk.notices())[-1]


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("word", ["/agree", "/refuse 太晚了"])
async def test_the_audit_names_who_decided_in_the_chat(desk: Desk, linked: bool, word: str) -> None:
    wang = Staff(username="wang", password_hash="-", role=Role.AGENT, telegram_user_id=2**40 + 9)
    await desk.shop.add(wang)
    await asked(desk)
    hand = Hand("Chen", 2**40 + 9 if linked else 10)
    assert await desk.chat.answer_notice(await notice_of(desk), "8", word, hand=hand)
    (action,) = await desk.records(Action)
    assert action.decided_by == (wang.key if linked else None)
    (entry,) = await desk.records(AuditEntry, AuditEntry.subject == f"action:{action.key}")
    assert entry.staff_id == (wang.key if linked else None)
    assert entry.detail.endswith("Telegram" if linked else "Telegram: Chen (10)")


async def test_a_switched_off_account_decides_nothing_in_the_chat(desk: Desk) -> None:
    await desk.shop.add(
        Staff(
            username="wang",
            password_hash="-",
            role=Role.AGENT,
            telegram_user_id=9,
            active=False,
        )
    )
    await asked(desk)
    await desk.chat.answer_notice(await notice_of(desk), "8", "/agree", hand=Hand("Wang", 9))
    assert (await the_action(desk)).state is ActionState.WAITING
    assert "switched off" in (await desk.notices())[-1]
