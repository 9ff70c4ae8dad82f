"""The policy's page has every value, and every action with its rule."""

from __future__ import annotations

import re

from bot.rules.actions.approval import Risk
from bot.rules.policy import Policy
from knowledge.records import ActionKind
from tests.docs.pages import POLICY, Page, table
from tests.docs.policy_text import shown_text, values_text

_PAGE = Page(POLICY)
_RULE = re.compile(r"`bot/rules/actions/\w+\.py`")


def test_every_value_is_shown_as_it_is() -> None:
    stale = shown_text() != values_text()
    assert not stale, "run `python -m tests.docs.policy_text`"


def test_every_action_has_a_row_and_no_row_is_left_over() -> None:
    named = [row[0].strip("`") for row in table(_PAGE.section("The actions"))]
    assert sorted(named) == sorted(ActionKind)


def test_every_action_names_its_rule_what_it_changes_and_its_undo() -> None:
    for name, _, rule, changes, undone in table(_PAGE.section("The actions")):
        assert _RULE.search(rule) or name == f"`{ActionKind.STOP_NOTICES}`", name
        assert changes and undone, name


def test_every_risk_is_described() -> None:
    named = [row[0].strip("`") for row in table(_PAGE.section("What staff have to agree to"))]
    assert sorted(named) == sorted(Risk)


def test_every_value_that_the_page_names_exists() -> None:
    known = {
        f"{name}.{field}" for name, section in Policy() for field in type(section).model_fields
    }
    sections = "|".join(Policy.model_fields)
    words = [word for word in _PAGE.code_words() if re.fullmatch(rf"(?:{sections})\.\w+", word)]
    assert words
    assert {word for word in words if word not in known} == set()
