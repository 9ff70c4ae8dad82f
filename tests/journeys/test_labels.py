"""A photo of a parcel label over Telegram, with a real server process, read for real."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot.desk import facts
from bot.settings import Settings
from knowledge.queries.customers import customer_referenced
from knowledge.records import Author, Customer, Message, Shipment
from tests.drawn_labels import Label, photo_of, scenery
from tests.emulator import TelegramEmulator
from tests.journeys.conftest import Records
from tests.journeys.test_telegram import CHAT, PATIENCE_S, serving


async def _customer(records: Records, reference: str) -> tuple[Customer, Shipment]:
    """A demo customer and a parcel of theirs."""
    async with records.store.reading() as unit:
        customer = await customer_referenced(unit, reference)
    assert customer is not None
    parcels = [one for bought in await records.orders(reference) for one in bought.parcels]
    return customer, parcels[0]


@pytest.fixture
def patient(demo_settings: Settings, tmp_path: Path) -> Settings:
    """A shop that waits for a photo as long as a busy machine takes."""
    policy = tmp_path / "policy.toml"
    policy.write_text("[conversations]\nphoto_seconds = 60\n")
    return replace(demo_settings, policy=str(policy))


class Customers:
    """Customers of the emulated Telegram: what each sends, and the next answer to it."""

    def __init__(self, api: TelegramEmulator) -> None:
        self._api, self._heard = api, dict[int, int]()

    async def identify(self, customer: Customer, chat: int = CHAT) -> None:
        assert customer.phone is not None
        self._api.say(chat, "我的快递到哪了")
        await self._answer(chat)
        self._api.share_contact(chat, customer.phone.removeprefix("+"))
        await self._answer(chat)

    async def photo(self, content: bytes, words: str = "", chat: int = CHAT) -> str:
        self._api.send_photo(chat, f"f{len(self._api.files)}", content, words)
        return await self._answer(chat)

    async def say(self, words: str, chat: int = CHAT) -> str:
        self._api.say(chat, words)
        return await self._answer(chat)

    async def _answer(self, chat: int) -> str:
        count = self._heard[chat] = self._heard.get(chat, 0) + 1
        return (await self._api.wait_for_reply(chat, count, timeout_s=PATIENCE_S)).text


@pytest.mark.parametrize("by", ["barcode", "print"])
async def test_a_label_gives_its_tracking_answer(
    patient: Settings, records: Records, by: str
) -> None:
    customer, parcel = await _customer(records, "C0001")
    number = parcel.tracking_number
    label = Label(number) if by == "barcode" else Label(printed=[f"No. {number}"])
    assert parcel.expected_at is not None
    day = facts.day(parcel.expected_at, datetime.now(ZoneInfo("Asia/Shanghai")), "zh")
    async with TelegramEmulator() as api, serving(patient, api, webhook=False):
        anna = Customers(api)
        await anna.identify(customer)
        told = await anna.photo(photo_of(label))
        assert number in told
        assert day in told
        assert day in await anna.photo(photo_of(label, tilt=-9, seed=3), "什么时候能到?")


async def test_what_is_no_label_of_the_customers_tells_nothing(
    patient: Settings, records: Records
) -> None:
    customer, _ = await _customer(records, "C0001")
    bob, his = await _customer(records, "C0002")
    async with TelegramEmulator() as api, serving(patient, api, webhook=False):
        anna = Customers(api)
        await anna.identify(customer)
        for number in (his.tracking_number, "SF0123456789012"):  # his, and nobody's
            assert number in await anna.photo(photo_of(Label(number)))
        # The phone on the label is that of its owner, and the sender does not know it.
        assert bob.phone is not None
        owner = [f"TEL {bob.phone[-11:]}", f"TO {bob.name}"]
        await anna.photo(photo_of(Label(his.tracking_number, around=owner)), chat=72)
        await anna.photo(scenery())
        await anna.photo(photo_of(Label()))  # a name, a phone, an address
        await anna.photo(b"\xff\xd8\xff\xe0 broken")
        await anna.say("你好")
    acts = await _acts(records)
    assert acts[-7:] == [
        *["label_read+refuse_order"] * 2,
        "label_read+ask_phone_digits",
        *["photo_kept"] * 3,
        "greet",
    ]


async def _acts(records: Records) -> list[str]:
    """What the desk did, in order."""
    async with records.store.reading() as unit:
        said = await unit.exec(
            select(Message.act).where(Message.author == Author.BOT).order_by(col(Message.id))
        )
        return [act or "" for act in said.all()]
