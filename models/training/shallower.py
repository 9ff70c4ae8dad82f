"""A shallower encoder that stands in for a deeper one: each layer learns what several did.

The student begins from every n-th layer of its teacher and learns, on any text, to put each
token where the teacher's n-th layer puts it (Jiao et al. 2020, arXiv:1909.10351, without the
attentions; Sanh et al. 2019, arXiv:1910.01108). Nothing is labelled, so all text helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerFast

from models.script import plain_script
from models.training.by_length import ByLengthTrainer
from models.training.network import mean_of_tokens
from models.training.progress import (
    Schedule,
    base_digest,
    digest,
    quiet_libraries,
    train_or_resume,
    training_arguments,
)
from models.training.sentence_vectors import tokenized

_TOKENS, _BATCH = 64, 64
#: What the sentence's own place weighs beside that of its tokens.
_SENTENCE = 1.0


def teach_shallower(
    teacher: Path,
    student: Path,
    layers: Sequence[int],
    sentences: Sequence[str],
    run: Path,
    seed: int,
    *,
    epochs: float = 1,
    rate: float = 3e-4,
) -> Path:
    """Train the encoder in `student`, in place, to do what the one in `teacher` does.

    `layers` are the teacher's layers that the student was made of, in order: layer 3 of
    [1, 3, 5, …] takes the place of the teacher's layers 2 and 3.
    """
    quiet_libraries()
    torch.manual_seed(seed)
    begun = base_digest(student)
    tokenizer = AutoTokenizer.from_pretrained(student)
    pair = _TeacherAndStudent(_encoder(teacher), _encoder(student), layers)
    trainer = ByLengthTrainer(
        model=pair,
        args=training_arguments(run, Schedule(epochs, _BATCH, rate), seed),
        train_dataset=[plain_script(sentence) for sentence in sentences],
        lengths=[len(sentence.encode()) for sentence in sentences],
        data_collator=_Sentences(tokenizer),
    )
    facts = {
        "teacher": base_digest(teacher),
        "student": begun,
        "seed": seed,
        "epochs": epochs,
        "rate": rate,
        "layers": list(layers),
        "data": digest(sentences),
    }
    train_or_resume(trainer, run, facts)
    pair.student.save_pretrained(student)
    return student


def _encoder(folder: Path) -> PreTrainedModel:
    found: PreTrainedModel = AutoModel.from_pretrained(
        folder, dtype=torch.float32, add_pooling_layer=False
    )
    return found


class _TeacherAndStudent(nn.Module):  # type: ignore[misc]
    """The loss: how far each layer is off, as a share of what it should be, and the sentence."""

    def __init__(
        self, teacher: PreTrainedModel, student: PreTrainedModel, layers: Sequence[int]
    ) -> None:
        super().__init__()
        self.student = student
        # Kept out of the modules: it is neither trained nor saved.
        self._teacher = (teacher.eval().requires_grad_(False),)
        self._layers = tuple(layers)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        """Ids and mask are [n, t]."""
        fed = {"input_ids": input_ids, "attention_mask": attention_mask}
        teacher = self._teacher[0].to(input_ids.device)
        with torch.no_grad():
            wanted = teacher(**fed, output_hidden_states=True).hidden_states
        got = self.student(**fed, output_hidden_states=True).hidden_states
        mask = attention_mask.bool()
        losses = [
            _share_off(mine[mask].float(), wanted[layer + 1][mask].float())
            for mine, layer in zip(got[1:], self._layers, strict=True)
        ]
        place = functional.cosine_similarity(
            mean_of_tokens(got[-1].float(), attention_mask),
            mean_of_tokens(wanted[-1].float(), attention_mask),
        )
        return {"loss": torch.stack(losses).mean() + _SENTENCE * (1 - place).mean()}


def _share_off(got: Tensor, wanted: Tensor) -> Tensor:
    return functional.mse_loss(got, wanted) / wanted.pow(2).mean()


class _Sentences:
    """Makes a batch from sentences."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer

    def __call__(self, sentences: Sequence[str]) -> dict[str, Tensor]:
        return tokenized(self._tokenizer, sentences, _TOKENS)
