"""Between pre-training and our task: naming the labels of public sentences.

An encoder that has told 77 banking questions and 150 errands apart needs fewer of our own
lines to tell shop questions apart (Phang et al. 2018, arXiv:1811.01088).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerFast, Trainer

from models.script import plain_script
from models.training.network import LabelledNetwork
from models.training.progress import (
    Schedule,
    digest,
    quiet_libraries,
    train_or_resume,
    training_arguments,
)
from models.training.public_text import labelled_sentences
from models.training.sentence_vectors import tokenized

_TOKENS = 40


def warm_up(*, build: Path, text: Path, seed: int = 7, epochs: float = 2) -> Path:
    """Train the encoder in `build/base` on the labelled public sentences, in place."""
    quiet_libraries()
    torch.manual_seed(seed)
    folder, run = build / "base", build / "runs" / "warm_up"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder, dtype=torch.float32)
    sentences = labelled_sentences(text)
    labels = sorted({label for _, label in sentences})
    trainer = Trainer(
        model=LabelledNetwork(encoder, len(labels)),
        args=training_arguments(run, Schedule(epochs, batch=64, rate=5e-4), seed),
        train_dataset=[(plain_script(line), labels.index(label)) for line, label in sentences],
        data_collator=_Pairs(tokenizer),
    )
    facts = {"seed": seed, "epochs": epochs, "data": digest(sentences)}
    train_or_resume(trainer, run, facts)
    encoder.save_pretrained(folder)
    return folder


class _Pairs:
    """Makes a batch from (sentence, label) pairs."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer

    def __call__(self, pairs: Sequence[tuple[str, int]]) -> dict[str, Tensor]:
        lines, labels = zip(*pairs, strict=True)
        return {**tokenized(self._tokenizer, lines, _TOKENS), "labels": torch.tensor(labels)}
