"""From reviews to the tensors that the sentiment network learns from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import torch
from torch import Tensor
from torch.utils.data import Dataset

from models.long_texts import LongTexts
from models.training.reviews import Review
from models.values import Polarity

POLARITIES = tuple(Polarity)


class Row(TypedDict):
    """A review as token ids with its polarity's place in POLARITIES."""

    input_ids: list[int]
    labels: int


class ReviewRows(Dataset[Row]):  # type: ignore[misc]
    """Reviews, tokenised once."""

    def __init__(self, reviews: Sequence[Review], reader: LongTexts) -> None:
        self._ids = reader.ids([review.text for review in reviews])
        self._labels = [POLARITIES.index(review.polarity) for review in reviews]

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, at: int) -> Row:
        return Row(input_ids=self._ids[at], labels=self._labels[at])


class RowCollator:
    """Makes a batch of network inputs and targets from rows."""

    def __init__(self, reader: LongTexts) -> None:
        self._reader = reader

    def __call__(self, rows: Sequence[Row]) -> dict[str, Tensor]:
        ids, mask = self._reader.padded([row["input_ids"] for row in rows])
        return {
            "input_ids": torch.from_numpy(ids),
            "attention_mask": torch.from_numpy(mask),
            "labels": torch.tensor([row["labels"] for row in rows]),
        }
