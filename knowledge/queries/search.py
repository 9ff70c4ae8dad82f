"""Search over all that was ever said, and for what has a name or number of its own.

Words find the messages that have all of them, newest first: whoever searches conversations
looks for one that they remember, and the latest is the likeliest. A page goes on from the
last id of the one before, so that the thousandth costs what the first does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import text, union
from sqlmodel import col, func, select

from knowledge.queries.orders import order_numbered, order_tracked
from knowledge.records import (
    Author,
    ChannelAccount,
    Conversation,
    Customer,
    Message,
    MessageEdit,
    Order,
    OrderGrant,
    Staff,
)
from knowledge.snippets import Snippet, hits_in, snippet
from knowledge.store import Unit
from knowledge.terms import LONGEST, search_terms

#: So many terms of a question are looked for; each makes the search narrower.
_ASKED = 16
#: So many customers of one name or phone are told.
_NAMESAKES = 5
#: Above every id: both databases give messages 32 bits.
_END = 2**31 - 1
_SQLITE = text(
    "SELECT rowid FROM message_search WHERE message_search MATCH :query AND rowid < :before "
    "ORDER BY rowid DESC LIMIT :limit"
)
_POSTGRESQL = text(
    "SELECT id FROM message_search WHERE terms @@ CAST(:query AS tsquery) AND id < :before "
    "ORDER BY id DESC LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """A message that has the words.

    Args:
        who: the customer's name or the account's, the staff member's; empty for the bot.
        snippet: the part of it around the words.
    """

    message_id: int
    conversation_id: int
    author: Author
    who: str
    at: datetime
    snippet: Snippet


async def search_messages(
    unit: Unit, words: str, *, before: int | None = None, limit: int = 30
) -> list[FoundMessage]:
    """A page of the messages that have all of some words, newest first.

    The next page is `before` the last one's `message_id`. Words without a term (`the`, `?!`)
    find nothing. A single Chinese character finds where a word begins with it.
    """
    terms = list(dict.fromkeys(search_terms(words)))[:_ASKED]
    if not terms:
        return []
    sqlite = unit.get_bind().dialect.name == "sqlite"
    rows = await unit.exec(  # type: ignore[call-overload]
        _SQLITE if sqlite else _POSTGRESQL,
        params={
            "query": all_of(terms, sqlite=sqlite),
            "before": _END if before is None else before,
            "limit": limit,
        },
    )
    return await _told(unit, [row[0] for row in rows.all()], words)


def all_of(terms: Sequence[str], *, sqlite: bool) -> str:
    """A full-text query that every term must satisfy; a single Chinese character by its start."""
    quote, starts, both = ('"', "*", " AND ") if sqlite else ("'", ":*", " & ")
    return both.join(
        quote + term[:LONGEST] + quote + (starts if len(term) == 1 and term > "\u3000" else "")
        for term in terms
    )


async def _told(unit: Unit, ids: Sequence[int], words: str) -> list[FoundMessage]:
    rows = await unit.exec(
        select(Message, ChannelAccount, Customer.name, Staff)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
        .join(Customer, col(Customer.id) == ChannelAccount.customer_id, isouter=True)
        .join(Staff, col(Staff.id) == Message.staff_id, isouter=True)
        .where(col(Message.id).in_(ids))
        .order_by(col(Message.id).desc())
    )
    edits = await _edits(unit, ids)
    return [
        FoundMessage(
            message.key,
            message.conversation_id,
            message.author,
            _who(message, account, customer, staff),
            message.created_at,
            _best([message.text, *edits.get(message.key, ())], words),
        )
        for message, account, customer, staff in rows.all()
    ]


async def _edits(unit: Unit, ids: Sequence[int]) -> dict[int, list[str]]:
    found = await unit.exec(
        select(MessageEdit)
        .where(col(MessageEdit.message_id).in_(ids))
        .order_by(col(MessageEdit.id))
    )
    texts: dict[int, list[str]] = {}
    for edit in found.all():
        texts.setdefault(edit.message_id, []).append(edit.text)
    return texts


def _who(
    message: Message, account: ChannelAccount, customer: str | None, staff: Staff | None
) -> str:
    if message.author is Author.BOT:
        return ""
    if message.author is Author.STAFF:
        return "" if staff is None else staff.name or staff.username
    return customer or account.display_name or account.external_id


def _best(texts: Sequence[str], words: str) -> Snippet:
    """From the latest wording of a message with most of the words."""
    best = max(reversed(texts), key=lambda said: len(hits_in(said, words)))
    return snippet(best, words)


class ExactKind(StrEnum):
    """What was found by its own number or name."""

    ORDER = "order"
    PARCEL = "parcel"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ExactHit:
    """An order or a customer that words name exactly.

    Args:
        label: the number or name as it is on record.
        customer: the customer's name.
        conversation_id: the newest conversation of whoever it belongs to; None without one.
    """

    kind: ExactKind
    label: str
    customer_id: int
    customer: str
    order_id: int | None
    conversation_id: int | None


async def exact_hits(unit: Unit, words: str) -> list[ExactHit]:
    """What some words name: an order or parcel by number, customers by phone or full name."""
    number = unicodedata.normalize("NFKC", words).strip()
    # A parcel's number may be that of an order of the shop's own as well: both are told.
    order = await order_numbered(unit, number.upper())
    parcel = await order_tracked(unit, number.upper())
    hits = [
        await _order_hit(unit, kind, number.upper(), found)
        for kind, found in ((ExactKind.ORDER, order), (ExactKind.PARCEL, parcel))
        if found is not None
    ]
    for customer in await _with_phone(unit, number):
        hits.append(await _customer_hit(unit, ExactKind.PHONE, customer.phone or "", customer))
    for customer in await _named(unit, words.strip()):
        hits.append(await _customer_hit(unit, ExactKind.NAME, customer.name, customer))
    return hits


async def _with_phone(unit: Unit, number: str) -> Sequence[Customer]:
    """The customers with a phone, with its country code or as mainland China's."""
    digits = re.sub(r"[\s()+\-]", "", number)
    if not re.fullmatch(r"[0-9]{7,17}", digits):
        return []
    spelled = [f"+{digits.removeprefix('00')}", f"+86{digits.removeprefix('0')}"]
    found = select(Customer).where(col(Customer.phone).in_(spelled)).order_by(col(Customer.id))
    return (await unit.exec(found.limit(_NAMESAKES))).all()


