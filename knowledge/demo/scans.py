"""The scans of a parcel, as the carriers write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from knowledge.demo.carriers import Carrier
from knowledge.demo.courses import Course
from knowledge.demo.places import Place
from knowledge.demo.situations import Situation
from knowledge.records import TrackingStatus

_COURIERS = "王师傅 李师傅 张师傅 陈师傅 刘师傅 杨师傅 赵师傅 周师傅".split()
_ORIGIN = Place("浙江省", "杭州市", "余杭区", "Hangzhou", "Yuhang")


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan before it is a record; `place` is None where the carrier names none."""

    status: TrackingStatus
    at: datetime
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a parcel's scans are told from."""

    situation: Situation
    course: Course
    carrier: Carrier
    to: Place
    pickup_place: str
    rng: Random

    @property
    def city(self) -> str:
        return self.to.city_zh

    @property
    def hub(self) -> str:
        return f"{self.city.removesuffix('市')}转运中心"

    @property
    def shop_front(self) -> str:
        """The carrier's branch that delivers."""
        return f"{self.city.removesuffix('市')}{self.to.district_zh}营业部"

    def scan(self, status: TrackingStatus, at: datetime, text: str) -> Scan:
        return Scan(status, at, f"【{self.city}】{text}", self.to)


def scans(parcel: Parcel, now: datetime) -> list[Scan]:
    """The scans up to now, oldest first."""
    end = list(_ENDS.get(parcel.situation, _delivered)(parcel))
    way = _way(parcel, end[0].at if end else None)
    told = [scan for scan in (*way, *end) if scan.at <= now]
    return sorted(told, key=lambda scan: scan.at)


def _way(parcel: Parcel, until: datetime | None) -> Iterator[Scan]:
    shipped = parcel.course.shipped
    label = shipped or parcel.course.placed + timedelta(minutes=40)
    picked = f"商家已下单，等待{parcel.carrier.name}揽收"
    yield Scan(TrackingStatus.INFO_RECEIVED, label - timedelta(minutes=30), picked, _ORIGIN)
    if shipped is None:
        return
    yield Scan(
        TrackingStatus.IN_TRANSIT, shipped, f"【杭州市】{parcel.carrier.name}已收取快件", _ORIGIN
    )
    arrival = until or _at_the_branch(parcel.course, shipped)
    for share, text, place in _legs(parcel):
        at = shipped + (arrival - shipped) * share
        yield Scan(TrackingStatus.IN_TRANSIT, at.replace(microsecond=0), text, place)


def _at_the_branch(course: Course, shipped: datetime) -> datetime:
    assert course.expected is not None
    return max(course.expected.replace(hour=7), shipped + timedelta(hours=6))


def _legs(parcel: Parcel) -> list[tuple[float, str, Place]]:
    leaves = f"【杭州市】快件离开杭州余杭转运中心，发往{parcel.hub}"
    arrives = f"【{parcel.city}】快件到达{parcel.hub}"
    branch = f"【{parcel.city}】快件到达{parcel.shop_front}"
    legs = [(0.12, leaves, _ORIGIN), (0.6, arrives, parcel.to), (0.9, branch, parcel.to)]
    return legs[:1] if parcel.situation in _STUCK else legs


def _no_end(parcel: Parcel) -> Iterator[Scan]:
    yield from ()


def _ended(parcel: Parcel) -> datetime:
    assert parcel.course.ended is not None
    return parcel.course.ended


def _going_out(parcel: Parcel) -> Scan:
    ended = _ended(parcel)
    morning = ended.replace(hour=8, minute=parcel.rng.randint(1, 55))
    at = ended if parcel.situation is Situation.OUT_FOR_DELIVERY else morning
    courier = parcel.rng.choice(_COURIERS)
    text = f"{parcel.shop_front}{courier}正在派件"
    return parcel.scan(TrackingStatus.OUT_FOR_DELIVERY, at, text)


def _out(parcel: Parcel) -> Iterator[Scan]:
    yield _going_out(parcel)


def _attempted(parcel: Parcel) -> Iterator[Scan]:
    yield _going_out(parcel)
    text = "派送未成功：收件人电话无人接听，将再次派送"
    yield parcel.scan(TrackingStatus.ATTEMPT_FAIL, _ended(parcel), text)


def _waits(parcel: Parcel) -> Iterator[Scan]:
    yield _going_out(parcel)
    text = "快件已到达代收点，请凭取件码及时领取"
    yield parcel.scan(TrackingStatus.AVAILABLE_FOR_PICKUP, _ended(parcel), text)


def _delivered(parcel: Parcel) -> Iterator[Scan]:
    yield _going_out(parcel)
    signed = parcel.rng.choice(("本人签收", "家人代收", "已放至门口", "前台代收"))
    text = f"快件已签收（{signed}），感谢使用{parcel.carrier.name}"
    yield parcel.scan(TrackingStatus.DELIVERED, _ended(parcel), text)


def _held_up(parcel: Parcel) -> Iterator[Scan]:
    text = f"快件在{parcel.hub}因中转量大延误，正在加紧处理"
    yield parcel.scan(TrackingStatus.IN_TRANSIT, _ended(parcel), text)


def _silent(parcel: Parcel) -> Iterator[Scan]:
    yield parcel.scan(TrackingStatus.IN_TRANSIT, _ended(parcel), f"快件到达{parcel.hub}")


def _given_up(parcel: Parcel) -> Iterator[Scan]:
    yield from _silent(parcel)
    at = _ended(parcel) + timedelta(days=30)
    yield Scan(TrackingStatus.EXPIRED, at, "30 天无物流更新，停止跟踪")


def _in_trouble(parcel: Parcel) -> Iterator[Scan]:
    text = parcel.rng.choice(("收件地址不详，正在联系收件人核实", "外包装破损，已登记待处理"))
    yield parcel.scan(TrackingStatus.EXCEPTION, _ended(parcel), text)


def _going_back(parcel: Parcel) -> Iterator[Scan]:
    ended = _ended(parcel)
    failed = "派送未成功：收件人电话无人接听"
    yield parcel.scan(TrackingStatus.ATTEMPT_FAIL, ended - timedelta(hours=28), failed)
    returned = "多次派送未成功，快件已退回，正返回寄件人"
    yield parcel.scan(TrackingStatus.EXCEPTION, ended, returned)


#: Parcels whose way ends at the first hub after Hangzhou.
_STUCK = {
    Situation.LATE,
    Situation.WITHOUT_ESTIMATE,
    Situation.LOST,
    Situation.EXPIRED,
}
_ENDS: dict[Situation, Callable[[Parcel], Iterator[Scan]]] = {
    Situation.LABEL_MADE: _no_end,
    Situation.IN_TRANSIT: _no_end,
    Situation.ARRIVING_THIS_WEEK: _no_end,
    Situation.OUT_FOR_DELIVERY: _out,
    Situation.ATTEMPT_FAILED: _attempted,
    Situation.WAITING_PICKUP: _waits,
    Situation.LATE: _held_up,
    Situation.WITHOUT_ESTIMATE: _silent,
    Situation.LOST: _silent,
    Situation.EXPIRED: _given_up,
    Situation.EXCEPTION: _in_trouble,
    Situation.RETURNING: _going_back,
}
