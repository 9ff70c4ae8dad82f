"""The corpus keeps its format, covers every intent and act, and splits cleanly by writer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from models.acts import ACTS
from models.errors import CorpusError
from models.training.agreement import agreement_lines, read_markings
from models.training.corpus import (
    CORPUS,
    LabelledMessage,
    parse_entities,
    read_messages,
    read_wordings,
    wording_fault,
)
from models.training.reply_data import Wordings, every_plan
from models.training.split import NearDuplicates, Split, split_by_writer
from models.values import EntityKind, Intent, Language, Mood


@pytest.fixture(scope="module")
def messages() -> list[LabelledMessage]:
    return read_messages()


@pytest.fixture(scope="module")
def parts(messages: list[LabelledMessage]) -> Split:
    return split_by_writer(messages)


def test_every_intent_has_messages_in_both_languages(messages: list[LabelledMessage]) -> None:
    counts = Counter((message.language, message.intents[0]) for message in messages)
    thin = [(lang, intent) for lang in Language for intent in Intent if counts[lang, intent] < 30]
    assert thin == []


def test_every_plan_has_a_wording_that_suits() -> None:
    wordings = Wordings(read_wordings())
    assert [plan for plan in every_plan() if not wordings.pool(plan)] == []


def test_a_wording_for_no_act_is_refused(tmp_path: Path) -> None:
    assert wording_fault("no_such_act", "hello") != ""


def test_writers_of_the_three_parts_differ(parts: Split) -> None:
    train, validation, test = (
        {message.writer for message in part} for part in (parts.train, parts.validation, parts.test)
    )
    assert train and validation and test
    assert not (train & validation or train & test or validation & test)


def test_each_held_out_part_has_every_intent(parts: Split) -> None:
    for part in (parts.validation, parts.test):
        seen = {(message.language, message.intents[0]) for message in part}
        assert seen == {(language, intent) for language in Language for intent in Intent}


def test_no_near_duplicate_crosses_the_split(parts: Split) -> None:
    held_out = NearDuplicates([message.text for message in parts.validation + parts.test])
    assert [message.text for message in parts.train if held_out.has(message.text)] == []


def test_near_duplicates_are_found_in_spite_of_signs_and_script() -> None:
    known = NearDuplicates(["我的訂單什麼時候到？"])
    assert known.has("我的订单什么时候到！！")
    assert not known.has("可以开发票吗")


def test_entities_are_read_in_place() -> None:
    text, (quantity, product) = parse_entities("要[两件](quantity)[蓝色保温杯](product)")
    assert text == "要两件蓝色保温杯"
    assert (quantity.kind, text[quantity.start : quantity.end]) == (EntityKind.QUANTITY, "两件")
    assert (product.kind, text[product.start : product.end]) == (EntityKind.PRODUCT, "蓝色保温杯")


@pytest.mark.parametrize(
    "line",
    ["no bars at all", "grumpy | hello", "calm | [x](colour)", "calm | hi | no_such_intent"],
)
def test_a_broken_line_is_named_with_its_file_and_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "messages/en/greeting.txt"
    file.parent.mkdir(parents=True)
    file.write_text(f"# writer: en-a-terse — few words\ncalm | hi\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"greeting\.txt:3"):
        read_messages(tmp_path)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("订单 {order_number} 预计{eta}到。", ""),
        ("订单 {order_number} 快到了。", "missing"),
        ("{order_number} {eta} {amount}", "not allowed"),
        ("{order_number} {eta} {eta}", "twice"),
        ("{order_number} {eta} 3天", "digit"),
        ("{order_number} {eta} {", "brace"),
    ],
)
def test_a_wording_keeps_the_rules_of_its_act(text: str, fault: str) -> None:
    assert fault in wording_fault("parcel_in_transit", text)
    assert bool(fault) == bool(wording_fault("parcel_in_transit", text))


def test_a_slot_that_the_plan_does_not_offer_is_not_allowed() -> None:
    act = ACTS["parcel_in_transit"]
    said = "{order_number} {eta} {carrier}"
    assert wording_fault("parcel_in_transit", said, act.must | {"carrier"}) == ""
    assert "carrier" in wording_fault("parcel_in_transit", said, act.must)


def test_moods_are_all_present(messages: list[LabelledMessage]) -> None:
    assert {message.mood for message in messages} == set(Mood)


def test_messages_marked_again_are_test_messages(parts: Split) -> None:
    again = read_markings(CORPUS)
    assert len(again) > 500
    assert set(again) <= {message.text for message in parts.test}


def test_two_markings_that_agree_are_said_to(tmp_path: Path) -> None:
    text, entities = parse_entities("寄到[杭州](address)")
    message = LabelledMessage(
        text, Language.ZH, (Intent.CHANGE_ADDRESS,), Mood.CALM, entities, "zh-a-polite"
    )
    (nothing,) = agreement_lines(tmp_path, [message])
    assert nothing.startswith("not measured")
    marked = "# a remark\ncalm | 寄到[杭州](address)\n"
    (tmp_path / "marked_again.txt").write_text(marked, encoding="utf-8")
    assert "entity F1 100.0% of exact spans" in list(agreement_lines(tmp_path, [message]))[1]
