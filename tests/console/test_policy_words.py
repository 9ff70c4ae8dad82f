"""The policy as an admin reads it in the console."""

from __future__ import annotations

import pytest

from bot.console.room.admin_house import meaning
from bot.policy_file import Part, explained
from bot.rules.policy import Policy

PARTS = list(explained(Policy()))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_value_is_explained_in_chinese_too(part: Part) -> None:
    """A new value needs a line in bot/console/policy_zh.toml."""
    for name, english in [("", part.meaning), *((one.name, one.meaning) for one in part.lines)]:
        chinese = meaning(part.name, name, english, "zh")
        assert chinese != english and chinese, f"{part.name}.{name}"
        assert meaning(part.name, name, english, "en") == english


def test_what_has_no_chinese_is_told_in_english() -> None:
    assert meaning("hours", "tea_time", "When there is tea.", "zh") == "When there is tea."
