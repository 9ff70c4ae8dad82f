"""The demo shop's customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from knowledge.demo.ledger import Ledger
from knowledge.demo.places import PLACES, Place, Region, address
from knowledge.records import Customer

#: The customers of the chat page's picker: every other one reads English.
PICKER = (
    ("林晓雨", "zh"),
    ("Emma Wilson", "en"),
    ("陈志远", "zh"),
    ("James Carter", "en"),
    ("王思琪", "zh"),
    ("Sofia Rossi", "en"),
    ("赵子轩", "zh"),
    ("Lucas Meyer", "en"),
    ("周雨桐", "zh"),
    ("Olivia Brown", "en"),
    ("吴家豪", "zh"),
    ("Daniel Kim", "en"),
)

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜"
_GIVEN = (
    "伟 芳 敏 静 丽 强 磊 洋 艳 勇 军 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建华 文博 雨欣 子涵 浩然 "
    "梓萱 宇航 欣怡 诗涵 俊杰 佳怡 思远 若曦 嘉怡 晨曦 雅婷 志强 海燕 晓东 婉清 一凡 书瑶 天佑"
).split()
_FIRST = (
    "Anna Ben Chloe David Elena Felix Grace Hannah Ivan Julia Kevin Laura Marco Nina Oscar Paula "
    "Quinn Rosa Simon Tara Victor Wendy Amir Yuki Carlos Ingrid Tomas Leila Hugo Nora"
).split()
_LAST = (
    "Smith Miller Garcia Novak Schmidt Dubois Rossi Jansen Kowalski Andersson Silva Tanaka Park "
    "Singh Khan Murphy Fischer Costa Ivanov Larsen Martin Hughes Weber Lopez Moreau"
).split()
_MOBILE = ("138", "139", "136", "135", "150", "158", "186", "187", "177", "199", "133", "155")

#: One customer in so many reads English.
_ENGLISH_ONE_IN = 6


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer with where their parcels go."""

    customer: Customer
    place: Place
    address: str


def put_customers(ledger: Ledger, count: int, now: datetime, rng: Random) -> list[Buyer]:
    """Add customers C0001 onwards; the first twelve are the picker's."""
    phones: set[str] = set()
    return [_put_customer(ledger, number, now, rng, phones) for number in range(1, count + 1)]


def _put_customer(
    ledger: Ledger, number: int, now: datetime, rng: Random, phones: set[str]
) -> Buyer:
    name, language = _name(number, rng)
    customer = Customer(
        reference=f"C{number:04}",
        name=name,
        phone=_phone(rng, phones),
        email=f"c{number:04}@example.com" if rng.random() < 0.8 else None,
        language=language,
        level=rng.choices(("", "silver", "gold"), (80, 15, 5))[0],
    )
    ledger.add(customer, now - timedelta(days=rng.randint(150, 900), minutes=rng.randint(0, 1439)))
    place = _place(number, rng)
    return Buyer(customer, place, address(place, language, rng))


def _name(number: int, rng: Random) -> tuple[str, str]:
    if number <= len(PICKER):
        return PICKER[number - 1]
    if rng.randrange(_ENGLISH_ONE_IN) == 0:
        return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}", "en"
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN), "zh"


def _phone(rng: Random, taken: set[str]) -> str:
    while True:
        phone = f"+86{rng.choice(_MOBILE)}{rng.randrange(10**8):08}"
        if phone not in taken:
            taken.add(phone)
            return phone


def _place(number: int, rng: Random) -> Place:
    # The picker's customers live two to four days away: their parcels can be on the road.
    usual = [place for place in PLACES if place.region is Region.OTHER]
    return rng.choice(usual if number <= len(PICKER) else PLACES)
