"""The shipped model beside its rivals, on the same messages in the same run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from models.training.baseline import CharacterBaseline
from models.training.first_choices import first_choices
from models.training.minilm import DISTRIBUTION, MiniLm, minilm_folder
from models.training.public_checks import PublicMessage, bitext, cic
from models.training.readings import Predict, Reading, first_found, messages_of
from models.training.scores import share
from models.training.split import Split
from models.values import Intent, Language

OURS, CHARACTERS, MINILM = "shipped", "character n-grams", "MiniLM + logistic regression"


class Rival(Protocol):
    """Names the intent of a text, trained on the same writers as the shipped model."""

    def predict(self, texts: Sequence[str]) -> list[Intent]: ...


Rivals = dict[Language, dict[str, Rival]]


def trained_rivals(parts: Split, folder: Path | None) -> Rivals:
    """Each language's rivals by name; MiniLM, which reads English alone, where `folder` has it."""
    characters = CharacterBaseline(parts.train)
    rivals: Rivals = {language: {CHARACTERS: characters} for language in Language}
    if folder:
        english = [message for message in parts.train if message.language == Language.EN]
        rivals[Language.EN][MINILM] = MiniLm(folder, english)
    return rivals


def rival_lines(
    parts: Split, read: dict[Language, list[Reading]], predict: Predict, data: Path | None
) -> Iterator[str]:
    """The section of the page, a line at a time."""
    folder = minilm_folder()
    rivals = trained_rivals(parts, folder)
    for language, mine in read.items():
        gold = messages_of(mine)
        texts = [message.text for message in gold]
        yield f"{language}, {len(gold)} messages of the test writers"
        yield f"  {OURS}: {first_choices(gold, first_found(mine))}"
        for name, rival in rivals[language].items():
            yield f"  {name}: {first_choices(gold, rival.predict(texts))}"
    if folder is None:
        yield f"{MINILM} (en): not measured; `pip install {DISTRIBUTION}`, then run this again"
    yield from _public_lines(rivals, predict, data)


def _public_lines(rivals: Rivals, predict: Predict, data: Path | None) -> Iterator[str]:
    if data is None:
        yield "Bitext and CIC: not measured; `--data FOLDER` names the public sets"
        return
    sets = {
        "Bitext": (Language.EN, bitext(data)),
        "CIC, noisy labels": (Language.ZH, cic(data)),
    }
    for name, (language, lines) in sets.items():
        if lines:
            texts = [line.text for line in lines]
            yield f"{language}, {name}, {len(lines)} messages, never trained on: accuracy"
            yield f"  {OURS}: {_accepted(lines, [said.top.intent for said in predict(texts)]):.1%}"
            for rival_name, rival in rivals[language].items():
                yield f"  {rival_name}: {_accepted(lines, rival.predict(texts)):.1%}"


def _accepted(lines: Sequence[PublicMessage], found: Sequence[Intent]) -> float:
    return share(one in line.accepted for one, line in zip(found, lines, strict=True))
