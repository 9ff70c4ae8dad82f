"""What a trained model finds in the training messages, as targets beside the written labels.

A label says one intent; a model that was trained on all of them also says which others lie
near, and that is worth learning too (Hinton et al. 2015, arXiv:1503.02531). The teacher may be
deeper than what is served, or the very model that serves: then the pupil keeps what it knew.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from models.batches import in_batches
from models.encoder import Encoder
from models.training.corpus import LabelledMessage

_BATCH = 64
#: What the teacher's opinion weighs; the written label has the rest.
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Opinion:
    """Probabilities of a message's intents and moods, each [n], in the order of the enums."""

    intents: Tensor
    moods: Tensor


def opinions(teacher: Path, messages: Sequence[LabelledMessage]) -> list[Opinion]:
    """What the understanding model in the folder `teacher` finds, a message at a time.

    Raises ModelMissing or ModelCorrupt.
    """
    encoder = Encoder.load(teacher)
    # Texts of like length together, so that little is padding.
    order = sorted(range(len(messages)), key=lambda at: len(messages[at].text))
    parts = [[*part] for part in in_batches(order, _BATCH)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda part: _of([messages[at].text for at in part], encoder), parts)
        by_place = dict(zip(order, (one for some in found for one in some), strict=True))
    return [by_place[at] for at in range(len(messages))]


def _of(texts: Sequence[str], encoder: Encoder) -> list[Opinion]:
    encoded = encoder.encode(texts)
    both = (
        torch.from_numpy(encoded.intents).softmax(dim=-1),
        torch.from_numpy(encoded.moods).softmax(dim=-1),
    )
    return [Opinion(*one) for one in zip(*both, strict=True)]
