"""`routes` plans a day, prints it and draws it."""

from __future__ import annotations

import asyncio
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.supply import routing_solver
from knowledge.store import Store
from tests.fakes import ZONE, Shop
from tests.supply.test_routes import paid_order

#: The command reads the real clock; no shift of tomorrow is over.
TOMORROW = str(datetime.now(ZONE).date() + timedelta(days=1))
_POLICY = """[delivery]
vehicles = ["Van, 10, 09:00-17:00"]
depot_latitude = 30.25
depot_longitude = 120.15
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XIAOER_POLICY", raising=False)
    monkeypatch.setenv("XIAOER_DATABASE_URL", sqlite_url)


def _fill(url: str) -> str:
    async def fill() -> str:
        store = Store(url)
        order = await paid_order(Shop(store))
        await store.close()
        return order.number

    return asyncio.run(fill())


def test_a_day_is_planned_printed_and_drawn(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("policy.toml").write_text(_POLICY, encoding="utf-8")
    number = _fill(sqlite_url)
    assert main(["routes", TOMORROW, "--svg", "day.svg"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"Routes of {TOMORROW} (planned): vehicles 1, stops 1")
    assert number in told.out and told.err.endswith("Drawn in day.svg.\n")
    assert number in Path("day.svg").read_text(encoding="utf-8")
    assert ET.parse("day.svg").getroot().tag.endswith("svg")


def test_places_come_by_import(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("places.csv").write_text(
        "address,latitude,longitude,window_from,window_until,service_minutes\n"
        "文三路1号,30.2741,120.1551,9:30,12:00,5\n"
        "文三路 １号,30.3,120.1,,,\n"
        "文三路2号,91,120,,,\n"
        "文三路3号,30,120,12:00,9:00,\n",
        encoding="utf-8",
    )
    assert main(["import", "places.csv"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("delivery_places: 1 new, 0 changed, 0 as they were, 3 rejected")
    for why in ("in another row already", "within 90 degrees", "window_until after window_from"):
        assert why in said
    assert main(["import", "places.csv"]) == 1
    assert capsys.readouterr().out.startswith("delivery_places: 0 new, 0 changed, 1 as they were")


@pytest.mark.parametrize(
    ("policy", "day", "why"),
    [
        ("", TOMORROW, "The shop does not deliver itself"),
        (_POLICY, "tomorrow", "'tomorrow' is no day such as 2026-11-23."),
        (_POLICY, "2020-01-01", "2020-01-01 is over"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(
    policy: str, day: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("policy.toml").write_text(policy, encoding="utf-8")
    assert main(["routes", day]) == 2
    told = capsys.readouterr().err
    assert why in told and told.count("\n") == 1


def test_without_ortools_the_extra_is_named(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("policy.toml").write_text(_POLICY, encoding="utf-8")
    _fill(sqlite_url)
    monkeypatch.setattr(routing_solver, "find_spec", lambda _: None)
    assert main(["routes", TOMORROW]) == 2
    assert "the extra `routes` of this project: pip install ortools" in capsys.readouterr().err
