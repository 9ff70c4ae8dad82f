"""Whether a word for goods means a product: 护眼灯 is 护眼台灯, a desklamp a Desk Lamp."""

from __future__ import annotations

import re

from models.script import plain_script

_SIGNS = re.compile(r"[\W_]+")


def is_named(said: str, name: str) -> bool:
    """Whether a word and a product's name hold one another, however they are spaced."""
    word, whole = _bare(said), _bare(name)
    return bool(word and whole) and (word in whole or whole in word)


def is_shortened(said: str, name: str) -> bool:
    """Whether a Chinese word is a name with signs left out: its last one, and the rest in order."""
    word, whole = _bare(said), _bare(name)
    if len(word) < 2 or word.isascii() or word[-1:] != whole[-1:]:
        return False
    rest = iter(whole)
    return all(sign in rest for sign in word)


def _bare(text: str) -> str:
    return _SIGNS.sub("", plain_script(text).casefold())
