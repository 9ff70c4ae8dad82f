"""How the supply page says things: an item's name, money, and why an order is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.console.room.page import Reader
from bot.desk import facts
from bot.supply.refusals import OrderRefused
from knowledge.queries.supply_orders import Ordered, Purchase
from knowledge.records import Product, Sku


def item_name(sku: Sku, product: Product, language: str) -> str:
    """白瓷杯 · 蓝色 / Porcelain cup · blue."""
    if language == "zh":
        names = (product.name_zh, sku.variant_zh)
    else:
        names = (product.name_en or product.name_zh, sku.variant_en or sku.variant_zh)
    return " · ".join(filter(None, names))


def currency_of(line: Ordered) -> str:
    """In which a line is paid: its offer's, or else the item's own."""
    return line.offer.currency if line.offer is not None else line.sku.currency


def money_of(lines: Iterable[Ordered]) -> str:
    """What lines cost together, a sum for each currency: `¥4,900.00`."""
    sums = Counter[str]()
    for one in lines:
        sums[currency_of(one)] += one.quantity * one.line.unit_price_minor
    return " + ".join(facts.money(minor, currency) for currency, minor in sums.items())


def refused(error: OrderRefused, reader: Reader) -> str:
    """Why, in the reader's language."""
    said = reader.words.get(f"order_refused_{error.reason}")
    if said is None:
        return str(error)
    known = dict(error.facts)
    if "would" in known and reader.language == "zh":
        known["would"] = str(known["would"]).replace(" or ", "或")
    return said.format(**known)


def reasons(said: str, codes: Sequence[str], language: str) -> dict[str, str]:
    """A purchase order's reason by item, in one language; "" has what is about none of them.

    `CUP-01: 还能卖9天。 / 9 days left.` → in `en`, `CUP-01` has `9 days left.`
    """
    found: dict[str, list[str]] = {}
    for line in said.splitlines():
        code = next((one for one in codes if line.startswith(f"{one}: ")), "")
        chinese, between, english = line.removeprefix(f"{code}: ").partition(" / ")
        chosen = english if between and language != "zh" else chinese
        found.setdefault(code, []).append(chosen.strip())
    return {code: "\n".join(lines) for code, lines in found.items()}


def reason_of(found: Purchase, language: str) -> str:
    """Why it was ordered, item by item, in one language."""
    told = reasons(found.order.reason, [one.sku.code for one in found.lines], language)
    return "\n".join(f"{code}: {said}" if code else said for code, said in told.items())
