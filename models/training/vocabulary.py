"""Tokenizers that are learned: bytes under everything, so that no character is unknown.

Both are byte-level BPE (Sennrich et al. 2016, arXiv:1508.07909). The reading one, of an encoder
that is pre-trained from nothing, drops
case and keeps each Chinese character, sign and digit to itself, which generalises from
little text; the writing one keeps case and spaces, and merges Chinese words, which makes
replies shorter to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

from models.reply_prompt import control_tokens
from models.script import plain_script

PAD, START, END, MASK = "[PAD]", "[CLS]", "[SEP]", "[MASK]"
REPLY_START, REPLY_PAD, REPLY_END, REPLY_UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
#: In the order of BART. Bytes leave nothing unknown; the mark for it is never written.
REPLY_SPECIAL = (REPLY_START, REPLY_PAD, REPLY_END, REPLY_UNKNOWN)
_SLOT = re.compile(r"\{\w+\}")
#: How often each character to write is counted beside the texts: so that its merges come
#: before those of words.
_FIRST = 1000


def bpe_reading_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """The encoder's tokenizer, learned from `texts`: at most `size` tokens."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex(r"\p{Han}|[\p{P}\p{S}]|\d"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    _learn(tokenizer, map(plain_script, texts), size, [PAD, START, END, MASK])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (START, END)],
    )
    return tokenizer


def writing_tokenizer(texts: Iterable[str], size: int, written: Iterable[str] = ()) -> Tokenizer:
    """The reply model's tokenizer, learned from `texts`: control tokens and slots stay whole.

    So do the characters that `written` has, as far as `size` allows: the model may write no
    half of a character (`models.reply_rules`).
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    pieces = [piece for text in texts for piece in _SLOT.split(text)]
    characters = sorted({character for text in written for character in text})
    _learn(tokenizer, pieces + characters * _FIRST, size, [*REPLY_SPECIAL, *control_tokens()])
    return tokenizer


def _learn(tokenizer: Tokenizer, texts: Iterable[str], size: int, special: Sequence[str]) -> None:
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        special_tokens=[AddedToken(token, special=True, normalized=False) for token in special],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
