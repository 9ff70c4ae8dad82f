"""Mistakes are found, paired and put in order."""

from __future__ import annotations

from models.training.confusions import confusion_lines, confusions, mistakes, worst_lines
from models.training.readings import Reading
from models.values import Intent, Language
from tests.models.readings import message, reading, understood

A, B, C = Intent.CHANGE_ADDRESS, Intent.INVOICE, Intent.TRACK_ORDER
READ = [
    reading(A, A, 0.99, "right"),
    reading(A, B, 0.5, "one"),
    reading(B, A, 0.9, "two"),
    reading(A, B, 0.7, "three"),
    reading(C, B, 0.8, "four"),
]


def test_the_surest_mistakes_come_first() -> None:
    assert [one.meant.text for one in mistakes(READ)] == ["two", "four", "three", "one"]


def test_a_second_intent_that_is_carried_is_no_mistake() -> None:
    both = Reading(message(A, B), understood((B, 0.9), runner_up=(C, 0.1)))
    assert mistakes([both]) == []


def test_pairs_count_both_ways_and_the_most_frequent_comes_first() -> None:
    first, second = confusions(READ)
    assert (first.first, first.second, len(first.read), first.forth) == (A, B, 3, 2)
    assert (second.first, second.second, len(second.read), second.forth) == (B, C, 1, 0)
    assert confusions(READ, most=1) == [first]


def test_each_pair_is_shown_with_its_two_surest_messages() -> None:
    assert list(confusion_lines({Language.EN: READ})) == [
        "en: 4 of 5 messages read wrongly",
        "  3 x change_address / invoice, read 2 as invoice, 1 as change_address",
        "    invoice -> change_address: two",
        "    change_address -> invoice: three",
        "  1 x invoice / track_order, read 0 as track_order, 1 as invoice",
        "    track_order -> invoice: four",
    ]


def test_the_worst_mistakes_are_shown_with_what_was_meant() -> None:
    lines = list(worst_lines({Language.EN: READ}))
    assert lines[1] == "  0.90 invoice -> change_address: two"
    assert len(lines) == 5
