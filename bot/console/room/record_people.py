"""A customer or an order of the records page, with all that belongs to it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.console.room.page import Json, Reader
from bot.console.room.record_forms import form, typed
from bot.console.room.record_parts import entry, facts_of, forms_for, group
from bot.console.room.record_tables import moment
from bot.desk import facts
from knowledge.records import Order, Shipment


async def customer_told(reader: Reader, key: int) -> Json:
    found = await reader.parts.console.record_views.customer(key, reader.staff.key)
    one, w = found.customer, reader.words
    accounts = [
        entry(
            f"{w[f'channel_{account.channel.value}']} · {account.display_name or account.key}",
            tags=[w["blocked"]] if account.blocked_at else [],
            lines=[moment(account.verified_at, reader) or w["not_identified"]],
        )
        for account in found.accounts
    ]
    talks = [
        entry(
            f"#{talk.key}",
            lines=[moment(talk.last_message_at, reader)],
            href=f"{reader.base}/?open={talk.key}",
        )
        for talk in found.conversations
    ]
    orders = [
        entry(
            row.number,
            tags=[w[f"status_{row.status.value}"]],
            lines=[
                f"{facts.money(row.total_minor, row.currency)} · {moment(row.placed_at, reader)}"
            ],
            to=["orders", row.id],
        )
        for row in found.orders
    ]
    return {
        "title": one.name,
        "facts": facts_of(
            w,
            reference=one.reference,
            phone=one.phone,
            email=one.email,
            language=w.get(f"language_{one.language}", one.language),
            level=one.level,
        ),
        "forms": forms_for(reader, form("customer", key, typed("customer", one), reader)),
        "groups": [
            group(w["tab_orders"], orders, w["orders_none"]),
            group(w["conversations"], talks),
            group(w["accounts"], accounts),
        ],
    }


async def order_told(reader: Reader, key: int) -> Json:
    found = await reader.parts.console.record_views.order(key, reader.staff.key)
    one, file, w = found.file.order, found.file, reader.words
    items = [
        entry(
            item.product.name(reader.language),
            lines=[
                item.sku.variant(reader.language),
                f"{item.quantity} × {facts.money(item.price_minor, one.currency)}",
            ],
            to=["goods", item.product.key],
        )
        for item in file.items
    ]
    parcels = [_parcel(reader, parcel, events) for parcel, events in file.parcels]
    return {
        "title": one.number,
        "tags": [w[f"status_{one.status.value}"]],
        "facts": facts_of(
            w,
            total=facts.money(one.total_minor, one.currency),
            placed=moment(one.placed_at, reader),
            ship_by=moment(one.ship_by, reader),
            promised=moment(one.promised_at, reader),
            recipient=one.recipient,
            phone=one.phone,
            address=one.address,
            note=one.note,
        ),
        "groups": [
            group(w["who"], [entry(found.customer.name, lines=[found.customer.reference],
                                     to=["customers", found.customer.key])]),
            group(w["tab_goods"], items),
            group(w["shipments"], parcels, w["shipments_none"]),
            group(w["payments"], _payments(reader, file.payments)),
            group(w["refunds"], _refunds(reader, file.refunds)),
            group(w["cases"], _returns(reader, one, file.returns)),
            group(w["invoices"], _invoices(reader, file.invoices)),
        ],
    }  # fmt: skip


def _parcel(reader: Reader, parcel: Shipment, events: Iterable[Any]) -> Json:
    language = reader.language
    newest = sorted(events, key=lambda one: one.happened_at, reverse=True)
    return entry(
        f"{facts.carrier(parcel.carrier, language)} {parcel.tracking_number}",
        tags=[facts.status(parcel.status, language)],
        lines=[
            " · ".join(
                filter(
                    None,
                    (moment(one.happened_at, reader), one.location(language), one.description),
                )
            )
            for one in newest
        ],
    )


def _payments(reader: Reader, found: Iterable[Any]) -> list[Json]:
    return [
        entry(
            facts.money(one.amount_minor, one.currency),
            tags=[reader.words[f"payment_{one.status.value}"]],
            lines=[f"{one.method} · {moment(one.paid_at, reader)}".strip(" ·")],
        )
        for one in found
    ]


def _refunds(reader: Reader, found: Iterable[Any]) -> list[Json]:
    return [
        entry(
            facts.money(one.amount_minor, one.currency),
            tags=[reader.words[f"refund_{one.status.value}"]],
            lines=[moment(one.requested_at, reader), one.reason],
        )
        for one in found
    ]


def _returns(reader: Reader, order: Order, found: Iterable[Any]) -> list[Json]:
    w = reader.words
    return [
        entry(
            one.number or f"#{one.key}",
            tags=[w[f"case_kind_{one.kind.value}"], w[f"case_{one.status.value}"]],
            lines=[
                moment(one.opened_at, reader),
                facts.money(one.refund_minor, order.currency) if one.refund_minor else "",
                one.reason,
            ],
        )
        for one in found
    ]


def _invoices(reader: Reader, found: Iterable[Any]) -> list[Json]:
    return [
        entry(
            one.title,
            tags=[reader.words[f"invoice_{one.status.value}"]],
            lines=[one.tax_number or "", one.email],
        )
        for one in found
    ]
