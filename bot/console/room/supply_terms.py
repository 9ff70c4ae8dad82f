"""Terms and limits of a course, which are kept as JSON, read for a page: whatever is missing or
of another shape is left out, as records outlive the program that wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.console.room.page import Json
from bot.desk import facts

#: Lines of terms and of limits that are shown at most.
_MOST = 200


def terms_told(terms: Mapping[str, Any], currency: str) -> Json | None:
    """An offer: its lines, the day, and the total where every line has a price and pieces.

    A line `{"item": "CUP", "quantity": 40, "unit_price_minor": 4800}` of CNY → 40 × ¥48.00,
    ¥1,920.00 in all; None where nothing is said.
    """
    kept = terms.get("currency")
    currency = kept if isinstance(kept, str) and kept else currency
    found = terms.get("lines")
    lines = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    told = [_line(one, currency) for one in lines[:_MOST]]
    delivery = str(terms.get("delivery") or "")[:10]
    if not told and not delivery:
        return None
    sums = [one.pop("sum") for one in told]
    whole = bool(sums) and None not in sums
    total = facts.money(sum(sums), currency) if whole else ""
    return {"lines": told, "delivery": delivery, "total": total}


def _line(line: Mapping[str, Any], currency: str) -> Json:
    pieces, price = _whole(line.get("quantity")), _whole(line.get("unit_price_minor"))
    return {
        "item": str(line.get("item") or ""),
        "pieces": pieces,
        "price": None if price is None else facts.money(price, currency),
        "sum": None if pieces is None or price is None else pieces * price,
    }


def limits_told(limits: Mapping[str, Any], words: Mapping[str, str], currency: str) -> list[Json]:
    """What the supplier never learns, as pairs of a name and a value; money is written as such."""
    kept = limits.get("currency")
    currency = kept if isinstance(kept, str) and kept else currency
    pairs = []
    for path, value in _leaves(limits, ()):
        name = " · ".join(words.get(f"limit_{one}", one) for one in path)
        pairs.append({"name": name, "value": _said(path[-1], value, currency)})
    return pairs[:_MOST]


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value with the names that lead to it; of a list of items, each by its item."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "item":
                # The items say themselves which they are.
                further = () if isinstance(inner, list) else (str(name),)
                yield from _leaves(inner, (*path, *further))
    elif isinstance(value, list):
        for place, inner in enumerate(value, 1):
            named = inner.get("item") if isinstance(inner, dict) else None
            yield from _leaves(inner, (*path, str(named or place)))
    elif path:
        yield path, value


def _said(name: str, value: object, currency: str) -> str:
    if name.endswith("_minor") and (whole := _whole(value)) is not None:
        return facts.money(whole, currency)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return "–" if value is None else str(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
