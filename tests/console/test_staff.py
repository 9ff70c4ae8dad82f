"""Staff accounts: how they are made, and what a password fits."""

from __future__ import annotations

import pytest

from bot.console.accounts import AccountRefused, add_staff, hash_password, verify
from knowledge.records import Role
from knowledge.store import Store
from tests.console.conftest import PASSWORD


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
