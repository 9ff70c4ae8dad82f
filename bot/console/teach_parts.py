"""What the Teach page and the inbox need so that the bot answers better; `bot.wiring` has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.desk.article_text import ArticleText
from bot.desk.gaps import Gaps


class GapBook(Protocol):
    """What the bot could not answer (`bot.desk.gaps.GapDesk`).

    `settle` raises LookupError where there is no such article, and ArticleRefused where a way
    of asking cannot be kept with it.
    """

    async def groups(self) -> Gaps: ...

    async def settle(
        self,
        gap_ids: Sequence[int],
        staff_id: int,
        *,
        article_id: int | None = None,
        asks: Sequence[str] = (),
    ) -> int: ...


class Candidates(Protocol):
    """Staff's answers that may become articles (`bot.desk.candidates.CandidateDesk`).

    Each raises LookupError where there is no such one, TeachingRefused where it cannot be done,
    and `take` ArticleRefused where the article cannot be kept so.
    """

    async def propose(self, conversation_id: int, message_id: int, staff_id: int) -> int: ...

    async def change(
        self, candidate_id: int, question: str, answer: str, topic: str, staff_id: int
    ) -> None: ...

    async def drop(self, candidate_id: int, staff_id: int) -> None: ...

    async def take(self, candidate_id: int, text: ArticleText, staff_id: int) -> int: ...


class WrongMarks(Protocol):
    """Answers of the bot that staff found wrong (`bot.desk.wrong_answers.WrongAnswerDesk`).

    Each raises LookupError where there is no such message, TeachingRefused where it is no
    answer of the bot.
    """

    async def mark(
        self, conversation_id: int, message_id: int, staff_id: int, note: str = ""
    ) -> None: ...

    async def unmark(self, conversation_id: int, message_id: int, staff_id: int) -> None: ...


class Writing(Protocol):
    """Writes an article (`bot.desk.article_book.ArticleBook`), or raises ArticleRefused."""

    async def write(self, text: ArticleText, staff_id: int, *, says: int | None = None) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachParts:
    """The desks behind the Teach page; each writes down what it changes."""

    gaps: GapBook
    candidates: Candidates
    wrong_answers: WrongMarks
    articles: Writing
