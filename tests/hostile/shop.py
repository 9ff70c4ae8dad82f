"""The shop: the demo's, with facts that nobody could mistake, and orders of every state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlmodel import col, select

from knowledge.articles.index import Embed, put_articles
from knowledge.demo import build_demo, demo_articles
from knowledge.records import (
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    Handover,
    HandoverReason,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Shipment,
    Sku,
    TrackingStatus,
)
from knowledge.store import Store, Unit

#: Two signs of these make a name that no article, product or place has in it.
_RARE = "璟翊阙黛蘅霁漪琰珩骁"
_FIRST = "Zebulon Ottoline Peregrine Xanthippe Lysander Thessaly Ignatius Calanthe Evander Isolde"
_LAST = "Quillfeather Vandersloot Marchbanks Okonjo-Reyes Dragomirov Ashgrove-Penn Wolkenstein"
_OWNERS, _STRANGERS, _MORE_ORDERS = 8, 4, 6


@dataclass(slots=True)
class Account:
    """Somebody who writes.

    Args:
        number: the chat's number on Telegram.
        customer: whose account it is and was proven to be; None for a stranger.
        phone: that customer's.
        orders: the numbers of that customer's orders.
        is_held: staff hold its conversation, always.
    """

    number: int
    customer: int | None = None
    phone: str = ""
    orders: list[str] = field(default_factory=list)
    is_held: bool = False
    key: int = 0

    @property
    def name(self) -> str:
        return str(self.number)


async def build(store: Store, embed: Embed, now: datetime, rng: Random) -> list[Account]:
    """Fill an empty, migrated store; the accounts that will write."""
    await build_demo(store, now=now, orders=150, customers=40)
    await put_articles(store, demo_articles(), embed)
    async with store.writing() as unit:
        await _make_unmistakable(unit)
        accounts = await _accounts(unit)
        for account in accounts:
            if account.customer is not None:
                await _more_orders(unit, account, now, rng)
    return accounts


async def _make_unmistakable(unit: Unit) -> None:
    """Give every customer a name and every order an address that are nobody else's."""
    for customer in (await unit.exec(select(Customer))).all():
        at = customer.key
        if customer.language == "zh":
            customer.name = f"司徒{_RARE[at // 10 % 10]}{_RARE[at % 10]}"
        else:
            last = _LAST.split()
            customer.name = f"{_FIRST.split()[at % 10]} {last[at // 10 % len(last)]}"
        customer.email = f"secret{at:03}@example.com"
        for order in (await unit.exec(select(Order).where(Order.customer_id == at))).all():
            order.recipient = customer.name
            order.address = f"{order.address}{_street(order)}"


def _street(order: Order) -> str:
    return f" 栖霞隐巷{7000 + order.key}号"


def street_in(address: str) -> str:
    """The part of an address that is this order's alone."""
    return address[address.rindex("栖霞隐巷") :] if "栖霞隐巷" in address else address


async def _accounts(unit: Unit) -> list[Account]:
    customers = (await unit.exec(select(Customer).order_by(col(Customer.id)))).all()
    accounts = []
    for at in range(_OWNERS + _STRANGERS + 2):
        # The first owner has two accounts: what one was offered is not the other's.
        owner = customers[max(at - 1, 0)] if at <= _OWNERS else None
        is_held = at == _OWNERS + _STRANGERS + 1
        owner = customers[20] if is_held else owner
        account = Account(5_000_001 + at, is_held=is_held)
        if owner is not None:
            account.customer, account.phone = owner.key, owner.phone or ""
            numbers = select(Order.number).where(Order.customer_id == owner.key)
            account.orders = list((await unit.exec(numbers)).all())
        accounts.append(account)
        await _open(unit, account)
    return accounts


async def _open(unit: Unit, account: Account) -> None:
    record = ChannelAccount(
        channel=Channel.TELEGRAM, external_id=account.name, customer_id=account.customer
    )
    unit.add(record)
    await unit.flush()
    account.key = record.key
    if account.is_held:
        talk = Conversation(account_id=record.key, state=ConversationState.WITH_STAFF)
        unit.add(talk)
        await unit.flush()
        unit.add(Handover(conversation_id=talk.key, reason=HandoverReason.ASKED))


async def _more_orders(unit: Unit, account: Account, now: datetime, rng: Random) -> None:
    """Orders that something can still be done about: half not sent, half just arrived."""
    skus = (await unit.exec(select(Sku).where(col(Sku.active)))).all()
    assert account.customer is not None
    customer = await unit.get(Customer, account.customer)
    assert customer is not None
    for at in range(_MORE_ORDERS):
        order = _order(customer, now - timedelta(days=4, minutes=at), at % 2 == 0)
        order.number = f"XE99{account.number % 100:02}{at:02}{rng.randrange(10**4):04}"
        unit.add(order)
        await unit.flush()
        order.address = f"杭州市西湖区文三路{_street(order)}"
        for sku in rng.sample(skus, rng.choice((1, 2, 3))):
            line = OrderLine(
                order_id=order.key,
                sku_id=sku.key,
                quantity=rng.choice((1, 1, 2)),
                unit_price_minor=sku.price_minor,
            )
            order.total_minor += line.quantity * line.unit_price_minor
            unit.add(line)
        unit.add(_payment(order))
        if order.status is OrderStatus.DELIVERED:
            unit.add(_parcel(order, now))
        account.orders.append(order.number)


def _order(customer: Customer, placed: datetime, is_here: bool) -> Order:
    return Order(
        number="",
        customer_id=customer.key,
        status=OrderStatus.PREPARING if is_here else OrderStatus.DELIVERED,
        placed_at=placed,
        total_minor=0,
        recipient=customer.name,
        phone=customer.phone or "",
    )


def _payment(order: Order) -> Payment:
    return Payment(
        order_id=order.key,
        method="wechat",
        amount_minor=order.total_minor,
        status=PaymentStatus.PAID,
        paid_at=order.placed_at,
    )


def _parcel(order: Order, now: datetime) -> Shipment:
    return Shipment(
        order_id=order.key,
        carrier="sf",
        tracking_number=f"SF77{order.key:011}",
        status=TrackingStatus.DELIVERED,
        shipped_at=order.placed_at,
        delivered_at=now - timedelta(days=1),
    )
