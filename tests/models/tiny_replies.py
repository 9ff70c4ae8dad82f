"""Reply models too small to be good, for the rules that hold whatever the weights want."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    MBartConfig,
    MBartForConditionalGeneration,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from models.training.corpus import read_messages, read_wordings
from models.training.reply_data import PlannedReplies
from models.training.vocabulary import writing_tokenizer

_KINDS = {
    "bart": (BartConfig, BartForConditionalGeneration),
    "mbart": (MBartConfig, MBartForConditionalGeneration),
}


def tiny_tokenizer(corpus: Path, size: int = 900) -> PreTrainedTokenizerFast:
    texts = [wording.text for wording in read_wordings(corpus)]
    return PreTrainedTokenizerFast(
        tokenizer_object=writing_tokenizer(texts, size, texts),
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )


def tiny_model(
    tokenizer: PreTrainedTokenizerFast,
    kind: str = "bart",
    *,
    scale: bool = False,
    seed: int = 1,
    spread: float = 0.3,
) -> PreTrainedModel:
    """Random weights, by default large enough to want one thing more than another."""
    torch.manual_seed(seed)
    config, model = _KINDS[kind]
    return model(
        config(
            vocab_size=len(tokenizer),
            d_model=32,
            encoder_layers=1,
            decoder_layers=2,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            encoder_ffn_dim=32,
            decoder_ffn_dim=32,
            max_position_embeddings=98,
            scale_embedding=scale,
            bos_token_id=0,
            pad_token_id=1,
            eos_token_id=2,
            decoder_start_token_id=2,
            forced_eos_token_id=None,
            init_std=spread,
        )
    ).eval()


def sample_pairs(corpus: Path, count: int = 8) -> list[tuple[str, str]]:
    pairs = PlannedReplies(read_wordings(corpus), read_messages(corpus), 1)
    return [pairs[at * len(pairs) // count] for at in range(count)]
