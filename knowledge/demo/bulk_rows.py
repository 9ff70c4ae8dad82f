"""The rows of the benchmark's orders and messages, as the database keeps them.

Ids, numbers and times grow together, so that every index is written at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.records import (
    Author,
    Channel,
    ConversationState,
    MessageKind,
    OrderStatus,
    TrackingStatus,
)
from knowledge.terms import message_terms

ORDERS_A_CUSTOMER = 10
MESSAGES_A_CONVERSATION = 20
_DAYS = 700
#: Times are drawn from so many moments: making a million anew takes longer than writing them.
_MOMENTS = 20_000

_SAID = (
    "你好，我的订单到哪了？",
    "您的包裹正在运输中，预计明天送达。",
    "Can I still change the address?",
    "It has left the warehouse, so the address can no longer be changed.",
    "谢谢，明白了",
    "不客气，还有需要随时找我。",
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much to add, and from where.

    Args:
        first: the first free id of each table.
        skus: id and price (minor units) of what is ordered.
    """

    orders: int
    messages: int
    first: Mapping[str, int]
    skus: Sequence[tuple[int, int]]
    now: datetime
    is_sqlite: bool

    @property
    def customers(self) -> int:
        return -(-self.orders // ORDERS_A_CUSTOMER)

    @property
    def conversations(self) -> int:
        return -(-self.messages // MESSAGES_A_CONVERSATION)

    def moments(self) -> list[str]:
        """Times over the last two years up to a month ago, as the database writes them."""
        start = self.now - timedelta(days=_DAYS)
        step = timedelta(days=_DAYS - 30) / _MOMENTS
        # SQLAlchemy's own form in SQLite has microseconds and no zone; it is UTC.
        zone = "" if self.is_sqlite else "+00"
        return [
            (start + step * n).replace(tzinfo=None).isoformat(" ", "microseconds") + zone
            for n in range(_MOMENTS)
        ]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table; `rows` may be read once."""

    name: str
    columns: tuple[str, ...]
    count: int
    rows: Iterable[Sequence[object]]


def bench_rows(extent: Extent) -> list[Rows]:
    """Every table's rows, in the order in which they refer to one another."""
    moments = extent.moments()
    return [
        _customers(extent, moments),
        _orders(extent, moments),
        _lines(extent, moments),
        _shipments(extent, moments),
        _events(extent, moments),
        _accounts(extent, moments),
        _conversations(extent, moments),
        _messages(extent, moments),
        _found_by(extent),
    ]


def _at(moments: Sequence[str], place: int, count: int) -> str:
    return moments[place * len(moments) // count]


def _customers(extent: Extent, moments: Sequence[str]) -> Rows:
    first, count = extent.first["customer"], extent.customers
    rows = (
        (n, moments[0], f"B{n:09}", f"Bench {n}", f"+8619{n:09}", None, "zh", "")
        for n in range(first, first + count)
    )
    columns = "id created_at reference name phone email language level"
    return Rows("customer", tuple(columns.split()), count, rows)


def _orders(extent: Extent, moments: Sequence[str]) -> Rows:
    first, customer, count = extent.first["order"], extent.first["customer"], extent.orders

    def rows() -> Iterator[Sequence[object]]:
        for n in range(count):
            placed, owner = _at(moments, n, count), customer + n // ORDERS_A_CUSTOMER
            yield (
                first + n,
                placed,
                f"BX{first + n:010}",
                owner,
                OrderStatus.DELIVERED.value,
                placed,
                placed,
                placed,
                extent.skus[n % len(extent.skus)][1],
                "CNY",
                f"Bench {owner}",
                f"+8619{owner:09}",
                "杭州市西湖区文三路 1 号",
                "",
            )

    columns = (
        "id created_at number customer_id status placed_at ship_by "
        "promised_at total_minor currency recipient phone address note"
    )
    return Rows("order", tuple(columns.split()), count, rows())


def _lines(extent: Extent, moments: Sequence[str]) -> Rows:
    first, order, count = extent.first["order_line"], extent.first["order"], extent.orders

    def rows() -> Iterator[Sequence[object]]:
        for n in range(count):
            sku_id, price = extent.skus[n % len(extent.skus)]
            yield (first + n, _at(moments, n, count), order + n, sku_id, 1, price)

    columns = "id created_at order_id sku_id quantity unit_price_minor"
    return Rows("order_line", tuple(columns.split()), count, rows())


def _shipments(extent: Extent, moments: Sequence[str]) -> Rows:
    first, order, count = extent.first["shipment"], extent.first["order"], extent.orders

    def rows() -> Iterator[Sequence[object]]:
        for n in range(count):
            sent = _at(moments, n, count)
            number, status = f"BT{first + n:012}", TrackingStatus.DELIVERED.value
            yield (first + n, sent, order + n, "zto", number, status, False, sent, sent, sent, "")

    columns = (
        "id created_at order_id carrier tracking_number "
        "status is_returning shipped_at promised_at delivered_at pickup_place"
    )
    return Rows("shipment", tuple(columns.split()), count, rows())


def _events(extent: Extent, moments: Sequence[str]) -> Rows:
    first, shipment = extent.first["tracking_event"], extent.first["shipment"]
    count = extent.orders * 2
    scans = (
        ("1", TrackingStatus.IN_TRANSIT.value, "【杭州市】快件已收取", "杭州市", "Hangzhou"),
        ("2", TrackingStatus.DELIVERED.value, "【北京市】快件已签收", "北京市", "Beijing"),
    )

    def rows() -> Iterator[Sequence[object]]:
        for n in range(count):
            at = _at(moments, n, count)
            external, status, said, zh, en = scans[n % 2]
            yield (first + n, at, shipment + n // 2, external, status, at, said, zh, en)

    columns = (
        "id created_at shipment_id external_id "
        "status happened_at description location_zh location_en"
    )
    return Rows("tracking_event", tuple(columns.split()), count, rows())


def _accounts(extent: Extent, moments: Sequence[str]) -> Rows:
    first, customer = extent.first["channel_account"], extent.first["customer"]
    count, known = extent.conversations, extent.customers

    def rows() -> Iterator[Sequence[object]]:
        for n in range(count):
            owner = customer + n if n < known else None
            verified = moments[0] if owner else None
            external = f"bench-{first + n:010}"
            yield (first + n, moments[0], Channel.TELEGRAM.value, external, "", owner, verified)

    columns = "id created_at channel external_id display_name customer_id verified_at"
    return Rows("channel_account", tuple(columns.split()), count, rows())


def _conversations(extent: Extent, moments: Sequence[str]) -> Rows:
    first, account = extent.first["conversation"], extent.first["channel_account"]
    count, state = extent.conversations, ConversationState.WITH_BOT.value
    rows = (
        (first + n, moments[0], account + n, state, "zh", _at(moments, n, count), "{}")
        for n in range(count)
    )
    columns = "id created_at account_id state language last_message_at context"
    return Rows("conversation", tuple(columns.split()), count, rows)


def _messages(extent: Extent, moments: Sequence[str]) -> Rows:
    first, conversation = extent.first["message"], extent.first["conversation"]
    count = extent.messages
    authors = (Author.CUSTOMER.value, Author.BOT.value)

    def rows() -> Iterator[Sequence[object]]:
        for n in range(count):
            at = _at(moments, n, count)
            yield (
                first + n,
                at,
                conversation + n // MESSAGES_A_CONVERSATION,
                authors[n % 2],
                Channel.TELEGRAM.value,
                None if n % 2 else f"bench-{first + n:012}",
                MessageKind.TEXT.value,
                _SAID[n % len(_SAID)],
                "{}",
                at,
                False,
            )

    columns = (
        "id created_at conversation_id author channel "
        "external_id kind text data handled_at fallback"
    )
    return Rows("message", tuple(columns.split()), count, rows())


def _found_by(extent: Extent) -> Rows:
    """The messages' rows in the index of what was said (`knowledge.message_index`)."""
    first, count = extent.first["message"], extent.messages
    terms = [message_terms([said]) for said in _SAID]
    rows = ((first + n, terms[n % len(_SAID)]) for n in range(count))
    key = "rowid" if extent.is_sqlite else "id"
    return Rows("message_search", (key, "terms"), count, rows)
