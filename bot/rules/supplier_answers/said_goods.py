"""The numbers of goods that one clause says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.rules.supplier_answers.counts import Count
from bot.rules.supplier_answers.findings import (
    UNPLACED,
    WHICH_ITEM,
    Kind,
    is_near,
)
from bot.rules.supplier_answers.folding import is_chinese, worded
from bot.rules.supplier_answers.money import Price
from bot.rules.supplier_answers.roles import (
    CountRole,
    count_role,
    price_role,
)
from bot.rules.supplier_answers.said_prices import PriceReader
from bot.rules.supplier_answers.units import Measure, factor

#: More than was ordered is what they will send, where the clause says so.
_SENDS = worded(
    r"ship|send|deliver|round|make it|supply|发|凑|取整|整箱|装|给[你您]|多[做给出备带]|拿走|倒有|"
    r"可以做|能做|改成|加到"
)
_MADE = worded(
    r"\b(?:we|i|will|'ll) (?:make|produce|send|ship|supply|deliver|weave|cut|give you)\b|"
    r"\bround(?:ed|ing)? (?:it |this )?up\b"
)
_AGAIN = worded(r"(?:=|[(]|that is|that's|i\.?e\.?|makes|which is|or|so)\s*$")
_PRICED = worded(r"per|/|箱|斤|打|carton|case|jin|\ba\b")
_FIXED_MINIMUM = worded(r"moq|min|起|at least|最少|至少|起码|or more|以上")
#: In a Chinese list of several items what stands beside a price is what they send.
_LISTED = worded(r"[\u4e00-\u9fff]|[x*]\s*\d")
_EACH_ITEM = worded(r"each|每|各|per\b|apiece|都|every|both|either")


@dataclass(slots=True)
class GoodsReader(PriceReader):
    """Reads the numbers with a unit in a clause."""

    def counts(self, counts: Iterable[Count]) -> None:
        for count in counts:
            if self._each(count):
                continue
            if self._explains(count):
                continue
            word = self.clause.text[count.span[0] : count.span[0] + 1]
            if count.number == 1 and word in "a一" and not count.half:
                continue
            self._count(count, count_role(self.clause.text, count.span))

    def _explains(self, count: Count) -> bool:
        """`per jin (500g)` and `139 a carton (100 pcs)` say again what the price is for."""
        before = self.clause.text[: count.span[0]].rstrip()
        if not before.endswith(("(", "（")) or count.of is None:
            return False
        lines = self._lines(self._about(count.span) or frozenset())
        amounts = {count.number * (factor(count.of, line) or 0) for line in lines}
        known = {Decimal(line.pack_size) for line in lines} | {Decimal("0.5")}
        return len(amounts) == 1 and amounts <= known and bool(_PRICED.search(before))

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
        if role is CountRole.OLD:
            return
        if role is CountRole.BESIDE:
            self.found.doubts.append("a number of goods beside the order")
            return
        if role is CountRole.REJECTED:
            self.found.rejected = True
            ours = {Decimal(line.quantity) for line in self.asked.lines}
            units = {factor(count.of, line) if count.of else 1 for line in self.asked.lines}
            self.found.rejects_others |= not any(count.number * (u or 0) in ours for u in units)
            return
        about = self._by_unit(count.of, self._about(count.span))
        about = about if about is not None else self._by_figures(count)
        if about is None:
            if role is CountRole.PACK and count.number in {
                one.pack_size for one in self.asked.lines
            }:
                return
            if not self._is_whole_order(count):
                self.found.doubts.append(WHICH_ITEM)
            return
        general = (
            any(group.general or group.each for group in self.clause.groups)
            or role is CountRole.MINIMUM
        )
        if (
            len(about) > 1
            and not general
            and not _EACH_ITEM.search(self.clause.text)
            and not count.half
        ):
            self.found.doubts.append(WHICH_ITEM)
        for place in sorted(about):
            self._count_for(count, role, place)

    def _by_figures(self, count: Count) -> frozenset[int] | None:
        """The item of which just so many were ordered, or that the clause names a price of."""
        ours = {
            place
            for place, line in enumerate(self.asked.lines)
            if count.number * (factor(count.of or Measure.PIECE, line) or 0) == line.quantity
        }
        priced = {
            fact.line
            for fact in self.found.facts
            if count.of
            and fact.kind is Kind.PRICE
            and self.clause.start <= fact.span[0] < self.clause.end
        }
        return next((frozenset(one) for one in (ours, priced) if len(one) == 1), None)

    def _fits_others(self, count: Count, place: int) -> bool:
        """Whether "all" meant only those that are counted in this unit."""
        others = [line for at, line in enumerate(self.asked.lines) if at != place]
        general = any(group.general for group in self.clause.groups)
        return general and count.of is not None and any(factor(count.of, one) for one in others)

    def _sends(self, place: int, number: Decimal) -> bool:
        """Whether it is said, here or before, that so many are sent."""
        said = any(f.line == place and f.value == number and not f.doubt for f in self.found.facts)
        return said or bool(_SENDS.search(self.clause.text))

    def _wants(self, place: int, number: Decimal) -> bool:
        """Whether more than ordered is named in English and not said to be sent."""
        chinese = is_chinese(self.clause.text)
        named = len(self.asked.lines) == 1 or self._alone(place)
        return not chinese and named and not self._sends(place, number)

    def _alone(self, place: int) -> bool:
        """Whether the clause names this item and no other."""
        return {line for group in self.clause.groups for line in group.lines} == {place}

    def _repeats(self, place: int, number: Decimal) -> bool:
        """Whether as many are the minimum already: `20 cartons, that is 480 cups`."""
        return any(
            one.line == place and one.kind is Kind.MINIMUM and one.value == number
            for one in self.found.facts
        )

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
        if units is None and self._fits_others(count, place):
            return
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
        if number == 0 and role is CountRole.SHORT:
            self.found.doubts.append(UNPLACED)
            return
        if number == 0:
            self.found.none.add(place)
            return
        if number != int(number) or number <= 0 or number > 20 * line.quantity:
            self.found.doubts.append(UNPLACED)
            return
        if number == line.quantity and not _FIXED_MINIMUM.search(self.clause.text):
            role = CountRole.QUANTITY
        more = number > line.quantity and role is CountRole.QUANTITY
        priced = self._has_price()
        listed = more and len(self.asked.lines) > 1 and bool(_LISTED.search(self.clause.text))
        made = listed or bool(_MADE.search(self.clause.text))
        again = _AGAIN.search(self.clause.text[: count.span[0]])
        minimum = role is CountRole.MINIMUM or (more and priced and not made)
        minimum = minimum or (more and not made and self._wants(place, number))
        minimum = minimum or (bool(more or again) and self._repeats(place, number))
        kind = Kind.MINIMUM if minimum else Kind.QUANTITY
        if count.of is Measure.PIECE and "件" in self._words(count) and number != line.quantity:
            doubt = "件 may be a piece or a carton"
        if count.of is not None and count.of is Measure.BOX and line.unit == "piece":
            doubt = "a box may be a piece or a carton"
        if more and (listed or not priced) and not self._sends(place, number):
            doubt = doubt or "more than was ordered"
        self._add(kind, place, number, count.span, doubt)
