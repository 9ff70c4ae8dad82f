"""Words that ask how things stand, and words that only sound like it."""

from __future__ import annotations

import pytest

from bot.rules.follow_ups import asks_for_case, asks_for_news
from bot.rules.points import only_points, points_further
from knowledge.records import CaseKind


@pytest.mark.parametrize(
    "text",
    [
        "有消息了吗",
        "那个怎么样了",
        "上次那个事处理得怎么样了？",
        "还没处理好吗",
        "後來怎麼樣了",
        "any news?",
        "Any update on that please",
        "how is it going",
        "what’s happening with that?",
        "I'm still waiting",
        "has anything changed since",
        "hows that request of mine coming along",
        "老板，那事有结论没",
        "有冇進展",
        "现在到哪个环节了",
        "soo, anything?",
        "any movement on it",
        "is there something new",
        "咋还没信儿呢",
    ],
)
def test_asks_for_news_of_nothing_named(text: str) -> None:
    assert asks_for_news(text)


@pytest.mark.parametrize(
    "text",
    [
        "在吗",
        "快递有消息吗",
        "你们质量怎么样",
        "这款好用吗",
        "有现货吗",
        "今天天气怎么样",
        "How are you doing?",
        "any news on my parcel?",
        "order status",
        "what's the status of my refund",
        "那个保温杯怎么样",
        "do you have anything for kids",
        "有信用卡优惠吗",
        "还有消息要告诉你，" + "我想买一个杯子送给朋友" * 5,
    ],
)
def test_asks_for_something_else(text: str) -> None:
    assert not asks_for_news(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我的退货怎么样了", CaseKind.RETURN),
        ("退货呢", CaseKind.RETURN),
        ("我想问一下退货进度", CaseKind.RETURN),
        ("換貨好了沒", CaseKind.EXCHANGE),
        ("我那个换货有消息吗", CaseKind.EXCHANGE),
        ("保修的事怎么样了", CaseKind.WARRANTY),
        ("what about my return", CaseKind.RETURN),
        ("the exchange?", CaseKind.EXCHANGE),
        ("how is my return going?", CaseKind.RETURN),
        ("any update on the repair", CaseKind.WARRANTY),
    ],
)
def test_asks_after_a_case_of_a_kind(text: str, kind: CaseKind) -> None:
    assert asks_for_case(text) == {kind}


def test_a_case_may_be_of_any_kind() -> None:
    assert asks_for_case("我的售后单有进展吗") == asks_for_case("my case?") == set(CaseKind)


@pytest.mark.parametrize(
    "text",
    [
        "我要退货",
        "我想退货",
        "这件退了吧",
        "退货怎么弄",
        "我的退货取消吧",
        "我不退了",
        "I want to return it",
        "cancel my return",
        "what is your return policy",
        "how long does a return take",
        "在吗",
    ],
)
def test_asks_after_no_case(text: str) -> None:
    assert asks_for_case(text) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "那个呢",
        "那另一个呢？",
        "第二个呢",
        "what about the other one?",
        "and that one",
        "那单怎么样",
        "thanks, and my other parcel?",
        "great. so where is the other order",
        "明白了，还有一单呢",
        "另外那件也麻烦查一下",
        "嗰單呢",
        "仲有嗰單呢",
        "另一订单情况如何",
        "as to the other order?",
        "now the other one, I've two coming",
    ],
)
def test_only_points(text: str) -> None:
    assert only_points(text)


@pytest.mark.parametrize(
    "text",
    [
        "那个杯子呢",
        "取消另一个",
        "what about delivery",
        "不是这个",
        "cancel the other order too",
        "还有一个问题",
        "the other day",
        "另一件也退了吧",
        "好的谢谢",
    ],
)
def test_says_more_than_which(text: str) -> None:
    assert not only_points(text)


@pytest.mark.parametrize("text", ["我还有一单", "那单也看一下", "and the other?", "剩下的那个呢"])
def test_points_at_another(text: str) -> None:
    assert points_further(text)


@pytest.mark.parametrize("text", ["那个呢", "第二个", "this one", "还有问题"])
def test_points_at_no_other(text: str) -> None:
    assert not points_further(text)


@pytest.mark.parametrize(
    "text", ["我寄回来的东西你们收到了吗", "did you get the shirt I sent back"]
)
def test_goods_sent_back_are_those_of_a_case(text: str) -> None:
    assert CaseKind.RETURN in asks_for_case(text)


def test_the_money_for_goods_sent_back_is_the_refund() -> None:
    assert not asks_for_case("东西早寄回了的，钱到哪了")
