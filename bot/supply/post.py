"""What the suppliers' side writes: kept with its outbox item, in the order's thread, at the
supplier's working hours; and what it tells staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.supplier_hours import next_moment
from bot.rules.supplier_threads import reply_subject
from bot.supply.notices import address
from knowledge.queries import supplier_talk
from knowledge.records import Channel, OutboxItem, PurchaseOrder, Supplier, SupplierMessage
from knowledge.store import Unit

#: How many earlier messages a mail names; RFC 5322 (3.6.4) allows any number, a line does not.
_REFERENCES = 10


@dataclass(frozen=True, slots=True)
class Words:
    """A finished text for a supplier about an order; `key` is sent once, `subject` is that of
    a thread that this text begins."""

    text: str
    key: str
    subject: str = ""


async def write_to(
    unit: Unit,
    order: PurchaseOrder,
    supplier: Supplier,
    words: Words,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> SupplierMessage | None:
    """Queue a text about an order and keep it; None when `key` was used, or there is no address.

    Args:
        now: the present; the message leaves at the supplier's next working hour.
        zone: the shop's.
    """
    whereto = address(supplier)
    if whereto is None:
        return None
    channel, destination = whereto
    item = OutboxItem(
        channel=channel,
        destination=destination,
        text=words.text,
        data=await _threaded(unit, order, channel, words.subject),
        purchase_order_id=order.key,
        idempotency_key=words.key,
        next_attempt_at=next_moment(supplier, zone, now),
    )
    if not await supplier_talk.add_once(unit, item):
        return None
    return await supplier_talk.add_ours(unit, item, supplier.key, now)


async def _threaded(
    unit: Unit, order: PurchaseOrder, channel: Channel, subject: str
) -> dict[str, Any]:
    """The subject and the ids of what is answered; nothing outside e-mail."""
    if channel is not Channel.MAIL:
        return {}
    written = await supplier_talk.thread(unit, order.key, channel)
    first = next((one.subject for one in written if one.subject), "")
    said = reply_subject(first) if first else subject or order.number
    ids = [one.external_id for one in written if one.external_id.startswith("<")]
    if not ids:
        return {"subject": said}
    return {"subject": said, "in_reply_to": ids[-1], "references": ids[-_REFERENCES:]}


async def tell_staff(unit: Unit, staff_chat: str, key: str, text: str) -> bool:
    """Queue a notice for the staff chat, once a key; False when told before or there is none."""
    if not staff_chat or await supplier_talk.has_key(unit, key):
        return False
    item = OutboxItem(
        channel=Channel.TELEGRAM, destination=staff_chat, text=text, idempotency_key=key
    )
    return await supplier_talk.add_once(unit, item)
