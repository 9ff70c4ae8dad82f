"""Whose every fact is, and which of them an account may hear."""

from __future__ import annotations

import unicodedata
from collections import defaultdict, deque

from sqlmodel import col, select

from bot.desk.inbound import Inbound
from knowledge.records import Customer, Order, ReturnCase, Shipment
from knowledge.store import Store
from tests.hostile.shop import Account, street_in

#: Something of a customer's: ("customer", id), or ("order", id) where one order tells it.
Owner = tuple[str, int]
#: A number and the phone's digits may be told in so many messages one after another.
_TOGETHER = 12
_READ = 8_000


def compact(text: str) -> str:
    """Letters and digits alone, in one form: how a fact is looked for."""
    return "".join(
        sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum()
    )


class Secrets:
    """Every customer's facts, and what each account has been proven or has said itself."""

    def __init__(self) -> None:
        self._owners: defaultdict[str, set[Owner]] = defaultdict(set)
        self._order_ids: dict[str, int] = {}
        self._phones: dict[str, str] = {}
        self._said: defaultdict[str, set[str]] = defaultdict(set)
        self._last: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_TOGETHER))
        self._cases = 0
        self.phones: list[str] = []
        self.spoken_numbers: list[str] = []
        """Order numbers that strangers may know: names, addresses and parcels they never say."""

    async def read(self, store: Store) -> None:
        """Take down every fact that the shop knows about anyone."""
        async with store.reading() as unit:
            for customer in (await unit.exec(select(Customer))).all():
                mine = {("customer", customer.key)}
                self.phones.append(customer.phone or "")
                for fact in (customer.name, customer.email, (customer.phone or "")[3:]):
                    self._keep(fact or "", mine)
            orders = (await unit.exec(select(Order))).all()
            for order in orders:
                self._order_ids[order.number] = order.key
                self._phones[order.number] = order.phone
                self._keep(order.number.removeprefix("XE"), _of(order))
                self._keep(street_in(order.address), _of(order))
            by_id = {order.key: order for order in orders}
            for parcel in (await unit.exec(select(Shipment))).all():
                self._keep(parcel.tracking_number, _of(by_id[parcel.order_id]))
        self.spoken_numbers = sorted(self._order_ids)

    async def learn_cases(self, store: Store) -> None:
        """Take down the cases opened since."""
        async with store.reading() as unit:
            found = await unit.exec(
                select(ReturnCase, Order)
                .join(Order, col(Order.id) == ReturnCase.order_id)
                .where(col(ReturnCase.id) > self._cases)
            )
            for case, order in found.all():
                self._cases = max(self._cases, case.key)
                self._keep(case.number or "", _of(order))

    def phone_of(self, number: str) -> str:
        return self._phones.get(number, "")

    def number_of(self, order_id: int) -> str:
        return next(number for number, key in self._order_ids.items() if key == order_id)

    def hear(self, inbound: Inbound) -> None:
        """Remember what an account says itself: hearing it back tells it nothing."""
        data = " ".join(map(str, inbound.data.values()))[:_READ]
        words = compact(f"{inbound.text[:_READ]} {data}")
        self._last[inbound.account].append(words)
        self._said[inbound.account].update(fact for fact in self._owners if fact in words)

    def proved(self, account: str, number: str) -> bool:
        """Whether an account lately told an order's number with its phone's last digits."""
        told = "".join(self._last[account])
        return compact(number.removeprefix("XE")) in told and self._phones[number][-4:] in told

    def leaks(self, text: str, account: Account | None, name: str, granted: set[int]) -> list[str]:
        """The facts in a text that the account may not hear."""
        words = compact(text)
        may: set[Owner] = {("order", order) for order in granted}
        if account is not None and account.customer is not None:
            may.add(("customer", account.customer))
        return [
            fact
            for fact, owners in self._owners.items()
            if fact in words and not owners & may and fact not in self._said[name]
        ]

    def _keep(self, fact: str, owners: set[Owner]) -> None:
        if fact:
            self._owners[compact(fact)] |= owners


def _of(order: Order) -> set[Owner]:
    return {("customer", order.customer_id), ("order", order.key)}
