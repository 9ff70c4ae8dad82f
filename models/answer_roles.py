"""What the figures, days and items of a supplier's answer are: learned, read with NumPy.

The lower half of the shipped base reads the text; what the rules marked is added to its states,
and the upper half with low-rank additions reads on (`models/training/answer_roles.py`). Then small
heads tell for each figure its role, what it counts and which items it is about, for each day
whether it is the goods' or the absent person's, for each item named whether it is left out, and
for the whole text what it does and whether a careful buyer would ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

from models import ANSWER_WEIGHTS, BASE_WEIGHTS
from models.answer_marks import (
    ACTS,
    FIGURE_SIGNS,
    MEASURES,
    PAIR_SIGNS,
    ROLES,
    Floats,
    MarkedText,
    Roles,
    Span,
)
from models.errors import ModelCorrupt, ModelMissing
from models.one_thread import OneThread
from models.packed_encoder import PackedEncoder, read_packed
from models.plain_bert import PlainBert
from models.unigram import unigram_reading_tokenizer

REBUILD, REBUILD_BASE = "python -m bot train answers", "python -m bot train base"
BASE_FILE, ADAPTER_FILE = "encoder.bin", "adapter.npz"
#: Layers that are the base's own; what is marked is added above them.
LOWER = 3
#: Longer texts are cut; the base knows no more places.
MOST_TOKENS = 160
#: Marks beside those of figures: a day, a late day, an item's name, "all", an order of one item.
DAY, LATE, NAME, GENERAL, SINGLE = range(len(FIGURE_SIGNS), len(FIGURE_SIGNS) + 5)
MARKS = SINGLE + 1


class AnswerRoles:
    """The model, ready to read."""

    def __init__(
        self, encoder: PlainBert, heads: Mapping[str, Floats], tokenizer: Tokenizer
    ) -> None:
        self._encoder, self._heads, self._tokenizer = encoder, heads, tokenizer
        self._one_thread = OneThread()

    @classmethod
    def load(cls, folder: Path = ANSWER_WEIGHTS, base: Path = BASE_WEIGHTS) -> AnswerRoles:
        """The model in `folder` on the base in `base`. Raises ModelMissing or ModelCorrupt."""
        added, heads = read_adapter(folder / ADAPTER_FILE)
        packed = read_base(base)
        whole = heads["mark"].shape[1] == packed.sizes.width
        if not whole or not all(_fits(name, added, packed) for name in added):
            raise ModelCorrupt(folder / ADAPTER_FILE, REBUILD, "it belongs to another base")
        encoder = PlainBert(packed, added)
        return cls(encoder, heads, unigram_reading_tokenizer(packed.pieces))

    def read(self, marked: MarkedText) -> Roles:
        """The roles of one text; of what lies beyond the first MOST_TOKENS tokens nothing."""
        coded = encode(self._tokenizer, marked.text)
        with self._one_thread():
            states = self._encoder.begin(np.array(coded.ids), LOWER)
            states = states + marks_of(marked, coded) @ self._heads["mark"]
            states = self._encoder.go_on(states, LOWER, self._encoder.packed.sizes.layers)
            return self._told(marked, coded, states.astype(np.float32))

    def _told(self, marked: MarkedText, coded: Encoding, states: Floats) -> Roles:
        whole = states.mean(axis=0)
        figures = _means(states, coded, [one.span for one in marked.figures])
        signs = np.zeros((len(figures), len(FIGURE_SIGNS)), np.float32)
        for row, one in enumerate(marked.figures):
            signs[row, list(one.signs)] = 1
        seen = np.concatenate([figures, signs], axis=1)
        roles = _softmax(self._head("role", seen))
        names = _means(states, coded, [one.span for one in marked.names])
        return Roles(
            acts=_softmax(self._head("act", whole[None]))[0],
            unsure=float(_sigmoid(self._head("unsure", whole[None]))[0, 0]),
            roles=roles,
            measures=_softmax(self._head("measure", seen)),
            items=self._items(marked, coded, states, figures, signs, roles),
            days=_sigmoid(
                self._head("day", _means(states, coded, [one.span for one in marked.days]))
            ),
            left_out=_sigmoid(self._head("left_out", names))[:, 0],
            whole=not coded.overflowing,
        )

    def _items(
        self,
        marked: MarkedText,
        coded: Encoding,
        states: Floats,
        figures: Floats,
        signs: Floats,
        roles: Floats,
    ) -> Floats:
        """How likely each figure is about each item, [figures, items]."""
        told: Floats = np.ones((len(figures), marked.items), np.float32)
        if marked.items < 2 or not len(figures):
            return told
        near = self._head("of_figure", figures)
        for item in range(marked.items):
            spans = [one.span for one in marked.names if item in one.items and not one.general]
            about = self._head("of_item", _mean_of_all(states, coded, spans)[None])
            pairs = np.array([one.pairs[item] for one in marked.figures], np.float32)
            both = np.broadcast_to(about, near.shape)
            seen = np.concatenate([pairs, roles, signs, near, both, near * both], axis=1)
            hidden = np.maximum(self._head("fit", seen), 0)
            told[:, item] = _sigmoid(self._head("fits", hidden))[:, 0]
        return told

    def _head(self, name: str, rows: Floats) -> Floats:
        out: Floats = rows @ self._heads[f"{name}.w"].T + self._heads[f"{name}.b"]
        return out


def encode(tokenizer: Tokenizer, text: str) -> Encoding:
    """The tokens of a text, MOST_TOKENS at most."""
    coded = tokenizer.encode(text)
    coded.truncate(MOST_TOKENS)
    return coded


def tokens_of(coded: Encoding, span: Span) -> list[int]:
    """The tokens that lie in a span; the first one of all where they were cut off."""
    found = [
        place
        for place, (start, end) in enumerate(coded.offsets)
        if start < span[1] and end > span[0] and end > start
    ]
    return found or [0]


def marks_of(marked: MarkedText, coded: Encoding) -> Floats:
    """Which marks lie on which token, [tokens, MARKS]."""
    made = np.zeros((len(coded.ids), MARKS), np.float32)
    for figure in marked.figures:
        made[np.ix_(tokens_of(coded, figure.span), figure.signs)] = 1
    for day in marked.days:
        places = tokens_of(coded, day.span)
        made[places, DAY] = 1
        made[places, LATE] = float(day.late)
    for name in marked.names:
        places = tokens_of(coded, name.span)
        made[places, NAME] = 1
        made[places, GENERAL] = float(name.general)
    made[0, SINGLE] = float(marked.items == 1)
    return made


def read_base(folder: Path) -> PackedEncoder:
    """The base that all this stands on. Raises ModelMissing or ModelCorrupt."""
    file = folder / BASE_FILE
    if not file.is_file():
        raise ModelMissing(file, REBUILD_BASE)
    return read_packed(file, REBUILD_BASE)


def read_adapter(file: Path) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """What is added to the encoder, and the heads, from int8 rows with a scale each.

    Raises ModelMissing or ModelCorrupt.
    """
    if not file.is_file():
        raise ModelMissing(file, REBUILD)
    try:
        with file.open("rb") as raw, np.load(raw, allow_pickle=False) as held:
            found = {
                name: held[name].astype(np.float32) * held[f"{name}/scale"]
                for name in held.files
                if not name.endswith("/scale")
            }
    except Exception as error:  # zipfile, zlib, NumPy and struct each raise their own
        raise ModelCorrupt(file, REBUILD, error) from error
    heads = {name[5:]: value for name, value in found.items() if name.startswith("head/")}
    _require(file, heads)
    return {name: value for name, value in found.items() if "/" not in name}, heads


def _require(file: Path, heads: Mapping[str, Floats]) -> None:
    """Raises ModelCorrupt where a head is missing or of another shape."""
    none = np.zeros(0, np.float32)
    mark = heads.get("mark", none)
    if mark.ndim != 2 or len(mark) != MARKS:
        raise ModelCorrupt(file, REBUILD, "its marks are others")
    near, hidden = heads.get("of_item.b", none).size, heads.get("fit.b", none).size
    for name, shape in _shapes(mark.shape[1], near, hidden).items():
        weights, biases = heads.get(f"{name}.w", none), heads.get(f"{name}.b", none)
        if weights.shape != shape or biases.shape != shape[:1]:
            raise ModelCorrupt(file, REBUILD, f"its head {name} is not of {shape}")


def _shapes(width: int, near: int, hidden: int) -> dict[str, tuple[int, int]]:
    """Rows and columns of each head's matrix."""
    figure = width + len(FIGURE_SIGNS)
    pair = len(PAIR_SIGNS) + len(ROLES) + len(FIGURE_SIGNS) + 3 * near
    shapes = {"role": (len(ROLES), figure), "measure": (len(MEASURES), figure)}
    shapes |= {"act": (len(ACTS), width), "unsure": (1, width)}
    shapes |= {"day": (2, width), "left_out": (1, width)}
    shapes |= {"of_figure": (near, width), "of_item": (near, width)}
    return shapes | {"fit": (hidden, pair), "fits": (1, hidden)}


