"""The prices that one clause says: offers, totals, costs beside them, percentages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.rules.supplier_answers.counts import Count
from bot.rules.supplier_answers.cues import accepts_plainly
from bot.rules.supplier_answers.findings import (
    FAR,
    UNPLACED,
    WHICH_ITEM,
    Kind,
    cost,
    is_near,
)
from bot.rules.supplier_answers.money import Price
from bot.rules.supplier_answers.percents import Percent
from bot.rules.supplier_answers.placing import Placer, moved
from bot.rules.supplier_answers.roles import (
    PriceRole,
    names_order_floor,
    price_role,
)
from bot.rules.supplier_answers.units import Measure, factor
from bot.rules.supplier_answers.values import AskedLine


@dataclass(slots=True)
class PriceReader(Placer):
    """Reads the amounts of money in a clause."""

    def percents(self, percents: Iterable[Percent]) -> None:
        said = {abs(one.off) for one in self.found.percents if one.off is not None}
        for one in percents:
            if one.off is None and one.number in said:
                continue
            about = self.clause.about(self.clause.start + one.span[0], self.first)
            doubt = one.doubt
            if about is not None and len(about) < len(self.asked.lines):
                doubt = doubt or "a discount for some items only"
            if one.off is not None and price_role(self.clause.text, one.span) is PriceRole.REJECTED:
                self.found.rejected = True
                continue
            span = moved(one.span, self.clause.start)
            self.found.percents.append(Percent(one.off, span, doubt, one.number))

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
        elif role is PriceRole.OLD and self._agreed(price):
            self._offer(price)
        elif role is PriceRole.OLD:
            known = {
                one
                for line in self.asked.lines
                for one in (line.unit_price_minor, line.last_price_minor)
            }
            if self.found.percents and price.amount * 100 not in known:
                self.found.doubts.append(UNPLACED)
        elif role is PriceRole.COST:
            self.found.doubts.append("they name costs beside the price")
        elif role is PriceRole.DELTA:
            self.found.deltas.append(self.clause.sentence)
        elif role is PriceRole.TOTAL or (role is PriceRole.OFFER and self._is_our_total(price)):
            self._total(price)
        elif role is PriceRole.OFFER and self._is_order_floor(price):
            self._add(Kind.ORDER_FLOOR, 0, price.amount * 100, price.span, "")
        elif role is PriceRole.OFFER:
            self._offer(price)

    def _agreed(self, price: Price) -> bool:
        """ "Your price 9.40 is OK" names it as theirs."""
        ours = {line.unit_price_minor for line in self.asked.lines}
        after = self.clause.text[price.span[1] : price.span[1] + 24]
        return price.amount * 100 in ours and accepts_plainly(after)

    def _is_order_floor(self, price: Price) -> bool:
        largest = max((line.unit_price_minor or 0 for line in self.asked.lines), default=0)
        known = price.currency in ("", self.asked.currency)
        far = price.amount * 100 >= 5 * largest
        return known and price.per is None and far and names_order_floor(self.clause.text)

    def _is_our_total(self, price: Price) -> bool:
        """What the order comes to as it stands, named beside a least value: `订单仅USD3,230`."""
        ours = price.per is None and price.amount * 100 == cost(self.asked, ())
        return ours and names_order_floor(self.clause.text)

    def _total(self, price: Price) -> None:
        """Kept until all is read: it must be the price times the quantity."""
        self.found.totals.append(price.amount * 100)

    def _offer(self, price: Price) -> None:
        if not self._currency_fits(price.currency):
            self.found.doubts.append("a currency that is not the order's")
            return
        about = self._by_unit(price.per, self._about(price.span, ahead=True))
        if about is None or (self._about(price.span) is None and not self._fits(price, about)):
            about = self._by_price(price)
        for place in sorted(about):
            self._offer_for(price, place)

    def _fits(self, price: Price, about: frozenset[int]) -> bool:
        """Whether a price may be one of an item that is only named after it."""
        units = [factor(price.per, line) if price.per else 1 for line in self._lines(about)]
        return any(
            unit and is_near(price.amount * 100 / (unit * price.per_count), line)
            for unit, line in zip(units, self._lines(about), strict=True)
        )

    def _by_price(self, price: Price) -> frozenset[int]:
        """The item that a price is near to, where no item is named with it.

        It is clear where the sentence before was about that item, and doubted elsewhere.
        """
        each = {place: self._for_one(price, line) for place, line in enumerate(self.asked.lines)}
        near = {
            place
            for place, one in each.items()
            if one and self._close(Count(one, price.span), frozenset({place}))
        }
        earlier = self.clause.earlier or frozenset()
        if len(near & earlier) == 1 and len(earlier) == 1:
            return earlier
        ours = {at for at in near if each[at] == _ours(self.asked.lines[at])}
        if ours and ours == near:
            return frozenset(ours)
        span = moved(price.span, self.clause.start)
        self.found.unplaced.append((price.amount, span, WHICH_ITEM))
        return frozenset(near) if len(near) == 1 else frozenset()

    def _for_one(self, price: Price, line: AskedLine) -> Decimal | None:
        """What one unit of the line costs at this price; None where it has no such unit."""
        units = Decimal(1) if price.per is None else factor(price.per, line)
        return price.amount / (units * price.per_count) if units else None

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


def _ours(line: AskedLine) -> Decimal | None:
    minor = line.unit_price_minor
    return Decimal(minor) / 100 if minor is not None else None
