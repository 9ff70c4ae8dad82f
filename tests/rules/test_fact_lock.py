"""The fact lock lets words pass and facts through slots only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.words import plain_sentences
from bot.rules.fact_lock import LONGEST, Breach, check, fill, slots_of
from models.acts import ACTS, Act
from models.training.corpus import Wording, read_wordings
from models.values import Language

_MUST = frozenset({"order_number"})
_OFFERED = frozenset({"order_number", "eta"})


def _judged(template: str, language: str = "zh") -> Breach | None:
    return check(template, must=_MUST, offered=_OFFERED, language=language)


@pytest.mark.parametrize(
    ("template", "language"),
    [
        ("订单 {order_number} 正在路上。", "zh"),
        ("订单 {order_number} 预计{eta}送达。", "zh"),
        ("订单 {order_number} 由 SF Express 派送，请留意电话。", "zh"),
        ("Order {order_number} should arrive {eta}.", "en"),
        ("One moment please, order {order_number} is under way.", "en"),
    ],
)
def test_lets_words_with_their_slots_pass(template: str, language: str) -> None:
    assert _judged(template, language) is None


@pytest.mark.parametrize(
    ("template", "breach"),
    [
        ("", Breach.EMPTY),
        ("{order_number}", Breach.EMPTY),
        ("{order_number}，。！", Breach.EMPTY),
        ("订单 {order_number} " + "好" * LONGEST, Breach.TOO_LONG),
        ("您的订单正在路上。", Breach.SLOT_MISSING),
        ("订单 {order_number} 由 {carrier} 派送。", Breach.SLOT_FOREIGN),
        ("订单 {order_number} 就是 {order_number}。", Breach.SLOT_REPEATED),
        ("订单 {order_number} 预计{eta送达。", Breach.BROKEN_SLOT),
        ("订单 {{order_number}} 正在路上。", Breach.BROKEN_SLOT),
        ("订单 {order_number} 预计{ETA}送达。", Breach.BROKEN_SLOT),
        ("订单 {o{eta}rder_number} 正在路上 {order_number}。", Breach.BROKEN_SLOT),
        ("Order {order_number} is under way.", Breach.WRONG_LANGUAGE),
        ("您的 order {order_number} is on its way to you。", Breach.WRONG_LANGUAGE),
    ],
)
def test_refuses_each_breach_in_chinese(template: str, breach: Breach) -> None:
    assert _judged(template) is breach


@pytest.mark.parametrize(
    "template",
    [
        "订单 {order_number} 3天后送达。",
        "订单 {order_number} ３天后送达。",
        "订单 {order_number} 三天后送达。",
        "订单 {order_number} 两个工作日内送达。",
        "订单 {order_number} 本周四送达。",
        "订单 {order_number} 星期四送达。",
        "订单 {order_number} 明天送达。",
        "订单 {order_number} 今晚送达。",
        "订单 {order_number} 下午送达。",
        "订单 {order_number} 退您 ¥ 若干。",
        "订单 {order_number} 退您三十元。",
        "订单 {order_number} 共两件。",
    ],
)
def test_refuses_facts_written_out_in_chinese(template: str) -> None:
    assert _judged(template) is Breach.WRITTEN_FACT


@pytest.mark.parametrize(
    "template",
    [
        "Order {order_number} arrives in 3 days.",
        "Order {order_number} arrives in three days.",
        "Order {order_number} arrives in two working days.",
        "Order {order_number} arrives on Thursday.",
        "Order {order_number} arrives tomorrow.",
        "Order {order_number} arrives in December.",
        "Order {order_number} costs a few $ more.",
    ],
)
def test_refuses_facts_written_out_in_english(template: str) -> None:
    assert _judged(template, "en") is Breach.WRITTEN_FACT


@pytest.mark.parametrize("template", ["订单 {order_number} 在路上。", "{order_number} …"])
def test_refuses_another_language_than_english(template: str) -> None:
    assert _judged(template, "en") is Breach.WRONG_LANGUAGE


@given(st.text(), st.characters(categories=["Nd"]), st.text())
def test_refuses_any_template_with_a_digit(before: str, digit: str, after: str) -> None:
    assert check(before + digit + after, must=frozenset(), offered=_OFFERED, language="zh")


@given(value=st.text(), other=st.text())
def test_never_reads_a_value_as_a_slot(value: str, other: str) -> None:
    filled = fill("订单 {order_number} 预计{eta}送达", {"order_number": value, "eta": other})
    assert filled == f"订单 {value} 预计{other}送达"


def test_puts_a_value_with_slot_syntax_in_as_it_is() -> None:
    assert fill("{product}有货", {"product": "{eta}", "eta": "明天"}) == "{eta}有货"


def test_refuses_to_leave_a_slot_open() -> None:
    with pytest.raises(KeyError):
        fill("订单 {order_number}", {})


@pytest.fixture(scope="module")
def wordings() -> list[Wording]:
    return read_wordings()


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_lets_every_line_of_the_corpus_pass(act: Act, wordings: list[Wording]) -> None:
    breaches = {
        wording.text: check(
            wording.text, must=act.must, offered=act.must | act.may, language=wording.language
        )
        for wording in wordings
        if wording.act == act.name
    }
    assert breaches and not any(breaches.values()), breaches


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_lets_the_plain_sentence_of_every_act_pass(act: Act, language: Language) -> None:
    sentence = plain_sentences()[act.name][language]
    assert set(slots_of(sentence)) == act.must
    assert check(sentence, must=act.must, offered=act.must, language=language) is None


def test_has_a_plain_sentence_for_known_acts_only() -> None:
    assert plain_sentences().keys() == ACTS.keys()
