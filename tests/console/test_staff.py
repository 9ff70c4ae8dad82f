"""Staff accounts, and the admins' page."""

from __future__ import annotations

import httpx
import pytest

from bot.console.accounts import AccountRefused, add_staff, hash_password, verify
from knowledge.queries.staff import all_staff
from knowledge.records import Role
from knowledge.store import Store
from tests.console.conftest import HOSTILE, PASSWORD, Room, follow

COLLEAGUE = {"username": "New.One", "name": "新同事", "role": "agent", "password": PASSWORD}


async def test_an_admin_adds_a_colleague_who_can_sign_in(
    admin: httpx.AsyncClient, room: Room
) -> None:
    answer = await admin.post("staff", data=COLLEAGUE)
    page = (await follow(admin, answer)).text
    assert "new.one" in page and "新同事" in page and "The account was made." in page
    assert ("add_staff", "staff:new.one") in await room.audit()
    async with room.browser() as browser:
        assert (await room.sign_in(browser, "new.one")).status_code == 303


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": "agent"}, "This username is taken."),
        ({"username": "a b"}, "A username has"),
        ({"password": "x" * 11}, "at least 12"),
        ({"password": "x" * 201}, "at most 200"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    admin: httpx.AsyncClient, room: Room, change: dict[str, str], said: str
) -> None:
    answer = await admin.post("staff", data={**COLLEAGUE, "name": HOSTILE, **change})
    assert answer.status_code == 422
    assert said in answer.text.replace("&#39;", "'")
    assert "&lt;script&gt;" in answer.text and "<script>alert" not in answer.text
    async with room.store.reading() as unit:
        assert len(await all_staff(unit)) == 3


@pytest.mark.parametrize("change", [{"role": "owner"}, {"role": ""}])
async def test_there_is_no_other_role(admin: httpx.AsyncClient, change: dict[str, str]) -> None:
    assert (await admin.post("staff", data={**COLLEAGUE, **change})).status_code == 422


async def test_an_account_is_made_in_plain_form(store: Store) -> None:
    staff = await add_staff(store, "  Li.Wei ", " 李伟 ", Role.AGENT, PASSWORD)
    assert (staff.username, staff.name, staff.active) == ("li.wei", "李伟", True)
    with pytest.raises(AccountRefused, match=r"li\.wei"):
        await add_staff(store, "LI.WEI", "", Role.AGENT, PASSWORD)


def test_a_password_fits_its_own_hash_only() -> None:
    hashed = hash_password(PASSWORD)
    assert verify(hashed, PASSWORD)
    assert not verify(hashed, PASSWORD + "x")
    assert not verify(None, PASSWORD)
    assert not verify("no hash at all", PASSWORD)
    assert hash_password(PASSWORD) != hashed
