"""One page of figures for the shipped weights, on writers that no model was trained on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from models import REPLY_WEIGHTS, UNDERSTANDING_WEIGHTS
from models.replies import ReplyModel
from models.training.baseline import CharacterBaseline
from models.training.checkpoint import Predict, trained_intents
from models.training.corpus import CORPUS, LabelledMessage, read_messages, read_wordings
from models.training.public_checks import PublicMessage, bitext, cic
from models.training.reply_scores import reply_scores, variety
from models.training.scores import IntentScores, macro_f1, per_language, share
from models.training.split import split_by_writer
from models.understanding import UnderstandingModel
from models.values import Intent, Language, ReplyPlan

T = TypeVar("T")
_TIMED = 200
_PLANS_SEED = 11


def evaluate(
    *,
    understanding: Path = UNDERSTANDING_WEIGHTS,
    replies: Path = REPLY_WEIGHTS,
    corpus: Path = CORPUS,
    data: Path | None = None,
    build: Path | None = None,
) -> str:
    """The page, as plain text; the figures in the model cards are copied from it.

    `data` is the folder of public sets (Bitext, CIC); `build` that of a training run, whose
    unquantised network is then compared. Takes about two minutes on two cores.
    """
    return "\n".join(
        [
            *understanding_lines(understanding, corpus, data, build),
            "",
            *reply_lines(replies, corpus),
        ]
    )


def understanding_lines(
    weights: Path, corpus: Path = CORPUS, data: Path | None = None, build: Path | None = None
) -> Iterator[str]:
    """The half of the page about understanding, a line at a time."""
    parts = split_by_writer(read_messages(corpus))
    model = UnderstandingModel.load(weights)
    baseline = CharacterBaseline(parts.train)
    yield "UNDERSTANDING: the test writers' messages, none of whom was trained on"
    yield (
        f"  messages: {len(parts.train)} train, {len(parts.validation)} validation, "
        f"{len(parts.test)} test"
    )
    for language, scores in per_language(parts.test, model.predict).items():
        yield from _score_lines(language, scores)
        mine = [message for message in parts.test if message.language == language]
        yield _baseline_line(mine, baseline)
    if build and (network := trained_intents(build)):
        yield _unquantised_line(parts.test, network)
    yield from _public_lines(data, model, baseline)
    texts = [message.text for message in parts.test]
    yield f"  speed: {_speed(texts, lambda text: model.predict([text]))}"


def reply_lines(weights: Path, corpus: Path = CORPUS) -> Iterator[str]:
    """The half of the page about replies, a line at a time."""
    unseen = split_by_writer(read_messages(corpus)).test
    model = ReplyModel.load(weights, workers=1)
    wordings = read_wordings(corpus)
    scores = reply_scores(model, unseen, wordings, _PLANS_SEED)
    passed = ", ".join(f"{language} {share:.1%}" for language, share in scores.passed.items())
    yield "REPLIES: every act, language, mood and set of offered slots, beside unseen messages"
    yield f"  plans: {scores.count}; wordings in the corpus: {len(wordings)}"
    yield f"  keep every rule before any fallback: {passed}"
    yield f"  use every offered slot: {scores.full:.1%}"
    yield f"  different wordings: {scores.distinct}; no line of the corpus: {scores.own:.1%}"
    kinds = ", ".join(f"{language} {variety(model, language):.1f}" for language in Language)
    yield f"  different wordings an act, in eight variants: {kinds}"
    for wrong, count in scores.faults.most_common(5):
        yield f"  fault: {count} x {wrong}"
    plans = [_late_parcel(message) for message in unseen]
    yield f"  speed: {_speed(plans, lambda plan: model.word([plan]))}"


def _score_lines(language: Language, scores: IntentScores) -> Iterator[str]:
    yield (
        f"  {language}, {scores.count} messages: intent accuracy {scores.accuracy:.1%}, "
        f"macro F1 {scores.macro_f1:.1%}, calibration error {scores.error:.3f}"
    )
    yield (
        f"    first intent is one of those carried {scores.among:.1%}, "
        f"carried sets F1 {scores.sets:.1%}, several exactly right {scores.several:.1%}"
    )
    yield f"    entity F1 {scores.entity_f1:.1%}, mood F1 {scores.mood_f1:.1%}"


def _baseline_line(gold: Sequence[LabelledMessage], baseline: CharacterBaseline) -> str:
    golds = [message.intents[0] for message in gold]
    found = baseline.predict([message.text for message in gold])
    accuracy, f1 = _accuracy(golds, found), macro_f1(golds, found)
    return f"    character n-grams: intent accuracy {accuracy:.1%}, macro F1 {f1:.1%}"


def _unquantised_line(gold: Sequence[LabelledMessage], network: Predict) -> str:
    found = network([message.text for message in gold])
    accuracy = _accuracy([message.intents[0] for message in gold], found)
    return f"  the encoder alone before int8, both languages: intent accuracy {accuracy:.1%}"


def _public_lines(
    data: Path | None, model: UnderstandingModel, baseline: CharacterBaseline
) -> Iterator[str]:
    sets = {"Bitext, en": bitext(data), "CIC, zh, noisy labels": cic(data)} if data else {}
    for name, lines in sets.items():
        if lines:
            texts = [line.text for line in lines]
            ours = _accepted(lines, [said.top.intent for said in model.predict(texts)])
            theirs = _accepted(lines, baseline.predict(texts))
            yield (
                f"  {name}, {len(lines)} messages, never trained on: "
                f"accuracy {ours:.1%}, character n-grams {theirs:.1%}"
            )


def _accepted(lines: Sequence[PublicMessage], found: Sequence[Intent]) -> float:
    return share(one in line.accepted for one, line in zip(found, lines, strict=True))


def _accuracy(gold: Sequence[Intent], found: Sequence[Intent]) -> float:
    return share(a == b for a, b in zip(gold, found, strict=True))


def _late_parcel(message: LabelledMessage) -> ReplyPlan:
    slots = frozenset({"order_number", "eta"})
    return ReplyPlan("parcel_late", message.language, message.mood, slots, message.text)


def _speed(items: Sequence[T], call: Callable[[T], object]) -> str:
    """Median and 95th percentile of one call at a time, after ten to warm up."""
    spent = []
    for item in items[:_TIMED]:
        began = time.perf_counter()
        call(item)
        spent.append(1000 * (time.perf_counter() - began))
    ordered = sorted(spent[10:] or spent)
    late = ordered[int(0.95 * len(ordered))]
    return f"p50 {median(ordered):.1f} ms, p95 {late:.1f} ms, one at a time on one thread"
