"""One record of the records page with all that belongs to it, in words, and its forms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.console.room.page import Json, Reader, Unusable
from bot.console.room.record_forms import counted, form, typed
from bot.console.room.record_parts import entry, facts_of, forms_for, group
from bot.console.room.record_people import customer_told, order_told
from bot.console.room.record_tables import TABS, allowed, moment
from bot.console.viewing import about
from bot.desk import facts
from bot.rules.permissions import Permission
from knowledge.queries.supply import OnOrder
from knowledge.queries.tables.articles import article_detail
from knowledge.queries.tables.goods import goods_detail
from knowledge.queries.tables.suppliers import supplier_detail
from knowledge.records import Sku, StockLevel, Supplier, SupplierOffer

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


async def _goods(reader: Reader, key: int) -> Json:
    async with reader.parts.console.store.reading() as unit:
        found = await goods_detail(unit, key)
    one, w = found.product, reader.words
    codes = {stocked.sku.key: stocked.sku.code for stocked in found.skus}
    skus = [
        _sku(reader, stocked.sku, stocked.level, found.on_order.get(stocked.sku.key, ()))
        for stocked in found.skus
    ]
    offers = [
        entry(
            offered.supplier.name,
            lines=[codes[sku], _offered(reader, offered.offer)],
            to=["suppliers", offered.supplier.key],
            forms=forms_for(reader, _offer_form(reader, offered.offer)),
        )
        for sku, several in found.offers.items()
        for offered in several
    ]
    moved = [
        entry(
            f"{move.quantity:+d} · {codes[move.sku_id]}",
            tags=[w.get(f"stock_{move.reason}", move.reason)],
            lines=[" · ".join(filter(None, (moment(move.happened_at, reader), move.reference)))],
        )
        for move in found.movements
    ]
    return {
        "title": one.name(reader.language),
        "facts": facts_of(w, code=one.code, name_zh=one.name_zh, name_en=one.name_en,
                        category=one.category),
        "body": one.description_zh if reader.language == "zh" else one.description_en,
        "forms": forms_for(reader, form("product", key, typed("product", one), reader)),
        "groups": [
            group(w["stock"], skus),
            group(w["tab_suppliers"], offers, w["offers_none"]),
            group(w["movements"], moved),
        ],
    }  # fmt: skip


def _sku(reader: Reader, sku: Sku, level: StockLevel | None, coming: Iterable[OnOrder]) -> Json:
    w = reader.words
    there = w["not_counted"]
    if level is not None:
        there = w["stock_line"].format(level.on_hand, level.reserved, level.available)
    price = form("sku", sku.key, typed("sku", sku), reader)
    stock = form("stock", sku.key, counted(level.on_hand if level else None), reader)
    return entry(
        " · ".join(filter(None, (sku.code, sku.variant(reader.language)))),
        tags=[facts.money(sku.price_minor, sku.currency)]
        + ([] if sku.active else [w["only_not_for_sale"]]),
        lines=[
            there,
            *(w["on_order"].format(one.quantity, one.number) for one in coming),
            f"{w['restock_at']} {moment(level.restock_at, reader)}"
            if level and level.restock_at
            else "",
        ],
        forms=forms_for(reader, price, stock),
    )


async def _supplier(reader: Reader, key: int) -> Json:
    console, w = reader.parts.console, reader.words
    async with console.store.reading() as unit:
        found = await supplier_detail(unit, key, console.now() - _LEAD)
    one: Supplier = found.supplier
    offers = [
        entry(
            row.product.name(reader.language),
            lines=[
                " · ".join(filter(None, (row.sku.code, row.sku.variant(reader.language)))),
                _offered(reader, row.offer),
            ],
            to=["goods", row.product.key],
            forms=forms_for(reader, _offer_form(reader, row.offer)),
        )
        for row in found.offers
    ]
    orders = [
        entry(
            order.number,
            tags=[w[f"bought_{order.status.value}"]],
            lines=[moment(order.requested_at, reader), order.reason],
        )
        for order in found.orders
    ]
    lead = "" if found.lead_days is None else w["lead"].format(found.lead_days, found.receipts)
    return {
        "title": one.name,
        "facts": facts_of(
            w,
            code=one.code,
            email=one.email,
            telegram_chat=one.telegram_chat,
            language=w.get(f"language_{one.language}", one.language),
            lead_days=lead,
        ),
        "forms": forms_for(reader, form("supplier", key, typed("supplier", one), reader)),
        "groups": [
            group(w["offers"], offers, w["offers_none"]),
            group(w["bought"], orders, w["bought_none"]),
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
    link = entry(w[f"language_{other}"], to=["articles", found.other])
    return {
        "title": text.title,
        "tags": [w[f"language_{text.language}"]],
        "facts": facts_of(w, topic=about([text.topic], reader.language)),
        "body": text.body,
        "forms": [form("article", key, values, reader)] if edits else [],
        "removable": edits,
        "twin": twin if edits and found.other is None else None,
        "groups": [
            group(w["field_asks"], [entry(one) for one in text.asks]),
            group(w["other_language_says"], [link] if found.other else []),
        ],
    }


def new_article(reader: Reader, language: str, topic: str = "product_info", says: int = 0) -> Json:
    """An empty form of an article; `says`: what it says in the other language."""
    empty = {"language": language, "topic": topic, "title": "", "asks": "", "body": ""}
    return form("article", 0, empty, reader, says=says)


_DETAILS = {
    "customers": customer_told,
    "orders": order_told,
    "goods": _goods,
    "suppliers": _supplier,
    "articles": _article,
}
