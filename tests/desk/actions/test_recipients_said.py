"""Who receives an order, and a place that is named without its address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.actions import places_said, recipients_said, spots_said

_WHERE = "杭州市西湖区文三路398号"


@pytest.mark.parametrize(
    ("text", "recipient", "phone"),
    [
        (f"改寄给韩梅梅，{_WHERE}，13900002222", "韩梅梅", "13900002222"),
        (f"改到我朋友那里，{_WHERE}，他叫陈小明，手机13900002222", "陈小明", "13900002222"),
        (f"收件人和地址都变了：{_WHERE}，陈小明，13900002222", "陈小明", "13900002222"),
        (f"{_WHERE}收件人换成陈小明手机13900002222", "陈小明", "13900002222"),
        (f"收货人的姓名改为韩梅梅，{_WHERE}", "韩梅梅", ""),
        (f"收件人是我同事韩梅梅，{_WHERE}", "韩梅梅", ""),
        (f"送{_WHERE}，陈小明接货，打13900002222", "陈小明", "13900002222"),
        (f"改到{_WHERE}，喊韩梅梅收，电话13900002222", "韩梅梅", "13900002222"),
        (f"{_WHERE}，我女儿韩梅梅收，电话13900002222", "韩梅梅", "13900002222"),
        (f"改给我媳妇韩梅梅吧，{_WHERE}，13900002222", "韩梅梅", "13900002222"),
        (f"{_WHERE}，收件人和原来一样", "", ""),
        (f"{_WHERE}，收货人没变，电话换13900002222", "", "13900002222"),
        (f"{_WHERE}，收件人还是我", "", ""),
        (f"麻烦改一下，{_WHERE}，辛苦了，13900002222", "", "13900002222"),
    ],
)
def test_a_recipient_comes_with_an_address(text: str, recipient: str, phone: str) -> None:
    assert places_said.place(text) == places_said.Place(_WHERE, recipient, phone)


@pytest.mark.parametrize(
    "text",
    [
        "寄到学校吧",
        "改送到我奶奶家",
        "我家楼下",
        "办公室",
        "please deliver it to my mum's",
        "my parents' house",
        "can you drop it at our shop?",
    ],
)
def test_a_place_without_its_address_is_a_place(text: str) -> None:
    assert spots_said.names_spot(text)
    assert places_said.place(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "送到学校要运费吗",
        "寄到老家要多久",
        "你们公司在哪里",
        "家里没人",
        "how much is it to my office?",
        "when do you deliver to my house",
        "do you deliver to the door",
        "what is new in the shop",
    ],
)
def test_a_question_about_sending_names_no_place(text: str) -> None:
    assert not spots_said.names_spot(text)


@given(text=st.text(max_size=80))
def test_no_text_breaks_a_reader(text: str) -> None:
    recipients_said.recipient_in(text)
    recipients_said.person_beside(text, "")
    spots_said.names_spot(text)
