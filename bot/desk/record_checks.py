"""Whether a value typed by staff may be kept, and the form in which it is.

EditRefused         a value cannot be kept; `field` and `reason` say which and why
└── EditStale       somebody changed the record meanwhile; `now` is what it says
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.desk.audit_trail import Change
from bot.desk.record_values import (
    CustomerValues,
    OfferValues,
    ProductValues,
    SkuValues,
    SupplierValues,
)
from bot.errors import XiaoerError
from knowledge.intake.texts import desk_language, e164, email_address, plain_text

#: PostgreSQL's INTEGER.
LARGEST = 2**31 - 1
V = TypeVar("V", CustomerValues, ProductValues, SkuValues, SupplierValues, OfferValues)
Check = Callable[[Any], Any]


class EditRefused(XiaoerError):
    """A value cannot be kept; nothing was changed.

    Args:
        field: which value, as the values' class names it.
        reason: `blank`, `too_long`, `unfit`, `no_number`, `too_small`, `too_large`, `unusable` or
            `changed`, as the console words it.
    """

    def __init__(self, field: str, reason: str, message: str) -> None:
        super().__init__(message)
        self.field, self.reason = field, reason


class EditStale(EditRefused):
    """The record is not what the edit was made from; nothing was changed.

    Args:
        now: the values that it has now.
    """

    def __init__(self, now: object) -> None:
        super().__init__(
            "", "changed", "Somebody changed it meanwhile. Look at it again, then change it."
        )
        self.now = now


class _Wrong(ValueError):
    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason


def text_of(most: int, *, may_be_blank: bool = False) -> Check:
    """Text of so many characters at most, without blanks at its ends."""

    def check(value: Any) -> str:
        kept = _plain(value)
        if not kept and not may_be_blank:
            raise _Wrong("blank", "must not be blank")
        if len(kept) > most:
            raise _Wrong("too_long", f"has more than {most} characters")
        return kept

    return check


def _plain(value: Any) -> str:
    try:
        return str(plain_text(str(value)))
    except ValueError as error:
        raise _Wrong("unfit", str(error)) from None


def _or_none(check: Check, most: int) -> Check:
    """What a check makes of a value; blank is None."""

    def checked(value: Any) -> str | None:
        kept = "" if value is None else text_of(most, may_be_blank=True)(value)
        return _usable(check)(kept) if kept else None

    return checked


def _usable(check: Check) -> Check:
    def checked(value: Any) -> Any:
        try:
            return check(value)
        except _Wrong:
            raise
        except ValueError as error:
            raise _Wrong("unusable", str(error)) from None

    return checked


#: A phone in any usual form, kept as E.164; an e-mail address.
PHONE: Check = _usable(e164)
E_MAIL: Check = _usable(email_address)


def _chat(value: str) -> str:
    """A chat's id, or a public name (https://core.telegram.org/bots/api#sendmessage)."""
    if not re.fullmatch(r"-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31}", value):
        raise ValueError("is not a Telegram chat such as 123456 or @name")
    return value


def whole_number(least: int) -> Check:
    """A whole number from `least` to what the records hold."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _Wrong("no_number", "is not a whole number")
        if value < least:
            raise _Wrong("too_small", f"is less than {least}")
        if value > LARGEST:
            raise _Wrong("too_large", "is too large")
        return value

    return check


_CHECKS: Mapping[type, Mapping[str, Check]] = {
    CustomerValues: {
        "name": text_of(120),
        "phone": _or_none(e164, 40),
        "email": _or_none(email_address, 200),
        "language": _usable(desk_language),
        "level": text_of(40, may_be_blank=True),
    },
    ProductValues: {
        "name_zh": text_of(200),
        "name_en": text_of(200),
        "category": text_of(60, may_be_blank=True),
        "description_zh": text_of(5000, may_be_blank=True),
        "description_en": text_of(5000, may_be_blank=True),
    },
    SkuValues: {"price_minor": whole_number(0), "active": bool},
    SupplierValues: {
        "name": text_of(200),
        "email": _or_none(email_address, 200),
        "telegram_chat": _or_none(_chat, 60),
        "language": _usable(desk_language),
    },
    OfferValues: {
        "unit_price_minor": whole_number(0),
        "minimum_quantity": whole_number(1),
        "pack_size": whole_number(1),
    },
}


def checked(check: Check, field: str, value: Any) -> Any:
    """A value as it is kept.

    Raises:
        EditRefused: it cannot be.
    """
    try:
        return check(value)
    except _Wrong as wrong:
        raise EditRefused(field, wrong.reason, f"{field} {wrong}.") from None


def as_kept(before: V, after: V) -> V:
    """The values of an edit as they are kept. What the edit leaves alone is not judged.

    Raises:
        EditRefused: a changed value cannot be kept.
    """
    checks = _CHECKS[type(after)]
    judged = {
        one.name: checked(checks[one.name], one.name, getattr(after, one.name))
        for one in fields(after)
        if getattr(after, one.name) != getattr(before, one.name)
    }
    return replace(after, **judged)


def values_of(kind: type[V], record: object) -> V:
    """What a record says now, as `kind` has it."""
    return kind(**{one.name: getattr(record, one.name) for one in fields(kind)})


def edited(record: object, before: V, after: V) -> list[Change]:
    """Change a record from what it was into what it shall be; what changed.

    An edit that comes twice changes nothing the second time.

    Raises:
        EditStale: the record is neither the one nor the other.
    """
    now = values_of(type(before), record)
    if now not in (before, after):
        raise EditStale(now)
    changes = [
        Change(one.name, getattr(now, one.name), getattr(after, one.name))
        for one in fields(now)
        if getattr(now, one.name) != getattr(after, one.name)
    ]
    for change in changes:
        setattr(record, change.field, change.after)
    return changes
