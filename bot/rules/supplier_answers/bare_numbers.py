"""Numbers without a unit: a price, a number of goods, or nothing that can be placed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.rules.supplier_answers.counts import Count
from bot.rules.supplier_answers.findings import (
    FAR,
    UNPLACED,
    Kind,
    is_near,
)
from bot.rules.supplier_answers.folding import TAKEN, is_chinese, worded
from bot.rules.supplier_answers.money import Price
from bot.rules.supplier_answers.placing import moved
from bot.rules.supplier_answers.price_cues import has_price_cue
from bot.rules.supplier_answers.roles import (
    CountRole,
    PriceRole,
    count_role,
    price_role,
)
from bot.rules.supplier_answers.said_goods import GoodsReader
from bot.rules.supplier_answers.units import Measure
from bot.rules.supplier_answers.values import AskedLine

_COMPARES = worded(r"比|\bthan\b")
BARE_PRICE = "a bare number taken for a price"
_QUANTITY_CUE = worded(
    r"only|stock|ship|send|avail|have|\bcan\b|qty|quantity|left|supply|deliver|got|"
    r"for|现货|库存|只|有|剩|发|出|供|给|数量|做|\bup to|order"
)


@dataclass(slots=True)
class BareReader(GoodsReader):
    """Reads the numbers of a clause that nothing else has taken."""

    def bare(self, counts: Iterable[Count]) -> None:
        for count in counts:
            about = self._about(count.span, ahead="." in self._words(count))
            if about is None and self._close(count, self.clause.earlier):
                about = self.clause.earlier
            about = about if about is not None else self._ours_alone(count)
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
        if role is CountRole.OLD and not price:
            return
        if price_role(text, count.span) is PriceRole.DELTA and role is not CountRole.SHORT:
            if not _COMPARES.search(text):
                self.found.deltas.append(self.clause.sentence)
            return
        if goods is False and price is False and price_role(text, count.span) is PriceRole.TOTAL:
            self._total(Price(count.number, count.span))
            return
        if role is CountRole.REJECTED and self._is_ours(count):
            self.found.rejected = True
            return
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
        elif price and goods and re.search(r"price|单价|价|@|\bat ?$", before):
            self._bare_price(count, "")
        elif price and (not goods or as_price):
            self._bare_price(count, "" if self._is_price(count, about) else BARE_PRICE)
        elif goods and not price:
            clear = _QUANTITY_CUE.search(text) or self._continues(Kind.QUANTITY)
            named = bool(self.clause.groups) and any(one / 3 <= count.number <= one for one in ours)
            if not (clear or named or count.number in ours):
                self.found.doubts.append("a bare number taken for a quantity")
            self._count(count, role)
        elif not price and not goods and self._is_order_floor(Price(count.number, count.span)):
            self._price(Price(count.number, count.span), PriceRole.OFFER)
        else:
            self.found.unplaced.append(
                (count.number, moved(count.span, self.clause.start), UNPLACED)
            )

    def _ours_alone(self, count: Count) -> frozenset[int] | None:
        """The one item whose price of ours a number is: `260 is fair`."""
        lines = self.asked.lines
        exact = [at for at, one in enumerate(lines) if one.unit_price_minor == count.number * 100]
        if is_chinese(self.clause.text):
            return None
        alone = len(exact) == 1 and count.number not in {one.quantity for one in lines}
        return frozenset(exact) if alone and count.of is None else None

    def _is_ours(self, count: Count) -> bool:
        """Whether a number is a price or a quantity of the order as it stands."""
        lines = self.asked.lines
        return count.number * 100 in {line.unit_price_minor for line in lines} or (
            count.number in {line.quantity for line in lines}
        )

    def _is_price(self, count: Count, about: frozenset[int] | None) -> bool:
        """Whether a bare number is one beyond doubt: its form, or its size and a cue."""
        if "." in self._words(count):
            return True
        close = self._close(count, about)
        if all(
            one.unit_price_minor == count.number * 100 for one in self._lines(about or frozenset())
        ):
            return close
        cue = has_price_cue(self.clause.text.replace(self._words(count), ""))
        return close and (cue or self._stands_out(count))

    def _stands_out(self, count: Count) -> bool:
        """Whether a number by itself is a price: its item is named, or it has a line for itself."""
        rest = re.sub(r"[\W\d_]", "", self.clause.text.replace(TAKEN, " "))
        return not self.found.alone and (bool(self.clause.groups) or len(rest) <= 1)

    def _bare_price(self, count: Count, doubt: str) -> None:
        per = None
        price = Price(count.number, count.span, "", per, 1, doubt)
        self._price(price, price_role(self.clause.text, count.span))


def _is_like(number: Decimal, line: AskedLine) -> bool:
    return line.quantity / 10 <= number <= line.quantity * 5
