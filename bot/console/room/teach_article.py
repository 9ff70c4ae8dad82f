"""The short form that makes an article: what was typed, and what speaks against it, in words."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from bot.console.room.page import Given, Reader, Unusable, text
from bot.desk.article_text import LONGEST_BODY, ArticleRefused, ArticleText
from bot.desk.candidates import personal_in
from bot.desk.teaching import TeachingRefused

T = TypeVar("T")


def article_of(given: Given, language: str) -> ArticleText:
    """The article as it was typed: a way of asking each line. The desk says whether it fits."""
    asks = text(given, "asks", 16_000).splitlines()
    return ArticleText(
        language,
        text(given, "topic", 40),
        text(given, "title"),
        text(given, "body", 4 * LONGEST_BODY),
        tuple(one.strip() for one in asks if one.strip()),
    )


async def hesitates(reader: Reader, given: Given, article: ArticleText) -> bool:
    """Whether the article shows something that may be one customer's, and nobody said that it
    may. The page is told what it is, and asks."""
    found = personal_in(article.title, article.body, *article.asks)
    if not found or given.get("sure") is True:
        return False
    await reader.tell("personal", found=found)
    return True


async def kept(reader: Reader, doing: Awaitable[T]) -> T:
    """What a desk made. Raises Unusable with the words for why it refused."""
    try:
        return await doing
    except TeachingRefused as refused:
        raise Unusable(f"teach_{refused.reason}") from refused
    except ArticleRefused as refused:
        raise Unusable(_why(refused, reader.words)) from refused


def _why(refused: ArticleRefused, words: dict[str, str]) -> str:
    """`Answer: The chat shows plain text. …`; a sentence, where the words have no such reason."""
    said = words.get(f"written_{refused.reason}", str(refused))
    name = words.get(f"written_field_{refused.field}", "")
    return f"{name}{words['colon']}{said}" if name else said
