"""Short answers in Chinese and English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.answers import (
    begins_no,
    changes_mind,
    leaves_it,
    means_no,
    means_yes,
    only_leaves_it,
    takes_back,
)
from bot.rules.picks import (
    count,
    means_all,
    means_other,
    ordinal,
)

_YES = (
    "是 是的 对 对的 嗯 嗯嗯 好 好的 好的，谢谢 好吧 可以 可以的 行 没错 没问题 确认 確認 确认！"
    " 确定 同意 要 就这样办 办吧 请确认 麻烦了，确认 👌好的 OK okay okey yes Yes. YES!! yes,please"
    " yep yeah sure correct y"
)
_YES_EN = [
    "yes please",
    "go ahead",
    "Yes, that's right",
    "that’s correct",
    "do it",
    "sounds good, thanks",
    "ok, confirm it",
    "please do",
    "of course",
    "Confirmed",
    "yaaas please",
    "yuh",
    "ok no worries",
    "many thanks, I confirm",
    "对着呢，办吧",
    "系呀，快点搞掂",
    "嗯，没有错，按您说的这样办",
    "冲鸭",
    "righto",
    "必须的",
]
_NO = "不 不是 不要 不用 不用了 不对 不行 否 别 别弄 取消 错了 no No! nope nah n don't wrong noooo"
_NO_EN = ["no thanks", "no, thank you", "not right", "not correct", "cancel that", "do not"]


@pytest.mark.parametrize("text", [*_YES.split(), *_YES_EN])
def test_a_plain_yes_is_a_yes(text: str) -> None:
    assert means_yes(text)
    assert not means_no(text)


@pytest.mark.parametrize("text", [*_NO.split(), *_NO_EN])
def test_a_plain_no_is_a_no(text: str) -> None:
    assert means_no(text)
    assert not means_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "谢谢",
        "是吗",
        "可以吗？",
        "对不对",
        "好像不对",
        "好的但是换个地址",
        "ok?",
        "right?",
        "yes but send it to my office",
        "yesterday",
        "surely not today",
        "none of them",
        "nothing came",
        "wrongly delivered",
        "notice",
        "好" * 41,
    ],
)
def test_a_question_or_more_words_are_neither(text: str) -> None:
    assert not means_yes(text)
    assert not means_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "no, my sister still needs it",
        "Noooo I want to keep that",
        "oh wait, nope, it was only a joke",
        "不了，我妈说还要用",
        "唔好啊，我仲要用",
        "别，我还想要",
    ],
)
def test_a_no_may_have_its_reason_behind_it(text: str) -> None:
    assert begins_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "no problem at all",
        "no worries",
        "no need to rush",
        "no. 2",
        "no 5 Mill Lane",
        "not yet",
        "nothing else",
        "no? why",
        "不错",
        "不好意思，是的",
        "不客气",
        "别的颜色",
        "不是吗",
    ],
)
def test_what_only_begins_like_a_no_is_none(text: str) -> None:
    assert not begins_no(text)


@given(st.text(max_size=60))
def test_no_text_is_both_yes_and_no(text: str) -> None:
    assert not (means_yes(text) and means_no(text))


@pytest.mark.parametrize(
    "text",
    ["算了", "算了不退了", "不换了", "先不弄", "当我没说", "never mind", "Forget it", "let's not"],
)
def test_what_was_begun_can_be_left(text: str) -> None:
    assert leaves_it(text)


@pytest.mark.parametrize(
    "text", ["退一件", "不喜欢这个颜色", "changed my mind", "好的", "the mind"]
)
def test_other_words_leave_nothing(text: str) -> None:
    assert not leaves_it(text)


@pytest.mark.parametrize("text", ["算了不退了", "nvm thanks", "算了吧不换了哈", "leave it please"])
def test_words_that_leave_it_and_say_nothing_else(text: str) -> None:
    assert only_leaves_it(text)


@pytest.mark.parametrize(
    "text", ["算了，帮我查快递", "never mind, where is my parcel", "算了，换个大一码", "退货"]
)
def test_words_that_say_more_than_to_leave_it(text: str) -> None:
    assert not only_leaves_it(text)


@pytest.mark.parametrize(
    "text", ["我改主意了", "不需要了", "I changed my mind", "no longer need it"]
)
def test_a_changed_mind_is_known(text: str) -> None:
    assert changes_mind(text)


@pytest.mark.parametrize(
    "text",
    ["撤回", "帮我撤销一下", "改回来", "撤回！", "undo", "Undo that.", "please", "take it back"],
)
def test_what_was_done_can_be_taken_back(text: str) -> None:
    assert takes_back(text) is (text != "please")


@pytest.mark.parametrize(
    "text", ["能撤回吗", "I want to take it back to the shop", "取消", "不撤回"]
)
def test_only_plain_words_take_something_back(text: str) -> None:
    assert not takes_back(text)


@pytest.mark.parametrize(
    ("text", "of", "at"),
    [
        ("第一个", 3, 0),
        ("第二件", 3, 1),
        ("第2个吧", 3, 1),
        ("要第三单", 3, 2),
        ("最后一个", 3, 2),
        ("the first one", 3, 0),
        ("second", 2, 1),
        ("the 3rd", 3, 2),
        ("number 2", 3, 1),
        ("#2", 3, 1),
        ("option 1 please", 3, 0),
        ("the last one", 4, 3),
        ("第四个", 3, None),
        ("第十二个", 8, None),
        ("第12个", 8, None),
        ("the last one", 0, None),
        ("两个", 3, None),
        ("the blue one", 3, None),
    ],
)
def test_a_place_in_a_list_is_read(text: str, of: int, at: int | None) -> None:
    assert ordinal(text, of) == at


@given(st.text(max_size=30), st.integers(0, 9))
def test_a_place_that_was_read_is_in_the_list(text: str, of: int) -> None:
    at = ordinal(text, of)
    assert at is None or 0 <= at < of


@pytest.mark.parametrize(
    "text", ["另一个", "另外那单", "不是这个，是另一个", "the other one", "no, the other"]
)
def test_another_is_known(text: str) -> None:
    assert means_other(text)


@pytest.mark.parametrize(
    "text",
    ["全部", "都要退", "整单退", "all of them", "everything", "both please", "the whole order"],
)
def test_everything_is_known(text: str) -> None:
    assert means_all(text)


@pytest.mark.parametrize(
    "text",
    ["not at all", "that's all", "That’s all, thanks", "all right", "first of all", "两个", "one"],
)
def test_all_in_a_phrase_is_not_everything(text: str) -> None:
    assert not means_all(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("2", 2),
        ("两件", 2),
        ("退3个", 3),
        ("十个", 10),
        ("十二件", 12),
        ("二十双", 20),
        ("三十五张", 35),
        ("九个", 9),
        ("three", 3),
        ("only one", 1),
        ("2 of them", 2),
        ("a couple of mugs", 2),
        ("", None),
        ("几个", None),
        ("0", None),
        ("两件或者三件", None),
        ("XE2611230042", None),
        ("13800001111", None),
        ("the blue one", None),
        ("another one", None),
        ("the bigger one", None),
        ("a smaller one", None),
        ("第二件", None),
        ("另一个", None),
        ("换一个颜色", None),
        ("the second one, two pieces", 2),
    ],
)
def test_a_number_of_pieces_is_read(text: str, pieces: int | None) -> None:
    assert count(text) == pieces


@given(st.integers(1, 999))
def test_every_number_in_figures_is_read(number: int) -> None:
    assert count(f"退{number}件") == number
    assert count(f"{number} pieces") == number
