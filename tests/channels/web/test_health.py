"""Health, and Telegram's webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from knowledge.errors import StoreUnavailable
from tests.channels.web.conftest import Front, MakeFront


async def test_health_is_well_when_database_and_models_answer(front: Front) -> None:
    async with front.browser() as browser:
        answer = await browser.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "models": True})


async def test_health_is_not_well_before_the_models_are_loaded(make_front: MakeFront) -> None:
    async with make_front(models_loaded=lambda: False).browser() as browser:
        answer = await browser.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "models": False})


async def test_health_is_not_well_without_the_database(
    make_front: MakeFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(unit: object) -> bool:
        raise StoreUnavailable("gone")

    monkeypatch.setattr("bot.channels.web.health.web_chat.answers", fails)
    async with make_front().browser() as browser:
        answer = await browser.get("/health")
    assert (answer.status_code, answer.json()["database"]) == (503, False)


async def test_an_update_is_handed_on_with_its_secret(make_front: MakeFront) -> None:
    taken: list[tuple[bytes, str | None]] = []

    async def webhook(body: bytes, secret: str | None) -> int:
        taken.append((body, secret))
        return 200 if secret == "s" else 403

    headers = {"X-Telegram-Bot-Api-Secret-Token": "s"}
    async with make_front(telegram_webhook=webhook).browser() as telegram:
        good = await telegram.post("/telegram/webhook", content=b"{}", headers=headers)
        bad = await telegram.post("/telegram/webhook", content=b"{}")
    assert (good.status_code, bad.status_code) == (200, 403)
    assert taken == [(b"{}", "s"), (b"{}", None)]


async def test_without_telegram_there_is_no_webhook(front: Front) -> None:
    async with front.browser() as browser:
        assert (await browser.post("/telegram/webhook", content=b"{}")).status_code == 404


async def test_the_lifespan_runs_while_the_server_does(make_front: MakeFront) -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        seen.append("up")
        yield
        seen.append("down")

    app = make_front(lifespan=lifespan).app
    async with app.router.lifespan_context(app):
        assert seen == ["up"]
    assert seen == ["up", "down"]


async def test_a_body_that_is_too_large_is_refused(front: Front) -> None:
    async with front.browser() as browser:
        answer = await browser.post("/chat/messages", content=b"x" * 1_000_001)
    assert answer.status_code == 413
