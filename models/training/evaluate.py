"""One page of figures for the shipped weights, on writers that no model was trained on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from models import REPLY_WEIGHTS, SENTIMENT_WEIGHTS, UNDERSTANDING_WEIGHTS
from models.replies import ReplyModel
from models.training.agreement import agreement_lines
from models.training.alignment import alignment_lines
from models.training.answer_page import answer_lines
from models.training.answers import read_answers
from models.training.base import own_base
from models.training.confusions import confusion_lines, worst_lines
from models.training.corpus import CORPUS, read_messages, read_pairs, read_wordings
from models.training.page import Section, rendered
from models.training.precisions import precision_lines
from models.training.progress import quiet_libraries
from models.training.readings import readings
from models.training.recipe_check import recipe_lines
from models.training.reply_page import reply_lines
from models.training.rivals import rival_lines
from models.training.sampled import sampled_lines
from models.training.scope_scores import scope_lines
from models.training.sentiment_page import sentiment_lines
from models.training.split import split_by_writer
from models.training.understanding_page import understanding_lines
from models.understanding import UnderstandingModel

_SAMPLE_SEED = 5
_RECIPE_SEED = 7


def evaluate(
    *,
    understanding: Path = UNDERSTANDING_WEIGHTS,
    replies: Path = REPLY_WEIGHTS,
    sentiment: Path = SENTIMENT_WEIGHTS,
    corpus: Path = CORPUS,
    data: Path | None = None,
    build: Path | None = None,
    recipe: bool = False,
    more: Iterable[Section] = (),
) -> str:
    """The page, as Markdown; the figures in the model cards are copied from it.

    `data` is the folder of public sets (Bitext, CIC, CLINC150, BANKING77, reviews); `build` that
    of a training run, whose unquantised network is then compared; with `recipe` the base is
    fine-tuned on BANKING77 there, which takes some ten minutes more. `more` sections, of what is
    not read by models alone, stand behind the others.
    """
    quiet_libraries()
    sections = [*_sections(understanding, replies, corpus, data, build)]
    sections.append(Section("Sentiment", [*sentiment_lines(sentiment, data)]))
    sections += more
    if recipe:
        sections.append(Section("The recipe on a public set", [*_recipe(build, corpus, data)]))
    return rendered(sections)


def _recipe(build: Path | None, corpus: Path, data: Path | None) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = build or Path(scratch)
        yield from recipe_lines(
            lambda: own_base(folder, corpus, None, _RECIPE_SEED), data, folder, _RECIPE_SEED
        )


def _sections(
    understanding: Path, replies: Path, corpus: Path, data: Path | None, build: Path | None
) -> Iterator[Section]:
    parts = split_by_writer(read_messages(corpus))
    model = UnderstandingModel.load(understanding)
    words = ReplyModel.load(replies)
    read = readings(parts.test, model.predict)
    yield Section("Understanding", [*understanding_lines(model, parts, read)])
    answers = split_by_writer(read_answers(corpus)).test
    yield Section("Answers and plain wishes", [*answer_lines(model, answers)])
    yield Section("Marked twice", [*agreement_lines(corpus, parts.test)])
    yield Section("Beside its rivals", [*rival_lines(parts, read, model.predict, data)])
    yield Section("Out of scope", [*scope_lines(read, model.predict, model.thresholds, data)])
    yield Section("Sentence vectors", [*alignment_lines(model, read_pairs(corpus))])
    yield Section("int8 against fp32", [*precision_lines(understanding, build, parts)])
    yield Section("Replies", [*reply_lines(words, parts.test, read_wordings(corpus))])
    yield Section("Intents most often confused", [*confusion_lines(read)])
    yield Section("The worst mistakes", [*worst_lines(read)])
    yield Section(
        "Conversations to read", [*sampled_lines(read, words, model.thresholds, _SAMPLE_SEED)]
    )
