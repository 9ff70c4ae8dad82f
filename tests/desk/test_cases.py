"""What becomes of a case, taken down once, and told to the customer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.desk.cases import CaseDesk, CaseRefused
from bot.desk.notices.job import NoticeJob
from bot.desk.words import Wording
from knowledge.records import CaseKind, OrderStatus, Refund, ReturnCase, ReturnStatus
from knowledge.store import Store
from tests.fakes import STAFF_CHAT, ZONE, Desk


async def _case(desk: Desk, **known: object) -> ReturnCase:
    customer = await desk.shop.customer()
    product = await desk.shop.product()
    order = await desk.shop.order(customer, (product, 1), status=OrderStatus.DELIVERED)
    await desk.identify("anna", customer)
    plain: dict[str, Any] = {
        "order_id": order.key,
        "number": "R2611200007",
        "kind": CaseKind.RETURN,
        "status": ReturnStatus.OPEN,
        "cure": "refund",
        "refund_minor": 12_900,
        "postage": "customer",
        "opened_at": desk.clock(),
    }
    return await desk.shop.add(ReturnCase(**{**plain, **known}))


async def test_two_colleagues_who_take_goods_down_at_once_owe_the_money_once(
    any_desk: Desk, any_store: Store
) -> None:
    case, staff = await _case(any_desk), await any_desk.shop.staff()
    other = Store(any_store.url)
    doors = [CaseDesk(store, any_desk.policy, any_desk.clock) for store in (any_store, other)]
    tries = [door.received(case.key, staff.key) for door in doors * 2]
    came = await asyncio.gather(*tries, return_exceptions=True)
    await other.close()
    assert sum(one is None for one in came) == 1
    assert all(one is None or isinstance(one, CaseRefused) for one in came)
    assert len(await any_desk.records(Refund)) == 1


async def test_the_customer_is_told_that_the_goods_are_here_and_asks_for_the_money(
    desk: Desk,
) -> None:
    case, staff = await _case(desk), await desk.shop.staff()
    await CaseDesk(desk.store, desk.policy, desk.clock).received(case.key, staff.key)
    job = NoticeJob(desk.store, Wording(desk.mind), STAFF_CHAT, desk.policy, ZONE, desk.clock)
    assert await job.run() == 1
    assert (await desk.messages("anna"))[-1].act == "notice_goods_received"
    assert "¥129.00" in (await desk.ask("anna", "有消息了吗")).text


async def test_what_is_not_sent_back_is_settled_at_once_and_not_received(desk: Desk) -> None:
    case, staff = await _case(desk, postage="", kind=CaseKind.LOST), await desk.shop.staff()
    cases = CaseDesk(desk.store, desk.policy, desk.clock)
    with pytest.raises(CaseRefused):
        await cases.received(case.key, staff.key)
    await cases.settled(case.key, staff.key)
    with pytest.raises(CaseRefused):
        await cases.settled(case.key, staff.key)
    (kept,) = await desk.records(ReturnCase)
    assert (kept.status, kept.closed_at) == (ReturnStatus.CLOSED, desk.clock())
    with pytest.raises(LookupError):
        await cases.settled(999, staff.key)
