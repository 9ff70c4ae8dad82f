"""Late parcels: staff are told of each one once, before the customer has to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.desk import facts
from bot.rules.parcels import is_late
from knowledge.queries import watches
from knowledge.queries.watches import Underway
from knowledge.records import Channel, OutboxItem, utcnow
from knowledge.store import Store

#: Parcels in one notice; more make another notice.
_PAGE = 40


class LateParcelWatch:
    """Marks parcels that miss their promised day and tells the staff chat, if there is one."""

    def __init__(
        self,
        store: Store,
        staff_chat: str,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._staff_chat = staff_chat
        self._zone = zone
        self._clock = clock

    async def run(self) -> int:
        """Mark the parcels that have become late and return how many there were.

        Raises:
            StoreUnavailable: the pages written before it stand; the rest is found next time.
        """
        now = self._clock().astimezone(self._zone)
        found, last = 0, 0
        while True:
            late, last = await self._page(now, last)
            found += late
            if not last:
                return found

    async def _page(self, now: datetime, after: int) -> tuple[int, int]:
        """Mark and tell one page: how many were late, and the last id (0: none are left)."""
        today = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
        async with self._store.writing() as unit:
            page = await watches.perhaps_late(unit, today, after, _PAGE)
            late = [parcel for parcel in page if is_late(parcel.shipment, now)]
            for parcel in late:
                parcel.shipment.late_noticed_at = now
            if late and self._staff_chat:
                unit.add(_notice(self._staff_chat, late, now))
            last = page[-1].shipment.key if len(page) == _PAGE else 0
            return len(late), last


def _notice(staff_chat: str, late: Sequence[Underway], now: datetime) -> OutboxItem:
    head = f"晚到包裹 / Late parcels: {len(late)}"
    return OutboxItem(
        channel=Channel.TELEGRAM,
        destination=staff_chat,
        text="\n".join([head, *(late_line(parcel, now) for parcel in late)]),
        # Each parcel is told once, so its first one names the notice.
        idempotency_key=f"late:{now:%Y-%m-%d}:{late[0].shipment.key}",
    )


def late_line(parcel: Underway, now: datetime) -> str:
    """`XE2611230042 王芳 · 顺丰速运 SF Express SF123 · 承诺 promised 2026-11-20 · 预计 …`."""
    shipment = parcel.shipment
    names = dict.fromkeys(facts.carrier(shipment.carrier, language) for language in ("zh", "en"))
    return " · ".join(
        (
            f"{parcel.order.number} {parcel.customer.name}",
            f"{' '.join(names)} {shipment.tracking_number}",
            f"承诺 promised {_day(shipment.promised_at, now)}",
            f"预计 expected {_day(shipment.expected_at, now)}",
        )
    )


def _day(moment: datetime | None, now: datetime) -> str:
    """The day in the shop's zone; staff read both languages, so it is written as numbers."""
    return "?" if moment is None else f"{moment.astimezone(now.tzinfo):%Y-%m-%d}"
