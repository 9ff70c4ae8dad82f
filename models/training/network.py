"""The networks that are trained: an encoder with heads, and its pre-training head."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel
from transformers.utils import ModelOutput

#: What each loss weighs beside the intents' own.
_SEVERAL, _MOOD, _ENTITY, _CONTRAST = 0.5, 0.4, 1.0, 0.1
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


@dataclass(frozen=True)
class HeadSizes:
    """How many intents, moods and entity labels there are."""

    intents: int
    moods: int
    entity_labels: int


class UnderstandingNetwork(nn.Module):  # type: ignore[misc]
    """Any Hugging Face encoder with heads for intents, "several", mood and entities.

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

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        intent_targets: Tensor | None = None,
        several_targets: Tensor | None = None,
        mood_targets: Tensor | None = None,
        entity_targets: Tensor | None = None,
    ) -> UnderstandingOutput:
        """Ids, mask and entity_targets are [n, t]; intent_targets [n, intents] sum to 1."""
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
        )
        if intent_targets is not None:
            assert several_targets is not None
            assert mood_targets is not None and entity_targets is not None
            output.loss = (
                _intent_loss(output, intent_targets)
                + _SEVERAL * _several_loss(output, several_targets)
                + _MOOD * functional.cross_entropy(output.moods, mood_targets)
                + _ENTITY * _entity_loss(output, entity_targets)
                + _CONTRAST * contrast_loss(output.embeddings, intent_targets.argmax(dim=-1))
            )
        return output


def _intent_loss(output: UnderstandingOutput, targets: Tensor) -> Tensor:
    return functional.cross_entropy(output.intents, targets, label_smoothing=_SMOOTHING)


def _several_loss(output: UnderstandingOutput, targets: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(output.several.float(), targets)


def _entity_loss(output: UnderstandingOutput, targets: Tensor) -> Tensor:
    logits = output.entities.flatten(0, 1)
    return functional.cross_entropy(logits, targets.flatten(), ignore_index=IGNORED)


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
