"""Wording a planned reply: a small seq2seq model writes sentences with slots, never facts.

The rules of `models.reply_rules` hold for each token as it is written; which of the
wordings that suit is taken is drawn by `models.reply_sampling`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from models.acts import ACTS
from models.graph_files import TOKENIZER_FILE, open_tokenizer
from models.reply_config import REBUILD, ReplyConfig, load_reply_config
from models.reply_graphs import ReplyGraphs, padded
from models.reply_phrases import Phrases
from models.reply_prompt import VARIANTS, act_token, control_head, prompt, variant_for
from models.reply_rules import Draft, ReplyRules
from models.reply_sampling import Chances, chances, choose, log_probabilities
from models.values import ReplyPlan

#: How many draws there are, the first counted, before the likeliest words are taken.
_DRAWS = 4
#: After the likeliest words come those that say only what must be said, drawn and likeliest.
_TRIES = _DRAWS + 1 + _DRAWS
_BATCH = 16


@dataclass(frozen=True, slots=True)
class _Task:
    """A plan to word in one variant; `greedy` takes the likeliest words instead of a draw."""

    plan: ReplyPlan
    variant: int
    greedy: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """A task as token ids: what is read, what the reply begins with, the reply, its chance."""

    source: list[int]
    head: list[int]
    draft: Draft
    chances: Chances


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and how sure the model was of them: the mean log-probability of a token before
    any rule; -inf where the length limit ended them."""

    score: float
    text: str


class ReplyModel:
    """Words plans with `{slot}` placeholders. Threads may share one."""

    def __init__(self, graphs: ReplyGraphs, tokenizer: Tokenizer, phrases: Phrases) -> None:
        self._graphs, self._tokenizer, self._phrases = graphs, tokenizer, phrases
        self._config: ReplyConfig = graphs.config
        self._rules = ReplyRules(tokenizer, self._config.vocabulary, self._config.end_id)

    @classmethod
    def load(cls, folder: Path) -> ReplyModel:
        """The model in `folder`. Raises ModelMissing or ModelCorrupt."""
        config = load_reply_config(folder)
        tokenizer = open_tokenizer(folder / TOKENIZER_FILE, REBUILD)
        return cls(ReplyGraphs.of_folder(folder, config), tokenizer, Phrases.load(folder))

    @property
    def sure(self) -> float:
        """The mean log-probability a token below which words are doubted."""
        return self._config.sure

    def word(self, plans: Sequence[ReplyPlan]) -> list[str]:
        """A wording for each plan, in order, with `{slot}` for each fact.

        The same plan with the same customer's text gets the same words. Words that the
        model itself doubts, or that hold a phrase that the corpus does not have for the act,
        are drawn anew, then the likeliest are taken; where these will not do either, words
        that say only what must be said, or none: the text is empty. Whoever sends the words
        has a plain sentence for that.
        """
        texts = [""] * len(plans)
        # An act that came after the model was trained has no words yet.
        doubted = [at for at, plan in enumerate(plans) if self.knows(plan.act)]
        for attempt in range(_TRIES):
            said = self._said([_attempt(plans[at], attempt) for at in doubted])
            for at, one in zip(doubted, said, strict=True):
                texts[at] = one.text if self._may_be_said(plans[at], one) else ""
            doubted = [at for at in doubted if not texts[at]]
        return texts

    def knows(self, act: str) -> bool:
        """Whether the model was trained on an act; of others it says nothing."""
        return self._tokenizer.token_to_id(act_token(act)) is not None

    def _may_be_said(self, plan: ReplyPlan, said: Said) -> bool:
        sure = said.score >= self.sure
        return sure and self._phrases.allow(plan.act, plan.language, said.text)

    def word_variants(self, plans: Sequence[tuple[ReplyPlan, int]]) -> list[str]:
        """The wording of each plan drawn in the variant (0 to VARIANTS - 1), doubted or not."""
        return [one.text for one in self._said([_Task(plan, number) for plan, number in plans])]

    def first_words(self, plans: Sequence[ReplyPlan]) -> list[Said]:
        """What `word` draws first for each plan, doubted or not."""
        return self._said([_attempt(plan, 0) for plan in plans])

    def _said(self, tasks: Sequence[_Task]) -> list[Said]:
        jobs = [self._job(task) for task in tasks]
        alike: dict[tuple[int, int], list[_Job]] = defaultdict(list)
        for job in jobs:
            if not job.draft.done:
                alike[padded(len(job.source)), padded(len(job.head))].append(job)
        for group in alike.values():
            for at in range(0, len(group), _BATCH):
                _write(self._graphs, group[at : at + _BATCH])
        return [Said(job.draft.mean, self._text(job.draft.tokens)) for job in jobs]

    def _job(self, task: _Task) -> _Job:
        head = [self._config.start_id, *self._ids(control_head(task.plan, task.variant))]
        read = self._ids(prompt(task.plan, task.variant))[: self._config.source_tokens - 1]
        # The end has a place too, the start has none: hence one more than is left.
        draft = self._rules.draft(task.plan, self._config.reply_tokens + 1 - len(head))
        return _Job([*read, self._config.end_id], head, draft, self._chances(task))

    def _chances(self, task: _Task) -> Chances:
        count = self._config.reply_tokens
        return np.zeros(count) if task.greedy else chances(task.plan, task.variant, count)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _text(self, ids: Sequence[int]) -> str:
        words = ids[:-1]  # the end is no word
        text: str = self._tokenizer.decode(words, skip_special_tokens=False)
        return text.strip()


def _attempt(plan: ReplyPlan, attempt: int) -> _Task:
    """The first try is the plan's own variant, then come the next, then the likeliest words;
    after that the same for what must be said alone, the likeliest first."""
    first = variant_for(plan)
    if attempt > _DRAWS:
        plan = replace(plan, slots=ACTS[plan.act].must)
        attempt = _DRAWS - (attempt - _DRAWS - 1)
    if attempt == _DRAWS:
        return _Task(plan, first, greedy=True)
    return _Task(plan, (first + attempt) % VARIANTS)


def _write(graphs: ReplyGraphs, jobs: Sequence[_Job]) -> None:
    """Write every draft to its end, a token at a time; once half are done they are let go."""
    drafts = [job.draft for job in jobs]
    drawn = np.stack([job.chances for job in jobs])
    writing = graphs.read([job.source for job in jobs])
    logits = writing.begin([job.head for job in jobs])
    for at in range(drawn.shape[1]):
        tokens = choose(logits + np.stack([draft.bias for draft in drafts]), drawn[:, at], at)
        rated = log_probabilities(logits, tokens)
        for draft, token, log in zip(drafts, tokens.tolist(), rated.tolist(), strict=True):
            if not draft.done:
                draft.take(token, log)
        open_rows = [row for row, draft in enumerate(drafts) if not draft.done]
        if not open_rows:
            return
        if 2 * len(open_rows) <= len(drafts):
            writing.keep(open_rows)
            drafts, drawn = [drafts[row] for row in open_rows], drawn[open_rows]
            tokens = tokens[open_rows]
        logits = writing.go_on(tokens)
