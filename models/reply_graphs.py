"""The reply network as shipped: two ONNX graphs, one reads the prompt, one writes a token.

The network is BART (Lewis et al. 2020, arXiv:1910.13461) or MBart. Its weights are int8 in
blocks, its activations are quantised row by row (ONNX Runtime's MatMulNBits), and all is
padded to steps of 16: what is padded alike is computed to the same bit, alone or together,
so that a reply does not depend on what it is written beside.

Shapes below: n replies, s tokens read, t new tokens, p tokens written before; heads h of
width d. `past_*`, `new_*` and `cross_*` are keys and values in turn, two a decoder layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from models.encoder import Floats
from models.graph_files import open_session
from models.reply_config import DECODER_FILE, ENCODER_FILE, REBUILD, ReplyConfig

Ids = NDArray[np.int64]
#: Added to the scores of what may not be looked at; exp() makes it exactly nothing.
_UNSEEN = -1e9
_STEP = 16


def padded(length: int) -> int:
    """The length that so many tokens are padded to: 17 -> 32."""
    return -(-length // _STEP) * _STEP


def encoder_outputs(layers: int) -> list[str]:
    """`cross_0`, … : what the decoder looks up in the prompt, [n, h, s, d] each."""
    return [f"cross_{number}" for number in range(2 * layers)]


def decoder_inputs(layers: int) -> list[str]:
    """tokens and places [n, t], bias [n, 1, t, p + t], cross_bias [n, 1, 1, s], then the keys
    and values of what was written [n, h, p, d] and read [n, h, s, d]."""
    past = [f"past_{number}" for number in range(2 * layers)]
    return ["tokens", "places", "bias", "cross_bias", *past, *encoder_outputs(layers)]


def decoder_outputs(layers: int) -> list[str]:
    """logits [n, vocabulary] after the last token, then the `past_*` of the next call."""
    return ["logits", *(f"new_{number}" for number in range(2 * layers))]


class ReplyGraphs:
    """Runs both graphs. Threads may share one: a call uses the thread it is made on."""

    def __init__(
        self,
        encoder: onnxruntime.InferenceSession,
        decoder: onnxruntime.InferenceSession,
        config: ReplyConfig,
    ) -> None:
        self.encoder, self.decoder, self.config = encoder, decoder, config

    @classmethod
    def load(cls, encoder: Path, decoder: Path, config: ReplyConfig) -> ReplyGraphs:
        """The graphs in these files. Raises ModelCorrupt."""
        return cls(
            open_session(encoder, encoder_outputs(config.layers), REBUILD),
            open_session(decoder, decoder_outputs(config.layers), REBUILD),
            config,
        )

    @classmethod
    def of_folder(cls, folder: Path, config: ReplyConfig) -> ReplyGraphs:
        """The graphs of the shipped folder. Raises ModelCorrupt."""
        return cls.load(folder / ENCODER_FILE, folder / DECODER_FILE, config)

    def read(self, sources: Sequence[Sequence[int]]) -> Writing:
        """Read the prompts, given as token ids, and be ready to write a reply to each."""
        longest = padded(max(map(len, sources)))
        ids = np.full((len(sources), longest), self.config.end_id, dtype=np.int64)
        bias = np.full((len(sources), 1, 1, longest), _UNSEEN, dtype=np.float32)
        for row, source in enumerate(sources):
            ids[row, : len(source)] = source
            bias[row, ..., : len(source)] = 0
        names = encoder_outputs(self.config.layers)
        cross = self.encoder.run(names, {"tokens": ids, "bias": bias})
        return Writing(self, dict(zip(names, cross, strict=True)), bias)


class Writing:
    """Replies being written side by side: what was read, and what was written so far."""

    def __init__(self, graphs: ReplyGraphs, cross: dict[str, Floats], cross_bias: Floats) -> None:
        config = graphs.config
        rows = len(cross_bias)
        self._session = graphs.decoder
        self._outputs = decoder_outputs(config.layers)
        self._past_names = [f"past_{number}" for number in range(2 * config.layers)]
        self._last_place = config.reply_tokens - 1
        self._cross, self._cross_bias = cross, cross_bias
        nothing = np.zeros((rows, config.heads, 0, config.head_width), dtype=np.float32)
        self._past: list[Floats] = [nothing] * (2 * config.layers)
        # Padding takes columns too: a short beginning goes on beyond the last place's number.
        self._bias = np.zeros((rows, 1, 1, 2 * config.reply_tokens), dtype=np.float32)
        self._place = np.zeros(rows, dtype=np.int64)
        self._length = 0

    def begin(self, heads: Sequence[Sequence[int]]) -> Floats:
        """Write the given beginnings; the logits [n, vocabulary] of what follows each.

        They are padded on the left, so that all end in the same column.
        """
        longest = padded(max(map(len, heads)))
        tokens = np.zeros((len(heads), longest), dtype=np.int64)
        places = np.zeros_like(tokens)
        for row, head in enumerate(heads):
            tokens[row, longest - len(head) :] = head
            places[row, longest - len(head) :] = np.arange(len(head))
            self._bias[row, ..., : longest - len(head)] = _UNSEEN
            self._place[row] = len(head)
        later = np.triu(np.full((longest, longest), _UNSEEN, dtype=np.float32), 1)
        return self._run(tokens, places, self._bias[..., :longest] + later)

    def go_on(self, tokens: Ids) -> Floats:
        """Write one token [n] more; the logits [n, vocabulary] of what follows."""
        places = np.minimum(self._place, self._last_place)[:, None]
        self._place += 1
        bias = self._bias[..., : self._length + 1]
        return self._run(tokens[:, None], places, np.ascontiguousarray(bias))

    def keep(self, rows: Sequence[int]) -> None:
        """Go on with these replies only."""
        at = np.array(rows, dtype=np.int64)
        self._past = [part[at] for part in self._past]
        self._cross = {name: part[at] for name, part in self._cross.items()}
        self._cross_bias, self._bias = self._cross_bias[at], self._bias[at]
        self._place = self._place[at]

    def _run(self, tokens: Ids, places: Ids, bias: Floats) -> Floats:
        feeds: dict[str, Floats | Ids] = {"tokens": tokens, "places": places, "bias": bias}
        feeds |= {"cross_bias": self._cross_bias, **self._cross}
        feeds |= zip(self._past_names, self._past, strict=True)
        logits, *self._past = self._session.run(self._outputs, feeds)
        self._length += tokens.shape[1]
        return np.asarray(logits, dtype=np.float32)
