"""What staff may have otherwise in an action before they agree to it, by its kind.

Only what the rules leave open is offered: a cancelled order pays everything back, so nothing of
it can be changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.actions.details import Details, Goods
from bot.desk.actions.kinds.case import REFUND, RESEND
from bot.desk.actions.seen import Seen
from bot.rules.policy import Policy
from knowledge.records import Action, ActionKind

AMOUNT, CURE, POSTAGE, INVOICE_FOR = "amount_minor", "cure", "postage", "invoice_for"
QUANTITY, INSTEAD = "quantity:", "instead:"
COMPANY, PERSON = "company", "personal"

#: Kinds whose money staff may make less than the rules allow.
_PAYS = frozenset(
    {
        ActionKind.RETURN_ITEMS,
        ActionKind.REPORT_ITEMS,
        ActionKind.CLAIM_PARCEL,
        ActionKind.PROTECT_PRICE,
    }
)


class Typed(StrEnum):
    """How a value is typed."""

    TEXT = "text"
    MONEY = "money"
    WHOLE = "whole"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Changeable:
    """One value that may be otherwise.

    Args:
        value: text, or a number where it is typed as one: minor units of money.
        about: the goods that it is about, zh and en; empty where it is about the whole.
        options: of a choice, the values; each with its goods' names where it is a SKU.
    """

    name: str
    typed: Typed
    value: str | int
    about: tuple[str, str] = ("", "")
    options: tuple[tuple[str, tuple[str, str]], ...] = ()


def fields(action: Action, seen: Seen, policy: Policy) -> tuple[Changeable, ...]:
    """What may be otherwise in an action that waits, in the order in which one reads it."""
    details = Details.of(action.details)
    return tuple(_fields(action.kind, details, action.amount_minor, seen, policy))


def _fields(
    kind: ActionKind, details: Details, amount_minor: int, seen: Seen, policy: Policy
) -> Iterator[Changeable]:
    if kind is ActionKind.CHANGE_ADDRESS:
        yield from _place(details, seen)
    if kind is ActionKind.REQUEST_INVOICE:
        yield from _invoice(details)
    for one in details.goods:
        yield from _goods(one, seen)
    cures = _cures(kind, policy)
    if details.cure and len(cures) > 1:
        yield _choice(CURE, details.cure, *cures)
    if details.postage and kind is not ActionKind.CLAIM_WARRANTY:
        yield _choice(POSTAGE, details.postage, "customer", "shop")
    if kind in _PAYS and amount_minor > 0:
        yield Changeable(AMOUNT, Typed.MONEY, amount_minor)


def _place(details: Details, seen: Seen) -> Iterator[Changeable]:
    """The lines of the address; an empty recipient or phone stays the order's."""
    order = seen.order
    yield Changeable("address", Typed.TEXT, details.address)
    yield Changeable("recipient", Typed.TEXT, details.recipient or order.recipient)
    yield Changeable("phone", Typed.TEXT, details.phone or order.phone)


def _invoice(details: Details) -> Iterator[Changeable]:
    yield _choice(INVOICE_FOR, COMPANY if details.company else PERSON, PERSON, COMPANY)
    yield Changeable("title", Typed.TEXT, details.title)
    yield Changeable("tax_number", Typed.TEXT, details.tax_number)
    yield Changeable("email", Typed.TEXT, details.email)


def _goods(one: Goods, seen: Seen) -> Iterator[Changeable]:
    named = (one.zh, one.en)
    yield Changeable(f"{QUANTITY}{one.sku_id}", Typed.WHOLE, one.quantity, named)
    line = seen.facts.line_of(one.sku_id)
    if one.new_sku_id is None or line is None:
        return
    offers = {offer.sku.key: offer for offer in seen.siblings(line)}
    now = seen.offer(one.new_sku_id)
    if now is not None:
        offers.setdefault(now.sku.key, now)
    options = tuple(
        (
            str(key),
            (
                offer.sku.variant_zh or offer.product.name_zh,
                offer.sku.variant_en or offer.product.name_en,
            ),
        )
        for key, offer in offers.items()
    )
    yield Changeable(f"{INSTEAD}{one.sku_id}", Typed.CHOICE, str(one.new_sku_id), named, options)


def _cures(kind: ActionKind, policy: Policy) -> tuple[str, ...]:
    if kind is ActionKind.REPORT_ITEMS:
        return (REFUND, RESEND)
    return policy.claims.cure if kind is ActionKind.CLAIM_PARCEL else ()


def _choice(name: str, value: str, *options: str) -> Changeable:
    return Changeable(name, Typed.CHOICE, value, options=tuple((one, ("", "")) for one in options))
