"""The desk on an empty store: `desk` on SQLite, `any_desk` on each database in turn."""

from __future__ import annotations

import pytest

from knowledge.store import Store
from tests.fakes import Desk, Shop


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


@pytest.fixture
def any_desk(any_store: Store) -> Desk:
    return Desk(any_store)


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """The records behind `desk`."""
    return desk.shop
