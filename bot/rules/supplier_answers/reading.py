"""A supplier's text becomes an answer with a confidence; where it is not sure, it says why.

The text is cut to the supplier's own words, terms are taken out piece by piece, and what is left
must be words that are known. Any contradiction, unknown unit, other currency, ambiguous day or
number without a place is a doubt, and one doubt makes the answer unsure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules.supplier_answers import accounting, oddities
from bot.rules.supplier_answers.away import is_note_of_absence, note_of_absence
from bot.rules.supplier_answers.chinese_forms import (
    in_known_forms,
    numbers_apart,
)
from bot.rules.supplier_answers.clauses import Clause, cut
from bot.rules.supplier_answers.dates import find_days
from bot.rules.supplier_answers.day_roles import stock_comes, with_roles
from bot.rules.supplier_answers.facts import read_clause
from bot.rules.supplier_answers.findings import Fact, Findings, Kind, cost, still_unplaced
from bot.rules.supplier_answers.folding import fold, has_words, is_chinese, take_out
from bot.rules.supplier_answers.items import Named, named
from bot.rules.supplier_answers.named_days import Day, Role
from bot.rules.supplier_answers.noise import find_noise, same_price
from bot.rules.supplier_answers.outcome import Outcome
from bot.rules.supplier_answers.plain_english import in_plain_english
from bot.rules.supplier_answers.plainly import in_the_original, item_spans, written_plainly
from bot.rules.supplier_answers.quoting import BETWEEN_LINES, own_words
from bot.rules.supplier_answers.rewriting import Plain
from bot.rules.supplier_answers.rows import read_row
from bot.rules.supplier_answers.schedule import beside_terms, choose
from bot.rules.supplier_answers.signs import SignReader
from bot.rules.supplier_answers.tables import Cell, Table, find_table
from bot.rules.supplier_answers.values import Act, Asked, Span, SupplierAnswer
from bot.rules.supplier_answers.weaknesses import weaknesses

#: The longest text that is read, in words and in characters without blanks.
_WORDS, _CHARACTERS = 400, 2000
TOO_LONG = "it is too long to be read"
NO_WORDS = "there are no words of their own in it"
#: With one of these nothing was read at all.
UNREADABLE = frozenset({TOO_LONG, NO_WORDS, oddities.COMMANDS, oddities.HIDDEN})


def read_answer(text: str, asked: Asked) -> SupplierAnswer:
    """What a supplier's text says about an open order.

    `12.2一个，12月8号发货` for 240 cups at 11.80 -> COUNTER, price 1220, date 8 December.
    """
    several = len(asked.lines) > 1
    body = own_words(text, lambda line: item_spans(line, asked) if several else [(0, 0)])
    folded = fold(body.text)
    if len(folded.split()) > _WORDS or len("".join(folded.split())) > _CHARACTERS:
        return _unsure(TOO_LONG)
    if not folded.strip():
        return _unsure(NO_WORDS)
    odd = oddities.commands(folded, body.text)
    if odd:
        return _unsure(odd)
    doubts = [BETWEEN_LINES] if body.between_quotes else []
    plain = in_known_forms(written_plainly(numbers_apart(folded), asked), asked)
    plain = in_plain_english(plain, asked)
    return in_the_original(_Reading(asked, plain.text, text, plain).answer(doubts), plain)


def _unsure(doubt: str) -> SupplierAnswer:
    return SupplierAnswer(Act.UNSURE, confidence=0.1, doubts=(doubt,))


@dataclass(slots=True)
class _Reading:
    """One text being read."""

    asked: Asked
    text: str
    original: str
    plain: Plain

    def answer(self, doubts: list[str]) -> SupplierAnswer:
        found = Findings(alone=not has_words(self.text))
        table = find_table(self.text, lambda row: bool(self._names(row)))
        prose = take_out(self.text, [table.span], " ") if table else self.text
        row_days, row_refused = self._rows(table, found)
        prose, repeated = same_price(prose)
        names = self._names(prose)
        mask = take_out(prose, [one.span for one in names if not one.general])
        mask = take_out(mask, find_noise(mask, self.asked.number), " ")
        all_days = find_days(mask, self.asked.today)
        if not self._names_goods(names) and is_note_of_absence(mask, all_days):
            return note_of_absence(all_days, mask)
        mask = take_out(mask, [day.span for day in all_days])
        clauses = self._clauses(prose, names, mask)
        for clause in clauses:
            read_clause(clause, self.asked, found)
        self._repeat_prices(repeated, clauses, found)
        days = [*row_days, *with_roles(all_days, clauses)]
        days = [one for one in days if not beside_terms(one, clauses, found.taken, prose)]
        day = choose(days, clauses, mask, self.asked)
        signs = SignReader(self.asked).read(clauses, found, row_refused)
        doubts += [*found.doubts, *still_unplaced(self.asked, found), *weaknesses(mask)]
        doubts += SignReader(self.asked).conditions(clauses, found)
        said = [one.span for one in found.facts] + [one.span for one in found.percents]
        spans = [one.span for one in days if one.role is not Role.BESIDE]
        doubts += accounting.doubts_of(clauses, found.taken, said, spans)
        doubts += accounting.strange(clauses, mask, found.taken, self.asked.number)
        comes = stock_comes(all_days, clauses)
        outcome = Outcome(self.asked, self.text, found, day, signs, clauses, comes)
        return outcome.answer(doubts, self._question(clauses))

    def _names_goods(self, names: Sequence[Named]) -> bool:
        """Whether a Chinese text names some of several items: a holiday in it explains a delay."""
        some = any(not one.general for one in names)
        return some and len(self.asked.lines) > 1 and is_chinese(self.text)

    def _names(self, text: str) -> list[Named]:
        return named(text, self.asked.lines)

    def _rows(self, table: Table | None, found: Findings) -> tuple[list[Day], frozenset[int]]:
        days: list[Day] = []
        refused = set()
        for place, row in enumerate(table.rows if table else ()):
            lines = self._item_of(row)
            if len(lines) != 1:
                found.doubts.append("a row of a table without a single item")
                continue
            line = min(lines)
            made, none = read_row(row, line, self.asked, found, -1 - place)
            days += made
            refused |= {line} if none else set()
        if table and table.total is not None and table.total * 100 != cost(self.asked, found.facts):
            found.doubts.append("the table's total is not that of its rows")
        return days, frozenset(refused)

    def _item_of(self, row: Sequence[Cell]) -> frozenset[int]:
        """The items of a row: that of the first cell which names one alone, else all it names."""
        found: frozenset[int] = frozenset()
        for cell in row:
            groups = [one.lines for one in self._names(cell.text) if not one.general]
            lines: frozenset[int] = frozenset().union(*groups)
            if len(lines) == 1:
                return lines
            found |= lines
        return found

    def _clauses(self, prose: str, names: Sequence[Named], mask: str) -> list[Clause]:
        """The clauses; "the rest" are the items not named elsewhere."""
        spoken = {line for one in names if not one.general for line in one.lines}
        others = frozenset(range(len(self.asked.lines))) - spoken

        clauses = cut(prose, names, mask)

        def settled(one: Named) -> Named:
            return Named(others, one.span, True, True) if one.rest else one

        return [replace(c, groups=tuple(settled(g) for g in c.groups)) for c in clauses]

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

    def _question(self, clauses: Sequence[Clause]) -> str:
        """The asking sentences in the supplier's own words."""
        asking = {clause.sentence for clause in clauses if clause.asks}
        parts = []
        for number in sorted(asking):
            mine = [clause for clause in clauses if clause.sentence == number]
            start, end = self.plain.back((mine[0].start, mine[-1].end))
            parts.append(self.original[start:end].strip())
        return " ".join(parts)
