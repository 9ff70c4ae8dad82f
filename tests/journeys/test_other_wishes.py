"""Everything else a customer comes for in this version, in both languages."""

from __future__ import annotations

import pytest

from bot.desk import facts
from tests.journeys.conftest import Begin, Records


@pytest.mark.parametrize("text", ["我的退款到哪了", "退款什么时候到账？"])
async def test_a_pending_refund_is_told_with_its_amount(begin: Begin, text: str) -> None:
    reply = "\n".join(await (await begin("C0006")).say(text))
    assert "¥" in reply


async def test_a_refund_is_told_in_english(begin: Begin) -> None:
    reply = "\n".join(await (await begin("C0006")).say("Where is my refund?"))
    assert "¥" in reply
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in reply)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("满多少包邮", "99"),
        ("运费怎么算", "99"),
        ("how much is shipping", "99"),
        ("七天无理由退货怎么算", "7"),
        ("what is your return policy", "7"),
    ],
)
async def test_questions_about_the_shop_are_answered_from_its_articles(
    begin: Begin, text: str, fact: str
) -> None:
    assert fact in "\n".join(await (await begin("C0001")).say(text))


@pytest.mark.parametrize("text", ["转人工", "I want to talk to a human"])
async def test_whoever_asks_for_a_person_gets_one(begin: Begin, text: str) -> None:
    customer = await begin("C0001")
    assert await customer.say(text)
    assert await customer.say("还在吗") == []


@pytest.mark.parametrize("text", ["你好", "hi there", "谢谢", "thanks a lot", "再见", "bye"])
async def test_bare_courtesies_are_returned_in_their_language(begin: Begin, text: str) -> None:
    reply = "\n".join(await (await begin("C0001")).say(text))
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in reply)
    assert reply
    assert chinese == any("\u4e00" <= letter <= "\u9fff" for letter in text)


async def test_an_unpaid_order_is_told_with_its_amount(begin: Begin, records: Records) -> None:
    order = (await records.orders("C0007"))[0].order
    reply = "\n".join(await (await begin("C0007")).say("我的订单怎么还没发货"))
    assert order.number in reply
    assert facts.money(order.total_minor, order.currency) in reply or "付" in reply
