"""Reading the corpus's answers: what customers say when a form asks, with its slot values."""

from __future__ import annotations

from pathlib import Path

from models.training.corpus import (
    CORPUS,
    LabelledMessage,
    corpus_files,
    written_lines,
)
from models.values import Language, Mood, SlotValue

#: The file of texts that say no slot value.
SAYS_NOTHING = "none"


def read_answers(corpus: Path = CORPUS) -> list[LabelledMessage]:
    """Every short answer and wish of the corpus, with the slot values that it says.

    Raises CorpusError for a line that breaks the format.
    """
    files = corpus_files(corpus / "answers")
    return [answer for file in files for answer in written_lines(file, _answer)]


def _answer(file: Path, line: str, writer: str) -> LabelledMessage:
    text, separator, others = (part.strip() for part in line.partition(" | "))
    if not text or "|" in text + others or (separator and not others):
        raise ValueError("not `text` or `text | other_value, …`")
    said = [file.stem, *(name.strip() for name in others.split(",") if others)]
    values = frozenset(SlotValue(name) for name in said if name != SAYS_NOTHING)
    language = Language(file.parent.name)
    return LabelledMessage(text, language, (), Mood.CALM, (), writer, values)
