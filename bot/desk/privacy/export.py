"""A copy of everything that is kept about a customer, as JSON.

Amounts are whole minor units beside their currency, times are ISO 8601 in UTC. Files that the
customer sent are named, not contained.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.desk.turn import Document
from knowledge.queries.privacy import OrderFile, PersonFile, person_file
from knowledge.records import ChannelAccount, Message, Record
from knowledge.store import Unit

#: Ids that mean something inside the shop's database only.
_INSIDE = {
    "id",
    "account_id",
    "conversation_id",
    "customer_id",
    "message_id",
    "order_id",
    "product_id",
    "shipment_id",
    "handover_id",
    "action_id",
    "idempotency_key",
    "staff_id",
    "decided_by",
    "undone_by",
    "taken_by",
    "fallback",
}


async def document_of(unit: Unit, account: ChannelAccount, now: datetime) -> Document:
    """The copy as a file to send."""
    content = await export(unit, account, now)
    return Document(file_name(now), json.dumps(content, ensure_ascii=False, indent=2))


def file_name(now: datetime) -> str:
    """What the file is called: `my-data-20261123.json`."""
    return f"my-data-{now:%Y%m%d}.json"


async def export(unit: Unit, account: ChannelAccount, now: datetime) -> dict[str, Any]:
    """Everything about the account and, once identity is proven, its customer."""
    kept = await person_file(unit, account)
    return {
        "made_at": now.isoformat(),
        "account": _plain(kept.account),
        "customer": None if kept.customer is None else _plain(kept.customer),
        "orders": [_order(one) for one in kept.orders],
        "orders_proven_singly": [
            {"number": number, "since": grant.created_at.isoformat()}
            for grant, number in kept.granted
        ],
        "messages": _messages(kept),
        "handovers": [_plain(one, "summary", "tried", "suggested_reply") for one in kept.handovers],
        "ratings": _each(kept.ratings),
        "actions": _each(kept.actions),
        "watches": [
            {"product": product.name_zh, "product_en": product.name_en, **_plain(watch)}
            for watch, product in kept.watches
        ],
        "identity_attempts": _each(kept.attempts),
    }


def _messages(kept: PersonFile) -> list[dict[str, Any]]:
    """Both sides' messages, each with its edits and the names of its files."""
    return [
        {
            **_plain(message),
            "edits": _each([one for one in kept.edits if one.message_id == message.key]),
            "files": _files(kept, message),
        }
        for message in kept.messages
    ]


def _files(kept: PersonFile, message: Message) -> list[dict[str, Any]]:
    return [
        _plain(one, "content", "external_id", "attempts")
        for one in kept.attachments
        if one.message_id == message.key
    ]


def _order(one: OrderFile) -> dict[str, Any]:
    return {
        **_plain(one.order),
        "lines": [
            {
                "product": item.product.name_zh,
                "product_en": item.product.name_en,
                "sku": item.sku.code,
                "quantity": item.quantity,
                "unit_price_minor": item.price_minor,
            }
            for item in one.items
        ],
        "payments": _each(one.payments),
        "parcels": [{**_plain(parcel), "events": _each(events)} for parcel, events in one.parcels],
        "refunds": _each(one.refunds),
        "returns": _each(one.returns),
        "invoices": _each(one.invoices),
    }


def _each(records: Sequence[Record]) -> list[dict[str, Any]]:
    return [_plain(record) for record in records]


def _plain(record: Record, *without: str) -> dict[str, Any]:
    """A record's columns as JSON knows them."""
    return record.model_dump(mode="json", exclude=_INSIDE | set(without))
