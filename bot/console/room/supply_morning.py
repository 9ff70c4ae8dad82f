"""This morning: what waits for a tap (orders to suppliers, deals, notices of delays), and what was
sent already (`supply_today`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.console.room.page import Answer, Given, Json, Unusable, number, text
from bot.console.room.supply_refused import told
from bot.console.room.supply_today import today
from bot.console.room.supply_words import currency_of, item_name, money_of, reasons, refused
from bot.console.room.tabs import Tab
from bot.desk import facts
from bot.rules.permissions import Permission
from bot.supply.delay_notices import Told
from bot.supply.refusals import OrderRefused
from knowledge.queries.supply_orders import Ordered, Purchase

#: Notices shown at a time, and settled with one tap, at most.
_MOST = 100


class MorningTab(Tab):
    """What waits; whatever is decided, the desks write down."""

    name = "morning"
    needs = Permission.SEE_SUPPLY
    #: The notices whose showing is in the audit already.
    _noted: frozenset[int] = frozenset()

    def offered(self) -> Mapping[str, Answer]:
        manage = Permission.MANAGE_SUPPLY
        return {
            "approve_order": Answer(self.approve, manage),
            "change_order": Answer(self.change, manage),
            "drop_order": Answer(self.drop, manage),
            "settle_notices": Answer(self.settle, manage),
            "sign_deal": Answer(self.sign, manage),
        }

    async def shown(self) -> Json:
        desks = self.console.supply
        waiting = await desks.proposed.waiting()
        rows = await self._notices() if self.reader.may(Permission.VIEW_PERSONAL_DATA) else []
        return {
            "orders": [self._order(one) for one in waiting],
            "notices": rows[:_MOST],
            "all_notices": len(rows),
            "today": await today(self),
        }

    async def _notices(self) -> list[Json]:
        found = await self.console.supply.delay_notices.waiting()
        seen = frozenset(notice.key for notice, _, _ in found[:_MOST])
        if seen - self._noted:
            async with self.console.store.writing() as unit:
                self.reader.record(unit, "view_delay_notices", "delay_notices", str(len(seen)))
            self._noted |= seen
        return [
            {
                "id": notice.key,
                "order": order.number,
                "purchase": ours.number,
                "expected": self.stamp(notice.expected_at)[:10],
                "text": notice.text,
            }
            for notice, order, ours in found
        ]

    def _order(self, found: Purchase) -> Json:
        codes = [one.sku.code for one in found.lines]
        why = reasons(found.order.reason, codes, self.reader.language)
        return {
            "number": found.order.number,
            "supplier": found.supplier.name,
            "at": self.stamp(found.order.requested_at),
            "needed_by": self.stamp(found.order.needed_by)[:10],
            "money": money_of(found.lines),
            "why": why.get("", ""),
            "lines": [self._line(one, why.get(one.sku.code, "")) for one in found.lines],
        }

    def _line(self, one: Ordered, why: str) -> Json:
        price, currency = one.line.unit_price_minor, currency_of(one)
        return {
            "code": one.sku.code,
            "name": item_name(one.sku, one.product, self.reader.language),
            "quantity": one.quantity,
            "pack": one.offer.pack_size if one.offer is not None else 1,
            "price": facts.money(price, currency),
            "money": facts.money(one.quantity * price, currency),
            "why": why,
        }

    async def approve(self, given: Given) -> None:
        """Send an order to its supplier."""
        await self._decided(given, "approve")

    async def drop(self, given: Given) -> None:
        """Order nothing of it."""
        await self._decided(given, "drop")

    async def change(self, given: Given) -> None:
        """Order other quantities; the page keeps what was typed where that is refused."""
        await self._decided(given, "change")

    async def _decided(self, given: Given, what: str) -> None:
        order, desk = text(given, "order", 40), self.console.supply.proposed
        try:
            if what == "approve":
                await desk.approve(self.me, order)
            elif what == "drop":
                await desk.drop(self.me, order)
            else:
                await desk.change(self.me, order, _quantities(given))
        except OrderRefused as error:
            said = refused(error, self.reader)
            if error.reason == "decided":
                # It is gone from the page, so what it was refused for is said above.
                await self.again()
                raise Unusable(said) from error
            await self.reader.tell("morning_refused", order=order, text=said)
            return
        await self.reader.tell("morning_done", order=order)
        await self.done(f"morning_done_{what}", order=order)

    async def sign(self, given: Given) -> None:
        """Sign a deal; where the supplier was not told of it, staff have to."""
        signing = self.console.supply.signing
        if signing is None:
            raise Unusable("error_not_allowed")
        with told(self.reader):
            done = await signing.sign(self.me, text(given, "order", 40))
        await self.done("course_signed" if done is not False else "course_signed_untold")

    async def settle(self, given: Given) -> None:
        """Send some notices, or drop them."""
        ids, desk = _ids(given), self.console.supply.delay_notices
        if not self.reader.may(Permission.VIEW_PERSONAL_DATA):
            raise Unusable("error_not_allowed")
        drops = given.get("drops") is True
        found = await (desk.drop if drops else desk.approve)(self.me, ids)
        await self.reader.tell("done", text=self._came(found.values()))
        await self.again()

    def _came(self, found: Iterable[Told]) -> str:
        """What came of it: `3 sent, 1 decided before`."""
        counts = Counter(one.name.lower() for one in found)
        words = self.reader.words
        return words["list_comma"].join(
            words[f"delay_{name}"].format(count) for name, count in counts.items()
        )


def _quantities(given: Given) -> dict[str, int]:
    """Pieces by code, as the page sent them. Raises Unusable."""
    sent = given.get("quantities")
    if not isinstance(sent, dict) or not 0 < len(sent) <= 500:
        raise Unusable("error_unusable")
    try:
        return {str(code)[:60]: number(sent, code) for code in sent}
    except Unusable:
        raise Unusable("morning_whole_pieces") from None


def _ids(given: Given) -> list[int]:
    sent = given.get("ids")
    if not isinstance(sent, list) or not 0 < len(sent) <= _MOST:
        raise Unusable("error_unusable")
    return list(dict.fromkeys(number({"id": one}, "id") for one in sent))
