"""Reading a message: language, intents with calibrated confidence, entities, mood."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from models.batches import in_batches
from models.encoder import Encoded, Encoder, Floats
from models.entity_spans import entities_from_labels, merged
from models.fixed_forms import read_fixed_forms
from models.intent_decision import decide, mixed
from models.languages import detect_language
from models.ngrams import NgramModel
from models.phrase_forms import read_phrase_forms
from models.understanding_config import NGRAM_FILE, Thresholds
from models.values import Entity, Language, ScoredValue, Understanding

_BATCH = 32
#: Slot values less probable than this are not told.
_LEAST_SAID = 0.2


class UnderstandingModel:
    """Reads messages, and turns sentences into vectors for search, with one network."""

    def __init__(self, encoder: Encoder, ngrams: NgramModel) -> None:
        self._encoder, self._ngrams = encoder, ngrams

    @classmethod
    def load(cls, folder: Path) -> UnderstandingModel:
        """The model in `folder`. Raises ModelMissing or ModelCorrupt."""
        encoder = Encoder.load(folder)
        return cls(encoder, NgramModel.load(folder / NGRAM_FILE, len(encoder.config.intents)))

    @property
    def thresholds(self) -> Thresholds:
        """Below which confidence and margin the desk should ask; chosen on validation writers."""
        return self._encoder.config.thresholds

    @property
    def dimension(self) -> int:
        """The length of a sentence vector."""
        return self._encoder.config.dimension

    def predict(
        self, texts: Sequence[str], previous: Sequence[Language | None] | None = None
    ) -> list[Understanding]:
        """What each text means, in order; `previous` is the language each conversation spoke."""
        before = previous or [None] * len(texts)
        batches = in_batches(list(zip(texts, before, strict=True)), _BATCH)
        return list(chain.from_iterable(self._predict_batch(batch) for batch in batches))

    def embed(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors [n, dimension], float32 of length 1: a dot product is the cosine."""
        parts = [self._encoder.encode(batch).embeddings for batch in in_batches(texts, _BATCH)]
        return np.concatenate([np.empty((0, self.dimension), np.float32), *parts])

    def _predict_batch(self, batch: Sequence[tuple[str, Language | None]]) -> list[Understanding]:
        texts = [text for text, _ in batch]
        encoded = self._encoder.encode(texts)
        share = self._encoder.config.ngram_share
        intents = mixed(encoded.intents, self._ngrams.logits(texts), share)
        return [
            self._read(encoded, intents, row, text, before)
            for row, (text, before) in enumerate(batch)
        ]

    def _read(
        self, encoded: Encoded, intents: Floats, row: int, text: str, before: Language | None
    ) -> Understanding:
        config = self._encoder.config
        decision = decide(intents[row], float(encoded.several[row]), config)
        return Understanding(
            language=detect_language(text, before),
            intents=decision.carried,
            margin=decision.margin,
            runner_up=decision.runner_up,
            entities=merged(
                read_fixed_forms(text), read_phrase_forms(text), self._learned(encoded, row, text)
            ),
            mood=config.moods[int(encoded.moods[row].argmax())],
            values=self._values(encoded.slot_values[row]),
        )

    def _values(self, logits: Floats) -> tuple[ScoredValue, ...]:
        sure = 1 / (1 + np.exp(-logits))
        scored = zip(self._encoder.config.slot_values, sure, strict=True)
        kept = [ScoredValue(value, float(one)) for value, one in scored if one >= _LEAST_SAID]
        return tuple(sorted(kept, key=lambda one: -one.confidence))

    def _learned(self, encoded: Encoded, row: int, text: str) -> list[Entity]:
        names = self._encoder.config.entity_labels
        labels = [names[label] for label in encoded.entities[row].argmax(axis=-1)]
        return entities_from_labels(text, encoded.tokens[row].offsets, labels)
