"""Cutting the multilingual encoder down to Chinese and English, and to fewer layers.

Of the 250,000 pieces of its vocabulary those stay that our text and the permissive public text
use, every common simplified character, and the frequent Chinese words; bytes are put beneath,
so that nothing is unknown, and a mask. Of its layers some may be kept: a student that begins
from its teacher's layers learns in minutes what a fresh one needs days for (Sanh et al. 2019,
arXiv:1910.01108).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from models.packed_encoder import SPECIAL, UNKNOWN, PackedEncoder
from models.script import plain_script
from models.training.packed_bert import MAX_TOKENS
from models.unigram import MASK, unigram

#: How often our own text, or public text, must have used a piece for it to stay.
_OWN_USES, _PUBLIC_USES = 2, 6
#: Chinese words of a log probability above this stay though no text has used them.
_FREQUENT = -12.5
_WORD = re.compile(r"▁?[\u4e00-\u9fff]+")
BYTES = tuple(f"<0x{byte:02X}>" for byte in range(256))


def kept_rows(packed: PackedEncoder, own: Iterable[str], public: Iterable[str]) -> list[int]:
    """The pieces that stay, by row: the special ones, the used, the frequent, all in order."""
    counts = ((_counted(packed, own), _OWN_USES), (_counted(packed, public), _PUBLIC_USES))
    rows = {row for count, least in counts for row, times in count.items() if times >= least}
    rows |= {row for row, (piece, score) in enumerate(packed.pieces) if _common(piece, score)}
    special = range(len(SPECIAL))
    return [*special, *sorted(rows - set(special))]


def cut(packed: PackedEncoder, kept: Sequence[int], layers: Sequence[int]) -> PackedEncoder:
    """The encoder with the kept pieces, 256 bytes, a mask and the chosen layers, in order.

    Bytes and the mask begin where the unknown piece was.
    """
    pieces = [packed.pieces[row] for row in kept]
    lowest = min(score for _, score in pieces) - 10
    added = [(piece, lowest) for piece in (*BYTES, MASK)]
    words = packed.tensors["emb.word"]
    unknown = words[SPECIAL.index(UNKNOWN)]
    tensors = {name: rows for name, rows in packed.tensors.items() if name.startswith("emb.")}
    tensors["emb.pos"] = tensors["emb.pos"][:MAX_TOKENS]
    tensors["emb.word"] = np.concatenate([words[list(kept)], np.tile(unknown, (len(added), 1))])
    for new, old in enumerate(layers):
        start = f"l{old}."
        for name, rows in packed.tensors.items():
            if name.startswith(start):
                tensors[f"l{new}.{name.removeprefix(start)}"] = rows
    sizes = replace(packed.sizes, layers=len(layers), positions=len(tensors["emb.pos"]))
    return PackedEncoder(sizes, [*pieces, *added], tensors)


def _counted(packed: PackedEncoder, texts: Iterable[str]) -> Counter[int]:
    """How often each piece is used in the texts."""
    whole = unigram(packed.pieces, byte_fallback=False)
    counts: Counter[int] = Counter()
    for row in whole.encode_batch_fast([plain_script(text) for text in texts]):
        counts.update(row.ids)
    return counts


def _common(piece: str, score: float) -> bool:
    """Whether a piece stays unseen: ASCII signs, common characters, frequent Chinese words.

    GB 2312 lists the 3,755 common simplified characters first, in its rows 16 to 55.
    """
    if len(piece) == 1 and piece.isascii():
        return True
    word = piece.lstrip("▁")
    if not _WORD.fullmatch(piece) or not (score > _FREQUENT or len(word) == 1):
        return False
    try:
        encoded = word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(word) > 1 or 16 <= encoded[0] - 0xA0 <= 55
