"""Ready answers: whose they are, and what is filled in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.canned import CannedDesk, CannedRefused
from knowledge.queries.canned import canned_for
from knowledge.records import AuditEntry, CannedReply, Role, Staff
from tests.fakes import Desk


@pytest.fixture
def canned(desk: Desk) -> CannedDesk:
    return CannedDesk(desk.store, "山屿生活", clock=desk.clock)


async def _staff(desk: Desk, role: Role, name: str = "") -> int:
    staff = Staff(username=f"{role}{name}", name=name, password_hash="-", role=role)
    return (await desk.shop.add(staff)).key


async def _titles(desk: Desk, staff_id: int, language: str | None = None) -> list[str]:
    async with desk.store.reading() as unit:
        return [one.title for one in await canned_for(unit, staff_id, language)]


async def test_an_agents_own_are_theirs_alone(desk: Desk, canned: CannedDesk) -> None:
    one, other = await _staff(desk, Role.AGENT, "a"), await _staff(desk, Role.AGENT, "b")
    key = await canned.add(one, " Hello ", "en", "Hello {customer}", shared=False)
    assert (await _titles(desk, one), await _titles(desk, other)) == (["Hello"], [])
    with pytest.raises(LookupError):
        await canned.change(key, other, "Mine", "en", "now")
    with pytest.raises(LookupError):
        await canned.remove(key, other)
    with pytest.raises(LookupError):
        await canned.filled(key, 1, other)
    await canned.change(key, one, "Hi", "zh", "您好")
    assert (await _titles(desk, one, "zh"), await _titles(desk, one, "en")) == (["Hi"], [])
    await canned.remove(key, one)
    assert await _titles(desk, one) == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
async def test_everybodys_are_changed_by_supervisors_and_admins(
    desk: Desk, canned: CannedDesk, role: Role
) -> None:
    agent, lead = await _staff(desk, Role.AGENT), await _staff(desk, role)
    with pytest.raises(CannedRefused):
        await canned.add(agent, "Hello", "en", "Hello", shared=True)
    key = await canned.add(lead, "Hello", "en", "Hello", shared=True)
    with pytest.raises(CannedRefused):
        await canned.change(key, agent, "Bye", "en", "Bye")
    with pytest.raises(CannedRefused):
        await canned.remove(key, agent)
    assert await _titles(desk, agent) == ["Hello"]
    await canned.change(key, lead, "Bye", "en", "Bye")
    await canned.remove(key, lead)
    assert await desk.records(CannedReply) == []


async def test_every_change_is_written_down(desk: Desk, canned: CannedDesk) -> None:
    agent = await _staff(desk, Role.AGENT)
    key = await canned.add(agent, "Hello", "en", "Hello", shared=False)
    await canned.change(key, agent, "Bye", "en", "Bye")
    await canned.remove(key, agent)
    entries = await desk.records(AuditEntry)
    assert [(one.action, one.subject, one.staff_id) for one in entries] == [
        (action, f"canned:{key}", agent)
        for action in ("add_canned", "change_canned", "remove_canned")
    ]


@pytest.mark.parametrize(("language", "body"), [("fr", "Salut"), ("en", "Hi {you}"), ("en", "")])
async def test_what_is_refused_changes_nothing(
    desk: Desk, canned: CannedDesk, language: str, body: str
) -> None:
    agent = await _staff(desk, Role.AGENT)
    key = await canned.add(agent, "Hello", "en", "Hello", shared=False)
    with pytest.raises(ValueError):
        await canned.change(key, agent, "Bye", language, body)
    (kept,) = await desk.records(CannedReply)
    assert (kept.title, kept.body) == ("Hello", "Hello")


_ALL = "{customer} {order_number} {tracking_number} {shop_name} {agent}"


async def test_is_filled_from_the_customers_latest_order(desk: Desk, canned: CannedDesk) -> None:
    shop, agent = desk.shop, await _staff(desk, Role.AGENT, "李雷")
    customer = await shop.customer()
    await shop.order(customer, number="XE2611230001", placed_at=desk.clock() - timedelta(days=9))
    latest = await shop.order(customer, number="XE2611230002", placed_at=desk.clock())
    await shop.shipment(latest, tracking_number="SF200")
    await desk.identify("anna", customer)
    conversation = (await desk.conversation("anna")).key
    key = await canned.add(agent, "All", "en", _ALL, shared=False)
    filled = await canned.filled(key, conversation, agent)
    assert (filled.text, filled.missing) == ("王小明 XE2611230002 SF200 山屿生活 李雷", ())
    chosen = await canned.filled(key, conversation, agent, "XE2611230001")
    assert (chosen.text, chosen.missing) == (
        "王小明 XE2611230001 山屿生活 李雷",
        ("tracking_number",),
    )
    others = await canned.filled(key, conversation, agent, "XE9")
    assert "order_number" in others.missing


async def test_names_what_is_not_known_of_a_stranger(desk: Desk, canned: CannedDesk) -> None:
    agent = await _staff(desk, Role.AGENT)
    await desk.ask("anna", "你好")
    key = await canned.add(agent, "All", "en", _ALL, shared=False)
    filled = await canned.filled(key, (await desk.conversation("anna")).key, agent)
    assert filled.missing == ("order_number", "tracking_number", "agent")
    with pytest.raises(LookupError):
        await canned.filled(key, 99, agent)
