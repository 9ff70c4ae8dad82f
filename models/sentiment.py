"""Whether a product review praises or blames, Chinese or English, with calibrated confidence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import onnxruntime

from models.batches import in_batches
from models.encoder import Floats
from models.graph_files import MODEL_FILE, TOKENIZER_FILE, open_session, open_tokenizer
from models.intent_decision import calibrated
from models.long_texts import LongTexts
from models.sentiment_config import OUTPUTS, REBUILD, SentimentConfig, load_sentiment_config
from models.values import Sentiment

_BATCH = 32


class SentimentModel:
    """Classifies reviews. Threads may share one: a call uses the thread it is made on."""

    def __init__(
        self, session: onnxruntime.InferenceSession, reader: LongTexts, config: SentimentConfig
    ) -> None:
        self._session, self._reader, self._config = session, reader, config

    @classmethod
    def load(cls, folder: Path) -> SentimentModel:
        """The model in `folder`. Raises ModelMissing or ModelCorrupt."""
        config = load_sentiment_config(folder)
        session = open_session(folder / MODEL_FILE, OUTPUTS, REBUILD)
        tokenizer = open_tokenizer(folder / TOKENIZER_FILE, REBUILD)
        return cls(session, LongTexts(tokenizer, config.max_tokens, config.pad_id), config)

    def classify(self, texts: Sequence[str]) -> list[Sentiment]:
        """What each review is, in order. Of a long one its head and its tail are read."""
        batches = in_batches(texts, _BATCH)
        return list(chain.from_iterable(self._classify_batch(batch) for batch in batches))

    def _classify_batch(self, texts: Sequence[str]) -> list[Sentiment]:
        ids, mask = self._reader(texts)
        (logits,) = self._session.run(list(OUTPUTS), {"input_ids": ids, "attention_mask": mask})
        return [self._read(row) for row in calibrated(logits, self._config.temperature)]

    def _read(self, shares: Floats) -> Sentiment:
        best = int(shares.argmax())
        return Sentiment(self._config.polarities[best], float(shares[best]))
