"""What one clause says of prices, quantities, minimums and discounts, for which items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.counts import Count, find_bare, find_counts
from bot.rules.supplier_answers.findings import (
    FAR,
    UNPLACED,
    WHICH_ITEM,
    Fact,
    Findings,
    Kind,
    cost,
    is_near,
)
from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.money import Price, find_prices
from bot.rules.supplier_answers.percents import Percent, find_percents
from bot.rules.supplier_answers.roles import (
    CountRole,
    PriceRole,
    count_role,
    has_price_cue,
    names_order_floor,
    price_role,
)
from bot.rules.supplier_answers.units import Measure, factor
from bot.rules.supplier_answers.values import Asked, AskedLine, Span
from bot.rules.supplier_answers.words import unknown_characters, unknown_words

_PROPOSES = worded(
    r"confirm|确认|^\s*ok|middle|行吗|可以吗|可以不|好吗|行不行|怎么样|如何|ok\s*\?|"
    r"would you|could you (?:do|accept|take|agree)|can you (?:do|accept|agree)|how "
    r"about|what about|shall we say|could we (?:say|do)|will you accept|deal\?|成吗|"
    r"中不中|好不好|可不可以|can we (?:do|say|make)|would .{0,20}work|agree\?|"
    r"accept\?|is .{0,24}ok"
)
_FIXED_MINIMUM = worded(r"moq|min|起|at least|最少|至少|起码|or more|以上")
_EACH_ITEM = worded(r"each|每|各|per\b|apiece|都|every|both|either")
_QUANTITY_CUE = worded(
    r"only|stock|ship|send|avail|have|\bcan\b|qty|quantity|left|supply|deliver|got|"
    r"for|现货|库存|只|有|剩|发|出|供|给|数量|做|\bup to|order"
)


def read_clause(clause: Clause, asked: Asked, found: Findings) -> None:
    """Adds what a clause says to the findings; a question says nothing but a proposed price."""
    percents = find_percents(clause.text)
    text = take_out(clause.text, [one.span for one in percents])
    prices = find_prices(text)
    counts = find_counts(take_out(text, [p.span for p in prices]))
    text = take_out(text, [*(one.span for one in prices), *(one.span for one in counts)])
    bare = find_bare(text)
    everything = [one.span for one in percents] + [one.span for one in prices]
    everything += [one.span for one in (*counts, *bare)]
    found.taken += [_moved(span, clause.start) for span in everything]
    if clause.asks and not _PROPOSES.search(clause.text):
        ours = {line.quantity for line in asked.lines} | {line.pack_size for line in asked.lines}
        found.asks_of_goods |= any(
            one.number > 1
            and one.number == int(one.number)
            and one.number not in ours
            and (one.of or not any(is_near(one.number * 100, line) for line in asked.lines))
            for one in counts + bare
        )
        return
    first = clause.start + min((span[0] for span in everything), default=0)
    reader = _Reader(clause, asked, found, first)
    reader.percents(percents)
    reader.prices(prices)
    reader.counts(counts)
    reader.bare(bare)


@dataclass(slots=True)
class _Reader:
    clause: Clause
    asked: Asked
    found: Findings
    first: int

    def percents(self, percents: Iterable[Percent]) -> None:
        for one in percents:
            about = self.clause.about(self.clause.start + one.span[0], self.first)
            doubt = one.doubt
            if about is not None and len(about) < len(self.asked.lines):
                doubt = doubt or "a discount for some items only"
            if one.off is not None and price_role(self.clause.text, one.span) is PriceRole.REJECTED:
                self.found.rejected = True
                continue
            span = _moved(one.span, self.clause.start)
            self.found.percents.append(Percent(one.off, span, doubt))

    def prices(self, prices: Iterable[Price]) -> None:
        for price in prices:
            if self._is_pack(price):
                continue
            self._price(price, price_role(self.clause.text, price.span))

    def _is_pack(self, price: Price) -> bool:
        """`24/箱` is how many are in a carton."""
        about = self._about(price.span)
        return (
            price.currency == ""
            and price.per in (Measure.PACK, Measure.BOX)
            and any(price.amount == line.pack_size for line in self._lines(about or frozenset()))
        )

    def _price(self, price: Price, role: PriceRole) -> None:
        if role is PriceRole.REJECTED:
            self.found.rejected = True
            prices = {line.unit_price_minor for line in self.asked.lines}
            self.found.rejects_others |= price.amount * 100 not in prices and price.per is None
        elif role is PriceRole.COST:
            self.found.doubts.append("they name costs beside the price")
        elif role is PriceRole.DELTA:
            self.found.deltas.append(self.clause.sentence)
        elif role is PriceRole.TOTAL:
            self._total(price)
        elif role is PriceRole.OFFER and self._is_order_floor(price):
            self._add(Kind.ORDER_FLOOR, 0, price.amount * 100, price.span, "")
        elif role is PriceRole.OFFER:
            self._offer(price)

    def _is_order_floor(self, price: Price) -> bool:
        largest = max((line.unit_price_minor or 0 for line in self.asked.lines), default=0)
        known = price.currency in ("", self.asked.currency)
        far = price.amount * 100 >= 5 * largest
        return known and price.per is None and far and names_order_floor(self.clause.text)

    def _total(self, price: Price) -> None:
        """Kept until all is read: it must be the price times the quantity."""
        self.found.totals.append(price.amount * 100)

    def _offer(self, price: Price) -> None:
        if not self._currency_fits(price.currency):
            self.found.doubts.append("a currency that is not the order's")
            return
        about = self._about(price.span)
        if about is None:
            about = self._by_price(price)
        for place in sorted(about):
            self._offer_for(price, place)

    def _by_price(self, price: Price) -> frozenset[int]:
        """The item that a price is near to, where no item is named with it.

        It is clear where the sentence before was about that item, and doubted elsewhere.
        """
        near = {
            place
            for place, line in enumerate(self.asked.lines)
            if price.per is None and self._close(Count(price.amount, price.span), frozenset({place}))
        }
        earlier = self.clause.earlier or frozenset()
        if len(near & earlier) == 1 and len(earlier) == 1:
            return earlier
        self.found.doubts.append(WHICH_ITEM)
        return frozenset(near) if len(near) == 1 else frozenset()

    def _far(self, price: Price) -> None:
        """An amount that is no price may be the total of the order as it stands."""
        if price.per is None and price.amount * 100 == cost(self.asked, ()):
            self.found.totals.append(price.amount * 100)
        else:
            self.found.doubts.append(FAR)

    def _currency_fits(self, currency: str) -> bool:
        if currency == "cent":
            return self.asked.currency == "USD"
        return currency in ("", self.asked.currency)

    def _offer_for(self, price: Price, place: int) -> None:
        line = self.asked.lines[place]
        units = Decimal(1) if price.per is None else factor(price.per, line)
        if units is None:
            self.found.doubts.append("a unit that cannot be converted")
            return
        exact = price.amount * 100 / (units * price.per_count)
        minor = exact.quantize(Decimal(1), ROUND_HALF_UP)
        doubt = price.doubt or ("" if minor == exact else "it does not come out even for one unit")
        if not is_near(exact, line):
            self._far(price)
            return
        self._add(Kind.PRICE, place, minor, price.span, doubt)

    def counts(self, counts: Iterable[Count]) -> None:
        for count in counts:
            if self._each(count):
                continue
            word = self.clause.text[count.span[0] : count.span[0] + 1]
            if count.number == 1 and word in "a一" and not count.half:
                continue
            self._count(count, count_role(self.clause.text, count.span))

    def _each(self, count: Count) -> bool:
        """`44 each` is a price, or as many of each item."""
        if not self._words(count).endswith(("each", "ea")):
            return False
        lines = self._lines(self._about(count.span) or frozenset(range(len(self.asked.lines))))
        near = any(is_near(count.number * 100, line) for line in lines)
        if near:
            self._price(Price(count.number, count.span), price_role(self.clause.text, count.span))
        return near

    def _count(self, count: Count, role: CountRole) -> None:
        if role is CountRole.BESIDE:
            self.found.doubts.append("a number of goods beside the order")
            return
        if role is CountRole.REJECTED:
            self.found.rejected = True
            ours = {Decimal(line.quantity) for line in self.asked.lines}
            units = {factor(count.of, line) if count.of else 1 for line in self.asked.lines}
            self.found.rejects_others |= not any(count.number * (u or 0) in ours for u in units)
            return
        about = self._about(count.span)
        if about is None:
            if not self._is_whole_order(count):
                self.found.doubts.append(WHICH_ITEM)
            return
        general = any(group.general for group in self.clause.groups) or role is CountRole.MINIMUM
        if len(about) > 1 and not general and not _EACH_ITEM.search(self.clause.text) and not count.half:
            self.found.doubts.append(WHICH_ITEM)
        for place in sorted(about):
            self._count_for(count, role, place)

    def _is_whole_order(self, count: Count) -> bool:
        units = [factor(count.of or Measure.PIECE, line) for line in self.asked.lines]
        ours = sum(
            Decimal(line.quantity) / each
            for line, each in zip(self.asked.lines, units, strict=True)
            if each
        )
        return None not in units and count.number == ours

    def _count_for(self, count: Count, role: CountRole, place: int) -> None:
        line = self.asked.lines[place]
        units = factor(count.of, line) if count.of else Decimal(1)
        if units is None and not count.half:
            self.found.doubts.append("a unit that cannot be converted")
            return
        number = Decimal(line.quantity) / 2 if count.half else count.number * (units or 1)
        if role is CountRole.PACK:
            if number != line.pack_size:
                self.found.doubts.append("their packs are not those we know")
            return
        doubt = ""
        if role is CountRole.SHORT:
            number, doubt = line.quantity - number, "what they are short of is taken off"
        if number == 0:
            self.found.none.add(place)
            return
        if number != int(number) or number <= 0 or number > 20 * line.quantity:
            self.found.doubts.append(UNPLACED)
            return
        if number == line.quantity and not _FIXED_MINIMUM.search(self.clause.text):
            role = CountRole.QUANTITY
        more = number > line.quantity and role is CountRole.QUANTITY
        kind = Kind.MINIMUM if role is CountRole.MINIMUM or more else Kind.QUANTITY
        if count.of is Measure.PIECE and "件" in self._words(count) and number != line.quantity:
            doubt = "件 may be a piece or a carton"
        if count.of is not None and count.of is Measure.BOX and line.unit == "piece":
            doubt = "a box may be a piece or a carton"
        if more and not self._has_price():
            doubt = doubt or "more than was ordered"
        self._add(kind, place, number, count.span, doubt)

    def _words(self, count: Count) -> str:
        return self.clause.text[count.span[0] : count.span[1]]

    def _has_price(self) -> bool:
        sentence = self.clause.sentence
        return any(f.kind is Kind.PRICE and f.sentence == sentence for f in self.found.facts)

    def bare(self, counts: Iterable[Count]) -> None:
        for count in counts:
            about = self._about(count.span)
            if about is None and self._close(count, self.clause.earlier):
                about = self.clause.earlier
            lines = self._lines(about or frozenset(range(len(self.asked.lines))))
            if count.of is Measure.OTHER:
                self.found.doubts.append(UNPLACED)
                continue
            whole = count.number == int(count.number)
            price = any(is_near(count.number * 100, line) for line in lines)
            goods = whole and any(_is_like(count.number, line) for line in lines)
            self._bare(count, price, goods, about)

    def _bare(self, count: Count, price: bool, goods: bool, about: frozenset[int] | None) -> None:
        text = self.clause.text
        role = count_role(text, count.span)
        words = text[count.span[0] : count.span[1]]
        if role is CountRole.PACK or (count.number == 0 and about and len(about) == 1):
            self._count(count, role)
            return
        ours = {self.asked.lines[place].quantity for place in about or ()}
        before = text[max(0, count.span[0] - 8) : count.span[0]]
        as_price = self._close(count, about) and not self._near_ours(count, about)
        if role is CountRole.MINIMUM and goods and not (price and ("." in words or as_price)):
            self._count(count, role)
        elif price and goods and ("." in words or self._continues(Kind.PRICE)):
            self._bare_price(count, "" if self._close(count, about) else FAR)
        elif price and goods and self._close(count, about) and not self._near_ours(count, about):
            self._bare_price(count, "a bare number taken for a price" if self.found.alone else "")
        elif price and goods and re.search(r"price|单价|价|@|\bat ?$", before):
            self._bare_price(count, "")
        elif price and not goods:
            settled = "." in words or has_price_cue(text.replace(words, ""))
            settled = settled or (self._close(count, about) and not self.found.alone)
            self._bare_price(count, "" if settled else "a bare number taken for a price")
        elif goods and not price:
            clear = _QUANTITY_CUE.search(text) or self._continues(Kind.QUANTITY)
            named = bool(self.clause.groups) and any(one / 3 <= count.number <= one for one in ours)
            if not (clear or named or count.number in ours):
                self.found.doubts.append("a bare number taken for a quantity")
            self._count(count, role)
        else:
            self.found.doubts.append(UNPLACED)

    def _continues(self, kind: Kind) -> bool:
        """Whether the number goes on a list: `蓝8.7 灰8.9 地垫24` are three prices."""
        return bool(self.found.facts) and self.found.facts[-1].kind is kind

    def _close(self, count: Count, about: frozenset[int] | None) -> bool:
        """Whether a bare number is so close to our price that it can be nothing else."""
        known = [line.unit_price_minor or 0 for line in self._lines(about or frozenset())]
        return any(3 * one <= count.number * 400 and count.number * 300 <= 4 * one for one in known)

    def _near_ours(self, count: Count, about: frozenset[int] | None) -> bool:
        """Whether a bare number is near the quantity ordered."""
        lines = self._lines(about or frozenset())
        return any(one.quantity / 2 <= count.number <= one.quantity * 3 / 2 for one in lines)

    def _bare_price(self, count: Count, doubt: str) -> None:
        per = None
        price = Price(count.number, count.span, "", per, 1, doubt)
        self._price(price, price_role(self.clause.text, count.span))

    def _about(self, span: Span) -> frozenset[int] | None:
        if len(self.asked.lines) == 1:
            return frozenset({0})
        return self.clause.about(self.clause.start + span[0], self.first)

    def _lines(self, about: frozenset[int]) -> list[AskedLine]:
        return [self.asked.lines[place] for place in sorted(about)]

    def _other_item(self) -> str:
        """A clause that goes on about an item, with words not known, may be about another."""
        carried = not self.clause.groups and len(self.asked.lines) > 1
        text = take_out(self.clause.text, _back(self.found.taken, self.clause))
        strange = unknown_words(text) or len(unknown_characters(text)) > 1
        return "it may be about another item" if carried and strange else ""

    def _add(self, kind: Kind, line: int, value: Decimal, span: Span, doubt: str) -> None:
        place = _moved(span, self.clause.start)
        if kind is not Kind.ORDER_FLOOR:
            doubt = doubt or self._other_item()
        fact = Fact(kind, line, int(value), place, self.clause.sentence, doubt)
        self.found.facts.append(fact)


def _is_like(number: Decimal, line: AskedLine) -> bool:
    return line.quantity / 10 <= number <= line.quantity * 5


def _back(spans: Iterable[Span], clause: Clause) -> list[Span]:
    """The spans that lie in a clause, counted from its beginning."""
    inside = (one for one in spans if clause.start <= one[0] and one[1] <= clause.end)
    return [_moved(one, -clause.start) for one in inside]


def _moved(span: Span, by: int) -> Span:
    return (span[0] + by, span[1] + by)
