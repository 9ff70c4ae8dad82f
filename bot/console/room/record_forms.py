"""The forms of the records page: what is typed as text, and the desk's values made of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.console.room.page import Json, Reader, Unusable
from bot.console.viewing import choices
from bot.desk.article_text import ArticleText
from bot.desk.record_checks import EditRefused, values_of
from bot.desk.record_values import (
    CustomerValues,
    OfferValues,
    ProductValues,
    SkuValues,
    StockReason,
    SupplierValues,
)

_MOST = 20_000
_WHOLE = re.compile(r"-?[0-9]{1,10}")
_MONEY = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Form:
    """The class of a form's values, and how each is typed, by its name."""

    values: Any
    kinds: Mapping[str, str]


FORMS: Mapping[str, Form] = {
    "customer": Form(
        CustomerValues,
        {"name": "text", "phone": "maybe", "email": "maybe", "language": "spoken", "level": "text"},
    ),
    "product": Form(
        ProductValues,
        {
            "name_zh": "text",
            "name_en": "text",
            "category": "text",
            "description_zh": "area",
            "description_en": "area",
        },
    ),
    "sku": Form(SkuValues, {"price_minor": "money", "active": "check"}),
    "supplier": Form(
        SupplierValues,
        {"name": "text", "email": "maybe", "telegram_chat": "maybe", "language": "spoken"},
    ),
    "offer": Form(
        OfferValues,
        {"unit_price_minor": "money", "minimum_quantity": "whole", "pack_size": "whole"},
    ),
    "stock": Form(None, {"on_hand": "whole", "reason": "reason", "note": "text"}),
    "article": Form(
        ArticleText,
        {"language": "spoken", "topic": "topic", "title": "text", "asks": "lines", "body": "area"},
    ),
}


def form(what: str, key: int, values: Json, reader: Reader, **more: Any) -> Json:
    """A form as the page shows it; `more` is sent back with what is typed."""
    asked = [
        {
            "name": name,
            "kind": kind,
            "label": reader.words[f"field_{name}"],
            "options": _options(kind, reader),
        }
        for name, kind in FORMS[what].kinds.items()
    ]
    return {"what": what, "id": key, "fields": asked, "values": values, **more}


def _options(kind: str, reader: Reader) -> list[tuple[str, str]]:
    words = reader.words
    if kind == "spoken":
        return [(one, words[f"language_{one}"]) for one in ("zh", "en")]
    if kind == "reason":
        return [(one.value, words[f"stock_{one.value}"]) for one in StockReason]
    if kind == "topic":
        return [(str(name), str(said)) for name, said in choices(reader.language)]
    return []


def typed(what: str, record: object) -> Json:
    """What a record, or its values, says, as it would be typed."""
    wanted = FORMS[what]
    values = record if isinstance(record, wanted.values) else values_of(wanted.values, record)
    return {name: _TYPED[kind](getattr(values, name)) for name, kind in wanted.kinds.items()}


def counted(on_hand: int | None, reason: StockReason = StockReason.COUNT) -> Json:
    """The form of a count of stock before anybody typed."""
    return {"on_hand": "" if on_hand is None else str(on_hand), "reason": reason.value, "note": ""}


def read(what: str, given: object) -> Any:
    """The values that a page sent.

    Raises:
        EditRefused: something typed is no number.
        Unusable: they are not such as the page makes.
    """
    sent = given if isinstance(given, dict) else {}
    wanted = FORMS[what]
    read = {name: _READ[kind](name, sent.get(name)) for name, kind in wanted.kinds.items()}
    if wanted.values is None:
        return read
    return wanted.values(**{one.name: read[one.name] for one in fields(wanted.values)})


def words_of(name: str, value: object) -> str:
    """Words as they were typed: the desk looks at their ends."""
    del name
    if not isinstance(value, str) or len(value) > _MOST:
        raise Unusable("error_unusable")
    return value.replace("\x00", "")


def _maybe(name: str, value: object) -> str | None:
    return words_of(name, value) or None


def _check(name: str, value: object) -> bool:
    del name
    return value is True


def whole_of(name: str, value: object) -> int:
    """A whole number as it is typed. Raises EditRefused."""
    said = words_of(name, value).strip()
    if not _WHOLE.fullmatch(said):
        raise EditRefused(name, "no_number", f"{name} is not a whole number.")
    return int(said)


def amount_of(name: str, value: object) -> int:
    """`129.9` → 12990."""
    found = _MONEY.fullmatch(words_of(name, value).strip().replace(",", ""))
    if found is None:
        raise EditRefused(name, "no_amount", f"{name} is not an amount.")
    minor = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    return -minor if found[1] else minor


def _lines(name: str, value: object) -> tuple[str, ...]:
    return tuple(one for one in words_of(name, value).split("\n") if one.strip())


def as_amount(minor: Any) -> str:
    """12990 → `129.90`."""
    return f"{int(minor) // 100}.{int(minor) % 100:02}"


def _as_is(value: Any) -> Any:
    return "" if value is None else value


_WORDS = ("text", "area", "spoken", "reason", "topic")
_READ: Mapping[str, Callable[[str, object], Any]] = {
    **dict.fromkeys(_WORDS, words_of),
    "maybe": _maybe,
    "check": _check,
    "whole": whole_of,
    "money": amount_of,
    "lines": _lines,
}
_TYPED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys((*_WORDS, "maybe", "check"), _as_is),
    "whole": str,
    "money": as_amount,
    "lines": "\n".join,
}
