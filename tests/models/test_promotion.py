"""The gate: what counts as a drop, and what it says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.training.corpus import LabelledMessage
from models.training.promotion import FEWEST_EXAMPLES, Duel, Verdict, beyond_noise, compare
from models.values import Intent, Language, Mood, ScoredIntent, Understanding


class Knows:
    """Reads the messages it knows right and takes all others for something else."""

    def __init__(self, gold: Sequence[LabelledMessage], wrong: Sequence[str] = ()) -> None:
        self._right = {message.text: message.intents[0] for message in gold}
        self._wrong = frozenset(wrong)

    def predict(
        self, texts: Sequence[str], previous: Sequence[Language | None] | None = None
    ) -> list[Understanding]:
        return [self._understanding(text) for text in texts]

    def _understanding(self, text: str) -> Understanding:
        other = ScoredIntent(Intent.OUT_OF_SCOPE, 0.1)
        said = other if text in self._wrong else ScoredIntent(self._right[text], 0.9)
        return Understanding(Language.EN, (said,), 0.5, other, (), Mood.CALM)


def said(
    intent: Intent, count: int, language: Language = Language.EN, writer: str = "en-a-polite"
) -> list[LabelledMessage]:
    """Messages about an intent, each with a text of its own."""
    return [
        LabelledMessage(
            f"{writer} {language} {intent} {at}", language, (intent,), Mood.CALM, (), writer
        )
        for at in range(count)
    ]


def texts(messages: Sequence[LabelledMessage], count: int) -> list[str]:
    return [message.text for message in messages[:count]]


@pytest.mark.parametrize(
    ("lost", "won", "p"),
    [(9, 1, 11 / 1024), (5, 0, 1 / 32), (4, 0, 1 / 16), (0, 0, 1.0), (1, 3, 15 / 16)],
)
def test_the_chance_of_a_drop_is_the_exact_one(lost: int, won: int, p: float) -> None:
    assert Duel(100, 90, 90 - lost + won, lost, won).p == pytest.approx(p)


def test_a_drop_is_what_chance_makes_seldom() -> None:
    assert Duel(100, 90, 85, 5, 0).dropped
    assert not Duel(100, 90, 86, 4, 0).dropped
    assert not Duel(100, 90, 95, 0, 5).dropped
    assert Duel(5_000, 2_000, 1_500, 1_500, 1_000).dropped  # many, without overflow


def test_of_many_that_are_judged_only_the_surest_drops_count() -> None:
    duels = {"a": Duel(50, 40, 33, 7, 0), "b": Duel(50, 40, 35, 5, 0), "c": Duel(50, 40, 40, 2, 2)}
    assert [round(duel.p, 3) for duel in duels.values()] == [0.008, 0.031, 0.688]
    assert list(beyond_noise(duels)) == ["a"]
    assert list(beyond_noise({"b": duels["b"]})) == ["b"]


def verdict(
    gold: Sequence[LabelledMessage], live_wrong: Sequence[str], candidate_wrong: Sequence[str]
) -> Verdict:
    return compare(Knows(gold, live_wrong), Knows(gold, candidate_wrong), gold)


def test_equal_weights_are_promoted() -> None:
    gold = [*said(Intent.GIFT, 30), *said(Intent.STOCK, 30, Language.ZH)]
    found = verdict(gold, texts(gold, 3), texts(gold, 3))
    assert found.promotes
    assert list(found.lines()) == [
        "zh: accuracy live 100.0%, candidate 100.0% of 30 messages",
        "en: accuracy live 90.0%, candidate 90.0% of 30 messages",
    ]
    assert found.decision() == "Promoted: no language and no intent dropped beyond noise."


def test_a_loss_within_noise_is_promoted() -> None:
    gold = said(Intent.GIFT, 30)
    assert verdict(gold, [], texts(gold, 4)).promotes


def test_an_intent_that_drops_is_named_and_stops_the_promotion() -> None:
    gift, stock = said(Intent.GIFT, 30), said(Intent.STOCK, 30)
    found = verdict([*gift, *stock], texts(stock, 9), texts(gift, 6))
    assert not found.languages[Language.EN].dropped  # what stock gained makes up for it
    assert list(found.lines())[-1] == (
        "gift: recall live 100.0%, candidate 80.0% of 30 messages, p = 0.016"
    )
    assert found.decision() == "Not promoted: gift dropped beyond noise."


def test_an_intent_with_few_examples_is_not_judged_alone() -> None:
    few = said(Intent.GIFT, FEWEST_EXAMPLES - 1)
    many = said(Intent.STOCK, 60)
    assert verdict([*few, *many], texts(many, 9), texts(few, 6)).promotes


def test_a_language_that_drops_stops_the_promotion() -> None:
    intents = (
        Intent.GIFT,
        Intent.STOCK,
        Intent.INVOICE,
        Intent.PAYMENT,
        Intent.DENY,
        Intent.THANKS,
    )
    gold = [message for intent in intents for message in said(intent, 10, Language.ZH)]
    lost = [text for at in range(0, 60, 10) for text in texts(gold[at:], 1)]
    found = verdict([*gold, *said(Intent.GIFT, 30)], [], lost)
    assert found.decision() == "Not promoted: zh dropped beyond noise."


def test_the_shops_own_messages_may_not_be_understood_less() -> None:
    own = said(Intent.GIFT, 4, writer="shop")
    gold = [*said(Intent.GIFT, 30), *own]
    found = verdict(gold, [], texts(own, 1))
    assert list(found.lines())[-1] == (
        "en, the shop's own held-out messages: accuracy live 100.0%, candidate 75.0% of 4 messages"
    )
    assert found.decision() == (
        "Not promoted: fewer of the shop's own held-out messages are understood."
    )
    assert verdict(gold, texts(own, 1), []).promotes


def test_every_reason_is_given() -> None:
    own = said(Intent.GIFT, 30, writer="shop")
    assert verdict(own, [], texts(own, 9)).decision() == (
        "Not promoted: en, gift dropped beyond noise; "
        "fewer of the shop's own held-out messages are understood."
    )
