"""How well the shop's business is told from what is none of it.

AUROC and the false-accept rate at a fixed recall are the usual figures of out-of-scope
detection (Larson et al. 2019, arXiv:1909.02027; Hendrycks & Gimpel 2017, arXiv:1610.02136).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.training.public_checks import banking_questions, clinc_out_of_scope
from models.training.readings import Predict, Reading
from models.training.scores import share
from models.understanding_config import Thresholds
from models.values import Intent, Language, Understanding

RECALL = 0.95


@dataclass(frozen=True, slots=True)
class ScopeScores:
    """Shares from 0 to 1.

    auroc: how often a message in scope scores higher than one out of scope; accepted: the
    share of those out of scope above the cut that 95% of those in scope reach; served and
    served_wrongly: the shares that the desk would act on, at its own thresholds, of those
    in and out of scope.
    """

    auroc: float
    accepted: float
    served: float
    served_wrongly: float

    def __str__(self) -> str:
        return (
            f"AUROC {self.auroc:.3f}, accepted at 95% in-scope recall {self.accepted:.1%}; "
            f"at the desk's thresholds acts on {self.served_wrongly:.1%} of them "
            f"and on {self.served:.1%} of those in scope"
        )


def scope_score(said: Understanding) -> float:
    """How surely a message is the shop's business, 0 to 1, from what routing looks at.

    Of the intents carried and the runner-up: the best confidence of one in scope, times
    1 - P(out_of_scope), which counts as 0 where it is not among them. track_order 0.7 before
    out_of_scope 0.2 -> 0.56; the other way round -> 0.06. `bot.rules.routing` acts on a
    message when its first intent is sure, and asks for other words when it is not and
    out_of_scope is near.
    """
    seen = (*said.intents, said.runner_up)
    inside = max(one.confidence for one in seen if one.intent != Intent.OUT_OF_SCOPE)
    outside = sum(one.confidence for one in seen if one.intent == Intent.OUT_OF_SCOPE)
    return inside * (1 - outside)


def would_act(said: Understanding, thresholds: Thresholds) -> bool:
    """Whether the desk takes the message for its business and is sure enough to act on it."""
    sure = said.top.confidence >= thresholds.reject and said.margin >= thresholds.margin
    return sure and said.top.intent != Intent.OUT_OF_SCOPE


def scope_scores(
    inside: Sequence[Understanding], outside: Sequence[Understanding], thresholds: Thresholds
) -> ScopeScores:
    """All figures for messages in and out of scope, at least one of each."""
    ours = [scope_score(said) for said in inside]
    others = [scope_score(said) for said in outside]
    return ScopeScores(
        auroc=auroc(ours, others),
        accepted=false_accepts(ours, others),
        served=share(would_act(said, thresholds) for said in inside),
        served_wrongly=share(would_act(said, thresholds) for said in outside),
    )


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The share of pairs in which the one in scope scores higher; a tie counts half."""
    ours, others = np.array(inside)[:, None], np.sort(np.array(outside))
    below = np.searchsorted(others, ours, side="left")
    not_above = np.searchsorted(others, ours, side="right")
    return float((below + not_above).mean() / (2 * len(others)))


def false_accepts(
    inside: Sequence[float], outside: Sequence[float], recall: float = RECALL
) -> float:
    """The share of those out of scope at or above the highest cut that `recall` in scope reach."""
    needed = math.ceil(recall * len(inside) - 1e-9)
    cut = sorted(inside, reverse=True)[needed - 1]
    return share(score >= cut for score in outside)


def scope_lines(
    read: dict[Language, list[Reading]],
    predict: Predict,
    thresholds: Thresholds,
    data: Path | None,
) -> Iterator[str]:
    """The section of the page, a line at a time."""
    yield "score: the best in-scope confidence times 1 - P(out_of_scope), of the intents carried"
    yield "and the runner-up (`models/training/scope_scores.py`)"
    for language, mine in read.items():
        inside, outside = _by_scope(mine)
        if inside and outside:
            yield f"{language}, test writers, {len(inside)} messages in scope, {len(outside)} out"
            yield f"  {scope_scores(inside, outside, thresholds)}"
    yield from _public_lines(read, predict, thresholds, data)


def _by_scope(read: Sequence[Reading]) -> tuple[list[Understanding], list[Understanding]]:
    inside = [one.said for one in read if Intent.OUT_OF_SCOPE not in one.meant.intents]
    outside = [one.said for one in read if Intent.OUT_OF_SCOPE in one.meant.intents]
    return inside, outside


def _public_lines(
    read: dict[Language, list[Reading]],
    predict: Predict,
    thresholds: Thresholds,
    data: Path | None,
) -> Iterator[str]:
    inside, _ = _by_scope(read.get(Language.EN, []))
    if data is None or not inside:
        yield "CLINC150 and BANKING77: not measured; `--data FOLDER` names the public sets"
        return
    sets = {
        "CLINC150 oos_test": clinc_out_of_scope(data, "oos_test"),
        "CLINC150 oos_val": clinc_out_of_scope(data, "oos_val"),
        "BANKING77 test": banking_questions(data),
    }
    for name, texts in sets.items():
        if texts:
            yield f"en test writers in scope against {name}, {len(texts)} messages"
            yield f"  {scope_scores(inside, predict(texts), thresholds)}"
    yield "  (other lines of these sets were trained on; some bank questions are a shop's as well)"
