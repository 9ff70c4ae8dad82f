"""Which item a number of a clause belongs to, and how a fact is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.counts import Count
from bot.rules.supplier_answers.findings import (
    WHICH_ITEM,
    Fact,
    Findings,
    Kind,
    is_near,
)
from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.units import Measure, factor
from bot.rules.supplier_answers.values import Asked, AskedLine, Span
from bot.rules.supplier_answers.words import unknown_characters, unknown_words

_HAN = worded(r"[\u4e00-\u9fff]")
_DECIMAL = worded(r"(?<![\d.])\d+\.\d+")
#: Units that only some items are counted in.
_TELLING = frozenset({Measure.KG, Measure.JIN, Measure.GRAM, Measure.TON, Measure.BOX})


@dataclass(slots=True)
class Placer:
    """Puts what one clause says into the findings."""

    clause: Clause
    asked: Asked
    found: Findings
    first: int
    """Where the first number of the clause stands."""

    def _close(self, count: Count, about: frozenset[int] | None) -> bool:
        """Whether a bare number is so close to our price that it can be nothing else."""
        known = [line.unit_price_minor or 0 for line in self._lines(about or frozenset())]
        return any(3 * one <= count.number * 400 and count.number * 300 <= 4 * one for one in known)

    def _near_ours(self, count: Count, about: frozenset[int] | None) -> bool:
        """Whether a bare number is near the quantity ordered."""
        lines = self._lines(about or frozenset())
        return any(one.quantity / 2 <= count.number <= one.quantity * 3 / 2 for one in lines)

    def _continues(self, kind: Kind) -> bool:
        """Whether the number goes on a list: `蓝8.7 灰8.9 地垫24` are three prices."""
        return bool(self.found.facts) and self.found.facts[-1].kind is kind

    def _about(self, span: Span, ahead: bool = False) -> frozenset[int] | None:
        if len(self.asked.lines) == 1:
            return frozenset({0})
        about = self.clause.about(self.clause.start + span[0], self.first)
        return about if about is not None or not ahead else self.clause.ahead

    def _by_unit(self, of: Measure | None, about: frozenset[int] | None) -> frozenset[int] | None:
        """Kilograms are those of the one item that is sold by weight, whatever was named last."""
        fits = [place for place, line in enumerate(self.asked.lines) if of and factor(of, line)]
        if of not in _TELLING or len(fits) != 1 or (about and set(fits) <= about):
            return about
        return frozenset(fits)

    def _lines(self, about: frozenset[int]) -> list[AskedLine]:
        return [self.asked.lines[place] for place in sorted(about)]

    def _words(self, count: Count) -> str:
        return self.clause.text[count.span[0] : count.span[1]]

    def _has_price(self) -> bool:
        sentence = self.clause.sentence
        said = any(f.kind is Kind.PRICE and f.sentence == sentence for f in self.found.facts)
        return said or self._has_bare_price()

    def _has_bare_price(self) -> bool:
        """Whether a Chinese clause has a decimal near the only price: 500个给11.5."""
        if len(self.asked.lines) > 1 or not _HAN.search(self.clause.text):
            return False
        numbers = map(Decimal, _DECIMAL.findall(self.clause.text))
        return any(is_near(number * 100, self.asked.lines[0]) for number in numbers)

    def _other_item(self, span: Span) -> str:
        """A clause that goes on about an item, with words not known, may be about another."""
        if self._far_off(span):
            return WHICH_ITEM
        noun = self.clause.text[max(0, span[0] - 4) : span[0]]
        if not self.clause.groups and len(unknown_characters(noun)) > 1:
            return "it may be about another item"
        carried = not self.clause.groups and len(self.asked.lines) > 1
        text = take_out(self.clause.text, back(self.found.taken, self.clause))
        strange = len(unknown_words(text)) > 1 or len(unknown_characters(text)) > 3
        return "it may be about another item" if carried and strange else ""

    def _far_off(self, span: Span) -> bool:
        """Whether a figure stands far behind the last of several items, as in dictation."""
        groups = [group for group in self.clause.groups if not group.general]
        before = [one for one in groups if one.span[1] <= self.clause.start + span[0]]
        if len(groups) < 2 or not before or before[-1] is not groups[-1]:
            return False
        between = self.clause.text[before[-1].span[1] - self.clause.start : span[0]]
        return len(between) > (24 if between.isascii() else 8)

    def _add(self, kind: Kind, line: int, value: Decimal, span: Span, doubt: str) -> None:
        place = moved(span, self.clause.start)
        if kind is not Kind.ORDER_FLOOR:
            doubt = doubt or self._other_item(span)
        fact = Fact(kind, line, int(value), place, self.clause.sentence, doubt)
        self.found.facts.append(fact)


def back(spans: Iterable[Span], clause: Clause) -> list[Span]:
    """The spans that lie in a clause, counted from its beginning."""
    inside = (one for one in spans if clause.start <= one[0] and one[1] <= clause.end)
    return [moved(one, -clause.start) for one in inside]


def moved(span: Span, by: int) -> Span:
    return (span[0] + by, span[1] + by)
