"""Where training begins: the multilingual encoder, cut down to Chinese and English.

Of the 250,000 pieces of its vocabulary those stay that our text and the permissive public text
use, every simplified character, and the frequent Chinese words; bytes are added beneath them,
so that nothing is unknown. Of its layers every second may be kept: a student that begins from
its teacher's layers learns in minutes what a fresh one needs days for (Sanh et al. 2019,
arXiv:1910.01108).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import AddedToken, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers import models as tokenizer_models
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.encoder import Floats
from models.script import plain_script
from models.training.packed_encoder import PackedEncoder

START, PAD, END, UNKNOWN, MASK = "<s>", "<pad>", "</s>", "<unk>", "<mask>"
_SPECIAL = (START, PAD, END, UNKNOWN)
#: How often public text must have used a piece for it to stay.
_FEWEST = 3
#: Chinese words of a log probability above this stay though our text has not used them.
_FREQUENT = -12.5
_WORD = re.compile(r"▁?[\u4e00-\u9fff]+")
MAX_TOKENS = 160


def begin(
    packed: PackedEncoder,
    own: Iterable[str],
    public: Iterable[str],
    folder: Path,
    layers: Sequence[int] | None = None,
) -> Path:
    """Write the cut-down encoder as a Hugging Face folder; `layers` are those kept, in order."""
    kept = kept_rows(packed, own, public)
    tokenizer = reading_tokenizer(packed, kept)
    chosen = list(layers if layers is not None else range(packed.sizes.layers))
    size = tokenizer.get_vocab_size()
    encoder = BertModel(_config(packed, size, len(chosen)), add_pooling_layer=False)
    encoder.load_state_dict(_state(packed, kept, size, chosen), strict=True)
    encoder.save_pretrained(folder)
    wrapped(tokenizer).save_pretrained(folder)
    return folder


def kept_rows(packed: PackedEncoder, own: Iterable[str], public: Iterable[str]) -> list[int]:
    """The pieces that stay, by row: the special ones, the used, the frequent, all in order."""
    whole = _unigram(packed.pieces, byte_fallback=False)
    used = _counted(whole, own)
    read = _counted(whole, public)
    rows = {row for row, times in read.items() if times >= _FEWEST} | set(used)
    for row, (piece, score) in enumerate(packed.pieces):
        if len(piece) == 1 and (piece.isascii() or _simplified(piece)):
            rows.add(row)
        elif score > _FREQUENT and _WORD.fullmatch(piece) and _simplified(piece.lstrip("▁")):
            rows.add(row)
    return [*range(len(_SPECIAL)), *sorted(rows - set(range(len(_SPECIAL))))]


def reading_tokenizer(packed: PackedEncoder, kept: Sequence[int]) -> Tokenizer:
    """A unigram tokenizer of the kept pieces, then the 256 bytes, then the mask."""
    pieces = [packed.pieces[row] for row in kept]
    lowest = min(score for _, score in pieces) - 10
    pieces += [(f"<0x{byte:02X}>", lowest) for byte in range(256)]
    tokenizer = _unigram(pieces, byte_fallback=True)
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in (*_SPECIAL, MASK)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (START, END)],
    )
    return tokenizer


def wrapped(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    """The tokenizer as transformers wants it."""
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=START,
        cls_token=START,
        eos_token=END,
        sep_token=END,
        pad_token=PAD,
        unk_token=UNKNOWN,
        mask_token=MASK,
        model_max_length=MAX_TOKENS,
    )


def _unigram(pieces: Sequence[tuple[str, float]], *, byte_fallback: bool) -> Tokenizer:
    model = tokenizer_models.Unigram(
        list(pieces), unk_id=_SPECIAL.index(UNKNOWN), byte_fallback=byte_fallback
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def _counted(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for row in tokenizer.encode_batch_fast([plain_script(text) for text in texts]):
        counts.update(row.ids)
    return counts


def _simplified(word: str) -> bool:
    """Whether GB 2312, the character set of simplified Chinese, holds the word."""
    try:
        word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _config(packed: PackedEncoder, vocabulary: int, layers: int) -> BertConfig:
    sizes = packed.sizes
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=sizes.width,
        num_hidden_layers=layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.inner,
        max_position_embeddings=MAX_TOKENS,
        layer_norm_eps=sizes.norm_epsilon,
        pad_token_id=_SPECIAL.index(PAD),
        hidden_dropout_prob=0.1,
        attention_probs_dropout_prob=0.1,
    )


def _state(
    packed: PackedEncoder, kept: Sequence[int], size: int, layers: Sequence[int]
) -> dict[str, torch.Tensor]:
    """The tensors by transformers' names; bytes and the mask begin where the unknown was."""
    found = packed.tensors
    words = found["emb.word"]
    rows = np.concatenate([words[list(kept)], np.repeat(words[3:4], size - len(kept), axis=0)])
    state = {
        "embeddings.word_embeddings.weight": rows,
        "embeddings.position_embeddings.weight": found["emb.pos"][:MAX_TOKENS],
        "embeddings.token_type_embeddings.weight": found["emb.type"].reshape(-1, rows.shape[1]),
        "embeddings.LayerNorm.weight": found["emb.ln.w"],
        "embeddings.LayerNorm.bias": found["emb.ln.b"],
    }
    for new, old in enumerate(layers):
        for ours, theirs in _LAYER.items():
            for kind, short in (("weight", "w"), ("bias", "b")):
                state[f"encoder.layer.{new}.{ours}.{kind}"] = found[f"l{old}.{theirs}.{short}"]
    return {name: _tensor(values) for name, values in state.items()}


def _tensor(values: Floats) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(values))


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
