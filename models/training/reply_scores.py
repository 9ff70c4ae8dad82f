"""The figures of the reply model: how often its words may be said as they are."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.acts import ACTS, Act
from models.replies import ReplyModel
from models.reply_prompt import VARIANTS
from models.training.corpus import LabelledMessage, Wording, wording_fault
from models.training.reply_data import CustomerTexts, every_plan
from models.training.scores import share
from models.values import Language, ReplyPlan

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SLOT = re.compile(r"\{(\w+)\}")
_TEXTS_A_PLAN = 3


@dataclass(frozen=True, slots=True)
class Worded:
    """A plan and the words that the model has for it, empty where it doubts all it knows."""

    plan: ReplyPlan
    text: str

    @property
    def wrong(self) -> str:
        """Why the words may not be said; empty when they may."""
        return fault(self.plan, self.text)


@dataclass(frozen=True, slots=True)
class LanguageScores:
    """One language's plans; shares from 0 to 1.

    passed: that keep all rules; recall: of the slots that had to be said; language: of what
    was said, in the plan's language; length: its mean, in characters, slots as written;
    wordings: how many different ones each act has over its plans.
    """

    passed: float
    recall: float
    language: float
    length: float
    wordings: dict[str, int]


@dataclass(frozen=True, slots=True)
class ReplyScores:
    """Over every act, language, mood and set of offered slots, beside unseen customers' words.

    full: the share that uses every offered slot; own: that is no line of the corpus;
    distinct: how many different wordings came out; sureness: the median, the 5th and the 1st
    percentile of the mean log-probability a token of the words drawn first.
    """

    count: int
    by_language: dict[Language, LanguageScores]
    full: float
    own: float
    distinct: int
    sureness: tuple[float, float, float]
    faults: Counter[str]


def reply_scores(
    model: ReplyModel,
    messages: Sequence[LabelledMessage],
    wordings: Sequence[Wording],
    seed: int,
) -> ReplyScores:
    """Word every plan beside three customers' texts drawn from `messages`, and judge the words.

    Plans of acts that the model was not trained on are left out: it says nothing for them.
    """
    plans = _plans(model, messages, seed)
    worded = [Worded(*pair) for pair in zip(plans, model.word(plans), strict=True)]
    known = {wording.text for wording in wordings}
    return ReplyScores(
        count=len(plans),
        by_language={
            language: language_scores([one for one in worded if one.plan.language == language])
            for language in Language
        },
        full=share(one.plan.slots <= set(_SLOT.findall(one.text)) for one in worded),
        own=share(one.text not in known for one in worded),
        distinct=len({one.text for one in worded}),
        sureness=_sureness([one.score for one in model.first_words(plans)]),
        faults=Counter(one.wrong for one in worded if one.wrong),
    )


def _sureness(scores: Sequence[float]) -> tuple[float, float, float]:
    ordered = sorted(scores)
    median, low, lowest = (ordered[int(share * len(ordered))] for share in (0.5, 0.05, 0.01))
    return median, low, lowest


def language_scores(worded: Sequence[Worded]) -> LanguageScores:
    """The figures of plans in one language, at least one."""
    said = [one for one in worded if one.text]
    required = [(slot, one) for one in worded for slot in ACTS[one.plan.act].must]
    texts: dict[str, set[str]] = {}
    for one in worded:
        texts.setdefault(one.plan.act, set()).update([one.text] if one.text else [])
    return LanguageScores(
        passed=share(not one.wrong for one in worded),
        recall=share(slot in _SLOT.findall(one.text) for slot, one in required),
        language=share(speaks(one.plan.language, one.text) for one in said),
        length=sum(len(one.text) for one in said) / max(1, len(said)),
        wordings={act: len(different) for act, different in texts.items()},
    )


def speaks(language: Language, text: str) -> bool:
    """Whether the words, slots left out, are in the language's script and whole."""
    bare = _SLOT.sub("", text)
    return bool(_HAN.search(bare)) == (language == Language.ZH) and "\ufffd" not in text


def fault(plan: ReplyPlan, text: str) -> str:
    """Why `text` may not be said for `plan`; empty when it may."""
    if not text:
        return "nothing was said"
    if not speaks(plan.language, text):
        return "the language is wrong"
    return wording_fault(plan.act, text, plan.slots)


def known_acts(model: ReplyModel) -> list[Act]:
    """The acts that the model was trained on; the desk says the others in plain sentences."""
    return [act for act in ACTS.values() if model.knows(act.name)]


def variety(model: ReplyModel, language: Language) -> dict[str, int]:
    """How many different wordings each act has, of VARIANTS tries with all its slots."""
    counts = {}
    for act in known_acts(model):
        plan = ReplyPlan(act.name, language, slots=act.must | act.may)
        counts[act.name] = len(set(model.word_variants([(plan, n) for n in range(VARIANTS)])))
    return counts


def _plans(model: ReplyModel, messages: Sequence[LabelledMessage], seed: int) -> list[ReplyPlan]:
    texts = CustomerTexts(messages, random.Random(seed))
    return [
        replace(plan, customer_text=texts.draw(plan.language, plan.mood))
        for plan in every_plan()
        if model.knows(plan.act)
        for _ in range(_TEXTS_A_PLAN)
    ]
