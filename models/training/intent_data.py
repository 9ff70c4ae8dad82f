"""From labelled messages to the tensors that the understanding network learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.utils.data import Dataset

from models.entity_spans import past_spaces
from models.script import plain_script
from models.training.augment import Augmenter
from models.training.corpus import LabelledMessage
from models.training.network import IGNORED, HeadSizes
from models.training.opinions import SHARE, Opinion
from models.training.slot_targets import known_values
from models.understanding_config import LEARNED_KINDS, entity_labels
from models.values import Intent, Language, Mood, SlotValue

INTENTS, MOODS, LABELS, VALUES = tuple(Intent), tuple(Mood), entity_labels(), tuple(SlotValue)
#: The share of the first intent where a message carries several.
_FIRST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message with targets of its intents [intents], its mood [moods] and its values [values].

    The first two sum to 1, or to 0 for an answer to a form, of which they are not known.
    """

    message: LabelledMessage
    intents: Tensor
    mood: Tensor
    values: Tensor


class Messages(Dataset[Lesson]):  # type: ignore[misc]
    """Lessons, varied anew each time they are drawn when an augmenter is given.

    `opinions` are a teacher's, one a message or None, and are mixed into the targets.
    """

    def __init__(
        self,
        messages: Sequence[LabelledMessage],
        augmenter: Augmenter | None = None,
        opinions: Sequence[Opinion | None] | None = None,
    ) -> None:
        self._messages, self._augmenter, self._opinions = messages, augmenter, opinions

    def __len__(self) -> int:
        return len(self._messages)

    def __getitem__(self, at: int) -> Lesson:
        message = self._messages[at]
        if not message.intents:
            return lesson(self._augmenter.respelt(message) if self._augmenter else message)
        varied = self._augmenter.varied(message) if self._augmenter else message
        # Joined to another message it means more than the teacher read.
        joined = varied.intents != message.intents
        return lesson(varied, None if joined or not self._opinions else self._opinions[at])


def lesson(message: LabelledMessage, opinion: Opinion | None = None) -> Lesson:
    """A message's written labels as targets, with a teacher's `opinion` mixed in."""
    intents, mood = intent_target(message.intents), torch.zeros(len(MOODS))
    if message.intents:
        mood[MOODS.index(message.mood)] = 1.0
    if opinion is not None:
        intents, mood = _mixed(intents, opinion.intents), _mixed(mood, opinion.moods)
    return Lesson(message, intents, mood, value_target(message))


def _mixed(written: Tensor, found: Tensor) -> Tensor:
    return (1 - SHARE) * written + SHARE * found


class Collator:
    """Makes a batch of network inputs and targets from lessons."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, lessons: Sequence[Lesson]) -> dict[str, Tensor]:
        messages = [one.message for one in lessons]
        tokens = self._tokenizer.encode_batch([plain_script(message.text) for message in messages])
        pairs = list(zip(messages, tokens, strict=True))
        return {
            "input_ids": torch.tensor([token.ids for token in tokens]),
            "attention_mask": torch.tensor([token.attention_mask for token in tokens]),
            "intent_targets": torch.stack([one.intents for one in lessons]),
            "several_targets": torch.tensor(
                [float(len(message.intents) > 1) for message in messages]
            ),
            "mood_targets": torch.stack([one.mood for one in lessons]),
            "entity_targets": torch.tensor([token_labels(*pair) for pair in pairs]),
            "slot_targets": torch.stack([one.values for one in lessons]),
        }


def intent_target(intents: Sequence[Intent]) -> Tensor:
    """Soft targets [intents] that sum to 1: one -> 1; two -> 0.6, 0.4; three -> 0.6, 0.2, 0.2;
    zeros where none is known."""
    target = torch.zeros(len(INTENTS))
    if not intents:
        return target
    rest = intents[1:]
    target[INTENTS.index(intents[0])] = _FIRST_SHARE if rest else 1.0
    for intent in rest:
        target[INTENTS.index(intent)] = (1 - _FIRST_SHARE) / len(rest)
    return target


def value_target(message: LabelledMessage) -> Tensor:
    """1 for each slot value that a message says, 0 for one that it does not, else IGNORED."""
    known = known_values(message)
    return torch.tensor([float(known.get(value, IGNORED)) for value in VALUES])


def head_sizes() -> HeadSizes:
    """The outputs of the network that learns all this."""
    return HeadSizes(len(INTENTS), len(MOODS), len(LABELS), len(VALUES))


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
            # An answer to a form is not marked: what is in it is not known.
            labels.append(0 if message.intents else IGNORED)
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
