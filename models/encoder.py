"""The understanding network as shipped: one ONNX graph with six outputs, int8 weights.

The graph is the encoder of Devlin et al. 2019 (arXiv:1810.04805) with five heads. Its
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

from models.graph_files import MODEL_FILE, TOKENIZER_FILE, open_session, open_tokenizer
from models.script import plain_script
from models.understanding_config import REBUILD, UnderstandingConfig, load_config

Floats = NDArray[np.float32]
OUTPUTS = (
    "intent_logits",
    "several_logits",
    "mood_logits",
    "entity_logits",
    "sentence_vector",
    "slot_value_logits",
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """The graph's outputs for n texts of at most t tokens.

    intents [n, intents], several [n] (does it carry more than one), moods [n, moods],
    entities [n, t, labels] are raw logits; the rows of embeddings [n, dimension] have
    length 1; slot_values [n, values] are logits of each value alone; `tokens` has the offsets.
    """

    intents: Floats
    several: Floats
    moods: Floats
    entities: Floats
    embeddings: Floats
    slot_values: Floats
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
        session = open_session(folder / MODEL_FILE, outputs_of(config), REBUILD)
        tokenizer = open_tokenizer(folder / TOKENIZER_FILE, REBUILD)
        tokenizer.enable_truncation(config.max_tokens)
        tokenizer.enable_padding(pad_id=config.pad_id)
        return cls(session, tokenizer, config)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """The graph's outputs for one batch of texts, at least one."""
        tokens = self._tokenizer.encode_batch([plain_script(text) for text in texts])
        feeds = {
            "input_ids": np.array([token.ids for token in tokens], dtype=np.int64),
            "attention_mask": np.array([token.attention_mask for token in tokens], dtype=np.int64),
        }
        found = self._session.run(list(outputs_of(self.config)), feeds)
        intents, several, moods, entities, embeddings, *values = found
        slot_values = values[0] if values else np.empty((len(texts), 0), np.float32)
        return Encoded(intents, several, moods, entities, embeddings, slot_values, tokens)


def outputs_of(config: UnderstandingConfig) -> tuple[str, ...]:
    """The graph's outputs: those of a shop's older weights lack the slot values."""
    return OUTPUTS if config.slot_values else OUTPUTS[:-1]
