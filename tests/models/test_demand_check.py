"""The check on public data, here on a small set in the same form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.demand_check import check_demand, scored
from models.errors import DemandDataMissing


def test_the_table_has_ours_and_every_single_model(tmp_path: Path) -> None:
    folder = tmp_path / "ts_aws_consumer_electronics"
    folder.mkdir()
    rng = np.random.default_rng(1)
    for file, column in (("TTS", "demand"), ("RTS", "price")):
        lines = [
            f"item_{item:03},store_{store:03},{2020 + month // 12}-{month % 12 + 1:02}-01,"
            f"{100 + rng.normal(0, 5):.2f}"
            for item in range(3)
            for store in range(2)
            for month in range(24)
        ]
        text = "\n".join([f"item_id,store_id,timestamp,{column}", *lines])
        (folder / f"consumer_electronics_{file}.csv").write_text(text + "\n", encoding="utf-8")
    found = check_demand(tmp_path)
    assert found.startswith("3 items, monthly; the last 6 months held out")
    for name in ("ours, demand alone", "planned prices", "naive *", "AutoETS *", "Croston-SBA *"):
        assert name in found


def test_prices_ahead_are_used_only_where_they_are_said_to_be_known() -> None:
    rng = np.random.default_rng(2)
    prices = np.where(rng.random((4, 24)) < 0.4, 80.0, 100.0)
    demand = 1_000.0 * (prices / 100.0) ** -2 * np.exp(rng.normal(0, 0.01, (4, 24)))
    other = prices.copy()
    other[:, 18:] = 50.0
    known, changed = scored(demand, prices), scored(demand, other)
    for before, after in zip(known.ours[:2], changed.ours[:2], strict=True):
        assert after.error == pytest.approx(before.error)
        assert after.coverage == pytest.approx(before.coverage)
    assert known.ours[2].error != pytest.approx(changed.ours[2].error)
    assert known.ours[2].error < known.ours[1].error


def test_a_folder_without_the_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(DemandDataMissing, match=r"consumer_electronics_TTS\.csv is missing"):
        check_demand(tmp_path)
