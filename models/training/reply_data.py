"""What the reply model learns from: every plan the desk can make, with a wording that suits.

For each act, language, mood and set of offered slots there is a pool of wordings: those of
the corpus that suit the mood and use as many of the offered slots as any does. Each wording
is shown once an epoch, so that all are learned alike, after one of the plans that it suits;
the variant and the customer's words beside a plan, from the training writers, are chance, so
that the model learns to be steered by the plan and not by them.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import torch
from torch import Tensor
from torch.utils.data import Dataset
from transformers import PreTrainedTokenizerFast

from models.acts import ACTS, Act
from models.reply_prompt import VARIANTS, control_head, prompt
from models.training.corpus import LabelledMessage, Wording
from models.training.network import IGNORED
from models.values import Language, Mood, ReplyPlan

SOURCE_TOKENS, TARGET_TOKENS = 96, 96
#: How often the customer's words are missing, or in the other language.
_NO_TEXT, _OTHER_LANGUAGE = 0.1, 0.08


class Wordings:
    """The corpus's wordings, by the plans they suit."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._by_act: dict[tuple[str, Language], list[Wording]] = defaultdict(list)
        for wording in wordings:
            self._by_act[wording.act, wording.language].append(wording)

    def pool(self, plan: ReplyPlan) -> list[Wording]:
        """The wordings that suit `plan`, in the corpus's order; empty when there is none."""
        every = self._by_act[plan.act, plan.language]
        suited = [
            wording
            for wording in every
            if wording.slots <= plan.slots and wording.mood in (None, plan.mood)
        ]
        most = max((len(wording.slots) for wording in suited), default=0)
        fullest = [wording for wording in suited if len(wording.slots) == most]
        return [wording for wording in fullest if wording.mood == plan.mood] or fullest

    def plans(self) -> list[ReplyPlan]:
        """Every plan without a customer's text that has a wording."""
        return [plan for plan in every_plan() if self.pool(plan)]


def every_plan() -> Iterator[ReplyPlan]:
    """Every act in every language and mood with every set of slots that may be offered."""
    for act in ACTS.values():
        for slots in offers(act):
            for language in Language:
                for mood in Mood:
                    yield ReplyPlan(act.name, language, mood, slots)


def offers(act: Act) -> Iterator[frozenset[str]]:
    """The sets of slots that a plan of this act can offer: all `must`, some of `may`."""
    for count in range(len(act.may) + 1):
        for some in combinations(sorted(act.may), count):
            yield act.must | frozenset(some)


class CustomerTexts:
    """Draws what a customer might have written before a reply."""

    def __init__(self, messages: Sequence[LabelledMessage], chance: random.Random) -> None:
        self._chance = chance
        self._texts: dict[tuple[Language, Mood], list[str]] = defaultdict(list)
        for message in messages:
            self._texts[message.language, message.mood].append(message.text)

    def draw(self, language: Language, mood: Mood) -> str:
        """A message of this language and mood; now and then none, or another language's."""
        if self._chance.random() < _NO_TEXT:
            return ""
        if self._chance.random() < _OTHER_LANGUAGE:
            language = Language.EN if language == Language.ZH else Language.ZH
        return self._chance.choice(self._texts[language, mood] or [""])


class PlannedReplies(Dataset[tuple[str, str]]):  # type: ignore[misc]
    """Pairs (prompt, control head and wording), one for each wording that any plan allows.

    Which of the plans that it suits stands before it is drawn each time, and so are the
    variant and the customer's words. The same seed draws the same in the same order of asking.
    """

    def __init__(
        self, wordings: Sequence[Wording], messages: Sequence[LabelledMessage], seed: int
    ) -> None:
        known = Wordings(wordings)
        suited: dict[Wording, list[ReplyPlan]] = defaultdict(list)
        for plan in known.plans():
            for wording in known.pool(plan):
                suited[wording].append(plan)
        self._suited = list(suited.items())
        self._chance = random.Random(seed)
        self._texts = CustomerTexts(messages, self._chance)

    @property
    def lengths(self) -> list[int]:
        """How long each wording is, in bytes."""
        return [len(wording.text.encode()) for wording, _ in self._suited]

    def __len__(self) -> int:
        return len(self._suited)

    def __getitem__(self, at: int) -> tuple[str, str]:
        wording, plans = self._suited[at]
        plan = self._chance.choice(plans)
        variant = self._chance.randrange(VARIANTS)
        text = self._texts.draw(plan.language, plan.mood)
        said = ReplyPlan(plan.act, plan.language, plan.mood, plan.slots, text)
        return prompt(said, variant), control_head(said, variant) + wording.text


class ReplyCollator:
    """Makes a batch of token ids from pairs; each side ends with the end token."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> dict[str, Tensor]:
        ids = self._rows([source for source, _ in pairs], SOURCE_TOKENS)
        labels = self._rows([target for _, target in pairs], TARGET_TOKENS)
        pad = self._tokenizer.pad_token_id
        return {
            "input_ids": ids,
            "attention_mask": (ids != pad).long(),
            "labels": labels.masked_fill(labels == pad, IGNORED),
        }

    def _rows(self, texts: Sequence[str], most: int) -> Tensor:
        encoded = self._tokenizer.backend_tokenizer.encode_batch_fast(
            texts, add_special_tokens=False
        )
        end = self._tokenizer.eos_token_id
        rows = [torch.tensor([*row.ids[: most - 1], end]) for row in encoded]
        return torch.nn.utils.rnn.pad_sequence(
            rows, batch_first=True, padding_value=self._tokenizer.pad_token_id
        )
