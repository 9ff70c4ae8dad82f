"""An article as staff write it, and whether it can be kept.

ArticleRefused          an article cannot be kept so; `field` and `reason` say which and why
└── ArticleStale        somebody changed it meanwhile; `now` is what it says
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.desk.record_checks import EditRefused, checked, text_of
from bot.errors import XiaoerError
from knowledge.articles.files import LANGUAGES
from models.values import Intent

LONGEST_TITLE, LONGEST_QUESTION, MOST_QUESTIONS = 200, 300, 40
#: Telegram takes 4096 characters (https://core.telegram.org/bots/api#sendmessage), and the
#: reply says some words of its own.
LONGEST_BODY = 3000
#: What would be read as signs and not as formatting: the chat shows plain text.
_MARKUP = re.compile(
    r"</?[a-zA-Z][^<>\n]*>"  # HTML
    r"|\*\*[^*\n]+\*\*|__[^_\n]+__|~~[^~\n]+~~|`[^`\n]+`|```"  # Markdown: bold, code, struck
    r"|!?\[[^\]\n]*\]\([^)\n]*\)"  # links and pictures
    r"|^#{1,6}\s|^>\s|^\s*\|.*\|\s*$"  # headings, quotes, tables
    r"|&(?:nbsp|amp|lt|gt|quot|#\d+);",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What an article says, to whom, and how customers ask for it (its title aside)."""

    language: str
    topic: str
    title: str
    body: str
    asks: tuple[str, ...]


class ArticleRefused(XiaoerError):
    """An article cannot be kept so; nothing was changed.

    Args:
        field: `language`, `topic`, `title`, `body`, `asks`, or empty.
        reason: `unknown_language`, `unknown_topic`, `blank`, `too_long`, `unfit`, `markup`,
            `no_question`, `too_many`, `language_fixed`, `exists` or `changed`, as the console
            words it.
    """

    def __init__(self, field: str, reason: str, message: str) -> None:
        super().__init__(message)
        self.field, self.reason = field, reason


class ArticleStale(ArticleRefused):
    """The article is not what the change was made from.

    Args:
        now: what it says.
    """

    def __init__(self, now: ArticleText) -> None:
        super().__init__(
            "", "changed", "Somebody changed it meanwhile. Read it again, then change it."
        )
        self.now = now


def fit(text: ArticleText) -> ArticleText:
    """An article as it is kept: no blanks at the ends, each question once.

    Raises:
        ArticleRefused: something of it cannot be.
    """
    if text.language not in LANGUAGES:
        raise ArticleRefused("language", "unknown_language", "An article is in zh or en.")
    if text.topic not in set(Intent):
        raise ArticleRefused("topic", "unknown_topic", "An article is on one of the intents.")
    return replace(
        text,
        title=_plain("title", text.title, LONGEST_TITLE),
        body=_plain("body", text.body, LONGEST_BODY),
        asks=_questions(text.asks),
    )


def _questions(asks: tuple[str, ...]) -> tuple[str, ...]:
    wanted = [one for one in asks if one.strip()]
    if not wanted:
        raise ArticleRefused("asks", "no_question", "An article answers at least one question.")
    if len(wanted) > MOST_QUESTIONS:
        raise ArticleRefused("asks", "too_many", f"At most {MOST_QUESTIONS} questions are kept.")
    return tuple(dict.fromkeys(_plain("asks", one, LONGEST_QUESTION) for one in wanted))


def _plain(field: str, value: str, most: int) -> str:
    try:
        kept = str(checked(text_of(most), field, value.replace("\r\n", "\n")))
    except EditRefused as refused:
        raise ArticleRefused(field, refused.reason, str(refused)) from None
    if found := _MARKUP.search(kept):
        raise ArticleRefused(
            field, "markup", f"The chat shows plain text; it would show '{found[0][:40].strip()}'."
        )
    return kept
