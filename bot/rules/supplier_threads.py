"""Which purchase order a supplier's words are about, and whether they are the supplier's.

By what they answer, then by the order's number in the subject or the text, then by the sender's
only open order. Words about an order from an address that is not its supplier's go to staff.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.two_languages import both
from knowledge.records import Channel, PurchaseOrder, PurchaseOrderStatus, Supplier

#: `PO2611230007`, and the shop's own `PO261123-02`.
_NUMBER = re.compile(r"(?<![A-Za-z0-9])PO[0-9][0-9-]{3,36}[0-9]", re.IGNORECASE)
_OPEN = {PurchaseOrderStatus.REQUESTED, PurchaseOrderStatus.CONFIRMED}
_STATES_ZH = {
    PurchaseOrderStatus.PROPOSED: "还没发出",
    PurchaseOrderStatus.RECEIVED: "已收货",
    PurchaseOrderStatus.CANCELLED: "已取消",
}
#: Providers at which anybody gets an address: their domain says nothing of who writes.
_PUBLIC = frozenset(
    "126.com 139.com 163.com 189.cn aliyun.com aol.com fastmail.com foxmail.com gmail.com gmx.com "
    "gmx.de googlemail.com hotmail.com icloud.com live.com mail.com mail.ru me.com msn.com "
    "outlook.com proton.me protonmail.com qq.com sina.cn sina.com sohu.com vip.163.com vip.qq.com "
    "web.de yahoo.com yandex.com yandex.ru yeah.net zoho.com".split()
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says of a mail that did not arrive (RFC 3464).

    Args:
        message_ids: the Message-IDs of what came back, the likeliest first.
        recipient: whom it did not reach, if it says so; why: the server's words.
    """

    message_ids: tuple[str, ...]
    recipient: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that came in, from a mailbox or from Telegram.

    Args:
        external_id: the Message-ID of a mail; `chat:number` in Telegram.
        sender: an e-mail address in lower case, or a chat.
        references: the ids of what it answers, the nearest first.
        is_automatic: nobody wrote it (RFC 3834): a holiday note and the like.
        unreadable: why it could not be read whole; empty when it could.
    """

    channel: Channel
    external_id: str
    sender: str
    subject: str
    text: str
    written_at: datetime
    references: tuple[str, ...] = ()
    is_automatic: bool = False
    bounce: Bounce | None = None
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the records know that a letter could be about.

    Args:
        answered: the order of the nearest message that it answers, with its supplier.
        named: the orders whose number stands in the subject, or else in the text.
        senders: the suppliers who write from this address or domain.
        open_orders: the open orders of these.
    """

    answered: tuple[PurchaseOrder, Supplier] | None
    named: Sequence[tuple[PurchaseOrder, Supplier]]
    senders: Sequence[Supplier]
    open_orders: Sequence[PurchaseOrder]


@dataclass(frozen=True, slots=True)
class Match:
    """Whom and what a letter is about; `why` says why staff have to look, empty when clear."""

    supplier_id: int | None
    order_id: int | None
    why: str = ""


def numbers_in(text: str) -> list[str]:
    """The purchase order numbers in a text, each once: `Re: po2611230007` → PO2611230007."""
    return list(dict.fromkeys(found.upper() for found in _NUMBER.findall(text)))


def is_of(supplier: Supplier, channel: Channel, sender: str) -> bool:
    """Whether a sender is the supplier: its chat, its address, or a colleague at its domain."""
    if channel is not Channel.MAIL:
        return bool(supplier.telegram_chat) and supplier.telegram_chat == sender
    known = (supplier.email or "").lower()
    return bool(known) and (known == sender or _own_domain(known) == _own_domain(sender) != "")


def _own_domain(address: str) -> str:
    """The domain of an address; empty for a public provider's."""
    domain = address.rpartition("@")[2]
    return "" if domain in _PUBLIC else domain


def match(letter: Letter, known: Candidates) -> Match:
    """The supplier and the order of a letter.

    An answer in the thread of PO2611230007 from sales@jade.example, Jade's domain → that order.
    """
    if known.answered is not None:
        return _checked(letter, *known.answered)
    if len(known.named) == 1:
        return _checked(letter, *known.named[0])
    if len(known.named) > 1:
        return Match(
            _only(known.senders),
            None,
            both("信里提到好几张采购单。", "It names several purchase orders."),
        )
    if not known.senders:
        zh, en = "没有供应商用这个地址。", "No supplier on record writes from this address."
        return Match(None, None, both(zh, en))
    if len(known.open_orders) == 1:
        order = known.open_orders[0]
        return Match(order.supplier_id, order.key)
    several = bool(known.open_orders)
    zh, en = ("好几张", "several open orders") if several else ("没有", "no open order")
    zh = f"没提采购单号，这家供应商{zh}未完成的采购单。"
    en = f"It names no order, and the sender has {en}."
    return Match(_only(known.senders), None, both(zh, en))


def _checked(letter: Letter, order: PurchaseOrder, supplier: Supplier) -> Match:
    if not is_of(supplier, letter.channel, letter.sender):
        zh, en = f"答复的是别人：{letter.sender}。", f"Somebody else answered: {letter.sender}."
        return Match(supplier.key, order.key, both(zh, en))
    if order.status not in _OPEN:
        state = order.status
        zh, en = f"采购单{_STATES_ZH.get(state, state)}。", f"The order is {state}."
        return Match(supplier.key, order.key, both(zh, en))
    return Match(supplier.key, order.key)


def _only(senders: Sequence[Supplier]) -> int | None:
    return senders[0].key if len(senders) == 1 else None


def reply_subject(subject: str) -> str:
    """The subject of an answer: `Purchase order PO1` → `Re: Purchase order PO1`, said once."""
    return subject if re.match(r"(?i)re\s*[:：]", subject) else f"Re: {subject}"
