"""A Trainer whose batches hold texts of about one length, so that little is padding."""

from __future__ import annotations

from collections.abc import Sequence

from torch.utils.data import Dataset, Sampler
from transformers import Trainer
from transformers.trainer_pt_utils import LengthGroupedSampler


class ByLengthTrainer(Trainer):  # type: ignore[misc]  # transformers leaves its base untyped
    """Shuffles, then sorts within stretches of some fifty batches, anew each epoch."""

    def __init__(self, *, lengths: Sequence[int], **given: object) -> None:
        """`lengths` are of the training dataset's items, in any unit."""
        super().__init__(**given)
        self._lengths = list(lengths)

    def _get_train_sampler(self, train_dataset: Dataset[object] | None = None) -> Sampler[int]:
        batch = self.args.train_batch_size * self.args.gradient_accumulation_steps
        sampler: Sampler[int] = LengthGroupedSampler(batch, lengths=self._lengths)
        return sampler
