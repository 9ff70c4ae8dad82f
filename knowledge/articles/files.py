"""Articles kept as files: TOML front matter between `+++` lines, then the answer."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import IntakeError


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
    try:
        _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        fields = tomllib.loads(head)
        return ArticleFile(
            slug, language, fields["topic"], fields["title"], tuple(fields["asks"]), body.strip()
        )
    except (ValueError, KeyError, OSError) as error:
        raise IntakeError(f"The article {path.name} cannot be read: {error}.") from error


def read_articles(folder: Path) -> list[ArticleFile]:
    """Every article in a folder, by name."""
    return [read_article(path) for path in sorted(folder.glob("*.md"))]
