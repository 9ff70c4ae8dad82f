"""The optimizer of a fine-tuning: what is known moves slowly, what is new learns fast."""

from __future__ import annotations

import torch
from torch import nn

#: The peak rate of the heads, and the weight decay of everything.
_FRESH_RATE, _DECAY = 1e-3, 0.01


def two_rates(network: nn.Module, rate: float) -> torch.optim.Optimizer:
    """AdamW with the peak `rate` for `network.encoder`, and a higher one for its heads."""
    known: list[nn.Parameter] = []
    fresh: list[nn.Parameter] = []
    for name, value in network.named_parameters():
        (known if name.startswith("encoder.") else fresh).append(value)
    return torch.optim.AdamW(
        [{"params": known, "lr": rate}, {"params": fresh, "lr": max(rate, _FRESH_RATE)}],
        weight_decay=_DECAY,
    )
