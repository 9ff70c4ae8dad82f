"""A sentence for staff in both of their languages, kept as one text and shown in one of them."""

from __future__ import annotations

#: The Chinese stands before it, the English behind.
_BETWEEN = "\n"


def both(zh: str, en: str, most: int = 400) -> str:
    """The two as one text of `most` characters at most; what is too long is cut in each.

    `both("不属于任何订单。", "It belongs to no order.")`
    """
    half = (most - len(_BETWEEN)) // 2
    return f"{_line(zh)[:half]}{_BETWEEN}{_line(en)[:half]}"


def in_language(said: str, language: str) -> str:
    """The text in a language, `zh` or `en`; one that was kept in one language as it is."""
    zh, between, en = said.partition(_BETWEEN)
    return en if between and language != "zh" else zh if between else said


def _line(said: str) -> str:
    return " ".join(said.split())
