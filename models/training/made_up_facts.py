"""Facts for replies that nobody gets: a value for every slot, drawn at random.

The values have the shapes that `models.acts.SLOTS` describes and the desk fills in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from models.values import Language

Facts = Mapping[str, str]

_PRODUCTS = (
    ("陶瓷保温杯", "Ceramic Travel Mug"),
    ("晴雨两用伞", "Folding Umbrella"),
    ("羊毛围巾", "Wool Scarf"),
    ("竹制砧板", "Bamboo Cutting Board"),
    ("蓝牙音箱", "Bluetooth Speaker"),
)
_CARRIERS = (("顺丰速运", "SF Express"), ("中通快递", "ZTO Express"), ("京东物流", "JD Logistics"))
_NAMES = (("王女士", "Ms Wang"), ("李先生", "Mr Li"), ("陈女士", "Ms Chen"))
_SHOPS = (("小满杂货铺", "Maple Lane Goods"), ("青禾生活馆", "Harbour House"))
_SUPPLIERS = (("宏远制造", "Hongyuan Works"), ("嘉禾供应链", "Jiahe Supply"))
_PLACES = (
    ("菜鸟驿站（文三路店）", "the Wensan Road pickup point"),
    ("丰巢柜（东门）", "the East Gate lockers"),
)
_EVENTS = (
    ("已到达杭州转运中心", "Arrived at Hangzhou hub"),
    ("离开上海分拨中心", "Departed Shanghai sorting centre"),
    ("快件已由苏州网点揽收", "Collected by the Suzhou branch"),
)
_OPTIONS = (
    ("查订单到哪了", "where an order is"),
    ("退换货规则", "the return policy"),
    ("开发票", "an invoice"),
    ("优惠活动", "coupons and offers"),
)
_ARTICLES = (
    (
        "详细说明见商品页下方，以页面公布为准。",
        "The details stand at the bottom of the product page.",
    ),
    ("满99元包邮，偏远地区另计。", "Orders over ¥99 ship free; remote areas cost extra."),
    (
        "签收后7天内可以办理，吊牌请保留。",
        "You have 7 days after delivery; please keep the tags on.",
    ),
)
_TASKS = (("修台灯", "the repair of the lamp"), ("补差额", "the price gap"))
_ADDRESSES = (
    ("杭州市西湖区文三路398号", "12 Mill Lane, Leeds LS1 4AB"),
    ("上海市浦东新区世纪大道100号", "7 Harbour Street, Bristol BS1 5TR"),
)
_PAST = (("今天", "today"), ("昨天", "yesterday"))
_AHEAD = (("明天", "tomorrow"), ("周一", "on Monday"))
_DAYS = 365


def made_up_facts(language: Language, chance: Random) -> Facts:
    """A value for every slot: `{"order_number": "XE2604127731", "eta": "on Friday, 20 …", …}`."""
    facts = _FactMaker(language, chance)
    return {
        **facts.numbers(),
        **facts.names(),
        **facts.days(),
        **facts.lists(),
        **facts.actions(),
    }


class _FactMaker:
    def __init__(self, language: Language, chance: Random) -> None:
        self._zh, self._chance = language == Language.ZH, chance

    def numbers(self) -> dict[str, str]:
        counts = ("order_count", "shipment_count", "stock_count", "tries_left")
        return {
            "order_number": f"XE{self._digits(10)}",
            "tracking_number": f"SF{self._digits(13)}",
            "purchase_order": f"PO{self._digits(10)}",
            "sku": f"CUP-{self._digits(2)}-BL",
            "amount": f"¥{self._chance.randrange(990, 99_900) / 100:.2f}",
            "quantity": str(self._chance.randrange(20, 960)),
            **{name: str(self._chance.randrange(2, 9)) for name in counts},
        }

    def names(self) -> dict[str, str]:
        first, second = self._chance.sample(_OPTIONS, 2)
        return {
            "customer_name": self._one(_NAMES),
            "shop_name": self._one(_SHOPS),
            "supplier": self._one(_SUPPLIERS),
            "carrier": self._one(_CARRIERS),
            "product": self._one(_PRODUCTS),
            "pickup_place": self._one(_PLACES),
            "last_event": self._one(_EVENTS),
            "article": self._one(_ARTICLES),
            "option_a": self._said(first),
            "option_b": self._said(second),
        }

    def days(self) -> dict[str, str]:
        plain = ("eta", "promised", "ship_by", "cancelled_on", "paid_on", "restock_date")
        minutes = self._chance.randrange(5, 60)
        return {
            **{name: self._day() for name in plain},
            "refund_due": self._until(),
            "needed_by": self._until(),
            "last_time": self._moment(_PAST),
            "delivered_on": self._moment(_PAST),
            "opens_at": self._moment(_AHEAD),
            "wait": f"大约{minutes}分钟" if self._zh else f"about {minutes} minutes",
        }

    def lists(self) -> dict[str, str]:
        first, second = (self._said(pair) for pair in self._chance.sample(_PRODUCTS, 2))
        items = f"{first} ×2、{second}" if self._zh else f"{first} ×2, {second}"
        line = f"XE{self._digits(10)} · {first}"
        return {
            "items": items,
            "orders": f"{line}\nXE{self._digits(10)} · {second}",
            "parcels": f"SF{self._digits(13)} · {first}\nSF{self._digits(13)} · {second}",
        }

    def actions(self) -> dict[str, str]:
        first, second = (self._said(pair) for pair in self._chance.sample(_PRODUCTS, 2))
        return {
            "case_number": f"R{self._digits(10)}",
            "task": self._one(_TASKS),
            "address": self._one(_ADDRESSES),
            "reason": self._one(_ARTICLES),
            "undo_until": self._moment(_AHEAD),
            "summary": f"{self._one(_TASKS)}\nXE{self._digits(10)} · {first}",
            "variants": f"1. {first}\n2. {second}",
        }

    def _digits(self, count: int) -> str:
        return "".join(self._chance.choices("0123456789", k=count))

    def _one(self, pairs: tuple[tuple[str, str], ...]) -> str:
        return self._said(self._chance.choice(pairs))

    def _said(self, pair: tuple[str, str]) -> str:
        return pair[0] if self._zh else pair[1]

    def _date(self) -> date:
        return date(2026, 1, 1) + timedelta(days=self._chance.randrange(_DAYS))

    def _day(self) -> str:
        day = self._date()
        return f"{day.month}月{day.day}日" if self._zh else f"on {day:%A}, {day.day} {day:%B}"

    def _until(self) -> str:
        return f"{self._day()}前" if self._zh else self._day().replace("on ", "by ", 1)

    def _moment(self, days: tuple[tuple[str, str], ...]) -> str:
        called = self._one(days)
        clock = f"{self._chance.randrange(24):02d}:{self._chance.randrange(60):02d}"
        return f"{called} {clock}" if self._zh else f"{called} at {clock}"
