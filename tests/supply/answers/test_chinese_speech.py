"""What suppliers say by region, by ear and by the way, read as a careful buyer reads it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.answers.corpus import open_order
from bot.rules.supplier_answers import Act, SupplierAnswer, read_answer
from tests.supply.answers.test_chinese import said

TODAY = date(2026, 11, 27)


def read(order: str, text: str) -> SupplierAnswer:
    return read_answer(text, open_order(order, TODAY))


@pytest.mark.parametrize(
    ("order", "text", "terms"),
    [
        ("single", "杯子呀廿五号先有得送,其他照旧", "date:2026-12-25"),
        ("single", "老細隻杯要十二蚊半先做得喎,卅號前交到", "CUP-500-WH:p1250, date:2026-11-30"),
        (
            "three",
            "藍色嗰隻冇晒貨呀老細灰嘅得一百五十條地墊八十張咋",
            "TWL-BL:-, TWL-GY:q150, BTH-MAT:q80",
        ),
        ("three", "毛巾兩隻色都九蚊,地墊廿五蚊", "TWL-BL:p900, TWL-GY:p900, BTH-MAT:p2500"),
        ("tea", "龍井斷咗貨囉,禮盒有齊二百盒", "TEA-LJ:-, TEA-GIFT:q200"),
        ("tea", "禮盒至少要印三百盒,少過唔開機", "TEA-GIFT:m300"),
        ("single", "成張單減三個巴仙俾你啦", "off:3"),
        ("single", "杯十二個四啦講錯十二個二先啱", "CUP-500-WH:p1220"),
        ("single", "杯子就十二块三嘛数量够的嘛二十号到你那儿", "CUP-500-WH:p1230, date:2026-12-20"),
        ("usd", "充电器嘛九块八美金一个线一块四毛二美金", "CBL-C-1M:p142, CHG-65W:p980"),
        ("tea", "龙井一百三十二一斤嘛礼盒四十五照旧", "TEA-LJ:p26400, TEA-GIFT:p4500"),
        ("three", "灰色果款毛巾停產咗，藍色照做，地墊一百張", "TWL-GY:-, BTH-MAT:q100"),
        ("tea", "龍井嗰邊要廿九先有貨，禮盒照舊", "date:2026-11-29"),
        ("single", "下周3发货，价钱照旧", "date:2026-12-02"),
    ],
)
def test_the_speech_of_a_region_is_read(order: str, text: str, terms: str) -> None:
    assert said(read(order, text)) == terms


@pytest.mark.parametrize(
    ("order", "text", "terms"),
    [
        ("tea", "两个茶都按您的价哦，就是龙井一箱5公斤，这次只有9箱呢", "TEA-LJ:q45"),
        ("single", "一箱两百九十四嘛给你发十箱", "CUP-500-WH:p1225 q240"),
        ("single", "再给你加60个凑300个，价钱12块", "CUP-500-WH:p1200 q300"),
        ("three", "地垫只有70张，差的30张赶不出来，毛巾照单", "BTH-MAT:q70"),
        ("usd", "总金额5k u起做 不够不接", "floor:500000"),
        ("usd", "charger 9.8 if 300 up，线按你的", "CHG-65W:p980 m300"),
        (
            "usd",
            "充電器：單價美金 9.6 元，最低採購量 300 個；數據線按貴司所列條件",
            "CHG-65W:p960 m300",
        ),
        ("three", "【品名】蓝毛巾\n【单价】9元\n【起订量】500条\n其他照单", "TWL-BL:p900 m500"),
        ("usd", "充电器我们不生产，只生产充电线，线1.4没问题", "CBL-C-1M:p140, CHG-65W:-"),
        ("single", "凑不够五千块的单子我们不接的，您看还要加点什么？", "floor:500000"),
        ("single", "单价要12.3元呢，数量没问题哦", "CUP-500-WH:p1230"),
        ("single", "11.8真的接不了 人工又贵了 12块1能做", "CUP-500-WH:p1210"),
        ("single", "11块8真的不行 12块可以 周五前给我答复", "CUP-500-WH:p1200"),
        ("single", "12块2一个。前天仓库进水，忙了三天才收拾好", "CUP-500-WH:p1220"),
        ("single", "师傅请假了，得等他回来，12月22号交货", "date:2026-12-22"),
        ("single", "一、单价12元；\n二、数量照单；\n三、开票请提供抬头。", "CUP-500-WH:p1200"),
    ],
)
def test_terms_are_told_from_what_is_said_beside_them(order: str, text: str, terms: str) -> None:
    assert said(read(order, text)) == terms


@pytest.mark.parametrize(
    ("order", "text", "act"),
    [
        ("single", "想跟您核实一下，杯子要刻字还是不刻字呢？", Act.QUESTION),
        ("usd", "充电器要带线的吗？还是不带的就行", Act.QUESTION),
        ("single", "即刻同你備貨 價錢你話點就點", Act.ACCEPT),
        ("single", "这还用说？照您的单子做", Act.ACCEPT),
        ("single", "亏本也给你做，按你价", Act.ACCEPT),
        ("single", "接唔到呀，你揾第二間啦", Act.REFUSE),
    ],
)
def test_a_manner_of_asking_agreeing_or_refusing_is_known(order: str, text: str, act: Act) -> None:
    answer = read(order, text)
    assert (answer.act, answer.sure) == (act, True)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("我返咗鄉下拜山,十二月三號返舖頭再覆你", date(2026, 12, 3)),
        ("老闆娘飲喜酒去咗,聽日返工再覆", date(2026, 11, 28)),
        ("出去公干，十二月七日归来再复", date(2026, 12, 7)),
        ("在医院陪护老人，这两天顾不上，下周三回来再说", date(2026, 12, 2)),
    ],
)
def test_who_is_away_is_back_on_the_day_that_is_named(text: str, back: date) -> None:
    answer = read("single", text)
    assert (answer.act, answer.back_on) == (Act.OUT_OF_OFFICE, back)


@pytest.mark.parametrize(
    ("order", "text"),
    [
        ("single", "可以做 货款要先打过来"),
        ("single", "杯子价没问题，量也没问题，款子先付一半再开工"),
        ("single", "价格没问题数量没问题 先付三成定金"),
        ("single", "单价可以的 送货费你们承担"),
        ("single", "价行 量行 拉货的钱你们自己出"),
        ("single", "杯子可以便宜，便宜几块下周再定"),
        ("three", "都给你降一点，降多少到时候再说"),
        ("single", "贵司订单已收悉，正在安排呢，有结果第一时间通知您"),
    ],
)
def test_what_is_left_open_or_costs_more_is_a_doubt(order: str, text: str) -> None:
    assert not read(order, text).sure
