"""What the shop writes is read the one way it can be meant, or refused with a reason."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.rules.identity import contact_phone
from knowledge.intake import (
    CustomerRow,
    OrderRow,
    ProductRow,
    RowRefused,
    ShipmentRow,
    StockRow,
    TrackingEventRow,
    read_row,
)
from knowledge.records import OrderStatus, TrackingStatus

ZONE = ZoneInfo("Asia/Shanghai")
CUSTOMER = {"reference": "C1", "name": "林晓雨"}
PRODUCT = {"product_code": "CUP", "sku": "CUP-1", "name_zh": "杯", "price": "39.00"}
ORDER: dict[str, object] = {
    "number": "XE1",
    "customer": "C1",
    "status": "shipped",
    "placed_at": "2026-11-23 09:30",
    "total": "39.00",
    "lines": [{"sku": "CUP-1", "quantity": "1", "unit_price": "39.00"}],
}


def customer(**values: object) -> CustomerRow:
    return read_row(CustomerRow, CUSTOMER | values, zone=ZONE)


def product(**values: object) -> ProductRow:
    return read_row(ProductRow, PRODUCT | values, zone=ZONE)


def order(**values: object) -> OrderRow:
    return read_row(OrderRow, ORDER | values, zone=ZONE)


@pytest.mark.parametrize(
    ("written", "minor"),
    [("129.00", 12900), ("129", 12900), ("0.5", 50), ("0", 0), (" 7.05 ", 705), (12, 1200)],
)
def test_an_amount_is_kept_in_minor_units(written: object, minor: int) -> None:
    assert product(price=written).price == minor


@given(st.integers(min_value=0, max_value=2**31 - 1))
def test_every_amount_of_cents_survives_being_written_as_text(minor: int) -> None:
    assert product(price=f"{minor // 100}.{minor % 100:02}").price == minor


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1.999", "has more than 2 decimals"),
        ("-5", "is negative"),
        ("−5", "is negative"),
        ("NaN", "is not an amount such as 129.00"),
        ("Infinity", "is not an amount such as 129.00"),
        ("1e3", "is not an amount such as 129.00"),
        ("1,299.00", "is not an amount such as 129.00"),
        ("¥129", "is not an amount such as 129.00"),
        ("１２９", "is not an amount such as 129.00"),
        ("99999999.00", "is too large"),
        ("9" * 5000, "is too large"),
        (1.5, "must be decimal text"),
        (True, "must be decimal text"),
    ],
)
def test_what_is_no_amount_is_refused(written: object, reason: str) -> None:
    with pytest.raises(RowRefused) as refusal:
        product(price=written)
    (problem,) = refusal.value.problems
    assert problem.column == "price"
    assert reason in str(refusal.value)


def test_a_refusal_names_the_column_and_the_value() -> None:
    with pytest.raises(RowRefused) as refusal:
        product(price="1.999")
    assert str(refusal.value) == 'price "1.999" has more than 2 decimals'


def test_a_refusal_tells_everything_that_is_wrong_at_once() -> None:
    with pytest.raises(RowRefused) as refusal:
        read_row(CustomerRow, {"phone": "soon", "language": "fr", "shoe_size": "43"}, zone=ZONE)
    assert {problem.column for problem in refusal.value.problems} == {
        "reference",
        "name",
        "phone",
        "language",
        "shoe_size",
    }
    assert "reference is missing" in str(refusal.value)
    assert 'shoe_size "43" is not a known field' in str(refusal.value)


def test_a_time_without_an_offset_is_in_the_shops_zone() -> None:
    assert order().placed_at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_a_time_with_an_offset_keeps_its_moment() -> None:
    assert order(placed_at="2026-11-23T09:30:00+01:00").placed_at == datetime(
        2026, 11, 23, 8, 30, tzinfo=UTC
    )
    assert order(placed_at="2026-11-23T09:30:00Z").placed_at.hour == 9


def test_a_promised_day_lasts_until_its_end() -> None:
    promised = order(promised_at="2026-11-25").promised_at
    assert promised == datetime(2026, 11, 25, 15, 59, 59, tzinfo=UTC)


def test_a_model_read_without_a_zone_asks_for_an_offset() -> None:
    with pytest.raises(ValidationError, match="no offset"):
        OrderRow.model_validate(ORDER)


@pytest.mark.parametrize(
    "written", ["tomorrow", "23.11.2026", "2026-13-01", "0001-01-01", "9999-12-31T23:59", "20"]
)
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(RowRefused, match="placed_at"):
        order(placed_at=written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("0571-8888 6666", "+8657188886666"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("+852 5123 4567", "+85251234567"),
    ],
)
def test_a_phone_is_kept_as_e164(written: str, kept: str) -> None:
    assert customer(phone=written).phone == kept


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_kept_is_the_one_that_identification_recognises(mobile: str) -> None:
    kept = customer(phone=mobile).phone
    assert kept == contact_phone(f"86{mobile}")


@pytest.mark.parametrize("written", ["soon", "1.38E+10", "12", "+" * 9, "1" * 18, "138x1234y5678"])
def test_what_is_no_phone_is_refused(written: str) -> None:
    with pytest.raises(RowRefused, match="phone"):
        customer(phone=written)


def test_a_status_is_read_whatever_its_case() -> None:
    assert order(status="Awaiting Payment").status is OrderStatus.AWAITING_PAYMENT
    row = {"order": "XE1", "carrier": "sf", "tracking_number": "SF1", "status": "in_transit"}
    assert read_row(ShipmentRow, row, zone=ZONE).status is TrackingStatus.IN_TRANSIT


def test_an_unknown_status_is_refused_with_those_there_are() -> None:
    with pytest.raises(RowRefused, match="is not one of awaiting_payment, preparing"):
        order(status="eaten")


@pytest.mark.parametrize(("written", "kept"), [("zh-CN", "zh"), ("EN", "en"), ("en_GB", "en")])
def test_a_language_is_chinese_or_english(written: str, kept: str) -> None:
    assert customer(language=written).language == kept


@pytest.mark.parametrize(("written", "kept"), [("是", True), ("0", False), (False, False)])
def test_a_yes_or_no_is_read_in_both_languages(written: object, kept: bool) -> None:
    assert product(active=written).active is kept


def test_a_product_needs_a_name_in_one_language() -> None:
    assert product(name_zh="", name_en="Cup").name_en == "Cup"
    with pytest.raises(RowRefused, match="needs name_zh or name_en"):
        product(name_zh="")


@pytest.mark.parametrize(
    ("lines", "column", "place"),
    [
        ([], "lines", None),
        ("CUP-1", "lines", None),
        ([{"sku": "CUP-1", "quantity": "0", "unit_price": "1"}], "quantity", 0),
        ([{"sku": "A", "quantity": 1, "unit_price": "1"}, {"sku": "B"}], "quantity", 1),
        ([{"sku": "A", "quantity": "1.5", "unit_price": "1"}], "quantity", 0),
    ],
)
def test_an_orders_lines_are_checked_one_by_one(
    lines: object, column: str, place: int | None
) -> None:
    with pytest.raises(RowRefused) as refusal:
        order(lines=lines)
    first = refusal.value.problems[0]
    assert (first.column, first.line) == (column, place)


def test_a_payment_needs_a_method() -> None:
    with pytest.raises(RowRefused, match="payment_method"):
        order(paid_at="2026-11-23 09:31")


@pytest.mark.parametrize("name", ["林\x00晓雨", "\ud800", "x" * 121, 7, ["a"]])
def test_text_that_no_database_should_hold_is_refused(name: object) -> None:
    with pytest.raises(RowRefused, match="name"):
        customer(name=name)


def test_a_long_value_is_shortened_in_the_refusal() -> None:
    with pytest.raises(RowRefused) as refusal:
        customer(email="x" * 5000)
    assert len(str(refusal.value)) < 120


def test_a_blank_value_is_told_from_an_absent_one() -> None:
    assert "phone" in customer(phone="").model_fields_set
    assert "phone" not in customer().model_fields_set


def test_stock_is_never_negative() -> None:
    with pytest.raises(RowRefused, match="is negative"):
        read_row(StockRow, {"sku": "A", "on_hand": "-1"}, zone=ZONE)


def test_a_scan_needs_the_carriers_id() -> None:
    with pytest.raises(RowRefused, match="external_id is missing"):
        read_row(
            TrackingEventRow,
            {"external_id": " ", "status": "Delivered", "happened_at": "2026-11-23 09:30"},
            zone=ZONE,
        )
