"""The channels' surroundings: a Bot API server, a bot, and a way to fill the outbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from telegram import Bot

from bot.channels.telegram.connection import open_bot
from knowledge.records import Channel, OutboxItem
from knowledge.store import Store
from tests.emulator import TOKEN, TelegramEmulator


@pytest_asyncio.fixture
async def api() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as running:
        yield running


@pytest_asyncio.fixture
async def bot(api: TelegramEmulator) -> AsyncIterator[Bot]:
    async with open_bot(TOKEN, api.url) as opened:
        yield opened


async def queue(
    store: Store,
    destination: str,
    text: str,
    channel: Channel = Channel.TELEGRAM,
    **more: Any,
) -> int:
    """Put one item into the outbox and return its id."""
    async with store.writing() as unit:
        item = OutboxItem(channel=channel, destination=destination, text=text, **more)
        unit.add(item)
        await unit.flush()
        return item.key


async def item(store: Store, item_id: int) -> OutboxItem:
    async with store.reading() as unit:
        found = await unit.get(OutboxItem, item_id)
    assert found is not None
    return found
