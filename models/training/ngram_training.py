"""Training the n-gram model: TF-IDF weights and logistic regression, folded into arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from models.encoder import Floats
from models.ngrams import BUCKETS, NgramModel, counted
from models.training.corpus import LabelledMessage
from models.training.intent_data import INTENTS, intent_target

#: Inverse strength of the penalty; chosen on the validation voices.
_LOOSENESS = 20.0


def train_ngrams(messages: Sequence[LabelledMessage]) -> NgramModel:
    """The n-gram model of the messages' intents; the same messages give the same model.

    A message with several intents counts as an example of each, by its share in the target.
    """
    counts = _counts([message.text for message in messages])
    holders = np.bincount(counts.indices, minlength=BUCKETS)
    rarity = (np.log((1 + len(messages)) / (1 + holders)) + 1).astype(np.float32)
    weighted = csr_matrix(counts.multiply(rarity))
    lengths = np.sqrt(weighted.multiply(weighted).sum(axis=1)).A1
    weighted = csr_matrix(weighted.multiply(1 / np.maximum(lengths, 1e-9)[:, None]))
    targets = np.stack([intent_target(message.intents).numpy() for message in messages])
    rows, labels = np.nonzero(targets)
    linear = LogisticRegression(C=_LOOSENESS, max_iter=200)
    linear.fit(weighted[rows], labels, sample_weight=targets[rows, labels])
    return NgramModel(rarity, *_all_intents(linear))


def _counts(texts: Sequence[str]) -> csr_matrix:
    rows = [counted(text) for text in texts]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    buckets = np.concatenate([buckets for buckets, _ in rows])
    counts = np.concatenate([counts for _, counts in rows])
    return csr_matrix((counts, buckets, ends), shape=(len(texts), BUCKETS))


def _all_intents(linear: LogisticRegression) -> tuple[Floats, Floats]:
    """Weights and bias for every intent, also for those that no message has."""
    weights = np.zeros((BUCKETS, len(INTENTS)), np.float32)
    bias = np.full(len(INTENTS), float(linear.intercept_.min()) - 3, np.float32)
    weights[:, linear.classes_] = linear.coef_.T
    bias[linear.classes_] = linear.intercept_
    return weights, bias
