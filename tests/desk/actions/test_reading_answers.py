"""Reading what a form asked for out of the customer's words."""

from __future__ import annotations

import pytest

from bot.desk.actions import fields, goods_said, places_said
from bot.desk.actions.asked_for import wanted
from bot.rules.actions.facts import Line
from bot.rules.answers import changes_mind, leaves_it
from knowledge.records import ActionKind
from models.values import Intent
from tests.fakes import understood

ZH, EN = "上海市徐汇区漕溪北路88号", "12 Mill Lane, Leeds LS1 4AB"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"原地址没人收，改送到{ZH}", ZH),
        (f"我的订单寄到{ZH}行吗，原来的地址不对", ZH),
        (f"订单送到{ZH}，别送原来那个地址了", ZH),
        (f"我要改收货地址，新地址：{ZH}", ZH),
        (f"嗯 {ZH}", ZH),
        ("新疆乌鲁木齐市天山区解放北路8号", "新疆乌鲁木齐市天山区解放北路8号"),
        ("改到济南市高新区发展路3号", "济南市高新区发展路3号"),
        (f"ship it to {EN} please, I've moved", EN),
        (f"my address is wrong! change it to {EN}", EN),
        (f"oh no it should be {EN}", EN),
        ("Flat 2, 7 Harbour Street, Bristol BS1", "Flat 2, 7 Harbour Street, Bristol BS1"),
    ],
)
def test_an_address_is_read_without_the_words_around_it(text: str, address: str) -> None:
    found = places_said.place(text)
    assert found is not None
    assert (found.address, found.recipient, found.phone) == (address, "", "")


@pytest.mark.parametrize("text", ["order XE2611230042 phone ends 1111", "收货地址要改", "没人收"])
def test_an_order_number_is_no_phone_and_goods_are_no_recipient(text: str) -> None:
    assert places_said.contact(text) == ("", "")


def test_chinese_words_before_an_email_are_not_part_of_it() -> None:
    assert fields.email("发到lilei@example.com") == "lilei@example.com"


def test_for_a_person_is_no_title_of_an_invoice() -> None:
    assert not fields.names_title("开给个人")
    assert fields.names_title("开给福州山屿贸易有限公司")


@pytest.mark.parametrize("text", ["I changed my mind", "no longer need it", "不需要了"])
def test_why_goods_are_sent_back_is_no_way_out_by_itself(text: str) -> None:
    assert changes_mind(text)
    assert not leaves_it(text)


@pytest.mark.parametrize(
    "text",
    [
        "算了不退了",
        "不再退货",
        "never mind",
        "let's leave the return",
        "I don't want to cancel after all",
    ],
)
def test_whoever_keeps_the_goods_leaves_it(text: str) -> None:
    assert leaves_it(text)


@pytest.mark.parametrize(
    ("text", "intent", "kind"),
    [
        ("取消通知", Intent.CANCEL_ORDER, ActionKind.STOP_NOTICES),
        ("别发货了，帮我把订单取消掉", Intent.CANCEL_ORDER, ActionKind.CANCEL_ORDER),
        ("申请价保", Intent.REFUND_STATUS, ActionKind.PROTECT_PRICE),
        ("快递丢了，补发一个", Intent.DELIVERY_PROBLEM, ActionKind.CLAIM_PARCEL),
        ("快递怎么还没到", Intent.DELIVERY_PROBLEM, None),
    ],
)
def test_what_an_intent_asks_for_is_told_by_the_words(
    text: str, intent: Intent, kind: ActionKind | None
) -> None:
    assert wanted(understood(text, intent), intent, text) is kind


@pytest.mark.parametrize("text", ["把钱退给我吧", "退款", "my money back"])
def test_whoever_wants_the_money_says_so(text: str) -> None:
    assert fields.cure(text) == "refund"


def test_one_of_two_alike_is_not_guessed() -> None:
    black, navy = (
        Line(at, 1, "双肩包", "Backpack", "", variant, "", 1, 100, 100)
        for at, variant in enumerate(("black", "navy"))
    )
    shelf = Line(3, 2, "书架", "Bookshelf", "", "", "", 1, 100, 100)
    lines = [black, shelf, navy]

    def named(text: str) -> list[Line]:
        return goods_said.goods_named(understood(text, Intent.RETURN_REQUEST), text, lines)

    assert named("return the backpack and the bookshelf") == []
    assert named("return the navy backpack") == [navy]
    assert named("return both backpacks, the backpack pair") == [black, navy]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("盒子打开花瓶烂了", "damaged"),
        ("the lamp is dead", "damaged"),
        ("it stopped last night", "damaged"),
        ("这不是我挑的那款", "wrong"),
        ("寄来的是别的款", "wrong"),
        ("it stopped moving in Leeds", ""),
    ],
)
def test_what_is_wrong_is_told_in_many_words(text: str, problem: str) -> None:
    assert fields.problem(text) == problem


@pytest.mark.parametrize("text", ["全给我退咯", "please take all of it back", "都退，谢谢"])
def test_sending_back_is_no_exchange(text: str) -> None:
    assert fields.wants_exchange(text) is False


def test_who_does_not_send_back_but_swaps_exchanges() -> None:
    assert fields.wants_exchange("不退，换个大的") is True


@pytest.mark.parametrize(
    ("text", "intent", "kind"),
    [
        ("台灯要报修", Intent.WARRANTY, ActionKind.CLAIM_WARRANTY),
        ("帮我安排维修", Intent.WARRANTY, ActionKind.CLAIM_WARRANTY),
        ("I need a repair", Intent.WARRANTY, ActionKind.CLAIM_WARRANTY),
        ("the lamp died on me, is it still covered?", Intent.WARRANTY, ActionKind.CLAIM_WARRANTY),
        ("台灯罢工了，还在保吧", Intent.WARRANTY, ActionKind.CLAIM_WARRANTY),
        ("what if it stops working after a year", Intent.WARRANTY, None),
        ("万一坏了保修吗", Intent.WARRANTY, None),
        ("怎么报修", Intent.WARRANTY, None),
        ("保修期多久", Intent.WARRANTY, None),
        ("how do I claim under the warranty", Intent.WARRANTY, None),
        ("both items return please", Intent.RETURN_POLICY, ActionKind.RETURN_ITEMS),
        ("can all items be returned?", Intent.RETURN_POLICY, None),
    ],
)
def test_a_repair_or_a_return_is_asked_for_and_not_how_one_is(
    text: str, intent: Intent, kind: ActionKind | None
) -> None:
    assert wanted(understood(text, intent), intent, text) is kind
