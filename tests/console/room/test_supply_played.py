"""The Supply page says where the suppliers are played, in a real browser."""

from __future__ import annotations

from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.console.accounts import add_staff
from bot.desk.staff import StaffDesk
from bot.desk.words import Wording
from knowledge.records import Role
from knowledge.store import Store
from tests.console.conftest import PASSWORD, MakeRoom, Room, supply_parts
from tests.console.room.conftest import Served
from tests.console.room.test_supply import supply
from tests.fakes import FakeMind

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture(params=[(20, 60), None], ids=["demo", "shop"])
async def live(make_room: MakeRoom, store: Store, request: pytest.FixtureRequest) -> Room:
    """A console of the demo, or of a shop whose suppliers are people."""
    await add_staff(store, "boss", "陈经理", Role.ADMIN, PASSWORD)
    parts = replace(supply_parts(store), played_s=request.param)
    return make_room(desk=StaffDesk(store, Wording(FakeMind())), supply=parts)


async def test_the_demo_says_that_scripts_answer_and_after_how_long(
    served: Served, request: pytest.FixtureRequest
) -> None:
    played = "demo" in request.node.name.rpartition("[")[2]
    page = await supply(served, "talks")
    note = page.get_by_text("answer each letter after 20 to 60 seconds")
    await expect(note).to_have_count(int(played))
    await page.get_by_role("tab", name="Suppliers").click()
    await expect(note).to_have_count(int(played))
    assert not served.complaints
