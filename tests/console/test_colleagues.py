"""What an admin does about colleagues, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
import pytest
import pytest_asyncio
from sqlmodel import select

from bot.console.account_desks import AccountDesks
from bot.console.accounts import AccountRefused, add_staff, verify
from bot.console.colleagues import Colleagues
from knowledge.records import AuditEntry, Role, Staff
from knowledge.store import Store
from tests.console.conftest import PASSWORD, Room

BOSS, AGENT = 1, 2
NEW = "another good password"


@dataclass(slots=True)
class Shop:
    """A shop with an admin and an agent, and what was forgotten of them."""

    store: Store
    colleagues: Colleagues
    forgotten: list[int] = field(default_factory=list)

    async def staff(self, staff_id: int) -> Staff:
        async with self.store.reading() as unit:
            found = await unit.get(Staff, staff_id)
        assert found is not None
        return found

    async def audit(self) -> list[tuple[int | None, str, str, str]]:
        async with self.store.reading() as unit:
            entries = (await unit.exec(select(AuditEntry).order_by("id"))).all()
        return [(one.staff_id, one.action, one.subject, one.detail) for one in entries]


@pytest_asyncio.fixture
async def shop(any_store: Store) -> Shop:
    await add_staff(any_store, "boss", "陈经理", Role.ADMIN, PASSWORD)
    await add_staff(any_store, "agent", "Li Wei", Role.AGENT, PASSWORD)
    forgotten: list[int] = []
    return Shop(any_store, Colleagues(any_store, forgotten.append), forgotten)


async def refusal(doing: Awaitable[object]) -> str:
    """Why it was refused."""
    with pytest.raises(AccountRefused) as refused:
        await doing
    return refused.value.reason


async def test_an_admin_adds_a_colleague(shop: Shop) -> None:
    added = await shop.colleagues.add(BOSS, "New.One", "新同事", Role.SUPERVISOR, PASSWORD)
    assert (added.username, added.role) == ("new.one", Role.SUPERVISOR)
    assert await shop.audit() == [(BOSS, "add_staff", "staff:new.one", "supervisor")]
    everyone = await shop.colleagues.everyone(BOSS)
    assert [one.username for one in everyone] == ["agent", "boss", "new.one"]


async def test_a_change_of_role_ends_the_sessions_from_before(shop: Shop) -> None:
    await shop.colleagues.change_role(BOSS, AGENT, Role.SUPERVISOR)
    staff = await shop.staff(AGENT)
    assert staff.role is Role.SUPERVISOR and staff.sessions_from is not None
    assert shop.forgotten == [AGENT]
    assert await shop.audit() == [(BOSS, "change_role", "staff:agent", "agent → supervisor")]


async def test_a_closed_account_can_be_opened_again(shop: Shop) -> None:
    await shop.colleagues.deactivate(BOSS, AGENT)
    closed = await shop.staff(AGENT)
    assert not closed.active and closed.sessions_from is not None
    await shop.colleagues.reactivate(BOSS, AGENT)
    opened = await shop.staff(AGENT)
    assert opened.active and opened.sessions_from == closed.sessions_from
    assert shop.forgotten == [AGENT, AGENT]
    assert [entry[1] for entry in await shop.audit()] == ["deactivate_staff", "reactivate_staff"]


async def test_a_colleague_gets_a_new_password(shop: Shop) -> None:
    await shop.colleagues.set_password(BOSS, AGENT, NEW)
    staff = await shop.staff(AGENT)
    assert verify(staff.password_hash, NEW) and staff.sessions_from is not None
    assert await shop.audit() == [(BOSS, "set_password", "staff:agent", "")]


@pytest.mark.parametrize(
    ("password", "reason"), [("x" * 11, "password_short"), ("x" * 201, "password_long")]
)
async def test_a_bad_password_changes_nothing(shop: Shop, password: str, reason: str) -> None:
    assert await refusal(shop.colleagues.set_password(BOSS, AGENT, password)) == reason
    assert verify((await shop.staff(AGENT)).password_hash, PASSWORD)
    assert shop.forgotten == [] and await shop.audit() == []


async def test_ones_own_password_is_not_set_without_the_present_one(shop: Shop) -> None:
    assert await refusal(shop.colleagues.set_password(BOSS, BOSS, NEW)) == "own_password"


async def test_a_colleague_is_signed_out_everywhere(shop: Shop) -> None:
    await shop.colleagues.end_sessions(BOSS, AGENT)
    assert (await shop.staff(AGENT)).sessions_from is not None
    assert shop.forgotten == [AGENT]
    assert await shop.audit() == [(BOSS, "end_sessions", "staff:agent", "")]


async def test_what_is_so_already_stays_so_and_is_not_written_down(shop: Shop) -> None:
    await shop.colleagues.change_role(BOSS, AGENT, Role.AGENT)
    await shop.colleagues.reactivate(BOSS, AGENT)
    assert await shop.audit() == [] and (await shop.staff(AGENT)).sessions_from is None
    await shop.colleagues.deactivate(BOSS, AGENT)
    await shop.colleagues.deactivate(BOSS, AGENT)
    assert len(await shop.audit()) == 1


async def test_the_last_admin_stays_an_admin(shop: Shop) -> None:
    assert await refusal(shop.colleagues.change_role(BOSS, BOSS, Role.AGENT)) == "last_admin"
    assert await refusal(shop.colleagues.deactivate(BOSS, BOSS)) == "last_admin"
    boss = await shop.staff(BOSS)
    assert (boss.role, boss.active) == (Role.ADMIN, True)
    assert shop.forgotten == [] and await shop.audit() == []


async def test_a_closed_admin_is_none_that_is_left(shop: Shop) -> None:
    await shop.colleagues.change_role(BOSS, AGENT, Role.ADMIN)
    await shop.colleagues.deactivate(BOSS, AGENT)
    assert await refusal(shop.colleagues.deactivate(BOSS, BOSS)) == "last_admin"
    await shop.colleagues.change_role(BOSS, AGENT, Role.SUPERVISOR)
    assert (await shop.staff(AGENT)).role is Role.SUPERVISOR


async def test_an_admin_may_step_down_when_there_is_another(shop: Shop) -> None:
    await shop.colleagues.change_role(BOSS, AGENT, Role.ADMIN)
    await shop.colleagues.change_role(BOSS, BOSS, Role.AGENT)
    assert (await shop.staff(BOSS)).role is Role.AGENT


async def test_two_admins_who_demote_each_other_at_once_leave_one(shop: Shop) -> None:
    await shop.colleagues.change_role(BOSS, AGENT, Role.ADMIN)
    done = await asyncio.gather(
        shop.colleagues.change_role(BOSS, AGENT, Role.AGENT),
        shop.colleagues.change_role(AGENT, BOSS, Role.AGENT),
        return_exceptions=True,
    )
    (refused,) = [one for one in done if one is not None]
    assert isinstance(refused, AccountRefused) and refused.reason == "not_allowed"
    roles = {(await shop.staff(BOSS)).role, (await shop.staff(AGENT)).role}
    assert roles == {Role.ADMIN, Role.AGENT}


DEEDS: list[Callable[[Colleagues, int, int], Awaitable[object]]] = [
    lambda desk, by, whom: desk.everyone(by),
    lambda desk, by, whom: desk.add(by, "mallory", "", Role.ADMIN, PASSWORD),
    lambda desk, by, whom: desk.change_role(by, whom, Role.ADMIN),
    lambda desk, by, whom: desk.deactivate(by, whom),
    lambda desk, by, whom: desk.reactivate(by, whom),
    lambda desk, by, whom: desk.set_password(by, whom, NEW),
    lambda desk, by, whom: desk.end_sessions(by, whom),
]


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
async def test_only_an_admin_may(
    store: Store, role: Role, deed: Callable[[Colleagues, int, int], Awaitable[object]]
) -> None:
    await add_staff(store, "boss", "", Role.ADMIN, PASSWORD)
    await add_staff(store, "one", "", role, PASSWORD)
    desk = Colleagues(store, lambda staff_id: None)
    assert await refusal(deed(desk, 2, 1)) == "not_allowed"


async def test_whoever_was_an_admin_when_the_page_was_opened_may_no_more(shop: Shop) -> None:
    await shop.colleagues.change_role(BOSS, AGENT, Role.ADMIN)
    await shop.colleagues.deactivate(AGENT, BOSS)
    assert await refusal(shop.colleagues.change_role(BOSS, AGENT, Role.AGENT)) == "not_allowed"


async def test_an_account_that_is_not_there_is_said(shop: Shop) -> None:
    assert await refusal(shop.colleagues.deactivate(BOSS, 99)) == "unknown_staff"


async def test_whoever_is_let_go_is_out_of_the_console_at_once(
    room: Room, agent: httpx.AsyncClient
) -> None:
    desks = room.app.state.accounts
    assert isinstance(desks, AccountDesks)
    assert (await agent.get("")).status_code == 200
    await desks.colleagues.deactivate(BOSS, AGENT)
    assert (await agent.get("")).status_code == 303
    async with room.browser() as browser:
        assert (await room.sign_in(browser, "agent")).status_code == 401
