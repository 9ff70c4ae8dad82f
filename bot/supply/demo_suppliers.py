"""The demo's suppliers: who gets a letter of ours answers it by script, after a little while.

An answer is worked out from the letters that are kept about its order, each read in turn by the
script of the simulated years (`simulation.scripted`). So the same letters get the same answers, and
a restart loses none. A supplier knows what a real one would: the order as it was written to it,
its own prices, and our words. Limits, guardrails, selling prices and sales are never looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bot.rules.supplier_threads import reply_subject
from bot.supply.demo_reading import said
from bot.supply.demo_words import DemoWriter
from bot.supply.notices import item_code, item_name, language_of
from bot.supply.simulation import suppliers
from bot.supply.simulation.scripted import ScriptedSupplier
from bot.supply.simulation.suppliers import SupplierKind, Tempers, tempers
from bot.supply.simulation.talk import Order, OrderLine
from knowledge.queries.demo_letters import unanswered
from knowledge.queries.supplier_talk import has_left, thread
from knowledge.queries.supply_orders import Ordered, Purchase, purchase
from knowledge.records import Channel, Supplier, SupplierMessage, utcnow
from knowledge.store import Store, Unit

#: The domain of the Message-IDs of letters that were handed to these suppliers, and of theirs.
#: It is nobody's (RFC 2606).
DOMAIN = "demo.invalid"
#: From when to when after our letter the answer comes, seconds.
WAITS_S = (20, 60)

#: Who of the demo shop's suppliers (`knowledge.demo.suppliers`) behaves how.
_KINDS: Mapping[str, SupplierKind] = {
    "SUP-01": suppliers.QUICK,
    "SUP-02": suppliers.TOUGH,
    "SUP-03": suppliers.QUICK,
    "SUP-04": suppliers.VAGUE,
    "SUP-05": suppliers.UNRELIABLE,
    "SUP-06": suppliers.TOUGH,
    "SUP-07": suppliers.SLOW,
    "SUP-08": suppliers.VAGUE,
}
#: The day of an order that names none.
_NO_DAY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a supplier writes.

    Args:
        to: the Message-ID of the letter that is answered. at: when it is written.
    """

    to: str
    sender: str
    subject: str
    text: str
    at: datetime

    @property
    def message_id(self) -> str:
        """One letter has one answer, however often it is given."""
        return f"<answer.{_digest(self.to).hex()[:20]}@{DOMAIN}>"


class DemoSuppliers:
    """All of them.

    Args:
        zone: the shop's. waits_s: from when to when an answer comes, seconds.
    """

    def __init__(
        self,
        store: Store,
        zone: ZoneInfo,
        *,
        waits_s: tuple[int, int] = WAITS_S,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store, self._zone = store, zone
        self._waits_s, self._clock = waits_s, clock

    async def due(self) -> list[Answer]:
        """The answers that should have come by now, and are not kept yet.

        Raises:
            StoreUnavailable: nothing is lost; they are due at the next look too.
        """
        now = self._clock()
        async with self._store.reading() as unit:
            waiting = await unanswered(unit, f"@{DOMAIN}>")
            return [
                await self._answer(unit, letter, number, now)
                for letter, number in waiting
                if letter.written_at + self._wait(letter) <= now
            ]

    def _wait(self, letter: SupplierMessage) -> timedelta:
        first, last = self._waits_s
        return timedelta(seconds=first + _drawn(letter.external_id) % (last - first + 1))

    async def _answer(
        self, unit: Unit, letter: SupplierMessage, number: str, now: datetime
    ) -> Answer:
        found = await purchase(unit, number)
        written = await thread(unit, found.order.key, Channel.MAIL)
        ours = [one for one in written if one.is_ours and has_left(one)]
        text = answer_text(found, ours, self._zone)
        sender, subject = found.supplier.email or "", reply_subject(letter.subject)
        return Answer(letter.external_id, sender, subject, text, now)


def answer_text(found: Purchase, ours: Sequence[SupplierMessage], zone: ZoneInfo) -> str:
    """What the supplier writes to the last of our letters, having read them all, oldest first."""
    order, temper = _order(found, zone), _temper(found)
    script = ScriptedSupplier(kind_of(found.supplier), temper, 0, order, DemoWriter(order))
    text = ""
    for place, letter in enumerate(ours):
        on = letter.written_at.astimezone(zone).date()
        text = script.reply(said(letter.text, order, on) if place else None, on).text
    return text


def kind_of(supplier: Supplier) -> SupplierKind:
    """How a supplier behaves: by its code; one that is not of the demo shop, by its id."""
    return _KINDS.get(supplier.code, suppliers.KINDS[supplier.key % len(suppliers.KINDS)])


def _temper(found: Purchase) -> Tempers:
    """How it takes this order: drawn by the order's number, and answered the same day."""
    rng = np.random.default_rng(_drawn(found.order.number))
    drawn = tempers(kind_of(found.supplier), 1, rng)
    return replace(drawn, waits=np.zeros_like(drawn.waits))


def _order(found: Purchase, zone: ZoneInfo) -> Order:
    """The order as its supplier knows it."""
    order = found.order
    needed = order.needed_by or order.requested_at + _NO_DAY
    return Order(
        order.number,
        order.requested_at.astimezone(zone).date(),
        language_of(found.supplier).value,
        tuple(_line(one) for one in found.lines),
        needed.astimezone(zone).date(),
    )


def _line(one: Ordered) -> OrderLine:
    """A line at the supplier's own price. What the shop sells it for is not the supplier's to know,
    and stays 0."""
    names = (item_name(one, "zh"), item_name(one, "en"))
    pack = one.offer.pack_size if one.offer is not None else 1
    price = max(1, one.line.unit_price_minor)
    return OrderLine(item_code(one), *names, one.quantity, pack, price, sold_for_minor=0)


def _drawn(text: str) -> int:
    """The same number for the same text."""
    return int.from_bytes(_digest(text)[:8], "big")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
