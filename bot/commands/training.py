"""Training and measuring the models. Needs what `make test` installs, serving does not."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

from bot.commands.answers.corpus import FOLDER, written_answers
from bot.commands.answers.labels import labelled
from bot.commands.answers.page import answer_reading_lines
from bot.commands.teaching import read_taught, roll_back, train_with_shop
from bot.errors import CommandFailed
from bot.settings import Settings
from models import (
    ANSWER_WEIGHTS,
    BASE_WEIGHTS,
    REPLY_WEIGHTS,
    SENTIMENT_WEIGHTS,
    UNDERSTANDING_WEIGHTS,
)

#: Where checkpoints and unquantised models go.
BUILD = Path("build")
#: Where the page of figures is kept.
PAGE = Path("docs/models.md")


def _training() -> Any:
    try:
        import models.training
    except ModuleNotFoundError as error:
        raise CommandFailed(
            f"Training needs '{error.name}', which serving does not: run `make check` once, "
            "it installs everything."
        ) from error
    return models.training


def train(settings: Settings, given: argparse.Namespace) -> int:
    """Train one model and write it where it is served from (or to `--out`).

    Raises:
        CommandFailed: torch and transformers are not installed, or the options do not go
            together.
    """
    _check(given)
    if given.rollback:
        return roll_back(settings)
    training = _training()
    options: dict[str, Any] = {"build": BUILD, "seed": given.seed}
    if given.epochs is not None:
        options["epochs"] = given.epochs
    if given.with_shop:
        options |= {"text": given.text, "base": given.base}
        examples = asyncio.run(read_taught(settings))
        return train_with_shop(training, settings, examples, options)
    if given.model == "base":
        made = training.train_base(output=given.out or BASE_WEIGHTS, text=given.text, **options)
    elif given.model == "answers":
        texts = [labelled(one) for one in written_answers(FOLDER)]
        del options["build"]
        made = training.train_answers(texts, output=given.out or ANSWER_WEIGHTS, **options)
    elif given.model == "intents":
        out = given.out or UNDERSTANDING_WEIGHTS
        options |= {"text": given.text, "base": given.base}
        options |= {"teacher": given.teacher, "begin": given.begin}
        made = training.train_intents(output=out, **options)
    elif given.model == "sentiment":
        out = given.out or SENTIMENT_WEIGHTS
        made = training.train_sentiment(output=out, text=given.text, base=given.base, **options)
    else:
        made = training.train_replies(output=given.out or REPLY_WEIGHTS, base=given.base, **options)
    sys.stdout.write(f"{made}\n")
    return 0


def _check(given: argparse.Namespace) -> None:
    """Refuse options that do not go together, or one that is needed and not given."""
    if given.model == "sentiment" and given.text is None:
        raise CommandFailed(
            "The reviews are no part of the project: `train sentiment` needs --text FOLDER, "
            "the folder of public text with them."
        )
    alone = given.model == "intents" and not (given.with_shop or given.rollback)
    if (given.teacher or given.begin) and not alone:
        raise CommandFailed("Only `train intents` on the corpus takes --teacher or --begin.")
    if given.begin and not given.begin.is_file():
        raise CommandFailed(f"--begin: there is no file {given.begin}.")
    if given.begin and (BUILD / "runs").resolve() in given.begin.resolve().parents:
        raise CommandFailed(
            f"--begin: a training clears {BUILD / 'runs'}; copy the file elsewhere."
        )
    if not (given.with_shop or given.rollback):
        return
    option = "--with-shop" if given.with_shop else "--rollback"
    if given.model != "intents":
        raise CommandFailed(f"Staff teach intents only: `train intents {option}`.")
    if given.out is not None:
        raise CommandFailed(f"The shop's own weights have their place: {option} takes no --out.")


def evaluate(data: Path | None, page: Path | None = None, *, recipe: bool = False) -> int:
    """Print the page of figures, and put it into `page` (default PAGE) below its introduction.

    `recipe` asks for the check of the training recipe too, which trains for some minutes.

    Raises:
        CommandFailed: torch and transformers are not installed.
    """
    training = _training()
    answers = training.Section("Suppliers' answers", [*answer_reading_lines()])
    figures = training.evaluate(data=data, build=BUILD, recipe=recipe, more=[answers])
    sys.stdout.write(figures)
    training.write_page(page or PAGE, figures)
    return 0
