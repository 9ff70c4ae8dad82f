"""Does the recipe learn? The base, fine-tuned on a public set beside a linear model.

BANKING77 (Casanueva et al. 2020, arXiv:2003.04807) has 77 intents and test lines of its own, so
that what comes out can be held against what others published. The same encoder with fresh
weights, trained in the same way, says what pre-training adds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from transformers import (
    AutoConfig,
    AutoModel,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from models.batches import in_batches
from models.script import plain_script
from models.training.baseline import bare, character_classifier
from models.training.by_length import ByLengthTrainer
from models.training.network import LabelledNetwork
from models.training.optimizer import two_rates
from models.training.progress import (
    Schedule,
    base_digest,
    digest,
    train_or_resume,
    training_arguments,
)
from models.training.public_text import banking_sentences
from models.training.scores import share
from models.training.sentence_vectors import tokenized

_TOKENS, _BATCH = 64, 32
_EPOCHS, _RATE = 5, 2e-4

Labelled = Sequence[tuple[str, str]]


def recipe_lines(
    find_base: Callable[[], Path], data: Path | None, build: Path, seed: int = 7
) -> Iterator[str]:
    """The section of the page, a line at a time; trains for some ten minutes.

    `find_base` is asked for the base only where there is something to measure.
    """
    parts = banking_sentences(data) if data else {"train": [], "test": []}
    if not parts["train"] or not parts["test"]:
        yield "not measured: `--data FOLDER` names the public sets, and BANKING77 is not there"
        return
    train, test, base = parts["train"], parts["test"], find_base()
    yield f"BANKING77, {len(train)} lines to train on, {len(test)} to test: accuracy"
    yield f"  character n-grams and logistic regression: {linear_accuracy(train, test):.1%}"
    known = AutoModel.from_pretrained(base, dtype=torch.float32, add_pooling_layer=False)
    torch.manual_seed(seed)
    fresh = AutoModel.from_config(AutoConfig.from_pretrained(base), add_pooling_layer=False)
    for name, encoder in (("the base, fine-tuned", known), ("the same from nothing", fresh)):
        run = build / "runs" / f"recipe_{'base' if encoder is known else 'nothing'}"
        accuracy = tuned_accuracy(encoder, base, (train, test), run, seed)
        yield f"  {name}, {_EPOCHS} epochs: {accuracy:.1%}"


def linear_accuracy(train: Labelled, test: Labelled) -> float:
    """The share of `test` that TF-IDF of character 1- to 4-grams reads right."""
    linear = character_classifier()
    linear.fit([bare(text) for text, _ in train], [label for _, label in train])
    found = linear.predict([bare(text) for text, _ in test])
    return share(one == label for one, (_, label) in zip(found, test, strict=True))


def tuned_accuracy(
    encoder: PreTrainedModel,
    base: Path,
    parts: tuple[Labelled, Labelled],
    run: Path,
    seed: int,
    epochs: float = _EPOCHS,
) -> float:
    """The share of the second part read right after training on the first."""
    torch.manual_seed(seed)
    train, test = parts
    labels = sorted({label for _, label in train})
    network = LabelledNetwork(encoder, len(labels))
    tokenizer = AutoTokenizer.from_pretrained(base)
    trainer = ByLengthTrainer(
        model=network,
        args=training_arguments(run, Schedule(epochs, _BATCH, _RATE), seed),
        train_dataset=[(plain_script(text), labels.index(label)) for text, label in train],
        data_collator=_Pairs(tokenizer),
        lengths=[len(text) for text, _ in train],
        optimizers=(two_rates(network, _RATE), None),
    )
    facts = {
        "seed": seed,
        "epochs": epochs,
        "rate": _RATE,
        "data": digest(train),
        "base": base_digest(base),
    }
    train_or_resume(trainer, run, facts)
    found = _choices(network.eval(), tokenizer, [text for text, _ in test])
    return share(labels[at] == label for at, (_, label) in zip(found, test, strict=True))


@torch.inference_mode()  # type: ignore[untyped-decorator]
def _choices(
    network: LabelledNetwork, tokenizer: PreTrainedTokenizerFast, texts: Sequence[str]
) -> list[int]:
    found: list[int] = []
    for batch in in_batches([plain_script(text) for text in texts], _BATCH):
        fed = tokenized(tokenizer, batch, _TOKENS)
        found += network.logits(fed["input_ids"], fed["attention_mask"]).argmax(dim=-1).tolist()
    return found


class _Pairs:
    """Makes a batch from (sentence, label) pairs."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer

    def __call__(self, pairs: Sequence[tuple[str, int]]) -> dict[str, Tensor]:
        lines, labels = zip(*pairs, strict=True)
        return {**tokenized(self._tokenizer, lines, _TOKENS), "labels": torch.tensor(labels)}
