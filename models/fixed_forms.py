"""Numbers with a fixed form, read by rules: order numbers, tracking numbers, phones.

A learned model would now and then drop a digit; a rule does not. What is read here is a
claim of the customer: the desk still checks it against the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.values import Entity, EntityKind

#: Full-width forms (U+FF01 to U+FF5E, Unicode "Halfwidth and Fullwidth Forms") and the
#: dashes that phones and keyboards put in numbers; one character for one, so that
#: offsets stay those of the message.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF_WIDTH |= {0x3000: 0x20, 0xA0: 0x20} | dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013), 0x2D)

_START, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"


@dataclass(frozen=True, slots=True)
class _Form:
    kind: EntityKind
    pattern: re.Pattern[str]


def _form(kind: EntityKind, pattern: str) -> _Form:
    return _Form(kind, re.compile(_START + pattern + _END, re.IGNORECASE))


#: The first form that fits a place wins. A group named `number` marks the span where the
#: words before it only give the kind away.
_FORMS = (
    _form(EntityKind.ORDER_NUMBER, r"XE[\s\-:#]*(?:\d[\s\-]?){9}\d"),
    _form(
        EntityKind.TRACKING_NUMBER,
        r"(?:快递单号|快遞單號|运单号?|運單號?|物流单号|物流單號|tracking(?:\s+(?:number|no\.?|id|code|#))?"
        r"|waybill(?:\s+(?:number|no\.?))?)\s*(?:是|为|為|is)?\s*"
        r"[:#]?\s*(?P<number>[A-Z]{0,4}\d{8,20}[A-Z]{0,2})",
    ),
    # Couriers: SF or YT and 13 digits, JD and 10 or more, 1Z… (UPS), and the postal union's
    # S10 (RB123456789CN).
    _form(
        EntityKind.TRACKING_NUMBER,
        r"(?:1Z[A-Z0-9]{16}|[A-Z]{2}\d{9}[A-Z]{2}|(?!XE)[A-Z]{2,5}\d{9,18})",
    ),
    # Mainland mobile: 1[3-9] and nine more, often written 3-4-4.
    _form(EntityKind.PHONE, r"(?:(?:\+|00)?86[\s\-]?)?1[3-9]\d[\s\-]?\d{4}[\s\-]?\d{4}"),
    _form(EntityKind.PHONE, r"(?<!\+)\(\d{3}\)[\s\-]?\d{3}[\s\-]?\d{4}"),
    _form(EntityKind.PHONE, r"\d{3}[\-. ]\d{3}[\-. ]\d{4}"),
    # With a trunk 0 (Britain, Taiwan, Australia, Germany), and seven digits as in the US.
    _form(EntityKind.PHONE, r"0\d{2,4}[ \-]?\d{3}[ \-]?\d{3,4}"),
    _form(EntityKind.PHONE, r"\d{3}-\d{4}"),
    _form(
        EntityKind.PHONE,
        r"(?:mobile|phone|cell|my number|手机号?|手機號?|电话|電話)(?:\s+(?:no\.?|number))?"
        r"\s*(?:is|是)?\s*[:#]?\s*(?P<number>\d{10})",
    ),
    # E.164: a plus, a country code, at most 15 digits in all.
    _form(EntityKind.PHONE, r"\+[1-9]\d{0,2}(?:[\s\-.]?\(?\d{1,4}\)?){2,6}"),
    _form(EntityKind.ORDER_NUMBER, r"#\s?\d{4,14}"),
    _form(
        EntityKind.ORDER_NUMBER,
        r"(?:订单编?号?|訂單編?號?|单号|單號|order(?:\s+(?:number|no\.?|id|#))?)"
        r"\s*(?:是|为|為|is|was)?\s*[:：#]?\s*(?P<number>\d{5,11})",
    ),
    # Another shop's form, known by the word before it: SO-20261012-019, 4419-D.
    _form(
        EntityKind.ORDER_NUMBER,
        r"(?:订单编?号?|訂單編?號?|单号|單號|order(?:\s+(?:number|no\.?|id))?|ref)\s*[:#]?\s*"
        r"(?P<number>(?=[A-Z0-9.\-]*\d{3})[A-Z0-9]+(?:[.\-][A-Z0-9]+)+)",
    ),
    _form(EntityKind.ORDER_NUMBER, r"\d{10}"),
    # The US Post's 22 digits, written in fours.
    _form(EntityKind.TRACKING_NUMBER, r"\d{4}(?: \d{4}){4} \d{2}"),
    _form(EntityKind.TRACKING_NUMBER, r"\d{12,22}"),
)


def half_width(text: str) -> str:
    """`text` with full-width letters, digits and signs made plain; as long as before."""
    return text.translate(_HALF_WIDTH)


def read_fixed_forms(text: str) -> list[Entity]:
    """Every order number, tracking number and phone in `text`, from left to right.

    `Entity.text` is as written; `normalised` gives the form the records use.
    """
    plain = half_width(text)
    found: list[Entity] = []
    for form in _FORMS:
        found += [entity for entity in _spans(form, plain, text) if not overlaps(entity, found)]
    return sorted(found, key=lambda entity: entity.start)


def normalised(entity: Entity) -> str:
    """The number as the records write it: `xe 2611-230042` -> `XE2611230042`.

    A phone keeps its leading plus, `+86 138 1234 5678` -> `+8613812345678`. Text of any
    other kind comes back as it is.
    """
    if entity.kind not in (EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER, EntityKind.PHONE):
        return entity.text
    plain = re.sub(r"[^A-Z0-9+]", "", half_width(entity.text).upper())
    if entity.kind == EntityKind.ORDER_NUMBER and re.fullmatch(r"\d{10}", plain):
        return f"XE{plain}"
    return plain


def overlaps(entity: Entity, others: list[Entity]) -> bool:
    """Whether `entity` shares a character with one of `others`."""
    return any(entity.start < other.end and other.start < entity.end for other in others)


def _spans(form: _Form, plain: str, text: str) -> Iterator[Entity]:
    for match in form.pattern.finditer(plain):
        group = "number" if "number" in form.pattern.groupindex else 0
        start, end = match.span(group)
        yield Entity(form.kind, text[start:end], start, end)
