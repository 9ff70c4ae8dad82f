"""An action as staff would have it: read from what they typed, and judged by the same rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.actions import fields as said
from bot.desk.actions.changeable import (
    AMOUNT,
    COMPANY,
    INSTEAD,
    INVOICE_FOR,
    QUANTITY,
    Changeable,
    Typed,
    fields,
)
from bot.desk.actions.details import Details, Goods
from bot.desk.actions.kinds.kind import payable
from bot.desk.actions.kinds.registry import KINDS
from bot.desk.actions.seen import Seen
from bot.desk.actions.summary import with_names
from bot.desk.audit_trail import Change
from bot.desk.record_checks import E_MAIL, PHONE, EditRefused, checked, text_of
from bot.rules.actions.addresses import is_whole
from bot.rules.actions.invoices import is_tax_number
from bot.rules.actions.verdict import Refused
from bot.rules.policy import Policy
from knowledge.records import Action, ActionKind

#: What staff typed, by the names of `changeable.fields`: numbers where those are typed.
Given = Mapping[str, str | int]
#: Of the details, what is one value each.
_PLAIN = (
    "cure",
    "postage",
    "address",
    "recipient",
    "phone",
    "company",
    "title",
    "tax_number",
    "email",
)
#: As `Order` holds them, and as an invoice does.
_LONGEST = {"address": 400, "recipient": 120, "title": 100}


@dataclass(frozen=True, slots=True)
class Altered:
    """An action as staff would have it; `changes` are none where it is as it was."""

    details: Details
    amount_minor: int
    changes: tuple[Change, ...]


def altered(
    action: Action, seen: Seen, given: Given, policy: Policy, now: datetime
) -> Altered | Refused:
    """The action with what was typed, or why the rules do not allow it so.

    Raises:
        EditRefused: a value is none that can be kept.
    """
    offered = {field.name: field for field in fields(action, seen, policy)}
    unknown = next((name for name in given if name not in offered), None)
    if unknown is not None:
        raise EditRefused(unknown, "unusable", f"{unknown} cannot be changed.")
    new = {name: value for name, value in given.items() if value != offered[name].value}
    before = Details.of(action.details)
    details = _with(before, new, offered, action.kind)
    if details.goods != before.goods:
        details = with_names(details, seen)
        _check_goods(details, action.kind, seen)
    if action.kind is ActionKind.REQUEST_INVOICE:
        _check_invoice(details, seen)
    verdict = KINDS[action.kind].judge(seen, details, policy, now)
    if isinstance(verdict, Refused):
        return verdict
    if details.agreed_minor > verdict.amount_minor:
        raise EditRefused(AMOUNT, "too_large", "The rules allow no more than was proposed.")
    amount = payable(verdict, details)
    changes = tuple(_changes(before, details, action.amount_minor, amount))
    if changes:
        asked = {"details": action.details, "amount_minor": action.amount_minor}
        details = details.model_copy(update={"as_asked": asked})
    return Altered(details, amount, changes)


def _with(
    before: Details, new: Given, offered: Mapping[str, Changeable], kind: ActionKind
) -> Details:
    """The details with what is new, each value checked."""
    update: dict[str, Any] = {}
    for name, value in new.items():
        kept = _kept(name, value, offered[name])
        if name == AMOUNT:
            update["agreed_minor"] = kept
        elif name == INVOICE_FOR:
            update["company"] = kept == COMPANY
        elif not name.startswith((QUANTITY, INSTEAD)):
            update[name] = kept
    goods = tuple(_goods(before, new, kind))
    return before.model_copy(update={**update, "goods": goods})


def _kept(name: str, value: str | int, field: Changeable) -> str | int:
    """A value as it is kept."""
    if field.typed in {Typed.MONEY, Typed.WHOLE}:
        least = 1 if name == AMOUNT else 0
        if not isinstance(value, int):
            raise EditRefused(name, "no_number", f"{name} is not a number.")
        if value < least:
            raise EditRefused(name, "too_small", f"{name} is less than {least}.")
        return value
    if field.typed is Typed.CHOICE:
        if value not in {option for option, _ in field.options}:
            raise EditRefused(name, "unusable", f"{name} is none of those offered.")
        return value
    return _text(name, str(value))


def _text(name: str, value: str) -> str:
    match name:
        case "phone":
            return str(checked(PHONE, name, value))
        case "email":
            return str(checked(E_MAIL, name, value))
        case "tax_number":
            number = value.strip().upper()
            if number and not is_tax_number(number):
                raise EditRefused(name, "unusable", "It is not a tax number.")
            return number
    kept = str(checked(text_of(_LONGEST[name]), name, value))
    whole = is_whole(kept) if name == "address" else name != "title" or said.is_title(kept)
    if not whole:
        raise EditRefused(name, "not_whole", f"{name} lacks something.")
    return kept


def _check_goods(details: Details, kind: ActionKind, seen: Seen) -> None:
    """Something has to be left: of what comes back, and of an order that is changed."""
    left = sum(one.quantity for one in details.goods)
    if kind is ActionKind.CHANGE_ITEMS:
        changed = {one.sku_id for one in details.goods}
        left += sum(line.quantity for line in seen.lines if line.sku_id not in changed)
    if not left:
        raise EditRefused("goods", "too_small", "Nothing would be left of it.")


def _check_invoice(details: Details, seen: Seen) -> None:
    """A company's invoice in yuan needs the company's tax number."""
    if details.company and seen.order.currency == "CNY" and not details.tax_number:
        raise EditRefused("tax_number", "blank", "A company's invoice needs its tax number.")


def _goods(before: Details, new: Given, kind: ActionKind) -> Iterator[Goods]:
    """The goods as they would be; those of which none is left are left out.

    An order that is changed may have none of a SKU afterwards, and never more than was asked for.
    """
    for one in before.goods:
        name = f"{QUANTITY}{one.sku_id}"
        number = int(new.get(name, one.quantity))
        if kind is ActionKind.CHANGE_ITEMS and number > max(one.quantity, one.had):
            raise EditRefused(name, "too_large", "It is more than the customer asked for.")
        if number == 0 and kind is not ActionKind.CHANGE_ITEMS:
            continue
        instead = int(new.get(f"{INSTEAD}{one.sku_id}", one.new_sku_id or 0)) or None
        yield one.model_copy(update={"quantity": number, "new_sku_id": instead})


def _changes(before: Details, after: Details, was_minor: int, is_minor: int) -> Iterator[Change]:
    """What differs, as the audit has it: goods by their names."""
    if was_minor != is_minor:
        yield Change(AMOUNT, was_minor, is_minor)
    if before.goods != after.goods:
        yield Change("goods", _listed(before), _listed(after))
    for name in _PLAIN:
        if getattr(before, name) != getattr(after, name):
            yield Change(name, getattr(before, name), getattr(after, name))


def _listed(details: Details) -> str:
    return ", ".join(f"{one.en} ×{one.quantity}{_instead(one)}" for one in details.goods)


def _instead(one: Goods) -> str:
    return f" -> {one.new_en}" if one.new_en else ""
