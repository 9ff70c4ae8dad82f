"""A few Chinese signs are told from a name."""

from __future__ import annotations

import pytest

from bot.rules.names_zh import is_person


@pytest.mark.parametrize("text", ["王芳", "李雷", "诸葛亮", "欧阳明月", "陈小明"])
def test_names(text: str) -> None:
    assert is_person(text)


@pytest.mark.parametrize(
    "text", ["谢谢", "马上", "收件", "麻烦了", "单位", "李", "王小明先生", "Jane"]
)
def test_no_names(text: str) -> None:
    assert not is_person(text)
