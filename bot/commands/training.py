"""Training and measuring the models. Needs what `make test` installs, serving does not."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.errors import CommandFailed
from models import REPLY_WEIGHTS, UNDERSTANDING_WEIGHTS

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


def train(given: argparse.Namespace) -> int:
    """Train one model and write it where it is served from (or to `--out`).

    Raises:
        CommandFailed: torch and transformers are not installed.
    """
    training = _training()
    options: dict[str, Any] = {"build": BUILD, "seed": given.seed}
    if given.epochs is not None:
        options["epochs"] = given.epochs
    if given.model == "base":
        made = training.train_base(text=given.text, teacher=given.teacher, **options)
    elif given.model == "intents":
        out = given.out or UNDERSTANDING_WEIGHTS
        made = training.train_intents(output=out, text=given.text, base=given.base, **options)
    else:
        made = training.train_replies(output=given.out or REPLY_WEIGHTS, base=given.base, **options)
    sys.stdout.write(f"{made}\n")
    return 0


def evaluate(data: Path | None, page: Path | None = None) -> int:
    """Print the page of figures, and put it into `page` (default PAGE) below its introduction.

    Raises:
        CommandFailed: torch and transformers are not installed.
    """
    training = _training()
    figures = training.evaluate(data=data, build=BUILD)
    sys.stdout.write(figures)
    training.write_page(page or PAGE, figures)
    return 0
