"""Facts as a customer reads them, on Monday 23 November 2026 in the shop's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk import facts
from knowledge.queries.orders import Item, ShipmentView
from knowledge.records import Product, Shipment, Sku, TrackingEvent, TrackingStatus
from tests.fakes import NOW, ZONE, local


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 11, 23), "今天", "today"),
        (date(2026, 11, 24), "明天", "tomorrow"),
        (date(2026, 11, 25), "后天", "on Wednesday, 25 November"),
        (date(2026, 11, 26), "本周四（11月26日）", "on Thursday, 26 November"),
        (date(2026, 11, 29), "本周日（11月29日）", "on Sunday, 29 November"),
        (date(2026, 11, 30), "下周一（11月30日）", "on Monday, 30 November"),
        (date(2026, 12, 6), "下周日（12月6日）", "on Sunday, 6 December"),
        (date(2026, 12, 7), "12月7日", "on Monday, 7 December"),
        (date(2027, 1, 4), "2027年1月4日", "on Monday, 4 January 2027"),
        (date(2026, 11, 22), "昨天", "yesterday"),
        (date(2026, 11, 21), "前天", "on Saturday, 21 November"),
        (date(2026, 11, 20), "11月20日", "on Friday, 20 November"),
        (date(2025, 11, 20), "2025年11月20日", "on Thursday, 20 November 2025"),
    ],
)
def test_says_a_day_as_one_says_it(day: date, zh: str, en: str) -> None:
    assert facts.day(local(day), NOW, "zh") == zh
    assert facts.day(local(day), NOW, "en") == en


def test_says_next_week_across_the_end_of_a_year() -> None:
    now = local(date(2026, 12, 28))
    assert facts.day(local(date(2027, 1, 1)), now, "zh") == "本周五（2027年1月1日）"
    assert facts.day(local(date(2027, 1, 1)), now, "en") == "on Friday, 1 January 2027"


def test_says_the_day_of_the_shop_and_not_of_utc() -> None:
    # 20:00 UTC on Wednesday is Thursday in Shanghai.
    moment = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
    assert facts.day(moment, NOW, "zh") == "本周四（11月26日）"
    assert facts.moment(moment, NOW, "en") == "on Thursday, 26 November at 04:00"


def test_says_today_just_before_midnight_and_tomorrow_just_after() -> None:
    night = datetime(2026, 11, 23, 23, 59, tzinfo=ZONE)
    assert facts.day(night, NOW, "zh") == "今天"
    assert facts.day(night + timedelta(minutes=1), NOW, "zh") == "明天"


def test_says_a_moment_with_its_hour() -> None:
    yesterday = datetime(2026, 11, 22, 15, 20, tzinfo=ZONE)
    assert facts.moment(yesterday, NOW, "zh") == "昨天 15:20"
    assert facts.moment(yesterday, NOW, "en") == "yesterday at 15:20"


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 11, 27), "本周五（11月27日）前", "by Friday, 27 November"),
        (date(2026, 11, 24), "明天内", "by tomorrow"),
        (date(2026, 11, 23), "今天内", "by today"),
    ],
)
def test_says_a_latest_day_that_is_included(day: date, zh: str, en: str) -> None:
    assert (facts.by_day(local(day), NOW, "zh"), facts.by_day(local(day), NOW, "en")) == (zh, en)


def test_lets_a_day_pass_at_the_shops_midnight() -> None:
    assert not facts.has_passed(local(date(2026, 11, 23), 0), NOW)
    assert facts.has_passed(local(date(2026, 11, 22), 23), NOW)


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (12_900, "CNY", "¥129.00"),
        (5, "CNY", "¥0.05"),
        (123_456_789, "CNY", "¥1,234,567.89"),
        (1_050, "USD", "$10.50"),
        (1_050, "CHF", "CHF 10.50"),
    ],
)
def test_says_money_with_its_sign(minor: int, currency: str, shown: str) -> None:
    assert facts.money(minor, currency) == shown


@pytest.mark.parametrize(
    ("waited", "zh", "en"),
    [
        (timedelta(seconds=20), "大约5分钟", "about 5 minutes"),
        (timedelta(minutes=10), "大约10分钟", "about 10 minutes"),
        (timedelta(minutes=10, seconds=30), "大约15分钟", "about 15 minutes"),
        (timedelta(minutes=90), "大约2小时", "about 2 hours"),
        (timedelta(minutes=150), "大约3小时", "about 3 hours"),
    ],
)
def test_rounds_a_wait_up(waited: timedelta, zh: str, en: str) -> None:
    assert (facts.wait(waited, "zh"), facts.wait(waited, "en")) == (zh, en)


def test_names_carriers_and_statuses_in_both_languages() -> None:
    assert (facts.carrier("SF", "zh"), facts.carrier("sf", "en")) == ("顺丰速运", "SF Express")
    assert facts.carrier("dhl", "zh") == "dhl"
    assert all(
        facts.status(status, language) for status in TrackingStatus for language in "zh en".split()
    )


def test_lists_what_was_ordered() -> None:
    mug = Product(code="1", name_zh="陶瓷保温杯", name_en="Travel Mug")
    umbrella = Product(code="2", name_zh="雨伞", name_en="Umbrella")
    sku = Sku(code="1", product_id=1, price_minor=1)
    bought = [Item(2, mug, sku), Item(1, umbrella, sku)]
    assert facts.items(bought, "zh") == "陶瓷保温杯 ×2、雨伞"
    assert facts.items(bought, "en") == "Travel Mug ×2, Umbrella"


def _event(description: str, en: str = "Hangzhou hub") -> TrackingEvent:
    return TrackingEvent(
        shipment_id=1,
        external_id="1",
        status=TrackingStatus.IN_TRANSIT,
        happened_at=NOW,
        description=description,
        location_zh="杭州转运中心",
        location_en=en,
    )


@pytest.mark.parametrize(
    ("description", "zh"),
    [
        ("快件已到达杭州。", "快件已到达杭州"),
        ("Arrived at hub", "运输中，杭州转运中心"),
        ("", "运输中，杭州转运中心"),
    ],
)
def test_tells_a_scan_in_the_customers_language(description: str, zh: str) -> None:
    assert facts.event_line(_event(description), "zh") == zh
    assert facts.event_line(_event(description), "en") == "In transit, Hangzhou hub"


def test_tells_a_scan_without_a_place() -> None:
    assert facts.event_line(_event("", en=""), "en") == "In transit"


def _line(status: TrackingStatus, expected_at: datetime, language: str = "zh") -> str:
    shipment = Shipment(
        order_id=1, carrier="sf", tracking_number="SF1", status=status, expected_at=expected_at
    )
    return facts.parcel_line(1, ShipmentView(shipment, None), NOW, language)


def test_tells_one_parcel_of_several() -> None:
    in_transit, thursday = TrackingStatus.IN_TRANSIT, local(date(2026, 11, 26))
    assert _line(in_transit, thursday) == "1. 顺丰速运 SF1：运输中，预计本周四（11月26日）送达"
    assert (
        _line(in_transit, thursday, "en")
        == "1. SF Express SF1: In transit, expected on Thursday, 26 November"
    )


def test_tells_a_parcel_expected_earlier_today() -> None:
    assert "今天" in _line(TrackingStatus.OUT_FOR_DELIVERY, local(date(2026, 11, 23), 8))


@pytest.mark.parametrize(
    ("status", "expected_at"),
    [
        (TrackingStatus.IN_TRANSIT, local(date(2026, 11, 22))),
        (TrackingStatus.EXCEPTION, local(date(2026, 11, 26))),
        (TrackingStatus.DELIVERED, local(date(2026, 11, 26))),
    ],
)
def test_promises_no_day_that_has_passed_or_means_nothing(
    status: TrackingStatus, expected_at: datetime
) -> None:
    assert "预计" not in _line(status, expected_at)
