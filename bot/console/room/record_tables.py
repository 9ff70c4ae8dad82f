"""The tables of the records page: how each is asked for, and what a row shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.console.room.page import Json, Reader, Unusable
from bot.console.viewing import about
from bot.desk import facts
from bot.rules.permissions import Permission
from knowledge.queries.tables.articles import article_table
from knowledge.queries.tables.goods import goods_table
from knowledge.queries.tables.paging import Ask, AskRefused
from knowledge.queries.tables.suppliers import supplier_table

_PERSONAL = frozenset({Permission.SEE_RECORDS, Permission.VIEW_PERSONAL_DATA})


@dataclass(frozen=True, slots=True)
class Tab:
    """A table.

    Args:
        columns: by key, in their order: the order of the table that its head asks for, if any.
        narrow: those columns that a phone shows.
        sort: how it is sorted at first; a leading `-` is downwards.
        filters: what can be left out, as the words name it.
    """

    columns: Mapping[str, str]
    narrow: frozenset[str]
    sort: str
    needs: frozenset[Permission] = frozenset({Permission.SEE_RECORDS})
    filters: tuple[str, ...] = ()


TABS: Mapping[str, Tab] = {
    "customers": Tab(
        {"name": "name", "reference": "reference", "phone": "", "level": "", "orders": "",
         "last": ""},
        frozenset({"name", "phone", "orders"}),
        "name",
        _PERSONAL,
    ),
    "orders": Tab(
        {"number": "number", "status": "", "customer": "", "recipient": "", "total": "",
         "placed": "placed"},
        frozenset({"number", "status", "customer"}),
        "-placed",
        _PERSONAL,
    ),
    "goods": Tab(
        {"code": "code", "goods": "name", "price": "price", "available": "available",
         "sale": ""},
        frozenset({"code", "goods", "available"}),
        "code",
        filters=("for_sale", "not_for_sale", "sold_out"),
    ),
    "suppliers": Tab(
        {"name": "name", "code": "code", "contact": "", "offers": "", "open_orders": ""},
        frozenset({"name", "offers", "open_orders"}),
        "name",
    ),
    "articles": Tab(
        {"title": "title", "topic": "topic", "language": "", "questions": "",
         "changed": "changed"},
        frozenset({"title", "topic"}),
        "title",
        filters=("in_zh", "in_en"),
    ),
}  # fmt: skip


def allowed(reader: Reader, tab: str) -> bool:
    """Whether the reader may look at a table."""
    return all(reader.may(one) for one in TABS[tab].needs)


def moment(at: datetime | None, reader: Reader) -> str:
    """2026-11-22 15:20, in the shop's zone; empty for never."""
    zone = reader.parts.console.settings.zone
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


async def table_of(reader: Reader, tab: str, ask: Ask, only: str = "") -> Json:
    """Some rows of a table.

    Raises:
        Unusable: there is no such table, order, page or filter.
    """
    if tab not in TABS or (only and only not in TABS[tab].filters):
        raise Unusable("error_unusable")
    if not allowed(reader, tab):
        raise Unusable("error_not_allowed")
    try:
        page = await _page(reader, tab, ask, only)
    except (AskRefused, OverflowError) as refused:
        raise Unusable("error_unusable") from refused
    count = reader.words["count_exact" if page.total.is_exact else "count_about"]
    told = _TOLD[tab]
    return {
        "rows": [told(row, reader) for row in page.rows],
        "following": page.next,
        "total": count.format(f"{page.total.rows:,}"),
    }


async def _page(reader: Reader, tab: str, ask: Ask, only: str) -> Any:
    console, me = reader.parts.console, reader.staff.key
    if tab == "customers":
        return await console.record_views.customers(ask, me)
    if tab == "orders":
        return await console.record_views.orders(ask, me)
    async with console.store.reading() as unit:
        if tab == "goods":
            sale = {"for_sale": True, "not_for_sale": False}.get(only)
            return await goods_table(unit, ask, active=sale, out_of_stock=only == "sold_out")
        if tab == "suppliers":
            return await supplier_table(unit, ask)
        return await article_table(unit, ask, language=only.removeprefix("in_"))


def _customer(row: Any, reader: Reader) -> Json:
    return asdict(row) | {"last": moment(row.last_order_at, reader), "last_order_at": None}


def _order(row: Any, reader: Reader) -> Json:
    return {
        "id": row.id,
        "number": row.number,
        "status": reader.words[f"status_{row.status.value}"],
        "customer": row.customer,
        "recipient": row.recipient,
        "total": facts.money(row.total_minor, row.currency),
        "placed": moment(row.placed_at, reader),
    }


def _goods(row: Any, reader: Reader) -> Json:
    zh = reader.language == "zh"
    name = (row.name_zh, row.variant_zh) if zh else (row.name_en, row.variant_en)
    free = None if row.on_hand is None else max(row.on_hand - (row.reserved or 0), 0)
    return {
        "id": row.sku_id,
        "of": row.product_id,
        "code": row.code,
        "goods": " · ".join(filter(None, name)),
        "price": facts.money(row.price_minor, row.currency),
        "available": reader.words["not_counted"] if free is None else free,
        "sale": reader.words["only_for_sale" if row.active else "only_not_for_sale"],
    }


def _supplier(row: Any, reader: Reader) -> Json:
    del reader
    return asdict(row) | {"contact": row.telegram_chat or row.email or ""}


def _article(row: Any, reader: Reader) -> Json:
    return {
        "id": row.id,
        "title": row.title,
        "topic": about([row.topic], reader.language),
        "language": reader.words[f"language_{row.language}"],
        "questions": row.questions,
        "changed": moment(row.updated_at, reader),
    }


_TOLD = {
    "customers": _customer,
    "orders": _order,
    "goods": _goods,
    "suppliers": _supplier,
    "articles": _article,
}
