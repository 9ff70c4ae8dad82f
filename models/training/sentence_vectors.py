"""Sentences in, tensors and vectors out: what every Hugging Face sentence encoder is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from models.batches import in_batches
from models.encoder import Floats
from models.training.network import mean_of_tokens

_BATCH = 64


def tokenized(
    tokenizer: PreTrainedTokenizerBase, sentences: Sequence[str], most: int
) -> dict[str, Tensor]:
    """`input_ids` and `attention_mask` [n, t] of sentences cut after `most` tokens."""
    fed = tokenizer(
        list(sentences), padding=True, truncation=True, max_length=most, return_tensors="pt"
    )
    return {name: fed[name] for name in ("input_ids", "attention_mask")}


class SentenceEncoder:
    """Mean-pooled vectors of an encoder by name or path."""

    def __init__(self, name: str | Path, most: int) -> None:
        """`most` tokens of a sentence are read."""
        self._tokenizer = AutoTokenizer.from_pretrained(name)
        self._model = AutoModel.from_pretrained(name).eval()
        self._most = most

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
        fed = tokenized(self._tokenizer, texts, self._most)
        with torch.autocast("cpu", torch.bfloat16):
            states = self._model(**fed).last_hidden_state.float()
        pooled = mean_of_tokens(states, fed["attention_mask"])
        rows: Floats = functional.normalize(pooled, dim=-1).numpy()
        return rows
