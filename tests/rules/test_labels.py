"""Which of the numbers on a label is meant."""

from __future__ import annotations

import pytest

from bot.rules.labels import own_number, strange_digits, strange_number

OWN = ["SF4820175539127", "78123456789012", "XE2611230042", "SO-2026-00017", "10023"]
OTHERS = ["138 1234 4821", "TEL 13812344821", "0571-8765 4321", "310012", "1.2 KG", "2026-11-20"]


@pytest.mark.parametrize(
    ("read", "number"),
    [
        ("SF4820175539127", "SF4820175539127"),
        ("运单号 SF 4820 1755 39127", "SF4820175539127"),
        ("sf4820175539127-1-1-", "SF4820175539127"),
        ("MMM={'k1':'571','k5':'SF4820175539127','k7':''}", "SF4820175539127"),
        ("https://t.example/?no=78123456789012", "78123456789012"),
        ("XE2611230042SF9999999999999", "XE2611230042"),
        ("订单 2611230042", "XE2611230042"),
        ("Order SO-2026-00017", "SO-2026-00017"),
        ("#10023", "10023"),
    ],
)
def test_the_senders_own_number_is_found_however_it_is_printed(read: str, number: str) -> None:
    assert own_number([*OTHERS, read], OWN) == number


@pytest.mark.parametrize(
    "read", ["SF4820175539128", "4821", "110023", "10023456", "XE261123004", "", "你好"]
)
def test_what_only_resembles_an_own_number_is_none(read: str) -> None:
    assert own_number([*OTHERS, read], OWN) == ""


@pytest.mark.parametrize(
    ("read", "number"),
    [
        ("SF4820175539127", "SF4820175539127"),
        ("Waybill: YT1234567890123", "YT1234567890123"),
        ("JDVB01234567890-1-1-", "JDVB01234567890"),
        ("1Z999AA10123456784", "1Z999AA10123456784"),
        ("RB123456789CN", "RB123456789CN"),
        ("Order XE2611230042", "XE2611230042"),
    ],
)
def test_a_strangers_number_counts_in_a_form_of_couriers_or_of_this_shop(
    read: str, number: str
) -> None:
    assert strange_number([*OTHERS, read]) == number


@pytest.mark.parametrize(
    "read", ["SN202311230001", "LOT2026112300", "2611230042", "78123456789012", "#10023", *OTHERS]
)
def test_any_other_number_of_a_strangers_is_none(read: str) -> None:
    assert strange_number([read]) == ""


def test_a_barcode_of_digits_alone_may_be_a_couriers() -> None:
    assert strange_digits(["13812344821", "78123456789012"]) == "78123456789012"
    assert strange_digits(["13812344821", "4821", "no 78123456789012"]) == ""
