"""Cantonese signs for the little words, in the spelling that the rules are written in."""

from __future__ import annotations

from models.script import plain_script

#: Each stands for one sign, so that places in a text stay: 嗰個 -> 那个, 有冇 -> 有没.
_SIGNS = str.maketrans("嗰冇咗喺嘅啲", "那没了在的些")


def plain_words(text: str) -> str:
    """`text` in plain script, with its little Cantonese words in Mandarin: 嗰單 -> 那单."""
    return plain_script(text).translate(_SIGNS)