def _fits(name: str, added: Mapping[str, Floats], packed: PackedEncoder) -> bool:
    """Whether an addition has the shape that this base's own tensor asks for."""
    part, kind = name.rsplit(".", 1)
    weight = packed.tensors.get(f"{part}.w")
    if weight is None or (kind == "a" and f"{part}.b" not in added):
        return False
    rank = len(added.get(f"{part}.a", ()))
    wanted = {"a": (rank, *weight.shape[1:]), "b": (len(weight), rank)}
    wanted |= {"w": weight.shape, "bias": (len(weight),)}
    return added[name].shape == wanted.get(kind)


def _means(states: Floats, coded: Encoding, spans: Sequence[Span]) -> Floats:
    """The mean state of each span's tokens, [spans, width]."""
    rows = [states[tokens_of(coded, span)].mean(axis=0) for span in spans]
    told: Floats = np.array(rows, np.float32).reshape(-1, states.shape[1])
    return told


def _mean_of_all(states: Floats, coded: Encoding, spans: Sequence[Span]) -> Floats:
    """The mean state of all tokens of these spans together; zeros where there is none."""
    places = [place for span in spans for place in tokens_of(coded, span)]
    if not places:
        return np.zeros(states.shape[1], np.float32)
    told: Floats = states[places].mean(axis=0)
    return told


def _softmax(rows: Floats) -> Floats:
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    told: Floats = powers / powers.sum(axis=1, keepdims=True)
    return told


def _sigmoid(rows: Floats) -> Floats:
    told: Floats = (1.0 / (1.0 + np.exp(-rows))).astype(np.float32)
    return told
