"""Wording a planned reply: a small seq2seq model writes sentences with slots, never facts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
from tokenizers import Tokenizer

from models.errors import ModelCorrupt, ModelMissing
from models.reply_prompt import VARIANTS, control_head, prompt, variant_for
from models.values import ReplyPlan

REBUILD = "python -m bot train replies"
TOKENIZER_FILE = "tokenizer.json"
_FILES = ("model.bin", "config.json", TOKENIZER_FILE)
_SOURCE_TOKENS = 96
_LONGEST_REPLY = 96  # the control head counted; there are no positions beyond
_BATCH = 16
END = "</s>"
#: The mean log-probability a token below which words are doubted. Wordings of the corpus come
#: out at -0.03 in the median and seldom below this; what is garbled seldom comes above.
_SURE = -0.25


@dataclass(frozen=True, slots=True, order=True)
class _Said:
    """Words, and how sure the model was of them."""

    score: float
    text: str


class ReplyModel:
    """Words plans with `{slot}` placeholders. Threads may share one."""

    def __init__(self, translator: ctranslate2.Translator, tokenizer: Tokenizer) -> None:
        self._translator, self._tokenizer = translator, tokenizer

    @classmethod
    def load(cls, folder: Path, *, workers: int | None = None) -> ReplyModel:
        """The model in `folder`, for `workers` calls at a time (default: one a core).

        Raises ModelMissing or ModelCorrupt.
        """
        for name in _FILES:
            if not (folder / name).is_file():
                raise ModelMissing(folder / name, REBUILD)
        return cls(_open_translator(folder, workers), _open_tokenizer(folder / TOKENIZER_FILE))

    def word(self, plans: Sequence[ReplyPlan]) -> list[str]:
        """A wording for each plan, in order, with `{slot}` for each fact.

        A wording that the model itself doubts is tried again in every variant; where it
        doubts them all the text is empty. The words are the model's own: whoever sends them
        checks them against the plan, and has a plain sentence for an empty one.
        """
        said = self._said([(plan, variant_for(plan)) for plan in plans])
        return [
            one.text if one.score >= _SURE else self._surest(plan)
            for plan, one in zip(plans, said, strict=True)
        ]

    def word_variants(self, plans: Sequence[tuple[ReplyPlan, int]]) -> list[str]:
        """The wording of each plan in the variant (0 to VARIANTS - 1) given, doubted or not."""
        return [one.text for one in self._said(plans)]

    def _surest(self, plan: ReplyPlan) -> str:
        best = max(self._said([(plan, variant) for variant in range(VARIANTS)]))
        return best.text if best.score >= _SURE else ""

    def _said(self, plans: Sequence[tuple[ReplyPlan, int]]) -> list[_Said]:
        if not plans:
            return []
        heads = [self._tokens(control_head(plan, variant)) for plan, variant in plans]
        results = self._translator.translate_batch(
            [self._source(prompt(plan, variant)) for plan, variant in plans],
            target_prefix=heads,
            beam_size=1,
            max_batch_size=_BATCH,
            max_decoding_length=_LONGEST_REPLY,
            disable_unk=True,
            return_scores=True,
        )
        return [
            _Said(result.scores[0], self._text(result.hypotheses[0][len(head) :]))
            for result, head in zip(results, heads, strict=True)
        ]

    def _tokens(self, text: str) -> list[str]:
        tokens: list[str] = self._tokenizer.encode(text, add_special_tokens=False).tokens
        return tokens

    def _source(self, text: str) -> list[str]:
        return [*self._tokens(text)[: _SOURCE_TOKENS - 1], END]

    def _text(self, tokens: Sequence[str]) -> str:
        named = (self._tokenizer.token_to_id(token) for token in tokens)
        ids = [number for number in named if number is not None]
        text: str = self._tokenizer.decode(ids, skip_special_tokens=False)
        # The corpus, a line a wording, writes a line break as \\n, and so does the model.
        return text.replace(END, "").replace("\\n", "\n").strip()


def _open_translator(folder: Path, workers: int | None) -> ctranslate2.Translator:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        return ctranslate2.Translator(
            str(folder),
            device="cpu",
            compute_type="int8",
            inter_threads=workers or cores or 1,
            intra_threads=1,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelCorrupt(folder / "model.bin", REBUILD, error) from error


def _open_tokenizer(file: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:  # the Rust side raises bare Exception
        raise ModelCorrupt(file, REBUILD, error) from error
