"""A supplier's text becomes an answer with a confidence; where it is not sure, it says why.

The text is cut to the supplier's own words, terms are taken out piece by piece, and what is left
must be words that are known. Any contradiction, unknown unit, other currency, ambiguous day or
number without a place is a doubt, and one doubt makes the answer unsure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules.supplier_answers import accounting, cues, oddities
from bot.rules.supplier_answers.clauses import Clause, cut
from bot.rules.supplier_answers.corrections import last_said
from bot.rules.supplier_answers.dates import find_days
from bot.rules.supplier_answers.facts import read_clause
from bot.rules.supplier_answers.fields import (
    CLEAR,
    DOUBTED,
    contradictions,
    day_field,
    discount,
    line_answers,
    order_floor,
)
from bot.rules.supplier_answers.findings import UNPLACED, Fact, Findings, Kind, cost, line_costs
from bot.rules.supplier_answers.folding import fold, take_out, worded
from bot.rules.supplier_answers.items import Named, named
from bot.rules.supplier_answers.named_days import Day
from bot.rules.supplier_answers.noise import find_noise, same_price, strange_codes, strange_colours
from bot.rules.supplier_answers.plainly import in_the_original, item_spans, written_plainly
from bot.rules.supplier_answers.quoting import own_words
from bot.rules.supplier_answers.rewriting import Plain
from bot.rules.supplier_answers.rows import read_row
from bot.rules.supplier_answers.schedule import (
    PARTIAL,
    Chosen,
    back_on,
    beside_terms,
    choose,
    with_roles,
)
from bot.rules.supplier_answers.signs import UNEXPLAINED, SignReader
from bot.rules.supplier_answers.tables import Table, find_table
from bot.rules.supplier_answers.values import (
    Act,
    Asked,
    Span,
    SupplierAnswer,
)
from bot.rules.supplier_answers.verdict import Signs, act_of
from bot.rules.supplier_answers.words import hardly_understood

#: The longest text that is read, in words and in characters without blanks.
_WORDS, _CHARACTERS = 400, 2000
#: A number in words that nothing has read.
_NUMBER_WORD = worded(
    r"(?<!all )(?<!other )(?<!these )(?<!those )(?<!first )(?<!the )\b(?:two|three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand)\b|"
    r"[一二两三四五六七八九十百千]{2,}(?![些点下样起旦切])"
)


def read_answer(text: str, asked: Asked) -> SupplierAnswer:
    """What a supplier's text says about an open order.

    `12.2一个，12月8号发货` for 240 cups at 11.80 -> COUNTER, price 1220, date 8 December.
    """
    several = len(asked.lines) > 1
    body = own_words(text, lambda line: item_spans(line, asked) if several else [(0, 0)])
    folded = fold(body.text)
    if len(folded.split()) > _WORDS or len("".join(folded.split())) > _CHARACTERS:
        return _unsure("it is too long to be read")
    if not folded.strip():
        return _unsure("there are no words of their own in it")
    odd = oddities.commands(folded, body.text)
    if odd:
        return _unsure(odd)
    doubts = ["it answers between our lines"] if body.between_quotes else []
    plain = written_plainly(folded, asked)
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
        found = Findings(alone=not re.search(r"[a-z\u4e00-\u9fff]", self.text))
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
        days = [one for one in days if not beside_terms(one, clauses, found.taken, prose)]
        day = choose(days, clauses, mask, self.asked)
        signs = SignReader(self.asked).read(clauses, found, row_refused)
        doubts += [*found.doubts, *oddities.weaknesses(mask)]
        doubts += SignReader(self.asked).conditions(clauses, found)
        doubts += accounting.doubts_of(clauses, found.taken, [day.span for day in all_days])
        idle = [(one.start, one.end) for one in clauses if not accounting.matters(one)]
        doubts += self._strange(take_out(mask, idle, " "), found)
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

    def _strange(self, mask: str, found: Findings) -> list[str]:
        rest = take_out(mask, found.taken)
        doubts = []
        if _NUMBER_WORD.search(rest):
            doubts.append(UNPLACED)
        if strange_codes(rest, self.asked.number) or strange_colours(rest):
            doubts.append("it names something that is not in the order")
        if hardly_understood(rest):
            doubts.append(accounting.STRANGE)
        return doubts

    def _result(
        self,
        found: Findings,
        day: Chosen,
        signs: Signs,
        doubts: list[str],
        clauses: Sequence[Clause],
    ) -> SupplierAnswer:
        facts = last_said(found.facts, self.text, self.asked)
        facts = [f for f in facts if f.line not in signs.refused_lines]
        act, act_doubt = act_of(self.asked, facts, found, day, signs)
        doubts += contradictions(facts) + [fact.doubt for fact in facts]
        doubts += [one.doubt for one in found.percents] + [
            self._day_doubt(day, act, signs),
            act_doubt,
        ]
        priced = {fact.sentence for fact in facts if fact.kind is Kind.PRICE}
        if set(found.deltas) - priced:
            doubts.append("a difference to a price that is not named")
        if found.asks_of_goods and act in (Act.ACCEPT, Act.COUNTER):
            doubts.append("a number of goods is asked about")
        if act is Act.QUESTION and self._rhetorical(clauses):
            doubts.append("a question that may be an answer")
        if found.rejects_others and act is Act.REFUSE:
            doubts.append("they turn down what we did not ask for")
        if found.percents and any(fact.kind is Kind.PRICE for fact in facts):
            doubts.append("a price and a percentage, and not which counts")
        if act is Act.ACCEPT and SignReader(self.asked).takes_back(clauses, facts, day):
            doubts.append("they agree and take something back")
        if act is Act.REFUSE and day.day:
            doubts.append("they refuse and name a day")
        sums = {cost(self.asked, facts), *line_costs(self.asked, facts)}
        if any(total not in sums for total in found.totals):
            doubts.append("a total that is not the price times the quantity")
        if day.refused:
            doubts.append("a day is turned down and no other is named")
        if len({one.off for one in found.percents}) > 1:
            doubts.append("several percentages are named")
        if act is Act.REFUSE and UNEXPLAINED in doubts:
            doubts.remove(UNEXPLAINED)
        said = tuple(dict.fromkeys(doubt for doubt in doubts if doubt))
        whole = act in (Act.REFUSE, Act.UNSURE)
        return SupplierAnswer(
            act,
            () if whole else line_answers(self.asked, facts, signs.refused_lines),
            None if whole else day_field(day),
            None if whole else discount(found),
            None if whole else order_floor(facts),
            question=self._question(clauses),
            confidence=DOUBTED if said or act is Act.UNSURE else CLEAR,
            doubts=said,
        )

    def _rhetorical(self, clauses: Sequence[Clause]) -> bool:
        """Whether our own price is asked back: `11.80?? Really?`."""
        ours = {f"{(one.unit_price_minor or 0) / 100:g}" for one in self.asked.lines}
        numbers = {
            f"{float(number):g}"
            for one in clauses
            if one.asks
            for number in re.findall(r"\d+(?:\.\d+)?", self.text[one.start : one.end])
        }
        return bool(ours & numbers) or bool(re.search("什么价[啊呀!]", self.text))

    def _day_doubt(self, day: Chosen, act: Act, signs: Signs) -> str:
        """A day for some items is that of the order where the others are left out."""
        whole = day.about | signs.refused_lines == frozenset(range(len(self.asked.lines)))
        full = act is Act.REFUSE and not day.day and re.search(r"booked|\bfull|满", self.text)
        if full or (day.about and whole and day.doubt == PARTIAL):
            return ""
        return day.doubt

    def _question(self, clauses: Sequence[Clause]) -> str:
        """The asking sentences in the supplier's own words."""
        asking = {clause.sentence for clause in clauses if clause.asks}
        parts = []
        for number in sorted(asking):
            mine = [clause for clause in clauses if clause.sentence == number]
            start, end = self.plain.back((mine[0].start, mine[-1].end))
            parts.append(self.original[start:end].strip())
        return " ".join(parts)


def _away(days: Sequence[Day], text: str) -> SupplierAnswer:
    """A note of absence says nothing of the order, and at most when someone is back."""
    day, doubt = back_on(days, text)
    confidence = DOUBTED if doubt else CLEAR
    doubts = (doubt,) if doubt else ()
    return SupplierAnswer(Act.OUT_OF_OFFICE, back_on=day, confidence=confidence, doubts=doubts)
