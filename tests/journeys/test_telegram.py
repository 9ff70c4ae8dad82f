"""The same conversation over Telegram, by polling and by webhook, with a real server process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk import facts
from bot.settings import Settings
from knowledge.queries.customers import customer_referenced
from tests.emulator import TOKEN, TelegramEmulator
from tests.journeys.conftest import Records

CHAT, STAFF = 71, "-100900"
#: The start of a process that loads both models, on a busy machine.
PATIENCE_S = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def serving(
    settings: Settings, api: TelegramEmulator, *, webhook: bool
) -> AsyncIterator[None]:
    """The server as a process of its own, stopped at the end as a service manager would."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XIAOER_")},
        "XIAOER_DATABASE_URL": settings.database_url,
        "XIAOER_PORT": str(port),
        "XIAOER_TELEGRAM_TOKEN": TOKEN,
        "XIAOER_TELEGRAM_API": api.url,
        "XIAOER_STAFF_CHAT": STAFF,
        "XIAOER_POLICY": settings.policy,
    }
    if webhook:
        environment["XIAOER_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram/webhook"
        environment["XIAOER_WEBHOOK_SECRET"] = "a-secret-of-this-test"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            while b"open at" not in (line := await process.stdout.readline()):
                assert line, "the server ended before it was open"
        yield
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), PATIENCE_S)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_customer_shares_a_contact_and_is_told_the_day(
    demo_settings: Settings, records: Records, *, webhook: bool
) -> None:
    async with records.store.reading() as unit:
        customer = await customer_referenced(unit, "C0001")
    assert customer is not None and customer.phone is not None
    expected = (await records.orders("C0001"))[0].parcels[0].expected_at
    assert expected is not None
    async with TelegramEmulator() as api, serving(demo_settings, api, webhook=webhook):
        api.say(int(STAFF), "Good morning")  # the bot was added to the staff group
        api.say(CHAT, "我订购的产品什么时候能送达?")
        asked = await api.wait_for_reply(CHAT, timeout_s=PATIENCE_S)
        assert asked.asks_for_contact
        api.share_contact(CHAT, customer.phone.removeprefix("+"))
        told = await api.wait_for_reply(CHAT, 2, timeout_s=PATIENCE_S)
        day = facts.day(expected, datetime.now(ZoneInfo("Asia/Shanghai")), "zh")
        assert day in told.text
        api.say(CHAT, "转人工")
        await api.wait_for_reply(CHAT, 3, timeout_s=PATIENCE_S)
        # Staff are told, among other things (the late parcels of the morning).
        await api.wait_for(
            lambda: any("转人工" in sent.text for sent in api.sent(int(STAFF))), PATIENCE_S
        )
