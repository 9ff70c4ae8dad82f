"""What a message says is not meant is not taken for what is."""

from __future__ import annotations

import pytest

from bot.rules.denied import without_denied
from models.values import Entity, EntityKind


def products(text: str, *names: str) -> list[Entity]:
    return [
        Entity(EntityKind.PRODUCT, name, text.index(name), text.index(name) + len(name))
        for name in names
    ]


@pytest.mark.parametrize(
    ("text", "names", "meant"),
    [
        ("not the umbrella, cancel the desk lamp order", ["umbrella", "desk lamp"], "desk lamp"),
        ("cancel the desk lamp, not the umbrella", ["desk lamp", "umbrella"], "desk lamp"),
        ("Don't cancel the mug. The rug has to go.", ["mug", "rug"], "rug"),
        ("不是雨伞，取消台灯那单", ["雨伞", "台灯"], "台灯"),
        ("取消台灯，不是雨伞", ["台灯", "雨伞"], "台灯"),
        ("别退马克杯，退衬衫", ["马克杯", "衬衫"], "衬衫"),
    ],
)
def test_the_other_one_is_meant(text: str, names: list[str], meant: str) -> None:
    left, found = without_denied(text, products(text, *names))
    assert [one.text for one in found] == [meant]
    assert left.index(meant) == text.index(meant)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("this is not the umbrella I ordered", ["umbrella"]),
        ("这不是我买的雨伞，退掉", ["雨伞"]),
        ("cancel the mug and the rug", ["mug", "rug"]),
    ],
)
def test_where_nothing_else_is_named_all_stays(text: str, names: list[str]) -> None:
    assert without_denied(text, products(text, *names)) == (text, products(text, *names))
