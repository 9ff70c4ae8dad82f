"""Articles kept as files: TOML front matter between `+++` lines, then the answer."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import IntakeError

#: The languages articles are written in.
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article as written: `returns-window.zh.md` has slug `returns-window`, language `zh`."""

    slug: str
    language: str
    topic: str
    title: str
    asks: tuple[str, ...]
    body: str


def read_article(path: Path) -> ArticleFile:
    """Read one article file.

    Raises:
        IntakeError: the name or the front matter is not as it should be.
    """
    slug, _, language = path.stem.rpartition(".")
    if not slug or language not in LANGUAGES:
        raise IntakeError(
            f"The article {path.name} cannot be read: its name is not like returns.zh.md."
        )
    try:
        _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        fields = tomllib.loads(head)
        asks = tuple(_text(ask, "asks") for ask in _list(fields["asks"]))
        topic, title = (_text(fields[name], name) for name in ("topic", "title"))
        return ArticleFile(slug, language, topic, title, asks, _text(body.strip(), "the answer"))
    except (ValueError, KeyError, OSError) as error:
        raise IntakeError(f"The article {path.name} cannot be read: {error}.") from error


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("asks is not a list")  # noqa: TRY004  a fault of the file's, not of ours
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be text, and not blank")
    return value


def read_articles(folder: Path) -> list[ArticleFile]:
    """Every article in a folder, by name."""
    return [read_article(path) for path in sorted(folder.glob("*.md"))]
