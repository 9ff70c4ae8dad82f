"""A supplier's text becomes an answer with a confidence; where it is not sure, it says why.

The text is cut to the supplier's own words, terms are taken out piece by piece, and what is left
must be words that are known. Any contradiction, unknown unit, other currency, ambiguous day or
number without a place is a doubt, and one doubt makes the answer unsure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.rules.supplier_answers import cues, oddities
from bot.rules.supplier_answers.clauses import Clause, cut
from bot.rules.supplier_answers.dates import Day, find_days
from bot.rules.supplier_answers.facts import Fact, Findings, Kind, cost, read_clause
from bot.rules.supplier_answers.folding import fold, take_out, worded
from bot.rules.supplier_answers.items import Named, named
from bot.rules.supplier_answers.noise import find_noise, same_price, strange_codes, strange_colours
from bot.rules.supplier_answers.quoting import own_words
from bot.rules.supplier_answers.rows import read_row
from bot.rules.supplier_answers.schedule import Chosen, back_on, choose, with_roles
from bot.rules.supplier_answers.tables import Table, find_table
from bot.rules.supplier_answers.values import (
    Act,
    Asked,
    Field,
    LineAnswer,
    Span,
    SupplierAnswer,
)
from bot.rules.supplier_answers.verdict import Signs, act_of
from bot.rules.supplier_answers.words import not_understood, only_labels

#: The longest text that is read, in words and in characters without blanks.
_WORDS, _CHARACTERS = 400, 2000
_CLEAR, _DOUBTED = 0.95, 0.4


def read_answer(text: str, asked: Asked) -> SupplierAnswer:
    """What a supplier's text says about an open order.

    `12.2一个，12月8号发货` for 240 cups at 11.80 -> COUNTER, price 1220, date 8 December.
    """
    body = own_words(text)
    folded = fold(body.text)
    if len(folded.split()) > _WORDS or len("".join(folded.split())) > _CHARACTERS:
        return _unsure("it is too long to be read")
    if not folded.strip():
        return _unsure("there are no words of their own in it")
    odd = oddities.commands(folded, body.text)
    if odd:
        return _unsure(odd)
    doubts = ["it answers between our lines"] if body.between_quotes else []
    return _Reading(asked, folded, text).answer(doubts)


def _unsure(doubt: str) -> SupplierAnswer:
    return SupplierAnswer(Act.UNSURE, confidence=0.1, doubts=(doubt,))


@dataclass(slots=True)
class _Reading:
    """One text being read."""

    asked: Asked
    text: str
    original: str

    def answer(self, doubts: list[str]) -> SupplierAnswer:
        found = Findings()
        table = find_table(self.text, lambda row: bool(self._names(row)))
        prose = take_out(self.text, [table.span], " ") if table else self.text
        row_days, row_refused = self._rows(table, found)
        prose, repeated = same_price(prose)
        names = self._names(prose)
        mask = take_out(prose, [one.span for one in names if not one.general])
        mask = take_out(mask, find_noise(mask, self.asked.number), " ")
        all_days = find_days(mask, self.asked.today)
        if cues.is_away(mask) and not self._has_terms(mask) and not cues.agrees_at_once(mask):
            return _away(all_days, mask)
        mask = take_out(mask, [day.span for day in all_days])
        clauses = cut(prose, names, mask)
        clauses = self._settle_rest(clauses, names)
        for clause in clauses:
            read_clause(clause, self.asked, found)
        self._repeat_prices(repeated, clauses, found)
        days = [*row_days, *with_roles(all_days, clauses)]
        day = choose(days, clauses, mask, len(self.asked.lines))
        signs = self._signs(clauses, found, row_refused)
        doubts += [*found.doubts, *oddities.weaknesses(mask)]
        doubts += self._conditions(clauses, found)
        asking = [(c.start, c.end) for c in clauses if c.asks]
        doubts += self._strange(take_out(mask, asking), found)
        return self._result(found, day, signs, doubts, clauses)

    def _names(self, text: str) -> list[Named]:
        return named(text, self.asked.lines)

    def _has_terms(self, mask: str) -> bool:
        return bool(
            re.search(
                r"[¥$%]|\d\s*(?:元|块|pcs|个)|可以|确认|发货|出货|到货|交货|accept|"
                r"agree|confirm|\bship",
                mask,
            )
        )

    def _rows(self, table: Table | None, found: Findings) -> tuple[list[Day], frozenset[int]]:
        days: list[Day] = []
        refused = set()
        for place, row in enumerate(table.rows if table else ()):
            words = " ".join(cell.text for cell in row)
            lines = {line for one in self._names(words) if not one.general for line in one.lines}
            if len(lines) != 1:
                found.doubts.append("a row of a table without a single item")
                continue
            line = lines.pop()
            made, none = read_row(row, line, self.asked, found, -1 - place)
            days += made
            refused |= {line} if none else set()
        if table and table.total is not None and table.total * 100 != cost(self.asked, found.facts):
            found.doubts.append("the table's total is not that of its rows")
        return days, frozenset(refused)

    def _settle_rest(self, clauses: list[Clause], names: Sequence[Named]) -> list[Clause]:
        """ "The rest" are the items not named elsewhere."""
        spoken = {line for one in names if not one.general for line in one.lines}
        others = frozenset(range(len(self.asked.lines))) - spoken

        def settled(one: Named) -> Named:
            return Named(others, one.span, True, True) if one.rest else one

        return [
            Clause(
                c.text, c.start, tuple(settled(g) for g in c.groups), c.carried, c.asks, c.sentence
            )
            for c in clauses
        ]

    def _repeat_prices(
        self, spans: Sequence[Span], clauses: Sequence[Clause], found: Findings
    ) -> None:
        """ "Same price as last time": what was paid, where that is on record."""
        for span in spans:
            clause = next((c for c in clauses if c.start <= span[0] < c.end), None)
            about = clause.about(span[0], span[0]) if clause else None
            for place in sorted(about or range(len(self.asked.lines))):
                last = self.asked.lines[place].last_price_minor
                if last is None:
                    found.doubts.append("the price of last time is not on record")
                else:
                    found.facts.append(Fact(Kind.PRICE, place, last, span, -99))

    def _signs(self, clauses: Sequence[Clause], found: Findings, refused: frozenset[int]) -> Signs:
        excepted = self._excepted(clauses, found)
        refused_lines = set(refused) | excepted
        accepts = plainly = refuses = asks = False
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
        bare = self._is_bare(clauses, found)
        return Signs(accepts, plainly, refuses, asks, frozenset(refused_lines), bare)

    def _is_bare(self, clauses: Sequence[Clause], found: Findings) -> bool:
        """Whether only labels are left once the terms are taken out."""
        rest = []
        for clause in clauses:
            inside = [one for one in found.taken if clause.start <= one[0] < clause.end]
            moved = [(start - clause.start, end - clause.start) for start, end in inside]
            rest.append(take_out(clause.text, moved))
        return only_labels(" ".join(rest))

    def _refused_in(self, clause: Clause, found: Findings) -> frozenset[int]:
        """The items that a refusing clause leaves out; none when it turns down terms."""
        if not clause.groups and not cues.lacks_stock(clause.text):
            return frozenset()
        about = clause.about(clause.end, clause.end) or frozenset()
        if len(self.asked.lines) == 1:
            about = frozenset({0}) if cues.lacks_stock(clause.text) else frozenset()
        inside = any(clause.start <= span[0] < clause.end for span in found.taken)
        if inside or re.search(r"price|价", clause.text):
            return frozenset()
        return frozenset(line for line in about if not self._offered(line, clause, found))

    def _offered(self, line: int, clause: Clause, found: Findings) -> bool:
        """Whether terms for the item stand elsewhere: then it is not left out."""
        said = [f for f in found.facts if f.line == line and f.kind is not Kind.ORDER_FLOOR]
        if said and cues.lacks_stock(clause.text):
            found.doubts.append("an item is left out and offered in one")
        return bool(said)

    def _excepted(self, clauses: Sequence[Clause], found: Findings) -> set[int]:
        """The items after "except": left out unless terms for them follow."""
        left: set[int] = set()
        for clause in clauses:
            for group in clause.groups:
                before = clause.text[: group.span[0] - clause.start]
                after = clause.text[group.span[1] - clause.start :]
                if not _EXCEPT.search(before):
                    continue
                said = any(f.line in group.lines for f in found.facts)
                if said or re.match(r"\s*(?:price|的?价|quantity|date)", after):
                    continue
                left |= group.lines
        return left

    def _conditions(self, clauses: Sequence[Clause], found: Findings) -> list[str]:
        """A condition that is not a quantity cannot be kept in the answer."""
        doubts = []
        for number in {clause.sentence for clause in clauses}:
            words = " ".join(c.text for c in clauses if c.sentence == number and not c.asks)
            if not oddities.conditional(words):
                continue
            kinds = {fact.kind for fact in found.facts if fact.sentence == number}
            if Kind.MINIMUM not in kinds and Kind.ORDER_FLOOR not in kinds:
                doubts.append("it holds on a condition")
        return doubts

    def _takes_back(self, clauses: Sequence[Clause], facts: Sequence[Fact], day: Chosen) -> bool:
        """ "OK, but" without a term after it that would be read."""
        places = [fact.span[0] for fact in facts] + ([day.span[0]] if day.day else [])
        empty = [c for c in clauses if not any(c.start <= place < c.end for place in places)]
        last = {c.sentence: c for c in clauses}
        ends = [c for c in empty if len(c.text.strip()) > 4 or c is last[c.sentence]]
        return any(oddities.limited(c.text) for c in ends)

    def _strange(self, mask: str, found: Findings) -> list[str]:
        rest = take_out(mask, found.taken)
        doubts = []
        if strange_codes(rest, self.asked.number) or strange_colours(rest):
            doubts.append("it names something that is not in the order")
        if not_understood(rest):
            doubts.append("it has words that are not understood")
        return doubts

    def _result(
        self,
        found: Findings,
        day: Chosen,
        signs: Signs,
        doubts: list[str],
        clauses: Sequence[Clause],
    ) -> SupplierAnswer:
        facts = [f for f in found.facts if f.line not in signs.refused_lines]
        act, act_doubt = act_of(self.asked, facts, found, day, signs)
        doubts += _contradictions(facts) + [fact.doubt for fact in facts]
        doubts += [one.doubt for one in found.percents] + [day.doubt, act_doubt]
        if found.percents and any(fact.kind is Kind.PRICE for fact in facts):
            doubts.append("a price and a percentage, and not which counts")
        if act is Act.ACCEPT and self._takes_back(clauses, facts, day):
            doubts.append("they agree and take something back")
        if act is Act.REFUSE and day.day:
            doubts.append("they refuse and name a day")
        if any(total != cost(self.asked, facts) for total in found.totals):
            doubts.append("a total that is not the price times the quantity")
        if day.refused:
            doubts.append("a day is turned down and no other is named")
        if len({one.off for one in found.percents}) > 1:
            doubts.append("several percentages are named")
        said = tuple(dict.fromkeys(doubt for doubt in doubts if doubt))
        whole = act in (Act.REFUSE, Act.UNSURE)
        return SupplierAnswer(
            act,
            () if whole else self._lines(facts, signs.refused_lines),
            None if whole else _day_field(day),
            None if whole else _discount(found),
            None if whole else _floor(facts),
            question=self._question(clauses),
            confidence=_DOUBTED if said or act is Act.UNSURE else _CLEAR,
            doubts=said,
        )

    def _question(self, clauses: Sequence[Clause]) -> str:
        """The asking sentences in the supplier's own words."""
        asking = {clause.sentence for clause in clauses if clause.asks}
        parts = []
        for number in sorted(asking):
            mine = [clause for clause in clauses if clause.sentence == number]
            parts.append(self.original[mine[0].start : mine[-1].end].strip())
        return " ".join(parts)

    def _lines(self, facts: Sequence[Fact], refused: frozenset[int]) -> tuple[LineAnswer, ...]:
        answers = []
        for place, line in enumerate(self.asked.lines):
            mine = [fact for fact in facts if fact.line == place]
            answer = LineAnswer(
                line.code,
                _field(mine, Kind.PRICE),
                _field(mine, Kind.QUANTITY),
                _field(mine, Kind.MINIMUM),
                place in refused,
            )
            if answer != LineAnswer(line.code):
                answers.append(answer)
        return tuple(answers)


