"""One record of the records page with all that belongs to it, in words, and its forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from bot.console.room.page import Reader, Unusable
from bot.console.room.record_forms import counted, form, typed
from bot.console.room.record_tables import TABS, allowed, moment
from bot.console.room.talk import Json
from bot.console.viewing import about
from bot.desk import facts
from bot.rules.permissions import Permission
from knowledge.queries.tables.articles import article_detail
from knowledge.queries.tables.goods import goods_detail
from knowledge.queries.tables.suppliers import supplier_detail
from knowledge.records import Order, Shipment, Sku, StockLevel, Supplier, SupplierOffer

#: Receipts of so long tell how long a supplier takes.
_LEAD = timedelta(days=365)


async def detail_of(reader: Reader, tab: str, key: int) -> Json:
    """All about one record.

    Raises:
        LookupError: there is none.
        Unusable: there is no such table, or the reader may not see it.
    """
    if tab not in TABS:
        raise Unusable("error_unusable")
    if not allowed(reader, tab):
        raise Unusable("error_not_allowed")
    return {"tab": tab, "id": key, **await _DETAILS[tab](reader, key)}


async def _customer(reader: Reader, key: int) -> Json:
    found = await reader.parts.console.record_views.customer(key, reader.staff.key)
    one, w = found.customer, reader.words
    accounts = [
        _entry(
            f"{w[f'channel_{account.channel.value}']} · {account.display_name or account.key}",
            tags=[w["blocked"]] if account.blocked_at else [],
            lines=[moment(account.verified_at, reader) or w["not_identified"]],
        )
        for account in found.accounts
    ]
    talks = [
        _entry(
            f"#{talk.key}",
            lines=[moment(talk.last_message_at, reader)],
            href=f"{reader.base}/?open={talk.key}",
        )
        for talk in found.conversations
    ]
    orders = [
        _entry(
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
        "facts": _facts(
            w,
            reference=one.reference,
            phone=one.phone,
            email=one.email,
            language=w.get(f"language_{one.language}", one.language),
            level=one.level,
        ),
        "forms": _forms(reader, form("customer", key, typed("customer", one), reader)),
        "groups": [
            _group(w["tab_orders"], orders, w["orders_none"]),
            _group(w["conversations"], talks),
            _group(w["accounts"], accounts),
        ],
    }


async def _order(reader: Reader, key: int) -> Json:
    found = await reader.parts.console.record_views.order(key, reader.staff.key)
    one, file, w = found.file.order, found.file, reader.words
    items = [
        _entry(
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
        "facts": _facts(
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
            _group(w["who"], [_entry(found.customer.name, lines=[found.customer.reference],
                                     to=["customers", found.customer.key])]),
            _group(w["tab_goods"], items),
            _group(w["shipments"], parcels, w["shipments_none"]),
            _group(w["payments"], _payments(reader, file.payments)),
            _group(w["refunds"], _refunds(reader, file.refunds)),
            _group(w["cases"], _returns(reader, one, file.returns)),
            _group(w["invoices"], _invoices(reader, file.invoices)),
        ],
    }  # fmt: skip


def _parcel(reader: Reader, parcel: Shipment, events: Iterable[Any]) -> Json:
    language = reader.language
    newest = sorted(events, key=lambda one: one.happened_at, reverse=True)
    return _entry(
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
        _entry(
            facts.money(one.amount_minor, one.currency),
            tags=[reader.words[f"payment_{one.status.value}"]],
            lines=[f"{one.method} · {moment(one.paid_at, reader)}".strip(" ·")],
        )
        for one in found
    ]


def _refunds(reader: Reader, found: Iterable[Any]) -> list[Json]:
    return [
        _entry(
            facts.money(one.amount_minor, one.currency),
            tags=[reader.words[f"refund_{one.status.value}"]],
            lines=[moment(one.requested_at, reader), one.reason],
        )
        for one in found
    ]


def _returns(reader: Reader, order: Order, found: Iterable[Any]) -> list[Json]:
    w = reader.words
    return [
        _entry(
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
        _entry(
            one.title,
            tags=[reader.words[f"invoice_{one.status.value}"]],
            lines=[one.tax_number or "", one.email],
        )
        for one in found
    ]


async def _goods(reader: Reader, key: int) -> Json:
    async with reader.parts.console.store.reading() as unit:
        found = await goods_detail(unit, key)
    one, w = found.product, reader.words
    codes = {stocked.sku.key: stocked.sku.code for stocked in found.skus}
    skus = [
        _sku(reader, stocked.sku, stocked.level, found.on_order.get(stocked.sku.key))
        for stocked in found.skus
    ]
    offers = [
        _entry(
            offered.supplier.name,
            lines=[codes[sku], _offered(reader, offered.offer)],
            to=["suppliers", offered.supplier.key],
            forms=_forms(reader, _offer_form(reader, offered.offer)),
        )
        for sku, several in found.offers.items()
        for offered in several
    ]
    moved = [
        _entry(
            f"{move.quantity:+d} · {codes[move.sku_id]}",
            tags=[w.get(f"stock_{move.reason}", move.reason)],
            lines=[" · ".join(filter(None, (moment(move.happened_at, reader), move.reference)))],
        )
        for move in found.movements
    ]
    return {
        "title": one.name(reader.language),
        "facts": _facts(w, code=one.code, name_zh=one.name_zh, name_en=one.name_en,
                        category=one.category),
        "body": one.description_zh if reader.language == "zh" else one.description_en,
        "forms": _forms(reader, form("product", key, typed("product", one), reader)),
        "groups": [
            _group(w["stock"], skus),
            _group(w["tab_suppliers"], offers, w["offers_none"]),
            _group(w["movements"], moved),
        ],
    }  # fmt: skip


def _sku(reader: Reader, sku: Sku, level: StockLevel | None, coming: Any) -> Json:
    w = reader.words
    there = w["not_counted"]
    if level is not None:
        there = w["stock_line"].format(level.on_hand, level.reserved, level.available)
    price = form("sku", sku.key, typed("sku", sku), reader)
    stock = form("stock", sku.key, counted(level.on_hand if level else None), reader)
    return _entry(
        " · ".join(filter(None, (sku.code, sku.variant(reader.language)))),
        tags=[facts.money(sku.price_minor, sku.currency)]
        + ([] if sku.active else [w["only_not_for_sale"]]),
        lines=[
            there,
            w["on_order"].format(coming.quantity, coming.number) if coming else "",
            f"{w['restock_at']} {moment(level.restock_at, reader)}"
            if level and level.restock_at
            else "",
        ],
        forms=_forms(reader, price, stock),
    )


async def _supplier(reader: Reader, key: int) -> Json:
    console, w = reader.parts.console, reader.words
    async with console.store.reading() as unit:
        found = await supplier_detail(unit, key, console.now() - _LEAD)
    one: Supplier = found.supplier
    offers = [
        _entry(
            row.product.name(reader.language),
            lines=[
                " · ".join(filter(None, (row.sku.code, row.sku.variant(reader.language)))),
                _offered(reader, row.offer),
            ],
            to=["goods", row.product.key],
            forms=_forms(reader, _offer_form(reader, row.offer)),
        )
        for row in found.offers
    ]
    orders = [
        _entry(
            order.number,
            tags=[w[f"bought_{order.status.value}"]],
            lines=[moment(order.requested_at, reader), order.reason],
        )
        for order in found.orders
    ]
    lead = "" if found.lead_days is None else w["lead"].format(found.lead_days, found.receipts)
    return {
        "title": one.name,
        "facts": _facts(
            w,
            code=one.code,
            email=one.email,
            telegram_chat=one.telegram_chat,
            language=w.get(f"language_{one.language}", one.language),
            lead_days=lead,
        ),
        "forms": _forms(reader, form("supplier", key, typed("supplier", one), reader)),
        "groups": [
            _group(w["offers"], offers, w["offers_none"]),
            _group(w["bought"], orders, w["bought_none"]),
        ],
    }


def _offered(reader: Reader, offer: SupplierOffer) -> str:
    price = facts.money(offer.unit_price_minor, offer.currency)
    return reader.words["offer_line"].format(price, offer.minimum_quantity, offer.pack_size)


def _offer_form(reader: Reader, offer: SupplierOffer) -> Json:
    return form("offer", offer.key, typed("offer", offer), reader)


async def _article(reader: Reader, key: int) -> Json:
    console, w = reader.parts.console, reader.words
    text = await console.article_book.read(key)
    async with console.store.reading() as unit:
        found = await article_detail(unit, key)
    values, edits = typed("article", text), reader.may(Permission.EDIT_ARTICLES)
    other = "en" if text.language == "zh" else "zh"
    twin = new_article(reader, other, values["topic"], key)
    link = _entry(w[f"language_{other}"], to=["articles", found.other])
    return {
        "title": text.title,
        "tags": [w[f"language_{text.language}"]],
        "facts": _facts(w, topic=about([text.topic], reader.language)),
        "body": text.body,
        "forms": [form("article", key, values, reader)] if edits else [],
        "removable": edits,
        "twin": twin if edits and found.other is None else None,
        "groups": [
            _group(w["field_asks"], [_entry(one) for one in text.asks]),
            _group(w["other_language_says"], [link] if found.other else []),
        ],
    }


def new_article(reader: Reader, language: str, topic: str = "product_info", says: int = 0) -> Json:
    """An empty form of an article; `says`: what it says in the other language."""
    empty = {"language": language, "topic": topic, "title": "", "asks": "", "body": ""}
    return form("article", 0, empty, reader, says=says)


def _forms(reader: Reader, *forms: Json) -> list[Json]:
    return list(forms) if reader.may(Permission.EDIT_RECORDS) else []


def _facts(words: dict[str, str], **said: str | None) -> list[tuple[str, str]]:
    return [(words[f"field_{name}"], value) for name, value in said.items() if value]


def _group(title: str, entries: Sequence[Json], none: str = "") -> Json:
    return {"title": title, "entries": entries, "none": none}


def _entry(
    head: str,
    *,
    tags: Sequence[str] = (),
    lines: Sequence[str] = (),
    to: Sequence[Any] | None = None,
    href: str = "",
    forms: Sequence[Json] = (),
) -> Json:
    """A line of what belongs to a record; `to` is another record's table and id."""
    told = [line for line in lines if line]
    return {"head": head, "tags": tags, "lines": told, "to": to, "href": href, "forms": forms}


_DETAILS = {
    "customers": _customer,
    "orders": _order,
    "goods": _goods,
    "suppliers": _supplier,
    "articles": _article,
}
