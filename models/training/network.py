"""The networks that are trained: an encoder with heads, and its pre-training head."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel
from transformers.utils import ModelOutput

#: What each loss weighs beside the intents' own.
_SEVERAL, _MOOD, _ENTITY, _CONTRAST, _SLOT = 0.5, 0.4, 1.0, 0.1, 0.5
_SMOOTHING = 0.1
_CONTRAST_TEMPERATURE = 0.1
IGNORED = -100


@dataclass
class UnderstandingOutput(ModelOutput):  # type: ignore[misc]
    """Logits for n texts of t tokens, the sentence vectors, and the loss when targets came."""

    # Optional, as ModelOutput wants it: all but the loss are always there.
    loss: Tensor = None
    intents: Tensor = None
    several: Tensor = None
    moods: Tensor = None
    entities: Tensor = None
    embeddings: Tensor = None
    slot_values: Tensor = None


@dataclass(frozen=True)
class HeadSizes:
    """How many intents, moods, entity labels and slot values there are."""

    intents: int
    moods: int
    entity_labels: int
    slot_values: int


class UnderstandingNetwork(nn.Module):  # type: ignore[misc]
    """Any Hugging Face encoder with heads for intents, "several", mood, entities, slot values.

    The sentence vector is the mean over tokens of the first and the last layer, which
    keeps more of the words than the last alone (Li et al. 2020, arXiv:2011.05864).
    """

    def __init__(self, encoder: PreTrainedModel, sizes: HeadSizes, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = encoder
        self.sizes = sizes
        width = int(encoder.config.hidden_size)
        self.dropout = nn.Dropout(dropout)
        self.blend = nn.Linear(2 * width, width)
        self.intent_head = nn.Linear(width, sizes.intents)
        self.several_head = nn.Linear(width, 1)
        self.mood_head = nn.Linear(width, sizes.moods)
        self.entity_head = nn.Linear(width, sizes.entity_labels)
        self.slot_head = nn.Linear(width, sizes.slot_values)

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        intent_targets: Tensor | None = None,
        several_targets: Tensor | None = None,
        mood_targets: Tensor | None = None,
        entity_targets: Tensor | None = None,
        slot_targets: Tensor | None = None,
    ) -> UnderstandingOutput:
        """Ids, mask and entity_targets are [n, t]; intent_targets [n, intents] sum to 1, or to 0
        where the intents are not known; slot_targets [n, values] are 1, 0 or IGNORED."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
        ).hidden_states
        last = states[-1]
        mean = mean_of_tokens(last, attention_mask)
        features = self.dropout(
            functional.gelu(self.blend(self.dropout(torch.cat([last[:, 0], mean], dim=-1))))
        )
        output = UnderstandingOutput(
            intents=self.intent_head(features),
            several=self.several_head(features).squeeze(-1),
            moods=self.mood_head(features),
            entities=self.entity_head(self.dropout(last)),
            embeddings=functional.normalize(
                (mean_of_tokens(states[1], attention_mask) + mean) / 2, dim=-1
            ),
            slot_values=self.slot_head(features),
        )
        if intent_targets is not None:
            assert several_targets is not None
            assert mood_targets is not None and entity_targets is not None
            assert slot_targets is not None
            known = intent_targets.sum(dim=-1) > 0
            output.loss = (
                _intent_loss(output.intents[known], intent_targets[known])
                + _SEVERAL * _several_loss(output.several[known], several_targets[known])
                + _MOOD * _mood_loss(output.moods[known], mood_targets[known])
                + _ENTITY * _entity_loss(output, entity_targets)
                + _CONTRAST * _contrast(output.embeddings[known], intent_targets[known])
                + _SLOT * slot_loss(output.slot_values, slot_targets)
            )
        return output


# Each is 0, and not 0/0, for a batch that teaches nothing of its kind.


def _intent_loss(logits: Tensor, targets: Tensor) -> Tensor:
    summed = functional.cross_entropy(logits, targets, label_smoothing=_SMOOTHING, reduction="sum")
    return summed / max(1, len(logits))


def _several_loss(logits: Tensor, targets: Tensor) -> Tensor:
    summed = functional.binary_cross_entropy_with_logits(logits.float(), targets, reduction="sum")
    return summed / max(1, len(logits))


def _mood_loss(logits: Tensor, targets: Tensor) -> Tensor:
    return functional.cross_entropy(logits, targets, reduction="sum") / max(1, len(logits))


def _entity_loss(output: UnderstandingOutput, targets: Tensor) -> Tensor:
    logits, flat = output.entities.flatten(0, 1), targets.flatten()
    summed = functional.cross_entropy(logits, flat, ignore_index=IGNORED, reduction="sum")
    return summed / (flat != IGNORED).sum().clamp(min=1)


def _contrast(vectors: Tensor, targets: Tensor) -> Tensor:
    return contrast_loss(vectors, targets.argmax(dim=-1)) if len(vectors) else vectors.sum()


def slot_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Each value's own yes or no, summed over the values, a mean over the texts that teach any."""
    taught = targets != IGNORED
    losses = functional.binary_cross_entropy_with_logits(
        logits.float(), targets.clamp(min=0), weight=taught.float(), reduction="none"
    )
    return losses.sum() / taught.any(dim=-1).sum().clamp(min=1)


def contrast_loss(vectors: Tensor, labels: Tensor) -> Tensor:
    """Pulls sentences of one intent together, in either language (SupCon, arXiv:2004.11362)."""
    scores = vectors.float() @ vectors.float().T / _CONTRAST_TEMPERATURE
    itself = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    logs = scores.masked_fill(itself, -1e9).log_softmax(dim=-1)
    same = (labels[:, None] == labels[None, :]) & ~itself
    partners = same.sum(dim=-1)
    loss = -(logs * same).sum(dim=-1) / partners.clamp(min=1)
    return loss[partners > 0].mean() if bool((partners > 0).any()) else loss.sum() * 0


def mean_of_tokens(states: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(dim=1) / weights.sum(dim=1)


class LabelledNetwork(nn.Module):  # type: ignore[misc]
    """An encoder that names a sentence's one label."""

    def __init__(self, encoder: PreTrainedModel, labels: int) -> None:
        super().__init__()
        self.encoder = encoder
        width = int(encoder.config.hidden_size)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * width, labels))

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor
    ) -> dict[str, Tensor]:
        """Ids and mask are [n, t], labels [n]."""
        return {"loss": functional.cross_entropy(self.logits(input_ids, attention_mask), labels)}

    def logits(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """What speaks for each label, [n, labels]."""
        last = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        features = torch.cat([last[:, 0], mean_of_tokens(last, attention_mask)], dim=-1)
        found: Tensor = self.head(features)
        return found


class MaskedLanguageNetwork(nn.Module):  # type: ignore[misc]
    """An encoder that guesses masked tokens (Devlin et al. 2019); logits only where masked."""

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = int(encoder.config.hidden_size)
        self.transform = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(torch.zeros(int(encoder.config.vocab_size)))

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor
    ) -> dict[str, Tensor]:
        """Shapes [n, t]; `labels` is IGNORED where nothing was masked."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        masked = labels != IGNORED
        tokens = self.encoder.get_input_embeddings().weight  # tied
        logits = functional.linear(self.transform(hidden[masked]), tokens, self.bias)
        return {"loss": functional.cross_entropy(logits, labels[masked])}
