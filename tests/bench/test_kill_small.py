"""Three kills under load, on every run of the tests; `make bench` makes it a hundred."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.kills import kill_often
from tests.bench.shop import build_shop


@pytest.mark.slow
async def test_killed_three_times_it_answers_every_message_in_order(tmp_path: Path) -> None:
    shop = await build_shop(tmp_path / "shop.sqlite3")

    killed = await kill_often(shop, kills=3, seed=7)

    assert len(killed.kills) == 3
    assert killed.verdict.messages > 20
    assert killed.with_staff == []
    assert killed.verdict.unanswered == []
    assert killed.verdict.misordered == []
    assert killed.verdict.unexplained == []
