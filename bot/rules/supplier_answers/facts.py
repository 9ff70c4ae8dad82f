"""What one clause says of prices, quantities, minimums and discounts, for which items."""

from __future__ import annotations

from bot.rules.supplier_answers.bare_numbers import BareReader
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.counts import find_bare, find_counts
from bot.rules.supplier_answers.findings import (
    Findings,
    is_near,
)
from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.money import find_prices
from bot.rules.supplier_answers.percents import costs_risen, find_percents
from bot.rules.supplier_answers.placing import moved
from bot.rules.supplier_answers.values import Asked

_PROPOSES = worded(
    r"confirm|确认|ok吗|[行好成中]么|^\s*ok|middle|行吗|可以吗|可以不|好吗|行不行|怎么样|如何|"
    r"ok\s*\?|"
    r"would you|could you (?:do|accept|take|agree)|can you (?:do|accept|agree)|how "
    r"about|what about|shall we say|could we (?:say|do)|will you accept|deal\?|成吗|"
    r"中不中|好不好|可不可以|can we (?:do|say|make)|would .{0,20}work|agree\?|"
    r"(?:can|could|would|will) you (?:stretch|go|come up|move|manage|live|meet)|meet me (?:at|in)|"
    r"\b(?:let's|shall we) (?:say|call|make)|accept\?|is .{0,24}ok"
)


def read_clause(clause: Clause, asked: Asked, found: Findings) -> None:
    """Adds what a clause says to the findings; a question says nothing but a proposed price."""
    percents = find_percents(clause.text)
    risen = costs_risen(clause.text)
    text = take_out(clause.text, [*(one.span for one in percents), *risen])
    prices = find_prices(text)
    counts = find_counts(take_out(text, [p.span for p in prices]))
    text = take_out(text, [*(one.span for one in prices), *(one.span for one in counts)])
    bare = find_bare(text)
    everything = [one.span for one in percents] + [one.span for one in prices]
    everything += [one.span for one in (*counts, *bare)]
    everything += risen
    found.taken += [moved(span, clause.start) for span in everything]
    if clause.asks and not _PROPOSES.search(clause.text):
        ours = {line.quantity for line in asked.lines} | {line.pack_size for line in asked.lines}
        found.asks_of_goods |= any(
            one.number > 1
            and one.number == int(one.number)
            and one.number not in ours
            and (one.of or not any(is_near(one.number * 100, line) for line in asked.lines))
            for one in counts + bare
        )
        found.asks_of_goods |= any(
            one.amount * 100 not in {line.unit_price_minor for line in asked.lines}
            for one in prices
        )
        return
    first = clause.start + min((span[0] for span in everything), default=0)
    reader = BareReader(clause, asked, found, first)
    reader.percents(percents)
    reader.prices(prices)
    reader.counts(counts)
    reader.bare(bare)
