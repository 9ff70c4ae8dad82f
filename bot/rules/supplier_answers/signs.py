"""What the words of a text do apart from its terms: agree, refuse, ask, leave out, take back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.supplier_answers import cues, oddities
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.findings import Fact, Findings, Kind
from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.harmless import without_harmless
from bot.rules.supplier_answers.left_out import LeftOutReader
from bot.rules.supplier_answers.schedule import Chosen
from bot.rules.supplier_answers.verdict import Signs
from bot.rules.supplier_answers.words import only_labels

CONDITION = "it holds on a condition"
UNEXPLAINED = "an item is named, and not what of it"


_WHOLE_ORDER = worded(
    r"\b(?:shipping|sending|selling|delivering|supplying) (?:you )?anything|count (?:me|us) out|"
    r"no more (?:small )?orders|nothing (?:at all|whatsoever|for you)|"
    r"\b(?:the|this|your|that) (?:order|po|business)\b|(?:[这本此你贵]|你这个?|这个?)(?:单|订单|"
    r"单子)(?!价)"
)


def _agrees_all_the_same(text: str) -> bool:
    """ "But saw your order, all good" takes nothing back."""
    return bool(
        re.match(r"\s*(?:but|however|不过|但是?)\b.*(?:all good|fine|no problem|没问题|可以)", text)
    ) and not (cues.refuses(text))


def _says(words: str) -> bool:
    """Whether a sentence says more than a condition of a question: 印的话发下文件."""
    return not re.search(
        r"发(?:一)?下|请(?:发|告知|提供)|please (?:send|advise)|let us know", words
    )


@dataclass(frozen=True, slots=True)
class SignReader(LeftOutReader):
    """Reads the signs in the clauses of an answer to one order."""

    def read(self, clauses: Sequence[Clause], found: Findings, refused: frozenset[int]) -> Signs:
        excepted = self._excepted(clauses, found)
        refused_lines = set(refused) | excepted
        accepts = plainly = refuses = asks = plain_no = whole = False
        for clause in clauses:
            words = clause.text
            if clause.asks:
                asks = True
                continue
            accepts |= cues.accepts(words)
            plainly |= cues.accepts_plainly(words)
            if not cues.refuses(words):
                continue
            lines = self._refused_in(clause, found)
            refused_lines |= lines
            refuses |= not lines
            plain_no |= cues.refuses_plainly(words)
            whole |= cues.refuses_plainly(words) and bool(_WHOLE_ORDER.search(words))
        left, unexplained = self._other_items(clauses, found, frozenset(refused_lines))
        refused_lines |= left
        if unexplained - refused_lines:
            found.doubts.append(UNEXPLAINED)
        bare = self._is_bare(clauses, found)
        return Signs(
            accepts, plainly, refuses, asks, frozenset(refused_lines), plain_no, whole, bare
        )

    def _is_bare(self, clauses: Sequence[Clause], found: Findings) -> bool:
        """Whether only labels are left once the terms are taken out."""
        rest = []
        for clause in clauses:
            inside = [one for one in found.taken if clause.start <= one[0] < clause.end]
            moved = [(start - clause.start, end - clause.start) for start, end in inside]
            rest.append(take_out(clause.text, moved))
        return only_labels(" ".join(rest))

    def conditions(self, clauses: Sequence[Clause], found: Findings) -> list[str]:
        """A condition that is not a quantity cannot be kept in the answer."""
        doubts = []
        for number in {clause.sentence for clause in clauses}:
            words = " ".join(c.text for c in clauses if c.sentence == number and not c.asks)
            if not oddities.conditional(words) or not _says(words):
                continue
            kinds = {fact.kind for fact in found.facts if fact.sentence == number}
            if Kind.MINIMUM not in kinds and Kind.ORDER_FLOOR not in kinds:
                doubts.append(CONDITION)
        return doubts

    def takes_back(self, clauses: Sequence[Clause], facts: Sequence[Fact], day: Chosen) -> bool:
        """ "OK, but" without a term after it that would be read."""
        places = [fact.span[0] for fact in facts] + ([day.span[0]] if day.day else [])
        empty = [c for c in clauses if not any(c.start <= place < c.end for place in places)]
        last = {c.sentence: c for c in clauses}
        ends = [c for c in empty if len(c.text.strip()) > 4 or c is last[c.sentence]]
        return any(
            oddities.limited(without_harmless(cues.without_agreement(c.text)))
            and not _agrees_all_the_same(c.text)
            for c in ends
        )
