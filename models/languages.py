"""Which of the shop's languages a message is written in."""

from __future__ import annotations

import re

from models.values import Language

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
#: A run of letters of any other script; runs with a digit in them (XE2611230042, iphone15)
#: are codes, and codes have no language.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: An e-mail address has no language either.
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
#: Written alike in every chat, so they say nothing about the language.
_NEUTRAL = frozenset({"ok", "okay", "okk", "k", "okok", "sf", "app", "vip", "id"})


def detect_language(text: str, previous: Language | None = None) -> Language:
    """The language to answer `text` in; without letters, the one spoken before.

    A Chinese character weighs as much as a foreign word, as many Chinese customers mix in
    English names: `这个 travel mug 有货吗` -> 6 characters, 2 words -> zh. A first message
    with neither (`👍`, `XE2611230042`) is taken for Chinese, the shop's home language.
    """
    characters = len(_HAN.findall(text))
    words = [word for word in _words(text) if word.lower() not in _NEUTRAL]
    if not characters and not words:
        return previous or Language.ZH
    return Language.ZH if characters >= len(words) else Language.EN


def _words(text: str) -> list[str]:
    without_han = _HAN.sub(" ", _KANA_OR_HANGUL.sub("a", _EMAIL.sub(" ", text)))
    found = _WORD.findall(without_han)
    return [word for word in found if not any(character.isdigit() for character in word)]
