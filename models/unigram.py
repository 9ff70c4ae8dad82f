"""The unigram tokenizer of the shipped base, bytes beneath its pieces.

Kudo 2018, arXiv:1804.10959; one form for what looks alike (NFKC), a space within the next piece.
"""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

from models.packed_encoder import END, SPECIAL, START, UNKNOWN

MASK = "<mask>"


def unigram_reading_tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """The tokenizer of the pieces, with the marks that begin and end a text."""
    tokenizer = unigram(pieces, byte_fallback=True)
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in (*SPECIAL, MASK)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (START, END)],
    )
    return tokenizer


def unigram(pieces: Sequence[tuple[str, float]], *, byte_fallback: bool) -> Tokenizer:
    """The bare tokenizer."""
    model = models.Unigram(list(pieces), unk_id=SPECIAL.index(UNKNOWN), byte_fallback=byte_fallback)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer
