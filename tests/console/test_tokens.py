"""Making and revoking API tokens."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.console.accounts import AccountRefused, add_staff
from bot.console.tokens import ApiTokens, TokenRefused
from knowledge.records import ApiToken, AuditEntry, Role
from knowledge.store import Store
from tests.console.conftest import PASSWORD

BOSS, LEAD = 1, 2


@pytest.fixture
def tokens(any_store: Store) -> ApiTokens:
    return ApiTokens(any_store)


@pytest.fixture(autouse=True)
async def staff(any_store: Store) -> None:
    await add_staff(any_store, "boss", "", Role.ADMIN, PASSWORD)
    await add_staff(any_store, "lead", "", Role.SUPERVISOR, PASSWORD)


async def test_a_token_is_told_once_and_only_its_hash_is_kept(
    any_store: Store, tokens: ApiTokens
) -> None:
    made = await tokens.make(BOSS, " ERP ")
    assert made.token.startswith("xo_") and len(made.token) == 3 + 43
    async with any_store.reading() as unit:
        (kept,) = (await unit.exec(select(ApiToken))).all()
        (entry,) = (await unit.exec(select(AuditEntry))).all()
    assert made.token not in repr(kept) and len(kept.token_hash) == 64
    assert (entry.action, entry.subject, entry.detail) == ("make_token", "token:1", "ERP")
    assert made.token not in repr(entry)


async def test_the_list_has_every_token_newest_first(tokens: ApiTokens) -> None:
    for name in ("ERP", "WMS"):
        await tokens.make(BOSS, name)
    await tokens.revoke(BOSS, 1)
    views = await tokens.every(BOSS)
    assert [(one.name, one.made_by, one.revoked_at is None) for one in views] == [
        ("WMS", "boss", True),
        ("ERP", "boss", False),
    ]


async def test_revoking_twice_is_revoking_once(any_store: Store, tokens: ApiTokens) -> None:
    await tokens.make(BOSS, "ERP")
    await tokens.revoke(BOSS, 1)
    (before,) = await tokens.every(BOSS)
    await tokens.revoke(BOSS, 1)
    assert [before] == await tokens.every(BOSS)
    async with any_store.reading() as unit:
        actions = [entry.action for entry in (await unit.exec(select(AuditEntry))).all()]
    assert actions == ["make_token", "revoke_token"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [(" ", "token_unnamed"), ("\x00", "token_unnamed"), ("x" * 121, "token_long_name")],
)
async def test_a_token_needs_a_name_to_know_it_by(
    tokens: ApiTokens, name: str, reason: str
) -> None:
    with pytest.raises(TokenRefused) as refused:
        await tokens.make(BOSS, name)
    assert refused.value.reason == reason
    assert await tokens.every(BOSS) == []


async def test_a_token_that_is_not_there_is_said(tokens: ApiTokens) -> None:
    with pytest.raises(TokenRefused, match="no token 9"):
        await tokens.revoke(BOSS, 9)


async def test_only_admins_have_to_do_with_tokens(tokens: ApiTokens) -> None:
    await tokens.make(BOSS, "ERP")
    for doing in (tokens.make(LEAD, "x"), tokens.every(LEAD), tokens.revoke(LEAD, 1)):
        with pytest.raises(AccountRefused, match="may not"):
            await doing
    (kept,) = await tokens.every(BOSS)
    assert kept.revoked_at is None
