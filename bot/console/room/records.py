"""The shop's records: tables that are searched, one record beside its table, and its forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import Request
from nicegui import ui

from bot.console.room.page import Answer, Given, Json, Reader, Room, Unusable, dressed, number, text
from bot.console.room.record_details import detail_of, new_article
from bot.console.room.record_forms import counted, read, typed
from bot.console.room.record_tables import TABS, allowed, table_of
from bot.desk.article_text import ArticleRefused, ArticleStale
from bot.desk.record_checks import EditRefused, EditStale
from bot.desk.record_values import StockReason
from bot.rules.permissions import Permission
from knowledge.queries.tables.paging import Ask

#: Rows a page.
ROWS = 50


class RecordsRoom(Room, component="records.js"):
    """One open page of records. Which table and record it shows is the browser's affair."""

    def answers(self) -> Mapping[str, Answer]:
        return {
            "table": Answer(self.table, Permission.SEE_RECORDS),
            "one": Answer(self.one, Permission.SEE_RECORDS),
            "save": Answer(self.save, Permission.EDIT_RECORDS),
            "save_article": Answer(self.save_article, Permission.EDIT_ARTICLES),
            "remove_article": Answer(self.remove_article, Permission.EDIT_ARTICLES),
        }

    async def table(self, given: Given) -> None:
        """Rows of a table: the first ones, or those that follow."""
        tab, only, after = text(given, "tab", 20), text(given, "only", 20), text(given, "after")
        ask = Ask(
            words=text(given, "words", 200),
            sort=text(given, "sort", 20),
            descending=given.get("descending") is True,
            after=after,
            limit=number(given, "count"),
        )
        shown = await table_of(self.reader, tab, ask, only)
        asked = text(given, "asked", 40)
        await self.reader.tell("table", tab=tab, asked=asked, more=bool(after), **shown)

    async def one(self, given: Given) -> None:
        """One record with what belongs to it."""
        await self._tell_one(text(given, "tab", 20), number(given, "id"))

    async def save(self, given: Given) -> None:
        """Keep what was typed about a record."""
        what, key = text(given, "what", 20), number(given, "id")
        book, me = self.reader.parts.console.records, self.reader.staff.key
        changes: Mapping[str, Any] = {
            "customer": book.change_customer,
            "product": book.change_product,
            "sku": book.change_sku,
            "supplier": book.change_supplier,
            "offer": book.change_offer,
        }
        if what != "stock" and what not in changes:
            raise Unusable("error_unusable")

        async def keep() -> None:
            if what == "stock":
                await self._count(key, given)
                return
            before, after = (read(what, given.get(when)) for when in ("before", "after"))
            await changes[what](key, before, after, me)

        await self._kept(given, keep)

    async def _count(self, key: int, given: Given) -> None:
        seen = given.get("before")
        was = read("stock", seen)["on_hand"] if _is_counted(seen) else None
        now = read("stock", given.get("after"))
        reason = StockReason(now["reason"])
        records, me = self.reader.parts.console.records, self.reader.staff.key
        await records.correct_stock(key, was, now["on_hand"], reason, me, now["note"])

    async def save_article(self, given: Given) -> None:
        """Keep an article: a new one where its id is 0."""
        book, me = self.reader.parts.console.article_book, self.reader.staff.key
        key = 0 if given.get("id") == 0 else number(given, "id")
        after = read("article", given.get("after"))

        async def keep() -> int:
            if key:
                await book.change(key, read("article", given.get("before")), after, me)
                return key
            says = number(given, "says") if given.get("says") else None
            return await book.write(after, me, says=says)

        await self._kept(given, keep)

    async def remove_article(self, given: Given) -> None:
        """Take an article out; the page has asked once more."""
        book, me = self.reader.parts.console.article_book, self.reader.staff.key
        key, before = number(given, "id"), read("article", given.get("before"))
        try:
            await book.remove(key, before, me)
        except ArticleStale:
            await self._tell_one("articles", key)
            raise Unusable("edit_changed") from None
        await self.reader.tell("removed", id=key, text=self.reader.words["done_removed"])

    async def _kept(self, given: Given, keeping: Callable[[], Awaitable[int | None]]) -> None:
        """Tell what became of an edit: kept, or why not and what the record says now."""
        what, form, words = text(given, "what", 20), text(given, "form", 60), self.reader.words
        try:
            made = await keeping()
        except (EditStale, ArticleStale) as stale:
            now = _now(what, stale.now)
            await self.reader.tell("stale", form=form, now=now, text=words["edit_changed"])
        except (EditRefused, ArticleRefused) as no:
            said = words.get(f"edit_{no.reason}", str(no))
            await self.reader.tell("refused", form=form, field=no.field, text=said)
        else:
            await self.reader.tell("saved", form=form, made=made, text=words["done_saved"])

    async def _tell_one(self, tab: str, key: int) -> None:
        await self.reader.tell("one", one=await detail_of(self.reader, tab, key))


def _now(what: str, now: object) -> Json:
    if what == "stock":
        return {"on_hand": counted(now if isinstance(now, int) else None)["on_hand"]}
    return typed(what, now)


def _is_counted(before: object) -> bool:
    return isinstance(before, dict) and before.get("on_hand") != ""


async def records_page(request: Request) -> None:
    """The page with the table that its address names, or else the first."""
    reader = Reader.of(request, "nav_records")
    dressed(reader.base)
    tabs = [one for one in TABS if allowed(reader, one)]
    wanted = request.query_params.get("tab")
    tab = wanted if wanted in tabs else next(iter(tabs), "")
    first: Json = {"tab": tab, "tabs": [_told_tab(reader, one) for one in tabs], "count": ROWS}
    if tab:
        sort = TABS[tab].sort
        ask = Ask(sort=_first_sort(reader, tab), descending=sort.startswith("-"), limit=ROWS)
        first |= await table_of(reader, tab, ask)
    if reader.may(Permission.EDIT_ARTICLES):
        first["new_article"] = new_article(reader, reader.language)
    RecordsRoom(reader, "records", first=first)


def _first_sort(reader: Reader, tab: str) -> str:
    return _sort(reader, tab, TABS[tab].sort.removeprefix("-"))


def _sort(reader: Reader, tab: str, sort: str) -> str:
    """Goods are sorted by their name in the reader's language."""
    return f"name_{reader.language}" if (tab, sort) == ("goods", "name") else sort


def _told_tab(reader: Reader, name: str) -> Json:
    tab, words = TABS[name], reader.words
    return {
        "name": name,
        "sort": _first_sort(reader, name),
        "descending": tab.sort.startswith("-"),
        "filters": [(one, words[f"only_{one}"]) for one in tab.filters],
        "columns": [
            {
                "key": key,
                "label": words[f"field_{key}"],
                "sort": _sort(reader, name, sort),
                "class": None if key in tab.narrow else "wide",
            }
            for key, sort in tab.columns.items()
        ],
    }


def register() -> None:
    """Have NiceGUI serve the page."""
    ui.page("/records")(records_page)
