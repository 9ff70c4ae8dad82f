"""Pre-training from nothing: an encoder learns both languages by guessing masked tokens.

This is the way where the multilingual encoder is not installed (`models/training/base.py`).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast, Trainer

from models.training.corpus import CORPUS, read_messages, read_wordings
from models.training.network import IGNORED, MaskedLanguageNetwork
from models.training.packed_bert import MAX_TOKENS
from models.training.progress import (
    Schedule,
    digest,
    quiet_libraries,
    train_or_resume,
    training_arguments,
)
from models.training.public_text import pretraining_documents
from models.training.split import split_by_writer
from models.training.vocabulary import END, MASK, PAD, START, bpe_reading_tokenizer

_VOCABULARY = 8192
_BLOCK = 64
_MASKED = 0.2
#: What whoever trains this encoder further should drop.
_DROPOUT = 0.1
#: How often the shop's own sentences are shown beside public ones.
_OWN_SHARE = 4


@dataclass(frozen=True, slots=True)
class EncoderShape:
    """The size of a fresh encoder."""

    layers: int = 4
    width: int = 256
    heads: int = 4


def pretrain(
    *,
    build: Path,
    corpus: Path = CORPUS,
    text: Path | None = None,
    seed: int = 7,
    epochs: float = 2.5,
    shape: EncoderShape = EncoderShape(),
) -> Path:
    """Pre-train an encoder on the corpus and the public text in `text`; its folder, `build/base`.

    The folder is an ordinary Hugging Face one. Stopped runs resume.
    """
    quiet_libraries()
    documents = _documents(corpus, text)
    tokenizer = _wrapped(
        bpe_reading_tokenizer((line for lines in documents for line in lines), _VOCABULARY)
    )
    torch.manual_seed(seed)
    encoder = BertModel(_config(shape, tokenizer), add_pooling_layer=False)
    blocks = packed(documents, tokenizer, random.Random(seed))
    network = MaskedLanguageNetwork(encoder)
    run = build / "runs" / "base"
    trainer = Trainer(
        model=network,
        args=training_arguments(run, Schedule(epochs, batch=32, rate=8e-4), seed),
        train_dataset=blocks,
        data_collator=_Masking(tokenizer, seed),
    )
    facts = {
        "seed": seed,
        "epochs": epochs,
        "data": digest(documents),
        "shape": shape,
        "size": len(tokenizer),
    }
    train_or_resume(trainer, run, facts)
    encoder.config.hidden_dropout_prob = encoder.config.attention_probs_dropout_prob = _DROPOUT
    encoder.save_pretrained(build / "base")
    tokenizer.save_pretrained(build / "base")
    return build / "base"


def _documents(corpus: Path, text: Path | None) -> list[list[str]]:
    own = [[message.text] for message in split_by_writer(read_messages(corpus)).train]
    own += [[wording.text] for wording in read_wordings(corpus)]
    public = list(pretraining_documents(text)) if text else []
    return own * _OWN_SHARE + public


def _config(shape: EncoderShape, tokenizer: PreTrainedTokenizerFast) -> BertConfig:
    return BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=4 * shape.width,
        max_position_embeddings=MAX_TOKENS,
        pad_token_id=tokenizer.pad_token_id,
        hidden_dropout_prob=0.0,  # a short run sees no line often enough to learn it by heart
        attention_probs_dropout_prob=0.0,
    )


def _wrapped(tokenizer: object) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        cls_token=START,
        sep_token=END,
        mask_token=MASK,
        model_max_length=MAX_TOKENS,
    )


def packed(
    documents: Sequence[list[str]], tokenizer: PreTrainedTokenizerFast, chance: random.Random
) -> list[list[int]]:
    """Blocks of at most 64 tokens, each filled with whole sentences from documents in a row."""
    order = list(documents)
    chance.shuffle(order)
    sentences = [sentence for document in order for sentence in document]
    rows = tokenizer.backend_tokenizer.encode_batch_fast(sentences)
    blocks: list[list[int]] = [[]]
    for row in rows:
        ids = row.ids[:_BLOCK]
        if len(blocks[-1]) + len(ids) > _BLOCK:
            blocks.append([])
        blocks[-1] += ids if not blocks[-1] else ids[1:]
    return [block for block in blocks if len(block) > 2]


class _Masking:
    """Hides a fifth of a batch's tokens: 80% masked, 10% another token, 10% left (BERT)."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast, seed: int) -> None:
        self._pad, self._mask = tokenizer.pad_token_id, tokenizer.mask_token_id
        self._special = torch.tensor(tokenizer.all_special_ids)
        self._size = len(tokenizer)
        self._chance = torch.Generator().manual_seed(seed)

    def __call__(self, blocks: Sequence[list[int]]) -> dict[str, Tensor]:
        rows = [torch.tensor(block) for block in blocks]
        ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=self._pad)
        attention = (ids != self._pad).long()
        hidden = (self._draw(ids) < _MASKED) & ~torch.isin(ids, self._special)
        labels = ids.masked_fill(~hidden, IGNORED)
        fate = self._draw(ids)
        other = torch.randint(self._size, ids.shape, generator=self._chance)
        seen = torch.where(hidden & (fate < 0.8), self._mask, ids)
        seen = torch.where(hidden & (fate > 0.9), other, seen)
        return {"input_ids": seen, "attention_mask": attention, "labels": labels}

    def _draw(self, like: Tensor) -> Tensor:
        return torch.rand(like.shape, generator=self._chance)
