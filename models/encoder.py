"""The understanding network as shipped: one ONNX graph with five outputs, int8 weights.

The graph is the encoder of Devlin et al. 2019 (arXiv:1810.04805) with four heads. Its
weights are int8 and its activations are quantised as they come (ONNX Runtime's dynamic
quantisation), so a probability can move in the third decimal with its batch neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from models.errors import ModelCorrupt
from models.script import plain_script
from models.understanding_config import (
    MODEL_FILE,
    REBUILD,
    TOKENIZER_FILE,
    UnderstandingConfig,
    load_config,
)

Floats = NDArray[np.float32]
OUTPUTS = ("intent_logits", "several_logits", "mood_logits", "entity_logits", "sentence_vector")


@dataclass(frozen=True, slots=True)
class Encoded:
    """The graph's outputs for n texts of at most t tokens.

    intents [n, intents], several [n] (does it carry more than one), moods [n, moods],
    entities [n, t, labels] are raw logits; the rows of embeddings [n, dimension] have
    length 1; `tokens` has the offsets.
    """

    intents: Floats
    several: Floats
    moods: Floats
    entities: Floats
    embeddings: Floats
    tokens: Sequence[Encoding]


class Encoder:
    """Runs the graph. Threads may share one: a call uses the thread it is made on."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        config: UnderstandingConfig,
    ) -> None:
        self._session, self._tokenizer, self.config = session, tokenizer, config

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """The encoder in `folder`. Raises ModelMissing or ModelCorrupt."""
        config = load_config(folder)
        session = open_session(folder / MODEL_FILE)
        if {output.name for output in session.get_outputs()} != set(OUTPUTS):
            raise ModelCorrupt(folder / MODEL_FILE, REBUILD, f"its outputs are not {OUTPUTS}")
        return cls(session, _open_tokenizer(folder / TOKENIZER_FILE, config), config)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """The graph's outputs for one batch of texts, at least one."""
        tokens = self._tokenizer.encode_batch([plain_script(text) for text in texts])
        feeds = {
            "input_ids": np.array([token.ids for token in tokens], dtype=np.int64),
            "attention_mask": np.array([token.attention_mask for token in tokens], dtype=np.int64),
        }
        intents, several, moods, entities, embeddings = self._session.run(list(OUTPUTS), feeds)
        return Encoded(intents, several, moods, entities, embeddings, tokens)


def open_session(file: Path, rebuild: str = REBUILD) -> onnxruntime.InferenceSession:
    """An ONNX Runtime session of one thread a call. Raises ModelCorrupt, naming `rebuild`."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime raises a class of its own for every cause
        raise ModelCorrupt(file, rebuild, error) from error


def _open_tokenizer(file: Path, config: UnderstandingConfig) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the Rust side raises bare Exception
        raise ModelCorrupt(file, REBUILD, error) from error
    tokenizer.enable_truncation(config.max_tokens)
    tokenizer.enable_padding(pad_id=config.pad_id)
    return tokenizer
