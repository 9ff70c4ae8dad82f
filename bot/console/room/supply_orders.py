"""Purchase orders: found, read whole, their deliveries taken and their days changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.console.room.page import Answer, Given, Json, Reader, Unusable, text
from bot.console.room.supply_by_order import OrderedTab, state_in
from bot.console.room.supply_refused import told
from bot.console.room.supply_words import reason_of
from bot.console.room.tabs import Tab
from bot.desk import facts
from bot.rules.permissions import Permission
from bot.rules.two_languages import in_language
from bot.supply.receipts import Arrived, Taken
from knowledge.queries.supply_orders import Ordered, Purchase, purchase
from knowledge.queries.supply_pages import OrderSums, messages_about, purchase_rows, sums_of
from knowledge.records import PurchaseOrder, PurchaseOrderStatus, Supplier, SupplierMessage
from knowledge.store import Unit

_PAGE = 30
#: Lines that a delivery note may have, and pieces of one.
_MOST_LINES, _MOST_PIECES = 500, 1_000_000
_EXPECTED = (PurchaseOrderStatus.REQUESTED, PurchaseOrderStatus.CONFIRMED)


class OrdersTab(OrderedTab):
    """Every purchase order, newest first."""

    name = "orders"
    kind, look = "purchase", "view_purchase"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._words = ""
        self._status: PurchaseOrderStatus | None = None

    async def shown(self) -> Json:
        async with self.console.store.reading() as unit:
            return await self.page(unit, None)

    def offered(self) -> Mapping[str, Answer]:
        return {
            "purchases": Answer(self.search, self.needs),
            "purchase": Answer(self.one, self.needs),
            "receive": Answer(self.receive, Permission.MANAGE_SUPPLY),
            "expect": Answer(self.expect, Permission.MANAGE_SUPPLY),
        }

    def narrow(self, given: Given) -> None:
        """Those with some words or of a state."""
        words = text(given, "words", 200)
        self._words, self._status = words, state_in(given, "status", PurchaseOrderStatus)

    async def receive(self, given: Given) -> None:
        """Take a delivery note."""
        wanted, note = text(given, "number", 40), text(given, "note", 100)
        lines = _arrived(given.get("lines"))
        with told(self.reader):
            taken = await self.console.supply.receipts.receive(self.me, wanted, lines, note)
        await self.changed(wanted, did="received", said=self._said(taken))

    async def expect(self, given: Given) -> None:
        """Expect it on another day; says whose promise breaks."""
        wanted, why = text(given, "number", 40), text(given, "why", 400)
        day = _day(text(given, "day", 10))
        if not why:
            raise Unusable("purchase_no_why")
        with told(self.reader):
            dates = self.console.supply.expected_dates
            changed = await dates.change(wanted, day, why, self.me)
        counts = {"affected": len(changed.affected), "drafted": len(changed.drafted)}
        key = "purchase_day_affects" if changed.affected else "purchase_day_done"
        said = self.reader.words[key].format(day=day, **counts)
        await self.changed(wanted, did="expected", said=[said])

    def _said(self, taken: Taken) -> list[str]:
        words = self.reader.words
        if taken.again:
            return [words["receipt_again"]]
        said = [words["receipt_done" if taken.complete else "receipt_part"]]
        for sku, remark, pieces in taken.remarks:
            said.append(words[f"receipt_{remark.name.lower()}"].format(sku=sku, pieces=pieces))
        if taken.packable:
            said.append(words["receipt_packable"].format(orders=", ".join(taken.packable)))
        return said

    async def page(self, unit: Unit, before: int | None) -> Json:
        found = await purchase_rows(
            unit, _PAGE + 1, words=self._words, status=self._status, before=before
        )
        sums = await sums_of(unit, [order.key for order, _ in found])
        rows = [self._row(*one, sums.get(one[0].key, OrderSums())) for one in found[:_PAGE]]
        return {"rows": rows, "following": rows[-1]["id"] if len(found) > _PAGE else None}

    def _row(self, order: PurchaseOrder, supplier: Supplier, sums: OrderSums) -> Json:
        return {
            "id": order.key,
            "number": order.number,
            "supplier": supplier.name,
            "status": order.status.value,
            "at": self.stamp(order.requested_at),
            "expected": self.day(order.expected_at),
            "late": self._late(order),
            "came": f"{sums.received} / {sums.ordered}",
            "total": facts.money(sums.total_minor, sums.currency),
        }

    def _late(self, order: PurchaseOrder) -> bool:
        """Whether its day is over and it did not come."""
        at = order.expected_at
        return order.status in _EXPECTED and at is not None and at < self.console.now()

    async def whole(self, unit: Unit, wanted: str) -> Json:
        found = await purchase(unit, wanted)
        order = found.order
        sums = await sums_of(unit, [order.key])
        said = await messages_about(unit, order.key)
        return {
            **self._row(order, found.supplier, sums.get(order.key, OrderSums())),
            "promised": self.day(order.promised_at),
            "needed": self.day(order.needed_by),
            "confirmed": self.stamp(order.confirmed_at),
            "received": self.stamp(order.received_at),
            "reminders": order.reminders,
            "reason": reason_of(found, self.reader.language),
            "lines": [self._line(one) for one in found.lines],
            "messages": [message(self, one) for one in said],
            "takes": _takes(found),
            "today": f"{self.console.now().astimezone(self.console.settings.zone):%Y-%m-%d}",
        }

    def _line(self, one: Ordered) -> Json:
        line, sku = one.line, one.sku
        zh = self.reader.language == "zh"
        name = one.product.name_zh if zh else one.product.name_en
        variant = sku.variant_zh if zh else sku.variant_en
        currency = one.offer.currency if one.offer else sku.currency
        return {
            "id": line.key,
            "sku": sku.code,
            "name": " ".join(filter(None, [name, variant])),
            "ordered": line.quantity,
            "received": line.received_quantity,
            "price": facts.money(line.unit_price_minor, currency),
            "open": line.open,
        }

    def day(self, at: datetime | None) -> str:
        """A day of the shop; empty for none."""
        return "" if at is None else f"{at.astimezone(self.console.settings.zone):%Y-%m-%d}"


def message(tab: Tab, one: SupplierMessage) -> Json:
    """What was written to or by a supplier, as words."""
    return {
        "id": one.key,
        "ours": one.is_ours,
        "sender": one.sender,
        "channel": one.channel.value,
        "subject": one.subject,
        "text": one.text,
        "state": one.state.value,
        "why": in_language(one.why, tab.reader.language),
        "at": tab.stamp(one.written_at),
    }


def _takes(found: Purchase) -> Json:
    """What may be done with it: goods taken, also late ones; a day expected."""
    status = found.order.status
    sent = status not in (PurchaseOrderStatus.PROPOSED, PurchaseOrderStatus.CANCELLED)
    return {"goods": sent, "day": sent and any(one.line.open for one in found.lines)}


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Unusable("purchase_no_day") from None


def _arrived(given: object) -> list[Arrived]:
    """The lines of a delivery note; one that says nothing is left out."""
    if not isinstance(given, list) or len(given) > _MOST_LINES:
        raise Unusable("error_unusable")
    lines = [_line_of(one) for one in given]
    return [one for one in lines if one.quantity or one.rejected or one.no_more]


def _line_of(given: object) -> Arrived:
    if not isinstance(given, dict):
        raise Unusable("error_unusable")
    quantity, rejected = (_pieces(given.get(name)) for name in ("quantity", "rejected"))
    return Arrived(text(given, "sku", 60), quantity, rejected, given.get("no_more") is True)


def _pieces(said: object) -> int:
    """Pieces as they were typed: nothing is none. Raises Unusable."""
    typed = str(said or 0).strip() if isinstance(said, (str, int)) else "?"
    if not typed.isascii() or not typed.isdigit() or len(typed) > 8:
        raise Unusable("purchase_no_pieces")
    if int(typed) > _MOST_PIECES:
        raise Unusable("purchase_no_pieces")
    return int(typed)
