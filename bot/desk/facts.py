"""Facts as a customer reads them: days, money, names, in Chinese and English.

English times carry their own preposition (`on Thursday, 3 December`, `tomorrow`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from knowledge.queries.orders import Item, ShipmentView
from knowledge.records import OWN_CARRIER, Shipment, TrackingEvent, TrackingStatus

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WEEKDAYS_ZH = "一二三四五六日"
_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}

#: Statuses in which an expected day still says something.
_COMING = frozenset(
    {
        TrackingStatus.PENDING,
        TrackingStatus.INFO_RECEIVED,
        TrackingStatus.IN_TRANSIT,
        TrackingStatus.OUT_FOR_DELIVERY,
        TrackingStatus.ATTEMPT_FAIL,
    }
)

#: Carriers by code, in both languages; an unknown code is shown as it is.
CARRIERS = {
    "sf": ("顺丰速运", "SF Express"),
    "yto": ("圆通速递", "YTO Express"),
    "zto": ("中通快递", "ZTO Express"),
    "sto": ("申通快递", "STO Express"),
    "yunda": ("韵达快递", "Yunda Express"),
    "jt": ("极兔速递", "J&T Express"),
    "jd": ("京东快递", "JD Logistics"),
    OWN_CARRIER: ("本店配送", "our own delivery"),
    "ems": ("邮政EMS", "China Post EMS"),
}

_STATUS = {
    TrackingStatus.PENDING: ("待揽收", "Waiting for the carrier"),
    TrackingStatus.INFO_RECEIVED: ("快递已接单", "Carrier informed"),
    TrackingStatus.IN_TRANSIT: ("运输中", "In transit"),
    TrackingStatus.OUT_FOR_DELIVERY: ("派送中", "Out for delivery"),
    TrackingStatus.ATTEMPT_FAIL: ("派送未成功", "Delivery attempted"),
    TrackingStatus.DELIVERED: ("已签收", "Delivered"),
    TrackingStatus.AVAILABLE_FOR_PICKUP: ("待取件", "Ready for pickup"),
    TrackingStatus.EXCEPTION: ("包裹异常", "Problem with the parcel"),
    TrackingStatus.EXPIRED: ("长时间无物流更新", "No news for a long time"),
}


def carrier(code: str, language: str) -> str:
    """`sf` → 顺丰速运 / SF Express."""
    names = CARRIERS.get(code.lower())
    return code if names is None else names[language == "en"]


def status(value: TrackingStatus, language: str) -> str:
    """`InTransit` → 运输中 / In transit."""
    return _STATUS[value][language == "en"]


def money(minor: int, currency: str) -> str:
    """`12900, CNY` → ¥129.00."""
    return f"{_SYMBOLS.get(currency, currency + ' ')}{minor / 100:,.2f}"


def day(moment: datetime, now: datetime, language: str) -> str:
    """A day as one says it now: 今天, 12月3日 / today, on Thursday, 3 December.

    Args:
        moment: any aware time; `now`: the present in the shop's zone.

    Thursday asked on Monday → 本周四（11月26日）; next Monday → 下周一（11月30日）.
    """
    there = moment.astimezone(now.tzinfo).date()
    return _day_zh(there, now.date()) if language == "zh" else _day_en(there, now.date())


def _day_zh(there: date, today: date) -> str:
    near = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}.get((there - today).days)
    if near:
        return near
    weeks = (_monday(there) - _monday(today)).days // 7
    dated = f"{there.month}月{there.day}日"
    if there.year != today.year:
        dated = f"{there.year}年{dated}"
    if there > today and weeks in (0, 1):
        return f"{'本下'[weeks]}周{_WEEKDAYS_ZH[there.weekday()]}（{dated}）"
    return dated


def _day_en(there: date, today: date) -> str:
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((there - today).days)
    if near:
        return near
    year = f" {there.year}" if there.year != today.year else ""
    return f"on {there:%A}, {there.day} {there:%B}{year}"


def _monday(there: date) -> date:
    return there - timedelta(days=there.weekday())


def by_day(moment: datetime, now: datetime, language: str) -> str:
    """A latest day, included: 11月27日前, 今天内 / by Friday, 27 November, by today."""
    said = day(moment, now, language)
    if language == "zh":
        return f"{said}前" if "日" in said else f"{said}内"
    return f"by {said.removeprefix('on ')}"


def has_passed(moment: datetime, now: datetime) -> bool:
    """Whether the day of a moment is over in the shop's zone: such a day is not promised."""
    return moment.astimezone(now.tzinfo).date() < now.date()


