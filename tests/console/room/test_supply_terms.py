"""What a course's limits read like."""

from __future__ import annotations

from bot.console.room.supply_terms import limits_told

LIMITS = {
    "currency": "CNY",
    "guardrails": {
        "items": [{"item": "BED-05", "last_price_minor": 6_323, "pack": 12}],
        "latest_day": "2027-01-11",
    },
    "reservation": {"stakes": [{"item": "BED-05", "sold_a_day": 3.366666667, "hoped_minor": None}]},
}
WORDS = {"limit_guardrails": "Guardrails", "limit_pack": "Pieces a pack"}


def test_each_limit_has_its_item_and_money_is_written_as_money() -> None:
    told = {one["name"]: one["value"] for one in limits_told(LIMITS, WORDS, "CNY")}
    assert told["Guardrails · BED-05 · last_price_minor"] == "¥63.23"
    assert told["Guardrails · BED-05 · Pieces a pack"] == "12"
    assert told["Guardrails · latest_day"] == "2027-01-11"


def test_shares_have_two_decimals_and_what_is_not_known_a_dash() -> None:
    told = {one["name"]: one["value"] for one in limits_told(LIMITS, {}, "CNY")}
    assert told["reservation · BED-05 · sold_a_day"] == "3.37"
    assert told["reservation · BED-05 · hoped_minor"] == "–"
