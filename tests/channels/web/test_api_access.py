"""Which tokens open the shop's API."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest

from bot.channels.web import api_access
from bot.rules.api_tokens import kept_of
from knowledge.records import ApiToken, utcnow
from knowledge.store import Store
from tests.channels.web.conftest import TOKEN, MakeFront

MADE = "xo_" + "a" * 43
CUSTOMER = {"name": "王小明"}


async def _made(store: Store, *, revoked: bool = False) -> None:
    async with store.writing() as unit:
        revoked_at = utcnow() if revoked else None
        unit.add(ApiToken(name="ERP", token_hash=kept_of(MADE), revoked_at=revoked_at))


async def _used_at(store: Store) -> datetime | None:
    async with store.reading() as unit:
        token = await unit.get(ApiToken, 1)
    assert token is not None
    return token.last_used_at


async def _asked(make_front: MakeFront, token: str, setting: str = TOKEN) -> httpx.Response:
    async with make_front(api_token=setting).browser() as system:
        headers = {"Authorization": f"Bearer {token}"}
        return await system.put("/api/v1/customers/C1", json=CUSTOMER, headers=headers)


@pytest.mark.parametrize("setting", [TOKEN, ""])
async def test_a_token_made_in_the_console_opens_it(
    make_front: MakeFront, store: Store, setting: str
) -> None:
    await _made(store)
    assert (await _asked(make_front, MADE, setting)).status_code == 201
    assert await _used_at(store) is not None


async def test_the_settings_token_still_opens_it(make_front: MakeFront, store: Store) -> None:
    await _made(store)
    assert (await _asked(make_front, TOKEN)).status_code == 201
    assert await _used_at(store) is None


@pytest.mark.parametrize(
    "token", ["xo_" + "b" * 43, kept_of(MADE), MADE[3:], MADE + "a", "", "xo_"]
)
@pytest.mark.parametrize("setting", [TOKEN, ""])
async def test_any_other_token_is_refused(
    make_front: MakeFront, store: Store, token: str, setting: str
) -> None:
    await _made(store)
    answer = await _asked(make_front, token, setting)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_revoked_token_is_refused(make_front: MakeFront, store: Store) -> None:
    await _made(store, revoked=True)
    assert (await _asked(make_front, MADE)).status_code == 401
    assert (await _asked(make_front, MADE, setting="")).status_code == 503
    assert await _used_at(store) is None


async def test_its_last_use_is_kept_once_a_minute(
    make_front: MakeFront, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _made(store)
    at = [utcnow()]
    monkeypatch.setattr(api_access, "utcnow", lambda: at[0])
    used = []
    for seconds in (0, 59, 1):
        at[0] += timedelta(seconds=seconds)
        await _asked(make_front, MADE)
        used.append(await _used_at(store))
    assert used == [at[0] - timedelta(minutes=1)] * 2 + [at[0]]
