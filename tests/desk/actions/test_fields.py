"""What forms read out of customers' words, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.actions import fields, goods_said, invoice_kinds, places_said
from bot.desk.actions.details import Goods
from bot.desk.actions.places_said import Place
from bot.desk.actions.seen import Seen
from bot.rules.actions.facts import Line
from knowledge.queries.actions import Offered
from knowledge.records import OrderStatus, Product, Sku
from models.values import Intent, Understanding
from tests.fakes import understood
from tests.rules.actions.orders import facts, line

_UMBRELLA = line(2, 2, name_zh="折叠雨伞", name_en="Folding Umbrella", product_id=2)
_MUG = line(1, 1)
_LAMP = line(3, 3, name_zh="护眼台灯", name_en="Desk Lamp", product_id=3)
_LINES = (_MUG, _UMBRELLA, _LAMP)


def _read(text: str) -> Understanding:
    return understood(text, Intent.OUT_OF_SCOPE)


@pytest.mark.parametrize(
    ("text", "is_exchange"),
    [
        ("换个大一码的", True),
        ("我想换货", True),
        ("調換一下", True),
        ("exchange it please", True),
        ("a bigger size", True),
        ("退货", False),
        ("退款吧", False),
        ("還錢", False),
        ("I want my money back", False),
        ("return it", False),
        ("退换货", None),
        ("换货运费谁出", None),
        ("return or exchange?", None),
        ("不知道", None),
    ],
)
def test_money_or_another_one(text: str, is_exchange: bool | None) -> None:
    assert fields.wants_exchange(text) is is_exchange


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("退款", "refund"),
        ("退钱给我", "refund"),
        ("refund please", "refund"),
        ("my money back", "refund"),
        ("补发一个", "resend"),
        ("重新寄", "resend"),
        ("再发一次吧", "resend"),
        ("send it again? send another", "resend"),
        ("a replacement", "resend"),
        ("补发或者退款都行", ""),
        ("随便", ""),
    ],
)
def test_what_makes_it_good(text: str, cure: str) -> None:
    assert fields.cure(text) == cure


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("少了一件", "missing"),
        ("漏发了杯盖", "missing"),
        ("the lid is missing", "missing"),
        ("杯盖漏装了", "missing"),
        ("发错颜色了", "wrong"),
        ("不是我买的", "wrong"),
        ("you sent the wrong one", "wrong"),
        ("not what I ordered", "wrong"),
        ("收到是碎的", "damaged"),
        ("漏水", "damaged"),
        ("屏幕裂了", "damaged"),
        ("it arrived broken", "damaged"),
        ("the handle is cracked", "damaged"),
        ("it won't turn on", "damaged"),
        ("很好用", ""),
        ("lovely", ""),
    ],
)
def test_what_is_wrong_with_goods(text: str, problem: str) -> None:
    assert fields.problem(text) == problem


@pytest.mark.parametrize(
    ("text", "is_company"),
    [
        ("公司", True),
        ("开企业抬头", True),
        ("a company invoice", True),
        ("个人", False),
        ("personal", False),
        ("公司还是个人都行", None),
        ("随便", None),
    ],
)
def test_whom_an_invoice_is_for(text: str, is_company: bool | None) -> None:
    assert invoice_kinds.is_company(text) is is_company


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("发到 lilei@example.com 谢谢", "lilei@example.com"),
        ("邮箱a.b-c+d@mail.shop.cn谢谢", "a.b-c+d@mail.shop.cn"),
        ("it's ann@example.co.uk, please", "ann@example.co.uk"),
        ("ann at example dot com", ""),
        ("@example", ""),
    ],
)
def test_an_email_address(text: str, email: str) -> None:
    assert fields.email(text) == email


@pytest.mark.parametrize(
    ("text", "number", "is_right"),
    [
        ("税号91350100M000100Y43", "91350100M000100Y43", True),
        ("tax id: 91350100m000100y43", "91350100M000100Y43", True),
        ("91350100M000100Y44", "91350100M000100Y44", False),
        ("91350100M000100Y44 不对，是 91350100M000100Y43", "91350100M000100Y43", True),
        ("没有税号", "", False),
        ("13800001111", "", False),
    ],
)
def test_a_tax_number(text: str, number: str, is_right: bool) -> None:
    assert fields.tax_number(text) == (number, is_right)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("抬头写杭州山屿有限公司", "杭州山屿有限公司"),
        ("杭州山屿有限公司", "杭州山屿有限公司"),
        ("抬头是杭州山屿有限公司，税号91350100M000100Y43", "杭州山屿有限公司"),
        ("开给李雷", "李雷"),
        ("made out to Mill Lane Ltd", "Mill Lane Ltd"),
        ("in the name of Ann Lee, ann@example.com", "Ann Lee"),
        ("91350100M000100Y43", ""),
        ("to Jane Doe", "Jane Doe"),
        ("Jane Doe is fine", "Jane Doe"),
        ("have it made out for Jane Doe, thanks", "Jane Doe"),
        ("The Mill Company Ltd", "The Mill Company Ltd"),
        ("是福州山屿贸易有限公司", "福州山屿贸易有限公司"),
        ("就写李雷吧", "李雷"),
        ("公司名是福州山屿贸易有限公司，谢谢", "福州山屿贸易有限公司"),
        ("好利来食品有限公司", "好利来食品有限公司"),
        ("用友网络科技股份有限公司", "用友网络科技股份有限公司"),
        ("用福州山屿贸易有限公司", "福州山屿贸易有限公司"),
        ("嗯，李雷", "李雷"),
        ("嗯那就写王芳", "王芳"),
        ("陈静呀，别写错了", "陈静"),
        ("写周敏三个字", "周敏"),
        ("put down Mary Poole", "Mary Poole"),
        ("Kindly have it read Mary Poole", "Mary Poole"),
    ],
)
def test_whose_name_an_invoice_is_in(text: str, title: str) -> None:
    assert fields.title(text) == title


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "改到杭州市西湖区文三路398号，收件人李雷 13800001111",
            Place("杭州市西湖区文三路398号", "李雷", "13800001111"),
        ),
        (
            "地址换成上海市浦东新区世纪大道100号3楼谢谢",
            Place("上海市浦东新区世纪大道100号3楼", "", ""),
        ),
        (
            "不对，应该是杭州市西湖区文三路399号",
            Place("杭州市西湖区文三路399号", "", ""),
        ),
        (
            "please change it to 12 Mill Lane, Leeds LS1 4AB",
            Place("12 Mill Lane, Leeds LS1 4AB", "", ""),
        ),
        (
            "send it to 500 Main Street, Springfield, name: Ann Lee",
            Place("500 Main Street, Springfield", "Ann Lee", ""),
        ),
        ("No, to 14 Mill Lane, Leeds", Place("14 Mill Lane, Leeds", "", "")),
        (
            "ship to 12 Mill Lane, Leeds LS1 4AB thx",
            Place("12 Mill Lane, Leeds LS1 4AB", "", ""),
        ),
        (
            "你给我寄南京市鼓楼区中山路18号1202室这里就可以了",
            Place("南京市鼓楼区中山路18号1202室", "", ""),
        ),
        (
            "寄给王芳，苏州市姑苏区平江路20号，电话13712345678，麻烦改一下地址",
            Place("苏州市姑苏区平江路20号", "王芳", "13712345678"),
        ),
        (
            "北京朝阳区建国路88号现代城A座1203 李雷收",
            Place("北京朝阳区建国路88号现代城A座1203", "李雷", ""),
        ),
        (
            "change it to 760 Elm Avenue, Suite 501, Phoenix, AZ 85034, USA please",
            Place("760 Elm Avenue, Suite 501, Phoenix, AZ 85034, USA", "", ""),
        ),
        ("改到黄浦区福州路318号12楼", Place("黄浦区福州路318号12楼", "", "")),
        ("改到杭州市西湖区文三路398号，辛苦了", Place("杭州市西湖区文三路398号", "", "")),
        (
            "收件人：麦家辉 广州市天河区体育西路5号",
            Place("广州市天河区体育西路5号", "麦家辉", ""),
        ),
        ("算了不改了，我在广州出差到25号", None),
        ("need 2 update delivery address", None),
        ("收货地址想改一下", None),
        ("寄到我公司", None),
        ("杭州", None),
        ("to my office please", None),
        ("", None),
    ],
)
def test_where_an_order_goes(text: str, found: Place | None) -> None:
    assert places_said.place(text) == found


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("收件人改成韩梅梅", ("韩梅梅", "")),
        ("电话换成13900002222", ("", "13900002222")),
        ("my phone is +44 7700 900123", ("", "+447700900123")),
        ("the recipient is Ann Lee", ("Ann Lee", "")),
        ("13900002222", ("", "")),
    ],
)
def test_another_recipient_or_phone(text: str, who: tuple[str, str]) -> None:
    assert places_said.contact(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "改成3个",
        "只要两件",
        "数量减到1个",
        "make it two",
        "quantity 3",
        "杯子留两只够了",
        "降成1件吧",
        "the towels x3",
        "four of the plates would be enough",
        "please reduce the socks to 2",
        "just one pillow",
    ],
)
def test_words_about_a_number(text: str) -> None:
    assert fields.speaks_of_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "换个颜色",
        "a bigger size",
        "取消",
        "just one quick question",
        "a 2x4 board",
        "change the Camera (resolution: 20MP, zoom: 5x, storage: card) to another kind",
        "the 3x zoom one",
    ],
)
def test_words_about_something_else_than_a_number(text: str) -> None:
    assert not fields.speaks_of_number(text)


# --- which goods, how many ---


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("雨伞", [_UMBRELLA]),
        ("那把折叠雨伞坏了", [_UMBRELLA]),
        ("the umbrella", [_UMBRELLA]),
        ("desk lamp", [_LAMP]),
        ("第二个", [_UMBRELLA]),
        ("the last one", [_LAMP]),
        ("全部", [*_LINES]),
        ("all of them", [*_LINES]),
        ("那个", []),
        ("the blue one", []),
    ],
)
def test_goods_are_named_by_product_by_place_or_all(text: str, lines: Sequence[Line]) -> None:
    assert goods_said.goods_named(_read(text), text, _LINES) == lines


def test_an_orders_only_goods_are_meant_unless_they_have_to_be_named() -> None:
    assert goods_said.goods_named(_read("那个"), "那个", [_MUG]) == [_MUG]
    assert goods_said.goods_named(_read("那个"), "那个", [_MUG], alone=False) == []


def test_one_piece_needs_no_number() -> None:
    assert goods_said.pieces(_read("退"), "退", _MUG) == 1


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("退两件", 2), ("all of them", 3), ("全部", 3), ("just one", 1), ("退货", None)],
)
def test_more_pieces_need_one(text: str, pieces: int | None) -> None:
    assert goods_said.pieces(_read(text), text, _LAMP) == pieces


# --- variants ---


def _offers(*names: tuple[str, str]) -> list[Offered]:
    mug = Product(id=1, code="P1", name_zh="保温杯", name_en="Travel Mug", terms="")
    return [
        Offered(
            Sku(
                id=key,
                code=f"P1-{key}",
                product_id=1,
                price_minor=10_000,
                variant_zh=zh,
                variant_en=en,
            ),
            mug,
            5,
        )
        for key, (zh, en) in enumerate(names, 11)
    ]


_RED_M = line(variant_zh="红色 M", variant_en="Red M")
_SHELF = _offers(("红色 L", "Red L"), ("蓝色 M", "Blue M"), ("蓝色 L", "Blue L"))


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("蓝色L码", "Blue L"),
        ("换成蓝色的", "Blue M"),
        ("blue please", "Blue M"),
        ("the blue one in L", "Blue L"),
        ("大一码", "Red L"),
        ("a size up", "Red L"),
        ("第二个", "Blue M"),
        ("绿色", None),
        ("随便", None),
    ],
)
def test_a_variant_is_named_and_the_rest_stays_as_it_was(text: str, variant: str | None) -> None:
    found = goods_said.variant_named(text, _SHELF, _RED_M)
    assert (found.sku.variant_en if found else None) == variant


# --- what a form keeps ---


_goods = st.lists(
    st.builds(
        Goods,
        sku_id=st.integers(1, 3),
        quantity=st.integers(0, 99),
        new_sku_id=st.none() | st.integers(1, 10_000),
    ),
    max_size=4,
)


@given(_goods)
def test_goods_are_kept_and_read_as_they_were(goods: list[Goods]) -> None:
    seen = Seen(facts(OrderStatus.DELIVERED, *_LINES), ())
    assert goods_said.decoded(goods_said.encoded(goods), seen) == tuple(goods)


def test_goods_that_the_order_no_longer_has_are_forgotten() -> None:
    seen = Seen(facts(OrderStatus.DELIVERED, _MUG), ())
    kept = goods_said.encoded([Goods(sku_id=1, quantity=1), Goods(sku_id=9, quantity=1)])
    assert goods_said.decoded(kept, seen) == (Goods(sku_id=1, quantity=1),)


@pytest.mark.parametrize(
    "read",
    [
        fields.wants_exchange,
        fields.cure,
        fields.problem,
        invoice_kinds.is_company,
        fields.email,
        fields.tax_number,
        fields.title,
        places_said.place,
        places_said.contact,
        fields.speaks_of_number,
        fields.names_title,
    ],
)
@given(text=st.text(max_size=80))
def test_no_text_breaks_a_reader(read: object, text: str) -> None:
    assert callable(read)
    read(text)
