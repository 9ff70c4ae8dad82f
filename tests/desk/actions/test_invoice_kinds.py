"""Whether an invoice is a company's or a person's, and what only says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.actions import fields, invoice_kinds


@pytest.mark.parametrize(
    ("text", "is_company"),
    [
        ("不要公司的，开个人", False),
        ("no business invoice, private please", False),
        ("only me, no company", False),
        ("under my own name", False),
        ("單位的", True),
        ("on behalf of the firm", True),
        ("i am not a company", False),
        ("我没有单位", False),
        ("personally, mate", False),
        ("send me an invoice", None),
    ],
)
def test_what_is_denied_is_not_the_kind(text: str, is_company: bool | None) -> None:
    assert invoice_kinds.is_company(text) is is_company


@pytest.mark.parametrize(
    ("text", "is_company"),
    [
        ("a comapny", True),
        ("bussiness", True),
        ("corp pls", True),
        ("persnal", False),
        ("priv", False),
        ("what is the difference between these two things", None),
        ("umbrella", None),
        ("comp or priv", None),
    ],
)
def test_a_kind_is_read_though_mistyped(text: str, is_company: bool | None) -> None:
    assert invoice_kinds.nearly_company(text) is is_company


@pytest.mark.parametrize(
    "text",
    [
        "开单位抬头就行",
        "發票用個人名字",
        "我们公司的名义",
        "in the company's name please",
        "for my business, thanks",
        "made out to me, private person",
    ],
)
def test_words_for_a_kind_are_no_title(text: str) -> None:
    assert invoice_kinds.says_kind_only(text)
    assert not fields.names_title(text)


@pytest.mark.parametrize(
    "text",
    ["杭州山屿有限公司", "Private Eye Ltd", "Business Insider", "公司抬头：山屿贸易", "Ann Lee"],
)
def test_a_name_is_more_than_a_kind(text: str) -> None:
    assert not invoice_kinds.says_kind_only(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("麻烦你按杭州山屿有限公司开", "杭州山屿有限公司"),
        ("您就填韩梅梅吧", "韩梅梅"),
        ("寫韓梅梅", "韓梅梅"),
        ("It should say Ann Lee, with two e's", "Ann Lee"),
        ("let's put Mill Lane Ltd", "Mill Lane Ltd"),
        ("按摩之家养生馆", "按摩之家养生馆"),
        ("你给打上杭州山屿有限公司这几个字", "杭州山屿有限公司"),
        ("台头整韩梅梅", "韩梅梅"),
        ("给俺写韩梅梅得喇", "韩梅梅"),
        ("Ann Lee on everything", "Ann Lee"),
        ("打工人餐饮有限公司", "打工人餐饮有限公司"),
        ("issued to Ann Lee", "Ann Lee"),
        ("Bill to: Ann Lee", "Ann Lee"),
        ("must read Mill Lane Trading", "Mill Lane Trading"),
        ("eBay Trading Ltd", "eBay Trading Ltd"),
        ("Bill Gates", "Bill Gates"),
    ],
)
def test_a_name_is_found_within_a_sentence(text: str, title: str) -> None:
    assert fields.title(text) == title


@given(text=st.text(max_size=80))
def test_no_text_breaks_a_reader(text: str) -> None:
    invoice_kinds.is_company(text)
    invoice_kinds.nearly_company(text)
    invoice_kinds.says_kind_only(text)
