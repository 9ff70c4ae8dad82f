"""What Chinese suppliers mean, in the many ways in which they say it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.answers.corpus import open_order
from bot.rules.supplier_answers import Act, SupplierAnswer, read_answer
from bot.rules.supplier_answers.chinese_forms import in_known_forms, numbers_apart
from bot.rules.supplier_answers.plainly import written_plainly

TODAY = date(2026, 11, 27)


def read(order: str, text: str) -> SupplierAnswer:
    return read_answer(text, open_order(order, TODAY))


def said(answer: SupplierAnswer) -> str:
    """The terms in short: `p` price, `q` quantity, `m` minimum, `-` left out, line by line."""
    parts = []
    for line in answer.lines:
        terms = {"p": line.unit_price_minor, "q": line.quantity, "m": line.minimum}
        words = [f"{key}{field.value}" for key, field in terms.items() if field]
        parts.append(f"{line.code}:{'-' if line.refused else ' '.join(words)}")
    whole = {"date": answer.date, "off": answer.discount, "floor": answer.minimum_total}
    parts += [f"{key}:{field.value}" for key, field in whole.items() if field]
    return ", ".join(parts)


@pytest.mark.parametrize(
    ("order", "text", "terms"),
    [
        ("three", "蓝8.9灰8.9垫24.5", "TWL-BL:p890, TWL-GY:p890, BTH-MAT:p2450"),
        ("three", "灰只有150条", "TWL-GY:q150"),
        ("usd", "充电头9.8，线1.4", "CBL-C-1M:p140, CHG-65W:p980"),
        ("usd", "900条线150个充电器", "CBL-C-1M:q900, CHG-65W:q150"),
        ("usd", "两个都没问题，25号发", "date:2026-12-25"),
        ("three", "藍色同灰色都係9蚊，地墊24蚊", "TWL-BL:p900, TWL-GY:p900, BTH-MAT:p2400"),
    ],
)
def test_short_names_of_goods_are_those_of_the_order(order: str, text: str, terms: str) -> None:
    assert said(read(order, text)) == terms


@pytest.mark.parametrize(
    ("order", "text", "terms"),
    [
        ("single", "整单得凑够六千才发", "floor:600000"),
        ("single", "货值最低五千，单价可以", "floor:500000"),
        ("tea", "两万五起批", "floor:2500000"),
        ("usd", "每单至少4000美金", "floor:400000"),
        ("single", "五千以下的单子不接", "floor:500000"),
        ("single", "500个的价格是11.5", "CUP-500-WH:p1150 m500"),
        ("single", "你这单不到三千，我们五千起", "floor:500000"),
        ("single", "五百个打底", "CUP-500-WH:m500"),
        ("three", "地垫起订改成300张了，毛巾没限制", "BTH-MAT:m300"),
        ("usd", "起订量：线3000条，充电器500个", "CBL-C-1M:m3000, CHG-65W:m500"),
    ],
)
def test_least_values_and_quantities_are_told_apart(order: str, text: str, terms: str) -> None:
    assert said(read(order, text)) == terms


@pytest.mark.parametrize(
    ("order", "text", "terms"),
    [
        ("three", "毛巾9块 地垫没有了", "TWL-BL:p900, TWL-GY:p900, BTH-MAT:-"),
        ("usd", "线断货 充电器9.8 180", "CBL-C-1M:-, CHG-65W:p980 q180"),
        ("three", "蓝250灰180没问题9块", "TWL-BL:p900 q250, TWL-GY:p900 q180"),
        ("usd", "900条线1.4，180个充电器9.8", "CBL-C-1M:p140 q900, CHG-65W:p980 q180"),
        ("single", "11.8做不了 12.4吧", "CUP-500-WH:p1240"),
        ("tea", "礼盒一百八十盒四十七块龙井五十公斤", "TEA-LJ:q50, TEA-GIFT:p4700 q180"),
        ("tea", "龙井按255,50公斤", "TEA-LJ:p25500 q50"),
    ],
)
def test_a_blank_or_nothing_divides_what_is_said_of_two_items(
    order: str, text: str, terms: str
) -> None:
    assert said(read(order, text)) == terms


@pytest.mark.parametrize(
    ("order", "text", "terms"),
    [
        ("three", "8.8/8.8/24，15号到", "TWL-BL:p880, TWL-GY:p880, BTH-MAT:p2400, date:2026-12-15"),
        ("tea", "250、180，照这个数发", "TEA-LJ:p25000"),
        ("three", "蓝色9块，灰色同价", "TWL-BL:p900, TWL-GY:p900"),
        ("three", "蓝9.2/250条", "TWL-BL:p920 q250"),
    ],
)
def test_figures_in_the_order_of_the_items_go_with_them(order: str, text: str, terms: str) -> None:
    answer = read(order, text)
    assert said(answer) == terms or not answer.sure


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("十二块零五分一个", "CUP-500-WH:p1205"),
        ("每只拾贰元伍角", "CUP-500-WH:p1250"),
        ("八八折", "off:12"),
        ("我这边成本高，整单加百分之二", "off:-2"),
        ("120个工人给你赶，12.5一个", "CUP-500-WH:p1250"),
        ("12号发不了，改14号", "date:2026-12-14"),
        ("5号开机，9号包装，12号到", "date:2026-12-12"),
        ("下周一装车，周三送到", "date:2026-12-02"),
        ("三个月的量一起下，11.5", "CUP-500-WH:p1150"),
    ],
)
def test_amounts_days_and_other_figures(text: str, terms: str) -> None:
    assert said(read("single", text)) == terms


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("你怎么写我就怎么做", Act.ACCEPT),
        ("唉，11.8就11.8", Act.ACCEPT),
        ("数量价格均无异议，照单", Act.ACCEPT),
        ("□接受 □修改 ☑拒绝", Act.REFUSE),
        ("心有余而力不足，您另请高明", Act.REFUSE),
        ("这单就不掺和了", Act.REFUSE),
        ("我们已经改行了", Act.REFUSE),
        ("订单取消吧", Act.REFUSE),
        ("丁单收道，安单生产", Act.ACCEPT),
        ("收货地址发我一下", Act.QUESTION),
        ("上次的样品看了没", Act.QUESTION),
        ("你们10号要到，是到店还是到仓库？", Act.QUESTION),
        ("人在外地，2号回厂", Act.OUT_OF_OFFICE),
        ("这几天不在，周三回", Act.OUT_OF_OFFICE),
    ],
)
def test_what_is_done_with_the_order(text: str, act: Act) -> None:
    answer = read("single", text)
    assert (answer.act, answer.sure) == (act, True)
    assert answer.date is None


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("地垫暂停供应，其他照单", ["BTH-MAT"]),
        ("地垫您去别家拿吧，毛巾没问题", ["BTH-MAT"]),
        ("灰毛巾停染了，蓝的和地垫照常", ["TWL-GY"]),
        ("灰色库存清零，其余按你们单子", ["TWL-GY"]),
        ("地垫划掉，其他可以", ["BTH-MAT"]),
        ("浴室地垫:不供应\n蓝色毛巾:接受\n灰色毛巾:接受", ["BTH-MAT"]),
    ],
)
def test_there_is_none_of_an_item(text: str, left_out: list[str]) -> None:
    assert [line.code for line in read("three", text).lines if line.refused] == left_out


@pytest.mark.parametrize(
    "text",
    [
        "地垫断货过，现在有了，照单",
        "地垫快没货了，抓紧下单",
        "上次地垫没货，这次有，照单",
        "别担心地垫没货，留好了，照单",
        "地垫没法便宜，毛巾可以8.4",
        "地垫暂时不发，跟毛巾一起16号发",
    ],
)
def test_what_was_short_before_or_nearly_is_not_left_out(text: str) -> None:
    assert not any(line.refused for line in read("three", text).lines)


def test_an_item_with_a_day_by_which_there_is_some_is_a_doubt() -> None:
    assert not read("three", "灰毛巾库存没了，12月15号补齐，其他照单").sure


@pytest.mark.parametrize(
    "text",
    [
        "12块上下",
        "都行",
        "蓝色毛巾港币9.5，其他照单",
        "样品确认后10天交货",
        "都好说，你们自己来车拉就按这个价",
        "我已添加了你，现在我们可以开始聊天了",
        "价格在11块5到12块之间",
        "好像有货",
        "12.1，汇率变动另议",
        "月结不行，要现结",
        "11.12发",
    ],
)
def test_what_no_buyer_would_act_on_is_unsure(text: str) -> None:
    assert not read("three", text).sure


@pytest.mark.parametrize(
    "text",
    [
        "不瞒您说没赚钱，12.3一个，别嫌贵",
        "铜价涨成这样你也看到了，12.3",
        "老板说就这个价了，12.3",
    ],
)
def test_manners_of_speech_leave_a_clear_price_clear(text: str) -> None:
    answer = read("single", text)
    assert (answer.sure, said(answer)) == (True, "CUP-500-WH:p1230")


def test_a_text_without_chinese_keeps_its_form() -> None:
    order = open_order("three", TODAY)
    plain = written_plainly("blue 8,60 and grey 9,00", order)
    assert in_known_forms(plain, order) is plain
    assert numbers_apart("blue 255,60") == "blue 255,60"


def test_a_value_keeps_its_place_in_what_was_written() -> None:
    text = "線斷貨 充電頭9.8 180"
    field = read("usd", text).lines[1].unit_price_minor
    assert field is not None and text[slice(*field.span)] == "9.8"