async def _named(unit: Unit, name: str) -> Sequence[Customer]:
    found = select(Customer).where(Customer.name == name).order_by(col(Customer.id).desc())
    return (await unit.exec(found.limit(_NAMESAKES))).all() if name else []


async def _order_hit(unit: Unit, kind: ExactKind, label: str, order: Order) -> ExactHit:
    customer = await unit.get(Customer, order.customer_id)
    assert customer is not None  # a foreign key
    granted = select(OrderGrant.account_id).where(OrderGrant.order_id == order.key)
    talk = await _newest_talk(unit, union(_accounts(customer.key), granted))
    return ExactHit(kind, label, customer.key, customer.name, order.key, talk)


async def _customer_hit(unit: Unit, kind: ExactKind, label: str, customer: Customer) -> ExactHit:
    talk = await _newest_talk(unit, _accounts(customer.key))
    return ExactHit(kind, label, customer.key, customer.name, None, talk)


def _accounts(customer_id: int) -> Any:
    return select(ChannelAccount.id).where(ChannelAccount.customer_id == customer_id)


async def _newest_talk(unit: Unit, accounts: Any) -> int | None:
    newest = select(func.max(Conversation.id)).where(col(Conversation.account_id).in_(accounts))
    return (await unit.exec(newest)).one()
