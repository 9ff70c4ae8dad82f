"""The shipped weights, loaded once, and a corpus small enough to train on in seconds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models import REPLY_WEIGHTS, UNDERSTANDING_WEIGHTS
from models.replies import ReplyModel
from models.training.corpus import CORPUS
from models.understanding import UnderstandingModel

_FEW = ("greeting", "track_order", "invoice")
_LATER = re.compile(r"(?m)^# writer: (?:zh|en)-[l-z]-")
_FEW_ACTS = ("greet", "delivery_eta")


@pytest.fixture(scope="session")
def understanding() -> UnderstandingModel:
    return UnderstandingModel.load(UNDERSTANDING_WEIGHTS)


@pytest.fixture(scope="session")
def replies() -> ReplyModel:
    return ReplyModel.load(REPLY_WEIGHTS)


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few files of the real corpus, in its shape, without the groups of writers after k."""
    folder = tmp_path_factory.mktemp("corpus")
    for kind, names in (("messages", _FEW), ("replies", _FEW_ACTS)):
        for language in ("zh", "en"):
            (folder / kind / language).mkdir(parents=True)
            for name in names:
                file = Path(kind, language, f"{name}.txt")
                text = (CORPUS / file).read_text(encoding="utf-8")
                (folder / file).write_text(_LATER.split(text)[0], encoding="utf-8")
    return folder
