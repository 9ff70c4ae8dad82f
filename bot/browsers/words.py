"""The interface's own words in Chinese and English, and which of the two a browser asks for."""

from __future__ import annotations

import tomllib
from pathlib import Path

LANGUAGES = ("zh", "en")
#: Keeps the language chosen on a page, for the chat and the console alike.
LANGUAGE_COOKIE = "xiaoer_language"


def preferred_language(accept_language: str, chosen: str | None = None) -> str:
    """The language to show: the one chosen here, else the browser's first of ours, else Chinese.

    `preferred_language("fr, en;q=0.8, zh;q=0.3")` → en (RFC 9110, section 12.5.4).
    """
    if chosen in LANGUAGES:
        return chosen
    wanted = sorted(map(_weighed, accept_language.split(",")), key=lambda found: -found[0])
    return next((tag for weight, tag in wanted if tag in LANGUAGES and weight > 0), LANGUAGES[0])


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.strip().lower().partition(";q=")
    try:
        return float(weight or 1), tag[:2]
    except ValueError:
        return 0.0, tag[:2]


class Words:
    """A file of words: one TOML table a key, with `zh` and `en`."""

    def __init__(self, path: Path) -> None:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        self._by_language = {
            language: {key: table[language] for key, table in tables.items()}
            for language in LANGUAGES
        }

    def of(self, language: str) -> dict[str, str]:
        """Every word in one language, by key."""
        return self._by_language[language]
