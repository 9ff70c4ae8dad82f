"""Learning meaning from a larger encoder: sentences are placed where the teacher puts them.

The teacher is any Hugging Face sentence encoder by name or path; it reads English, and a
Chinese sentence is placed where its English rendering belongs (Reimers & Gurevych 2020,
arXiv:2004.09813), so that one space holds both languages. The teacher serves here only:
nothing of it is shipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerFast, Trainer

from models.script import plain_script
from models.training.corpus import read_messages, read_pairs
from models.training.network import mean_of_tokens
from models.training.progress import (
    Schedule,
    digest,
    quiet_libraries,
    train_or_resume,
    training_arguments,
)
from models.training.public_text import pretraining_documents
from models.training.sentence_vectors import SentenceEncoder, tokenized
from models.training.split import split_by_writer
from models.values import Language

_HAN, _WORD = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{2}")
_TOKENS = 64
#: How often a pair is shown beside each English sentence: there are few of them.
_PAIRS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence and the English that the teacher reads for it; the same for English ones."""

    text: str
    english: str


def lessons(corpus: Path, text: Path | None) -> list[Lesson]:
    """What the teacher is asked: public English, our own, and our Chinese with its English.

    Nothing that a validation or test writer wrote: pairs are made from training lines only.
    """
    public = [line for lines in pretraining_documents(text) for line in lines] if text else []
    own = [
        message.text
        for message in split_by_writer(read_messages(corpus)).train
        if message.language is Language.EN
    ]
    english = [line for line in (*public, *own) if _WORD.search(line) and not _HAN.search(line)]
    pairs = [Lesson(chinese, english) for chinese, english in read_pairs(corpus)]
    return [Lesson(line, line) for line in dict.fromkeys(english)] + _PAIRS_SHOWN * pairs


def distil(
    *, build: Path, teacher: str | Path, lessons: Sequence[Lesson], seed: int = 7, epochs: float = 3
) -> Path:
    """Train the encoder in `build/base` to place the lessons as the teacher does, in place."""
    quiet_libraries()
    torch.manual_seed(seed)
    folder, run = build / "base", build / "runs" / "distil"
    vectors = taught(teacher, [lesson.english for lesson in lessons], build / "taught.npz")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder, dtype=torch.float32)
    trainer = Trainer(
        model=StudentNetwork(encoder, vectors.shape[1]),
        args=training_arguments(run, Schedule(epochs, batch=64, rate=6e-4), seed),
        train_dataset=[
            (plain_script(lesson.text), vector)
            for lesson, vector in zip(lessons, vectors, strict=True)
        ],
        data_collator=_Placed(tokenizer),
    )
    facts = {"seed": seed, "epochs": epochs, "data": digest(lessons), "teacher": str(teacher)}
    train_or_resume(trainer, run, facts)
    encoder.save_pretrained(folder)
    return folder


class StudentNetwork(nn.Module):  # type: ignore[misc]
    """An encoder with a projection into the teacher's space."""

    def __init__(self, encoder: PreTrainedModel, dimension: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(2 * int(encoder.config.hidden_size), dimension)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, vectors: Tensor
    ) -> dict[str, Tensor]:
        """Ids and mask are [n, t], vectors [n, dim]; the loss is 1 - cosine, 0 to 2."""
        placed = self.place(input_ids, attention_mask)
        return {"loss": (1 - functional.cosine_similarity(placed, vectors)).mean()}

    def place(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Where the student puts the sentences, [n, dim]."""
        last = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        whole = torch.cat([last[:, 0], mean_of_tokens(last, attention_mask)], dim=-1)
        return cast(Tensor, self.head(whole).float())


class _Placed:
    """Makes a batch from (sentence, vector) pairs."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer

    def __call__(self, pairs: Sequence[tuple[str, NDArray[np.float32]]]) -> dict[str, Tensor]:
        lines, vectors = zip(*pairs, strict=True)
        return {
            **tokenized(self._tokenizer, lines, _TOKENS),
            "vectors": torch.from_numpy(np.stack(vectors)),
        }


def taught(teacher: str | Path, texts: Sequence[str], kept: Path) -> NDArray[np.float32]:
    """The teacher's vectors [n, dim] of some texts; what it was asked before is in `kept`."""
    known = _read(kept, str(teacher))
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if new:
        known |= dict(
            zip(
                new,
                SentenceEncoder(teacher, 2 * _TOKENS).vectors(new).astype(np.float16),
                strict=True,
            )
        )
        names, rows = np.array(list(known)), np.stack(list(known.values()))
        np.savez(kept, teacher=str(teacher), texts=names, vectors=rows)
    return np.stack([known[text] for text in texts]).astype(np.float32)


def _read(kept: Path, teacher: str) -> dict[str, NDArray[np.float16]]:
    if not kept.is_file():
        return {}
    with np.load(kept, allow_pickle=False) as arrays:
        if str(arrays["teacher"]) != teacher:
            return {}
        return dict(zip(map(str, arrays["texts"]), arrays["vectors"], strict=True))
