"""From labelled messages to the tensors that the understanding network learns from."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.utils.data import Dataset

from models.entity_spans import past_spaces
from models.script import plain_script
from models.training.augment import Augmenter
from models.training.corpus import LabelledMessage
from models.training.network import IGNORED
from models.understanding_config import LEARNED_KINDS, entity_labels
from models.values import Intent, Language, Mood

INTENTS, MOODS, LABELS = tuple(Intent), tuple(Mood), entity_labels()
#: The share of the first intent where a message carries several.
_FIRST_SHARE = 0.6


class Messages(Dataset[LabelledMessage]):  # type: ignore[misc]
    """Messages, varied anew each time they are drawn when an augmenter is given."""

    def __init__(
        self, messages: Sequence[LabelledMessage], augmenter: Augmenter | None = None
    ) -> None:
        self._messages, self._augmenter = messages, augmenter

    def __len__(self) -> int:
        return len(self._messages)

    def __getitem__(self, at: int) -> LabelledMessage:
        message = self._messages[at]
        return self._augmenter.varied(message) if self._augmenter else message


class Collator:
    """Makes a batch of network inputs and targets from messages."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, messages: Sequence[LabelledMessage]) -> dict[str, Tensor]:
        tokens = self._tokenizer.encode_batch([plain_script(message.text) for message in messages])
        pairs = list(zip(messages, tokens, strict=True))
        return {
            "input_ids": torch.tensor([token.ids for token in tokens]),
            "attention_mask": torch.tensor([token.attention_mask for token in tokens]),
            "intent_targets": torch.stack([intent_target(message.intents) for message in messages]),
            "several_targets": torch.tensor(
                [float(len(message.intents) > 1) for message in messages]
            ),
            "mood_targets": torch.tensor([MOODS.index(message.mood) for message in messages]),
            "entity_targets": torch.tensor([token_labels(*pair) for pair in pairs]),
        }


def intent_target(intents: Sequence[Intent]) -> Tensor:
    """Soft targets [intents] that sum to 1: one -> 1; two -> 0.6, 0.4; three -> 0.6, 0.2, 0.2."""
    target = torch.zeros(len(INTENTS))
    rest = intents[1:]
    target[INTENTS.index(intents[0])] = _FIRST_SHARE if rest else 1.0
    for intent in rest:
        target[INTENTS.index(intent)] = (1 - _FIRST_SHARE) / len(rest)
    return target


def token_labels(message: LabelledMessage, token: Encoding) -> list[int]:
    """The BIO label of each token [t]; special and padding tokens count for nothing."""
    labels, previous = [], None
    learned = [entity for entity in message.entities if entity.kind in LEARNED_KINDS]
    for first, end in token.offsets:
        start = past_spaces(message.text, first, end)
        owner = next((found for found in learned if found.start <= start < found.end), None)
        if start == end:
            labels.append(IGNORED)
        elif owner is None:
            labels.append(0)
        else:
            edge = "I" if owner is previous else "B"
            labels.append(LABELS.index(f"{edge}-{owner.kind}"))
        previous = owner
    return labels


def out_of_scope(texts: dict[Language, list[str]]) -> list[LabelledMessage]:
    """Public lines as further examples of what is no shop's business."""
    return [
        LabelledMessage(text, language, (Intent.OUT_OF_SCOPE,), Mood.CALM, (), "public")
        for language, lines in texts.items()
        for text in lines
    ]
