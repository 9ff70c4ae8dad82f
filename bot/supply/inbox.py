"""Suppliers' words: kept once, matched to a purchase order, then read.

A letter is kept and matched in one transaction before its channel is told that it was taken, so
a repeat changes nothing and a crash loses nothing: what was kept and not read is read at the
next look.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Protocol

from bot.rules.supplier_threads import Candidates, Letter, Match, is_of, match, numbers_in
from bot.rules.two_languages import both
from bot.supply.post import tell_staff
from knowledge.errors import StoreUnavailable
from knowledge.queries import supplier_talk
from knowledge.records import Channel, SupplierMessage, SupplierMessageState, utcnow
from knowledge.store import Store, Unit

log = logging.getLogger(__name__)

#: For so long a list of the suppliers' chats is believed, seconds.
_CHATS_FOR_S = 60.0
_LONGEST_TEXT = 100_000


class AnswerReader(Protocol):
    """Reads a kept answer and acts on it. Reading twice is harmless."""

    async def read(self, message_id: int) -> object: ...


class LeftToStaff:
    """The reader of a shop that reads answers itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def read(self, message_id: int) -> bool:
        async with self._store.writing() as unit:
            return await supplier_talk.leave_to_staff(
                unit, message_id, both("还没读", "not read yet")
            )


class SupplierInbox:
    """Takes in what suppliers write, whatever the channel."""

    def __init__(
        self,
        store: Store,
        reader: AnswerReader,
        staff_chat: str = "",
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store, self._reader, self._staff_chat = store, reader, staff_chat
        self._clock = clock
        self._chats: frozenset[str] = frozenset()
        self._chats_until = 0.0

    async def has_chat(self, chat: str) -> bool:
        """Whether a supplier is written to in this chat, as of the last minute."""
        if time.monotonic() >= self._chats_until:
            async with self._store.reading() as unit:
                self._chats = frozenset(await supplier_talk.chats(unit))
            self._chats_until = time.monotonic() + _CHATS_FOR_S
        return chat in self._chats

    async def known(self, channel: Channel, ids: Collection[str]) -> set[str]:
        """Which of these messages are kept already."""
        async with self._store.reading() as unit:
            return await supplier_talk.known_ids(unit, channel, ids)

    async def take(self, letter: Letter) -> int | None:
        """Keep a letter and say its id; None for a repeat.

        Raises:
            StoreUnavailable: it is not kept; its channel must offer it again.
        """
        async with self._store.writing() as unit:
            if letter.bounce is not None:
                message = await self._bounced(unit, letter)
            else:
                message = _row(letter, await _matched(unit, letter))
            if not await supplier_talk.add_once(unit, message):
                return None
            if message.state is SupplierMessageState.BOUNCED:
                await self._tell_bounce(unit, letter, message)
            return message.key

    async def read_new(self) -> int:
        """Have every unread answer read and return how many there were.

        Raises:
            StoreUnavailable: the others are read at the next look.
        """
        async with self._store.reading() as unit:
            waiting = await supplier_talk.unread(unit)
        for message_id in waiting:
            await self._read(message_id)
        return len(waiting)

    async def _read(self, message_id: int) -> None:
        try:
            await self._reader.read(message_id)
        except StoreUnavailable:
            raise
        except Exception as error:
            # One answer that breaks its reader must not hold up the others: staff read it.
            log.exception("The supplier's message %s could not be read", message_id)
            async with self._store.writing() as unit:
                name = type(error).__name__
                why = both(f"读的时候出错：{name}。", f"It could not be read: {name}.")
                await supplier_talk.leave_to_staff(unit, message_id, why)

    async def _bounced(self, unit: Unit, letter: Letter) -> SupplierMessage:
        """The row of a bounce. Ours that came back is marked as well."""
        assert letter.bounce is not None
        ours = await supplier_talk.nearest(unit, letter.channel, letter.bounce.message_ids)
        if ours is None or not ours.is_ours:
            why = both("退回的邮件不是我们发的。", "A mail came back, and it is none of ours.")
            return _row(letter, Match(None, None, why))
        ours.state = SupplierMessageState.BOUNCED
        ours.why = letter.bounce.why[:400]
        row = _row(letter, Match(ours.supplier_id, ours.purchase_order_id))
        row.state, row.why = SupplierMessageState.BOUNCED, letter.bounce.why[:400]
        return row

    async def _tell_bounce(self, unit: Unit, letter: Letter, row: SupplierMessage) -> None:
        assert letter.bounce is not None and row.purchase_order_id is not None
        found = await supplier_talk.order_of(unit, row.purchase_order_id)
        if found is not None:
            order, supplier = found
            whom = letter.bounce.recipient or supplier.email or "?"
            text = not_arrived(order.number, supplier.name, whom, row.why)
            await tell_staff(unit, self._staff_chat, f"bounce:{row.key}", text)


def not_arrived(number: str, supplier: str, whom: str, why: str) -> str:
    """What staff are told of a message that did not reach its supplier."""
    return (
        f"供应商没有收到 / A supplier was not reached: {supplier} · {number}\n"
        f"{whom}\n{why}\n"
        "请核对地址 / please check the address."
    )


async def _matched(unit: Unit, letter: Letter) -> Match:
    return match(letter, await _candidates(unit, letter))


async def _candidates(unit: Unit, letter: Letter) -> Candidates:
    nearest = await supplier_talk.nearest(unit, letter.channel, letter.references)
    answered = None
    if nearest is not None and nearest.purchase_order_id is not None:
        answered = await supplier_talk.order_of(unit, nearest.purchase_order_id)
    named = await _named(unit, letter) if answered is None else []
    if letter.channel is Channel.MAIL:
        near = await supplier_talk.mail_suppliers(unit, letter.sender)
    else:
        near = await supplier_talk.chat_suppliers(unit, letter.sender)
    senders = [one for one in near if is_of(one, letter.channel, letter.sender)]
    open_orders = await supplier_talk.open_orders(unit, [one.key for one in senders])
    return Candidates(answered, named, senders, open_orders)


async def _named(unit: Unit, letter: Letter) -> list[supplier_talk.Ordered]:
    for text in (letter.subject, letter.text):
        numbers = numbers_in(text)
        found = await supplier_talk.orders_numbered(unit, numbers) if numbers else []
        if found:
            return found
    return []


def _row(letter: Letter, found: Match) -> SupplierMessage:
    state, why = SupplierMessageState.NEW, found.why or letter.unreadable
    if letter.is_automatic:
        state = SupplierMessageState.AUTO_REPLY
    elif why:
        state = SupplierMessageState.WITH_STAFF
    return SupplierMessage(
        channel=letter.channel,
        external_id=letter.external_id,
        sender=letter.sender[:200],
        subject=letter.subject[:400],
        text=letter.text[:_LONGEST_TEXT],
        supplier_id=found.supplier_id,
        purchase_order_id=found.order_id,
        state=state,
        why=why[:400],
        written_at=letter.written_at,
    )


class AnswersJob:
    """Looks into the mailbox, if there is one, and reads what came, from there or elsewhere."""

    def __init__(self, inbox: SupplierInbox, poll: Callable[[], Awaitable[int]] | None) -> None:
        self._inbox, self._poll = inbox, poll

    async def run(self) -> int:
        """Return how many answers were read."""
        if self._poll is not None:
            await self._poll()
        return await self._inbox.read_new()
