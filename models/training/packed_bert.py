"""Between the packed file and Hugging Face: the same encoder as an ordinary BERT folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModel, BertConfig, BertModel, PreTrainedTokenizerFast

from models.encoder import Floats
from models.packed_encoder import END, PAD, SPECIAL, START, UNKNOWN, EncoderSizes, PackedEncoder
from models.unigram import MASK, unigram_reading_tokenizer

#: Messages are cut here; the encoder would read 512.
MAX_TOKENS = 160
_DROPOUT = 0.1
_LAYER = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
_EMBEDDINGS = {
    "word_embeddings.weight": "emb.word",
    "position_embeddings.weight": "emb.pos",
    "token_type_embeddings.weight": "emb.type",
    "LayerNorm.weight": "emb.ln.w",
    "LayerNorm.bias": "emb.ln.b",
}


def save_as_bert(packed: PackedEncoder, folder: Path) -> Path:
    """Write the encoder and its tokenizer as a Hugging Face folder."""
    encoder = BertModel(_config(packed), add_pooling_layer=False)
    names = _names(packed.sizes.layers)
    empty = encoder.state_dict()
    state = {
        ours: torch.from_numpy(np.ascontiguousarray(packed.tensors[theirs])).view_as(empty[ours])
        for ours, theirs in names.items()
    }
    encoder.load_state_dict(state)
    encoder.save_pretrained(folder)
    wrapped(unigram_reading_tokenizer(packed.pieces), packed.sizes.positions).save_pretrained(
        folder
    )
    return folder


def packed_bert(folder: Path, pieces: Sequence[tuple[str, float]]) -> PackedEncoder:
    """The encoder of a folder that `save_as_bert` wrote, perhaps trained further since."""
    encoder = AutoModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False)
    config, state = encoder.config, encoder.state_dict()
    sizes = EncoderSizes(
        width=config.hidden_size,
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        inner=config.intermediate_size,
        positions=config.max_position_embeddings,
        norm_epsilon=config.layer_norm_eps,
    )
    tensors: dict[str, Floats] = {
        theirs: state[ours].numpy() for ours, theirs in _names(sizes.layers).items()
    }
    return PackedEncoder(sizes, list(pieces), tensors)


def wrapped(tokenizer: Tokenizer, most: int) -> PreTrainedTokenizerFast:
    """The tokenizer as transformers wants it; texts are cut at `most` tokens."""
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=START,
        cls_token=START,
        eos_token=END,
        sep_token=END,
        pad_token=PAD,
        unk_token=UNKNOWN,
        mask_token=MASK,
        model_max_length=most,
    )


def _names(layers: int) -> dict[str, str]:
    """transformers' name of each tensor -> the packed file's."""
    names = {f"embeddings.{ours}": theirs for ours, theirs in _EMBEDDINGS.items()}
    for layer in range(layers):
        for ours, theirs in _LAYER.items():
            for kind, short in (("weight", "w"), ("bias", "b")):
                names[f"encoder.layer.{layer}.{ours}.{kind}"] = f"l{layer}.{theirs}.{short}"
    return names


def _config(packed: PackedEncoder) -> BertConfig:
    sizes = packed.sizes
    return BertConfig(
        vocab_size=len(packed.pieces),
        hidden_size=sizes.width,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.inner,
        max_position_embeddings=sizes.positions,
        layer_norm_eps=sizes.norm_epsilon,
        pad_token_id=SPECIAL.index(PAD),
        hidden_dropout_prob=_DROPOUT,
        attention_probs_dropout_prob=_DROPOUT,
    )
