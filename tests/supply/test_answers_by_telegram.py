"""A supplier in Telegram: its words go to the suppliers' side, over a real Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import MagicMock

import pytest
import pytest_asyncio
from sqlmodel import select
from telegram import Update

from bot.channels.outbox import Outbox
from bot.channels.supplier_chat import letter_in
from bot.channels.telegram.connection import open_bot
from bot.channels.telegram.parse import parse
from bot.channels.telegram.sender import TelegramSender
from bot.desk.inbound import Inbound
from bot.rules.routing import Thresholds
from bot.settings import Settings
from bot.supply.inbox import LeftToStaff, SupplierInbox
from bot.wiring import Desk, Models
from knowledge.records import (
    Channel,
    Conversation,
    MessageKind,
    Supplier,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Store
from tests.emulator import TOKEN, TelegramEmulator
from tests.supply.shop import NOW, add_offer, add_sku, add_supplier, requested, restock_desk

CHAT = 77


@pytest_asyncio.fixture
async def api() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as running:
        yield running


async def ordered(store: Store, api: TelegramEmulator, code: str = "CUP-01-BL") -> int:
    """An order goes out to the chat: the number of the message there."""
    api.say(CHAT, "/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}])
    supplier = await add_supplier(store, telegram=str(CHAT))
    await add_offer(store, supplier, await add_sku(store, code))
    await restock_desk(store).run()
    async with open_bot(TOKEN, api.url) as bot:
        sender = TelegramSender(bot)
        assert await Outbox(store, {Channel.TELEGRAM: sender}, clock=lambda: NOW).send_due() == 1
    return api.sent(CHAT)[-1].message_id


@asynccontextmanager
async def hearing(store: Store, api: TelegramEmulator) -> AsyncIterator[SupplierInbox]:
    """Whatever was written meanwhile is taken in at the end."""
    inbox = SupplierInbox(store, LeftToStaff(store))
    yield inbox
    async with open_bot(TOKEN, api.url) as bot:
        for update in await bot.get_updates(timeout=0):
            inbound = parse(update)
            assert inbound is not None
            letter = letter_in(inbound, NOW)
            if letter is not None and await inbox.has_chat(inbound.account):
                await inbox.take(letter)
                await inbox.take(letter)  # Telegram delivers again what was not acknowledged


async def theirs(store: Store) -> list[SupplierMessage]:
    async with store.reading() as unit:
        rows = await unit.exec(select(SupplierMessage).where(SupplierMessage.is_ours == False))  # noqa: E712
        return list(rows.all())


async def test_the_only_open_order_is_answered_once(
    any_store: Store, api: TelegramEmulator
) -> None:
    sent = await ordered(any_store, api)
    async with hearing(any_store, api):
        api.say(CHAT, "可以，单价12元")
    (order,) = await requested(any_store)
    (read,) = await theirs(any_store)
    assert (read.purchase_order_id, read.supplier_id) == (order.key, order.supplier_id)
    assert (read.state, read.text) == (SupplierMessageState.NEW, "可以，单价12元")
    async with any_store.reading() as unit:
        ours = (await unit.exec(select(SupplierMessage).where(SupplierMessage.is_ours))).one()
    assert ours.external_id == f"{CHAT}:{sent}"


async def test_a_reply_to_our_message_says_which_order_is_meant(
    store: Store, api: TelegramEmulator
) -> None:
    sent = await ordered(store, api)
    (first,) = await requested(store)
    supplier_sku = await add_sku(store, "CUP-02")
    async with store.reading() as unit:
        supplier = (await unit.exec(select(Supplier))).one()
    await add_offer(store, supplier, supplier_sku)
    await restock_desk(store).run()
    assert len(await requested(store)) == 2
    async with hearing(store, api):
        api.say(CHAT, "ok", reply_to=sent)
        api.say(CHAT, "and this?")
    matched, unclear = await theirs(store)
    assert (matched.purchase_order_id, matched.why) == (first.key, "")
    assert unclear.state is SupplierMessageState.WITH_STAFF
    assert "several open orders" in unclear.why


async def test_a_price_that_is_put_right_afterwards_is_kept_as_well(
    store: Store, api: TelegramEmulator
) -> None:
    await ordered(store, api)
    async with hearing(store, api):
        own = api.say(CHAT, "12元")
        api.edit(CHAT, own, "21元")
    assert [one.text for one in await theirs(store)] == ["12元", "21元"]


async def test_start_says_nothing_and_a_photo_is_noted(store: Store, api: TelegramEmulator) -> None:
    await ordered(store, api)
    async with hearing(store, api):
        api.attach(CHAT, "photo", "报价单")
        api.attach(CHAT, "voice")
    photo, voice = await theirs(store)
    assert photo.text == "报价单\n[附件 / attached: photo]"
    assert voice.state is SupplierMessageState.WITH_STAFF and "It has no words." in voice.why


async def test_a_customer_s_chat_is_none_and_costs_no_query(store: Store) -> None:
    await add_supplier(store, telegram=str(CHAT))
    inbox = SupplierInbox(store, LeftToStaff(store))
    assert await inbox.has_chat(str(CHAT)) and not await inbox.has_chat("7")
    await store.close()
    asked: list[Any] = []
    inbox._store = asked  # type: ignore[assignment]
    assert not await inbox.has_chat("8")


def test_what_is_answered_is_known(api_message: dict[str, Any]) -> None:
    update = Update.de_json({"update_id": 1, "message": api_message}, None)
    assert update is not None
    inbound = parse(update)
    assert isinstance(inbound, Inbound) and inbound.reply_to == f"{CHAT}:4"


@pytest.fixture
def api_message() -> dict[str, Any]:
    chat = {"id": CHAT, "type": "private", "first_name": "Li"}
    person = {"id": CHAT, "is_bot": False, "first_name": "Li"}
    answered = {"message_id": 4, "date": 1, "chat": chat, "text": "PO"}
    return {
        "message_id": 5,
        "date": 2,
        "chat": chat,
        "from": person,
        "text": "ok",
        "reply_to_message": answered,
    }


async def test_the_desk_answers_customers_and_leaves_suppliers_to_their_side(store: Store) -> None:
    supplier = await add_supplier(store, telegram=str(CHAT))
    await add_offer(store, supplier, await add_sku(store))
    await restock_desk(store).run()
    desk = Desk(Settings(), store, Models(MagicMock(), Thresholds(0.5, 0.1)), {})
    try:
        said = [await desk.receive(_says(chat, "ok")) for chat in (CHAT, 8, CHAT)]
    finally:
        await desk.label_reader.close()
    assert [one.is_new for one in said] == [False, True, False]
    (read,) = await theirs(store)
    assert read.sender == str(CHAT)
    async with store.reading() as unit:
        talks = (await unit.exec(select(Conversation))).all()
    assert len(talks) == 1


def _says(chat: int, text: str) -> Inbound:
    return Inbound(Channel.TELEGRAM, str(chat), f"{chat}:1", MessageKind.TEXT, text)
