"""The page's section on replies: whether the words may be said, and how they vary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import mean

from models.acts import ACTS
from models.replies import ReplyModel
from models.reply_prompt import VARIANTS
from models.training.corpus import LabelledMessage, Wording
from models.training.reply_scores import (
    LanguageScores,
    ReplyScores,
    known_acts,
    reply_scores,
    variety,
)
from models.training.speed import speed
from models.training.wrong_facts import WrongFacts, wrong_facts
from models.values import Language, ReplyPlan

_SEED = 11
_FAULTS, _FEWEST = 5, 5


def reply_lines(
    model: ReplyModel, unseen: Sequence[LabelledMessage], wordings: Sequence[Wording]
) -> Iterator[str]:
    """The section, a line at a time; `unseen` are messages of writers that train nothing."""
    scores = reply_scores(model, unseen, wordings, _SEED)
    yield "every act, language, mood and set of offered slots, beside unseen messages"
    yield f"plans: {scores.count}; wordings in the corpus: {len(wordings)}"
    plain = len(ACTS) - len(known_acts(model))
    if plain:
        yield f"{plain} of {len(ACTS)} acts came after the training: the desk says them plainly"
    yield from _rule_lines(scores)
    yield from _wording_lines(scores)
    for language in Language:
        yield _variant_line(language, variety(model, language))
    median, low, lowest = scores.sureness
    yield (
        f"first words drawn, mean log-probability a token: median {median:.2f}, "
        f"5% below {low:.2f}, 1% below {lowest:.2f}; doubted below {model.sure:.2f}"
    )
    for wrong, count in scores.faults.most_common(_FAULTS):
        yield f"fault: {count} x {wrong}"
    yield from wrong_fact_lines(wrong_facts(model, unseen, _SEED))
    plans = [_late_parcel(message) for message in unseen]
    yield f"speed: {speed(plans, lambda plan: model.word([plan]))}"


def wrong_fact_lines(found: WrongFacts) -> Iterator[str]:
    """Before any check, and in what the wording rules let pass."""
    wrong, slipped = found.wrong.total(), found.slipped.total()
    yield f"wrong facts: {wrong} in {found.generated:,} generated replies over random records,"
    yield f"  {slipped} in the {found.kept:,} of them that keep every rule"
    yield from _counted("  before any check", found.wrong)
    yield from _counted("  in spite of the rules", found.slipped)


def _rule_lines(scores: ReplyScores) -> Iterator[str]:
    yield f"keep every rule before any fallback: {_each(scores, lambda one: f'{one.passed:.1%}')}"
    yield f"say the slots that must be said: {_each(scores, lambda one: f'{one.recall:.1%}')}"
    yield f"in the plan's language: {_each(scores, lambda one: f'{one.language:.1%}')}"
    yield f"use every offered slot: {scores.full:.1%}"


def _wording_lines(scores: ReplyScores) -> Iterator[str]:
    lengths = _each(scores, lambda one: f"{one.length:.0f}")
    yield f"mean length in characters, slots as written: {lengths}"
    yield f"different wordings: {scores.distinct}; no line of the corpus: {scores.own:.1%}"
    for language, one in scores.by_language.items():
        yield (
            f"different wordings an act, over its plans, {language}: "
            f"mean {mean(one.wordings.values()):.1f}; fewest: {_fewest(one.wordings)}"
        )


def _variant_line(language: Language, different: Mapping[str, int]) -> str:
    average = mean(different.values())
    return (
        f"different wordings an act, in {VARIANTS} variants with all slots, {language}: "
        f"mean {average:.1f}; repeated {1 - average / VARIANTS:.1%}; fewest: {_fewest(different)}"
    )


def _each(scores: ReplyScores, shown: Callable[[LanguageScores], str]) -> str:
    return ", ".join(f"{language} {shown(one)}" for language, one in scores.by_language.items())


def _fewest(wordings: Mapping[str, int]) -> str:
    ordered = sorted(wordings.items(), key=lambda item: (item[1], item[0]))
    return ", ".join(f"{act} {count}" for act, count in ordered[:_FEWEST])


def _counted(label: str, reasons: Counter[str]) -> Iterator[str]:
    for reason, count in reasons.most_common():
        yield f"{label}: {count} x {reason}"


def _late_parcel(message: LabelledMessage) -> ReplyPlan:
    slots = frozenset({"order_number", "eta"})
    return ReplyPlan("parcel_late", message.language, message.mood, slots, message.text)
