"""The form in which staff have an action otherwise before they agree to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.console.room.page import Json, Reader, Unusable
from bot.console.room.record_forms import amount_of, as_amount, whole_of, words_of
from bot.desk.actions.changeable import (
    AMOUNT,
    CURE,
    INSTEAD,
    INVOICE_FOR,
    POSTAGE,
    QUANTITY,
    Changeable,
    Typed,
)

#: More fields than any action has.
_MOST_FIELDS = 200
#: Values whose choices have words of their own.
_WORDED = frozenset({CURE, POSTAGE, INVOICE_FOR})


def form_of(fields: Sequence[Changeable], reader: Reader) -> list[Json]:
    """The fields as the page shows them, each with what it says now; none where nothing is open."""
    return [_shown(field, reader) for field in fields]


def _shown(field: Changeable, reader: Reader) -> Json:
    at = reader.language == "en"
    value = as_amount(field.value) if field.typed is Typed.MONEY else str(field.value)
    return {
        "name": field.name,
        "kind": field.typed.value,
        "label": _label(field, reader),
        "options": [
            (value, reader.words[f"{field.name}_{value}"] if field.name in _WORDED else names[at])
            for value, names in field.options
        ],
        "value": value,
    }


def _label(field: Changeable, reader: Reader) -> str:
    words, about = reader.words, field.about[reader.language == "en"]
    for prefix, key in ((QUANTITY, "change_quantity"), (INSTEAD, "change_instead")):
        if field.name.startswith(prefix):
            return words[key].format(about)
    return words["change_amount" if field.name == AMOUNT else f"change_{field.name}"]


def read(given: Mapping[str, object]) -> dict[str, str | int]:
    """The values that a page sent, numbers where they are typed as such.

    Raises:
        EditRefused: something typed is no number.
        Unusable: they are not such as the page makes.
    """
    sent = given.get("values")
    if not isinstance(sent, dict) or len(sent) > _MOST_FIELDS:
        raise Unusable("error_unusable")
    return {str(name): _read(str(name), value) for name, value in sent.items()}


def _read(name: str, value: object) -> str | int:
    if name == AMOUNT:
        return amount_of(name, value)
    if name.startswith(QUANTITY):
        return whole_of(name, value)
    return words_of(name, value)
