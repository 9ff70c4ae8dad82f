"""The shipped base read with NumPy alone: for what is read a few times a day.

BERT's forward pass (Devlin et al. 2019, arXiv:1810.04805) on one text, its linear layers with
low-rank additions where a task has them (LoRA: Hu et al. 2021, arXiv:2106.09685).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.answer_marks import Floats
from models.packed_encoder import PackedEncoder

#: LoRA's scale: the additions count twice.
LORA_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class PlainBert:
    """An encoder, and by the packed file's names what a task adds: `l3.q.a` [rank, width] and
    `l3.q.b` [width, rank] to a matrix, `l3.q.bias` in place of a bias, `l3.aln.w` of a norm's."""

    packed: PackedEncoder
    added: Mapping[str, Floats]

    def begin(self, ids: Floats, layers: int) -> Floats:
        """The states [tokens, width] after the embeddings and the first `layers` layers."""
        tensors, width = self.packed.tensors, self.packed.sizes.width
        states = tensors["emb.word"][ids] + tensors["emb.pos"][: len(ids)]
        states = states + tensors["emb.type"].reshape(-1, width)[0]
        states = self._norm(states, "emb.ln")
        return self.go_on(states, 0, layers)

    def go_on(self, states: Floats, first: int, last: int) -> Floats:
        """The states after the layers from `first` to before `last`."""
        for layer in range(first, last):
            states = self._layer(states, f"l{layer}")
        return states

    def _layer(self, states: Floats, name: str) -> Floats:
        heard = self._linear(self._attention(states, name), f"{name}.ao")
        states = self._norm(states + heard, f"{name}.aln")
        inner = self._linear(states, f"{name}.fi")
        out = self._linear(_gelu(inner), f"{name}.fo")
        return self._norm(states + out, f"{name}.oln")

    def _attention(self, states: Floats, name: str) -> Floats:
        heads, (tokens, width) = self.packed.sizes.heads, states.shape
        size = width // heads

        def parts(which: str) -> Floats:
            whole = self._linear(states, f"{name}.{which}")
            return whole.reshape(tokens, heads, size).transpose(1, 0, 2)

        scores = parts("q") @ parts("k").transpose(0, 2, 1) / np.sqrt(np.float32(size))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ parts("v")
        told: Floats = mixed.transpose(1, 0, 2).reshape(tokens, width)
        return told

    def _linear(self, states: Floats, name: str) -> Floats:
        out = states @ self.packed.tensors[f"{name}.w"].T
        if f"{name}.a" in self.added:
            out = (
                out + LORA_SCALE * (states @ self.added[f"{name}.a"].T) @ self.added[f"{name}.b"].T
            )
        told: Floats = out + self.added.get(f"{name}.bias", self.packed.tensors[f"{name}.b"])
        return told

    def _norm(self, states: Floats, name: str) -> Floats:
        weight = self.added.get(f"{name}.w", self.packed.tensors[f"{name}.w"])
        bias = self.added.get(f"{name}.bias", self.packed.tensors[f"{name}.b"])
        middle = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((middle**2).mean(axis=-1, keepdims=True) + self.packed.sizes.norm_epsilon)
        told: Floats = middle / spread * weight + bias
        return told


#: The error function to 1.5e-7 (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26).
_P = 0.3275911
_A = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


def _gelu(states: Floats) -> Floats:
    """x times the normal distribution's share below x (Hendrycks and Gimpel, arXiv:1606.08415)."""
    apart = np.abs(states) / np.float32(np.sqrt(2.0))
    near = 1 / (1 + _P * apart)
    beyond = np.polyval((*_A, 0.0), near) * np.exp(-(apart**2))
    told: Floats = states * np.where(states < 0, beyond / 2, 1 - beyond / 2)
    return told.astype(np.float32)
