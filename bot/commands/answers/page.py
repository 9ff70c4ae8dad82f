"""How well suppliers' answers are read, for the page of figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.commands.answers.corpus import written_answers
from bot.commands.answers.score import score, show
from bot.rules.supplier_answers import read_answer
from bot.supply.answer_reading import TwofoldReading

#: Answers that nothing was tuned or trained on, where the tests lie.
HELD_OUT = Path("tests/supply/answers")
_SETS = (
    ("held_out", "other writers, kinds of writing that the corpus has too"),
    ("unseen", "other writers, kinds of writing that the corpus does not have"),
)


def answer_reading_lines(folder: Path = HELD_OUT) -> Iterator[str]:
    """The sets with their figures: by the rules alone, and as served."""
    twofold = TwofoldReading()
    for name, what in _SETS:
        if not (folder / name).is_dir():
            yield f"{name}: not here; it lies in the repository, under {folder}"
            continue
        written = written_answers(folder / name)
        yield f"{name}: {what}"
        yield f"by the rules alone: {show(score(written, read_answer), False).splitlines()[-1]}"
        yield from show(score(written, twofold), False).splitlines()
        yield ""
