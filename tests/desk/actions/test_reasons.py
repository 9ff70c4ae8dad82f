"""Every refusal is a whole sentence in both languages, whatever is known and whatever was asked."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import bot.desk.actions.reasons as reasons
from bot.desk.actions.reasons import because
from bot.desk.actions.seen import Seen
from bot.rules.actions.verdict import Because, Refused
from bot.rules.policy import Policy
from knowledge.records import ActionKind
from models.values import Language
from tests.fakes import NOW
from tests.rules.actions.orders import facts

_SEEN = Seen(facts(), ())
_POLICY = Policy()
_FILE = Path(reasons.__file__).with_name("reasons.toml")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Each reason with everything that its sentence may name, and with no moment at all.
_DATED = {"when": NOW - timedelta(hours=2), "until": NOW - timedelta(days=1)}
_NAMED: dict[str, Any] = {"number": "R2611230001", "amount_minor": 2_000, "product": "Travel Mug"}


def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _said(refused: Refused, kind: ActionKind, language: str) -> str:
    return because(refused, kind, _SEEN, _POLICY, NOW, language)


@pytest.mark.parametrize("why", Because)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("moments", [_DATED, {}], ids=["dated", "undated"])
def test_every_reason_is_a_sentence_for_every_action(
    why: Because, language: Language, moments: dict[str, Any]
) -> None:
    for kind in ActionKind:
        said = _said(Refused(why, **moments, **_NAMED), kind, language)
        assert said.endswith("。" if language == "zh" else ".")
        assert not re.search(r"[{}]|None|  ", said)
        assert (_HAN.search(said) is not None) is (language == "zh")


def test_no_table_is_left_over() -> None:
    named = set(_table())
    assert named == set(Because)


def test_every_table_has_both_languages_and_nothing_else() -> None:
    plain, undated = {"zh", "en"}, {"zh_undated", "en_undated"}
    for why, table in _table().items():
        own = {name for name in table if not isinstance(table[name], dict)}
        assert own in (plain, plain | undated), why
        for kind, other in table.items():
            if isinstance(other, dict):
                assert kind in set(ActionKind), (why, kind)
                assert set(other) in (plain, plain | undated), (why, kind)


def test_a_sentence_that_names_a_moment_can_do_without_it_where_it_may_be_unknown() -> None:
    table, known = _table(), {Because.PACKED, Because.TOO_LATE, Because.WINDOW_OVER}
    for why in set(Because) - known:
        for said in (table[why], *(one for one in table[why].values() if isinstance(one, dict))):
            if "{when}" in said["zh"] + said["en"]:
                assert "{when}" not in said["zh_undated"] + said["en_undated"]


def test_a_parcel_that_left_is_dated_to_the_minute_and_says_what_can_be_done() -> None:
    shipped = Refused(Because.SHIPPED, when=NOW - timedelta(hours=2))
    zh = _said(shipped, ActionKind.CANCEL_ORDER, "zh")
    en = _said(shipped, ActionKind.CANCEL_ORDER, "en")
    assert "08:00" in zh and "拒收" in zh and "7天" in zh
    assert "08:00" in en and "refuse the parcel" in en and "7 days" in en


def test_an_exchange_speaks_of_the_longer_window() -> None:
    shipped = Refused(Because.SHIPPED, when=NOW)
    assert "15天" in _said(shipped, ActionKind.CHANGE_ITEMS, "zh")


def test_a_product_is_named_in_the_customers_language() -> None:
    many = Refused(Because.TOO_MANY, number="2", product="Travel Mug")
    assert "保温杯只有2件" in _said(many, ActionKind.RETURN_ITEMS, "zh")
    assert "only 2 of Travel Mug" in _said(many, ActionKind.RETURN_ITEMS, "en")


def test_a_difference_is_money_in_the_orders_currency() -> None:
    dearer = Refused(Because.DEARER, amount_minor=2_000)
    assert "¥20.00" in _said(dearer, ActionKind.EXCHANGE_ITEMS, "zh")