def undated(language: str) -> str:
    """For something past whose time the records do not have: 此前 / earlier."""
    return "此前" if language == "zh" else "earlier"


def moment(at: datetime, now: datetime, language: str) -> str:
    """A day and hour: 昨天 15:20 / yesterday at 15:20."""
    clock = f"{at.astimezone(now.tzinfo):%H:%M}"
    said = day(at, now, language)
    return f"{said} {clock}" if language == "zh" else f"{said} at {clock}"


def arrival(shipment: Shipment, expected: datetime, now: datetime, language: str) -> str:
    """When a parcel is expected: its day; of one on the shop's own route the hour too.

    To the quarter, since a route is an estimate: 明天 15:15 左右 / tomorrow around 15:15.
    """
    said = day(expected, now, language)
    if shipment.carrier != OWN_CARRIER or expected <= now:
        return said
    local = expected.astimezone(now.tzinfo)
    quarters = min(95, round((local.hour * 60 + local.minute) / 15))
    clock = f"{quarters // 4:02d}:{quarters % 4 * 15:02d}"
    return f"{said} {clock} 左右" if language == "zh" else f"{said} around {clock}"


def wait(duration: timedelta, language: str) -> str:
    """A waiting time, rounded up to five minutes or an hour: 大约10分钟 / about 10 minutes."""
    minutes = max(5, math.ceil(duration.total_seconds() / 300) * 5)
    if minutes >= 90:
        hours = math.ceil(minutes / 60)
        return f"大约{hours}小时" if language == "zh" else f"about {hours} hours"
    return f"大约{minutes}分钟" if language == "zh" else f"about {minutes} minutes"


def items(bought: Sequence[Item], language: str) -> str:
    """What was ordered: 陶瓷保温杯 ×2、雨伞 / Travel Mug ×2, Umbrella."""
    names = [
        item.product.name(language) + (f" ×{item.quantity}" if item.quantity > 1 else "")
        for item in bought
    ]
    return ("、" if language == "zh" else ", ").join(names)


def event_line(event: TrackingEvent, language: str) -> str:
    """The latest scan in the customer's language: the carrier's own line if it is Chinese
    and the customer reads Chinese, otherwise the status and the place."""
    if language == "zh" and _CHINESE.search(event.description):
        return event.description.rstrip("。.！! ")
    place = event.location(language)
    said = status(event.status, language)
    if not place:
        return said
    return f"{said}，{place}" if language == "zh" else f"{said}, {place}"


def parcel_line(number: int, view: ShipmentView, now: datetime, language: str) -> str:
    """One parcel of several: `1. 顺丰速运 SF123：运输中，预计明天送达`."""
    shipment = view.shipment
    name = carrier(shipment.carrier, language)
    said = status(shipment.status, language)
    if shipment.delivered_at is not None:
        when = moment(shipment.delivered_at, now, language)
        tail = f"，{when}" if language == "zh" else f" {when}"
    elif shipment.expected_at is not None and _is_coming(shipment, shipment.expected_at, now):
        when = day(shipment.expected_at, now, language)
        tail = f"，预计{when}送达" if language == "zh" else f", expected {when}"
    else:
        tail = ""
    colon = "：" if language == "zh" else ": "
    return f"{number}. {name} {shipment.tracking_number}{colon}{said}{tail}"


def _is_coming(shipment: Shipment, expected: datetime, now: datetime) -> bool:
    return shipment.status in _COMING and not has_passed(expected, now)
