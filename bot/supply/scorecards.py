"""How each supplier did over the last year, from the purchase orders on record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.scorecards import YEAR, Delivery, Price, Scorecard, fill_rate, scorecard
from knowledge.queries.supply_scorecards import (
    Pieces,
    bought_since,
    first_answers,
    pieces_of,
    sent_since,
    suppliers,
)
from knowledge.records import PurchaseOrder, Supplier, utcnow
from knowledge.store import Store, Unit

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SupplierCard:
    """A supplier and its year."""

    supplier: Supplier
    card: Scorecard


class Scorecards:
    """Reads the cards.

    Args:
        zone: the shop's, by whose days punctuality is judged.
    """

    def __init__(
        self, store: Store, *, zone: ZoneInfo, clock: Callable[[], datetime] = utcnow
    ) -> None:
        self._store = store
        self._zone = zone
        self._clock = clock

    async def all(self) -> list[SupplierCard]:
        """Every supplier's card, by code."""
        now = self._clock()
        async with self._store.reading() as unit:
            known = await suppliers(unit)
            keys = [one.key for one in known]
            deliveries = await self._deliveries(unit, keys, now)
            prices: dict[int, list[Price]] = {key: [] for key in keys}
            for line in await bought_since(unit, now - 2 * YEAR, keys):
                day = line.at.astimezone(self._zone).date()
                prices[line.supplier_id].append(
                    Price(line.sku_id, day, line.pieces, line.price_minor)
                )
        today = now.astimezone(self._zone).date()
        return [
            SupplierCard(one, scorecard(deliveries[one.key], prices[one.key], today))
            for one in known
        ]

    async def _deliveries(
        self, unit: Unit, keys: Sequence[int], now: datetime
    ) -> dict[int, list[Delivery]]:
        orders = await sent_since(unit, now - YEAR, keys)
        pieces = await pieces_of(unit, now - YEAR, keys)
        answers = await first_answers(unit, [order.key for order in orders])
        found: dict[int, list[Delivery]] = {key: [] for key in keys}
        for order in orders:
            counted = pieces.get(order.key, Pieces())
            found[order.supplier_id].append(self._delivery(order, counted, answers.get(order.key)))
        return found

    def _delivery(
        self, order: PurchaseOrder, pieces: Pieces, answered: datetime | None
    ) -> Delivery:
        answers = [at for at in (answered, order.confirmed_at) if at is not None]
        promised, received = order.promised_at or order.expected_at, order.received_at
        return Delivery(
            requested=order.requested_at.astimezone(self._zone).date(),
            promised=None if promised is None else promised.astimezone(self._zone).date(),
            received=None if received is None else received.astimezone(self._zone).date(),
            ordered=pieces.ordered,
            pieces=pieces.received,
            rejected=pieces.rejected,
            answer_hours=(min(answers) - order.requested_at) / _HOUR if answers else None,
        )


async def fill_rates(unit: Unit, supplier_ids: Collection[int], now: datetime) -> dict[int, float]:
    """The share of what was ordered that came, by supplier; 1.0 where nothing is known."""
    orders = await sent_since(unit, now - YEAR, supplier_ids)
    pieces = await pieces_of(unit, now - YEAR, supplier_ids)
    found: dict[int, list[Delivery]] = {key: [] for key in supplier_ids}
    for order in orders:
        counted = pieces.get(order.key, Pieces())
        day = order.requested_at.date()
        found[order.supplier_id].append(
            Delivery(day, None, None, counted.ordered, counted.received)
        )
    rates = {key: fill_rate(deliveries) for key, deliveries in found.items()}
    return {key: 1.0 if rate is None else rate for key, rate in rates.items()}