_EXCEPT = worded(
    r"(?:\bexcept(?:ing)?(?: for)?|other than|apart from|excluding|but not|除了?|"
    r"除去|不包括|不含)\s*(?:the|for)?\s*$"
)


def _away(days: Sequence[Day], text: str) -> SupplierAnswer:
    """A note of absence says nothing of the order, and at most when someone is back."""
    day, doubt = back_on(days, text)
    confidence = _DOUBTED if doubt else _CLEAR
    doubts = (doubt,) if doubt else ()
    return SupplierAnswer(Act.OUT_OF_OFFICE, back_on=day, confidence=confidence, doubts=doubts)


def _contradictions(facts: Sequence[Fact]) -> list[str]:
    """Two values for one thing."""
    values: dict[tuple[int, Kind], set[int]] = {}
    for fact in facts:
        values.setdefault((fact.line, fact.kind), set()).add(fact.value)
    return [f"two values for one {kind}" for (_, kind), said in values.items() if len(said) > 1]


def _field(facts: Sequence[Fact], kind: Kind) -> Field[int] | None:
    """The value said last; an earlier other one is a contradiction noted elsewhere."""
    mine = [fact for fact in facts if fact.kind is kind]
    if not mine:
        return None
    doubted = mine[-1].doubt or len({fact.value for fact in mine}) > 1
    return Field(mine[-1].value, _DOUBTED if doubted else _CLEAR, mine[-1].span)


def _floor(facts: Sequence[Fact]) -> Field[int] | None:
    return _field(facts, Kind.ORDER_FLOOR)


def _day_field(day: Chosen) -> Field[date] | None:
    if day.day is None:
        return None
    return Field(day.day, _DOUBTED if day.doubt else _CLEAR, day.span)


def _discount(found: Findings) -> Field[Decimal] | None:
    named_ = [one for one in found.percents if one.off is not None]
    if not named_ or named_[-1].off is None:
        return None
    last = named_[-1]
    return Field(named_[-1].off, _DOUBTED if last.doubt else _CLEAR, last.span)
