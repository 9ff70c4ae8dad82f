"""The figures of the reply model: how often its words may be said as they are."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.acts import ACTS
from models.replies import ReplyModel
from models.reply_prompt import VARIANTS
from models.training.corpus import LabelledMessage, Wording, wording_fault
from models.training.reply_data import CustomerTexts, every_plan
from models.training.scores import share
from models.values import Language, ReplyPlan

_HAN = re.compile(r"[\u4e00-\u9fff]")
_TEXTS_A_PLAN = 3


@dataclass(frozen=True, slots=True)
class ReplyScores:
    """Over every act, language, mood and set of offered slots, beside unseen customers' words.

    passed: shares by language that keep all rules; full: that use every offered slot;
    own: that are no line of the corpus; distinct: how many different wordings came out.
    """

    count: int
    passed: dict[Language, float]
    full: float
    own: float
    distinct: int
    faults: Counter[str]


def reply_scores(
    model: ReplyModel,
    messages: Sequence[LabelledMessage],
    wordings: Sequence[Wording],
    seed: int,
) -> ReplyScores:
    """Word every plan beside three customers' texts drawn from `messages`, and judge the words."""
    plans = _plans(messages, seed)
    texts = model.word(plans)
    faults = [fault(plan, text) for plan, text in zip(plans, texts, strict=True)]
    known = {wording.text for wording in wordings}
    return ReplyScores(
        count=len(plans),
        passed={
            language: share(
                not wrong
                for plan, wrong in zip(plans, faults, strict=True)
                if plan.language == language
            )
            for language in Language
        },
        full=share(
            all(f"{{{slot}}}" in text for slot in plan.slots)
            for plan, text in zip(plans, texts, strict=True)
        ),
        own=share(text not in known for text in texts),
        distinct=len(set(texts)),
        faults=Counter(wrong for wrong in faults if wrong),
    )


def fault(plan: ReplyPlan, text: str) -> str:
    """Why `text` may not be said for `plan`; empty when it may."""
    if not text:
        return "nothing was said"
    spoken = re.sub(r"\{\w+\}", "", text)
    if bool(_HAN.search(spoken)) != (plan.language == Language.ZH) or "\ufffd" in text:
        return "the language is wrong"
    return wording_fault(plan.act, text, plan.slots)


def variety(model: ReplyModel, language: Language) -> float:
    """How many different wordings an act has on average, of VARIANTS tries each."""
    counts = []
    for act in ACTS.values():
        plan = ReplyPlan(act.name, language, slots=act.must | act.may)
        counts.append(len(set(model.word_variants([(plan, n) for n in range(VARIANTS)]))))
    return sum(counts) / len(counts)


def _plans(messages: Sequence[LabelledMessage], seed: int) -> list[ReplyPlan]:
    texts = CustomerTexts(messages, random.Random(seed))
    return [
        replace(plan, customer_text=texts.draw(plan.language, plan.mood))
        for plan in every_plan()
        for _ in range(_TEXTS_A_PLAN)
    ]
