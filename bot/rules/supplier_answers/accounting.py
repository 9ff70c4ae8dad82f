"""Whether every clause of an answer is accounted for; one that is not is a doubt.

A clause is accounted for when a term, a day, an item, agreement or refusal was read in it and no
negation is left over, when it asks, or when it is made of harmless phrases (`harmless.py`) and of
words that touch no term, known or not: "my uncle retired". One that speaks of a price, a quantity,
the goods, a delivery or a condition, and in which nothing was read, was read past.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.supplier_answers import cues
from bot.rules.supplier_answers.as_ordered import without_as_ordered
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.findings import UNPLACED
from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.harmless import closes, touches, without_delay, without_harmless
from bot.rules.supplier_answers.noise import strange_codes, strange_colours
from bot.rules.supplier_answers.placing import moved
from bot.rules.supplier_answers.refusing import without_refusals
from bot.rules.supplier_answers.values import Span
from bot.rules.supplier_answers.words import (
    hardly_understood,
    not_understood,
)

READ_PAST = "a part of it was read past"
NEGATED = "a negation that was not understood"
NOT_IN_ORDER = "it names something that is not in the order"
STRANGE = "it has words that are not understood"

_NEGATION = worded(r"\b(?:not|never|cannot|none|neither|nor)\b|n't\b|不|没|无|未|别(?!的|家|人)|勿")

#: A number in words that nothing has read.
_NUMBER_WORD = worded(
    r"(?<!all )(?<!other )(?<!these )(?<!those )(?<!first )(?<!the )\b(?:two|three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand)\b|"
    r"[一二两三四五六七八九十百千]{2,}(?![些点下样起旦切])"
)


def doubts_of(
    clauses: Sequence[Clause], taken: Sequence[Span], said: Sequence[Span], days: Sequence[Span]
) -> list[str]:
    """Why not every clause is accounted for, one sentence for each kind of reason.

    `taken` is where figures stand, `said` where those that were kept do, `days` where days of the
    goods do.
    """
    kept = [*said, *days]
    found = [_doubt(clause, taken, kept, bool(days)) for clause in clauses if not clause.asks]
    return [doubt for doubt in dict.fromkeys(found) if doubt]


def strange(clauses: Sequence[Clause], mask: str, taken: Sequence[Span], number: str) -> list[str]:
    """What is left over in the clauses that may hold terms: numbers, codes, colours, words."""
    idle = [(one.start, one.end) for one in clauses if one.asks or closes(one.text)]
    rest = take_out(take_out(mask, idle, " "), taken)
    reasons = (
        (bool(_NUMBER_WORD.search(rest)), UNPLACED),
        (
            strange_codes(rest, number) or strange_colours(rest),
            NOT_IN_ORDER,
        ),
    )
    return [reason for holds, reason in reasons if holds]


def _doubt(clause: Clause, taken: Sequence[Span], kept: Sequence[Span], dated: bool) -> str:
    """Why a clause is not accounted for; `dated` where a day of the goods is named."""
    inside = [one for one in taken if clause.start <= one[0] < clause.end]
    rest = take_out(clause.text, [moved(one, -clause.start) for one in inside])
    if closes(clause.text):
        return STRANGE if hardly_understood(rest) else ""
    if any(clause.start <= one[0] < clause.end for one in kept):
        return (STRANGE if not_understood(rest) else "") or _negated(clause.text)
    said = cues.accepts(clause.text) or cues.refuses(clause.text)
    if inside or said:
        return (STRANGE if hardly_understood(rest) else "") or _negated(clause.text)
    return _idle(without_delay(rest) if dated else rest)


def _idle(text: str) -> str:
    """A clause in which nothing was read says nothing, or it was not understood."""
    return READ_PAST if touches(without_harmless(text)) else ""


def _negated(text: str) -> str:
    rest = without_as_ordered(without_refusals(cues.without_agreement(text)))
    rest = without_harmless(rest)
    return NEGATED if _NEGATION.search(rest) else ""
