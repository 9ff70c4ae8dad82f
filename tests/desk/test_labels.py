"""A photo of a parcel label, from its stored bytes to the answer; what reads it is steered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import labels
from bot.desk.answer import Answerer
from bot.desk.articles import ArticleDesk
from bot.desk.decide import Dispatcher
from bot.desk.inbound import Attached
from bot.desk.labels import LabelDesk, with_number
from bot.rules.policy import Policy
from bot.rules.policy.conversations import Conversations
from bot.rules.routing import Thresholds
from knowledge.articles.search import ArticleSearch
from knowledge.queries.attachments import attachments_of, record_fetch
from knowledge.records import (
    ActionKind,
    Attachment,
    Channel,
    Customer,
    Message,
    MessageKind,
    Order,
    OrderStatus,
    TrackingStatus,
)
from models.errors import PhotoUnread
from models.values import Intent
from tests.fakes import Desk, FakeMind, Said, understood

NUMBER, OTHERS = "SF4820175539127", "SF7777777777777"
PRINT = ["WANG XIAOMING", "138 1234 4821", "NO. 18 WENSAN ROAD"]


@dataclass
class Eyes:
    """A reader that sees what it is told to."""

    barcodes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    is_there: bool = True
    fault: Exception | None = None
    takes_s: float = 0.0
    asked: list[str] = field(default_factory=list)

    async def codes(self, photo: bytes) -> list[str]:
        return await self._seen("codes", self.barcodes)

    async def text(self, photo: bytes) -> list[str]:
        return await self._seen("text", self.lines)

    async def _seen(self, what: str, seen: list[str]) -> list[str]:
        self.asked.append(what)
        await asyncio.sleep(self.takes_s)
        if self.fault is not None:
            raise self.fault
        return seen


class Counter:
    """The desk, with eyes, and a customer who has a parcel."""

    def __init__(self, desk: Desk, policy: Policy | None = None) -> None:
        self.desk, self.eyes = desk, Eyes()
        reader = LabelDesk(desk.store, self.eyes, policy or desk.policy, {Channel.TELEGRAM})
        articles = ArticleDesk(ArticleSearch(desk.store), desk.mind)
        desk.answerer = Answerer(
            desk.store,
            desk.mind,
            desk.wording,
            Dispatcher(articles, Thresholds()),
            policy=desk.policy,
            zone=desk.zone,
            clock=desk.clock,
            labels=reader,
        )

    async def customer(self, account: str = "anna", number: str = NUMBER, **known: Any) -> Customer:
        """A customer of the shop with one parcel on its way, known on an account."""
        shop = self.desk.shop
        customer = await shop.customer(**known)
        order = await shop.order(customer, (await shop.product(), 1))
        expected = self.desk.clock.now + timedelta(days=2)
        parcel = await shop.shipment(order, tracking_number=number, expected_at=expected)
        await shop.scan(parcel)
        await self.desk.identify(account, customer)
        return customer

    async def photo(self, account: str = "anna", words: str = "", **file: Any) -> Said:
        """Send a photo whose bytes are there, and get the one answer."""
        found = await self.desk.receive(
            account,
            words,
            kind=MessageKind.PHOTO,
            data={"type": "photo", "count": 1},
            attachments=(Attached(**{"kind": "photo", "external_id": "f", **file}),),
        )
        await self.fetched(found.message_id)
        await self.desk.answer_all(found.conversation_id)
        last = (await self.desk.messages(account))[-1]
        return Said.from_record(last)

    async def fetched(self, message_id: int, **values: Any) -> None:
        """Let the message's files be there."""
        values = values or {"content": b"\xff\xd8", "fetched_at": self.desk.clock()}
        async with self.desk.store.writing() as unit:
            for one in await attachments_of(unit, [message_id]):
                await record_fetch(unit, one.key, {"attempts": 1, **values})


@pytest.fixture
def counter(desk: Desk) -> Counter:
    return Counter(desk)


async def test_a_barcode_gives_the_tracking_answer_without_reading_the_print(
    counter: Counter,
) -> None:
    await counter.customer()
    counter.eyes.barcodes = [NUMBER]
    told = await counter.photo()
    assert told.act == "label_read+parcel_in_transit"
    assert NUMBER in told.text
    assert counter.eyes.asked == ["codes"]


async def test_printed_numbers_are_read_where_no_barcode_helps(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.barcodes, counter.eyes.lines = ["310012"], [*PRINT, f"运单号{NUMBER}"]
    assert (await counter.photo()).act == "label_read+parcel_in_transit"
    assert counter.eyes.asked == ["codes", "text"]


async def test_the_answer_is_that_to_the_typed_number(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.barcodes = [NUMBER]
    told = await counter.photo()
    typed = await counter.desk.ask("anna", NUMBER)
    assert told.text.endswith(typed.text)


async def test_an_order_number_in_the_shops_own_form_is_answered_too(counter: Counter) -> None:
    customer = await counter.customer()
    shop = counter.desk.shop
    bought = (await shop.product(), 1)
    await shop.order(customer, bought, number="W6067464", status=OrderStatus.PREPARING)
    counter.eyes.lines = [*PRINT, "Ref W6067464"]
    told = await counter.photo()
    assert told.act == "label_read+order_preparing"
    assert "W6067464" in told.text


@pytest.mark.parametrize("number", [OTHERS, "SF0000000000000", "78123456789012", "XE2611299999"])
async def test_a_number_that_is_not_the_senders_is_refused_whether_it_exists_or_not(
    counter: Counter, number: str
) -> None:
    await counter.customer("bob", OTHERS, name="Bob", phone="+8613900001111")
    await counter.customer()
    counter.eyes.barcodes = [number]
    told = await counter.photo()
    assert told.act == "label_read+refuse_order"
    typed = await counter.desk.ask("anna", number)
    assert told.text.endswith(typed.text)


@pytest.mark.parametrize("number", [OTHERS, "SF0000000000000"])
async def test_a_stranger_is_asked_for_digits_and_the_phone_on_the_label_proves_nothing(
    counter: Counter, number: str
) -> None:
    await counter.customer("bob", OTHERS, name="Bob", phone="+8613812344821")
    counter.eyes.barcodes, counter.eyes.lines = [number], [*PRINT, number]
    told = await counter.photo("eve")
    assert told.act == "label_read+ask_phone_digits"
    again = await counter.photo("eve")
    assert again.act == "label_read+ask_phone_digits"
    assert "Hangzhou" not in told.text and "杭州" not in told.text


async def test_own_print_comes_before_a_strange_barcode(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.barcodes, counter.eyes.lines = ["571004210013"], [NUMBER]
    assert (await counter.photo()).act == "label_read+parcel_in_transit"


async def test_a_photo_without_a_number_is_kept_as_before(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.lines = PRINT
    assert (await counter.photo()).act == "photo_kept"


async def test_a_wish_under_the_photo_wins_and_has_the_number(counter: Counter) -> None:
    customer = await counter.customer()
    shop = counter.desk.shop
    other = await shop.order(customer, (await shop.product(), 1), status=OrderStatus.PREPARING)
    counter.eyes.barcodes = [NUMBER]
    told = await counter.photo(words="什么时候能送达")
    assert told.act in {"delivery_eta", "parcel_in_transit"}
    assert other.number not in told.text
    (stored,) = await counter.desk.records(Message, Message.kind == MessageKind.PHOTO)
    assert stored.text == "什么时候能送达"


async def test_words_that_name_a_number_need_no_reading(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.barcodes = [OTHERS]
    assert (await counter.photo(words=f"{NUMBER} 到哪了")).act == "parcel_in_transit"
    assert counter.eyes.asked == []


async def test_digits_alone_that_are_not_the_senders_do_not_stand_against_words(
    counter: Counter,
) -> None:
    await counter.customer()
    counter.eyes.barcodes = ["691234567890"]
    assert (await counter.photo(words="到哪了")).act == "parcel_in_transit"


async def test_the_question_which_order_is_answered_by_a_label(counter: Counter) -> None:
    customer = await counter.customer()
    shop = counter.desk.shop
    await shop.scan(await shop.shipment(await shop.order(customer, (await shop.product(), 1))))
    assert (await counter.desk.ask("anna", "到哪了")).act == "choose_order"
    counter.eyes.barcodes = [NUMBER]
    assert (await counter.photo()).act == "label_read+parcel_in_transit"


async def _delivered(counter: Counter, *numbers: str) -> list[Order]:
    """A customer known as anna, with a delivered order for each tracking number."""
    shop = counter.desk.shop
    customer, found = await shop.customer(), []
    for number in numbers:
        bought = (await shop.product(), 1)
        order = await shop.order(customer, bought, status=OrderStatus.DELIVERED)
        await shop.shipment(
            order,
            TrackingStatus.DELIVERED,
            tracking_number=number,
            delivered_at=counter.desk.clock(),
        )
        found.append(order)
    await counter.desk.identify("anna", customer)
    return found


async def _draft(counter: Counter) -> dict[str, Any]:
    found: dict[str, Any] = (await counter.desk.conversation("anna")).context["draft"]
    return found


async def test_a_form_that_asks_which_order_goes_on_with_the_labels(counter: Counter) -> None:
    first, _ = await _delivered(counter, NUMBER, OTHERS)
    broken = understood("东西碎了", Intent.DAMAGED_OR_WRONG_ITEM)
    assert isinstance(counter.desk.mind, FakeMind)
    counter.desk.mind.meanings["东西碎了"] = broken
    assert (await counter.desk.ask("anna", "东西碎了")).act == "choose_order"
    counter.eyes.barcodes = [NUMBER]
    told = await counter.photo()
    assert told.act.startswith("label_read+ask_")
    assert (await _draft(counter))["order_number"] == first.number


async def test_a_form_that_waits_for_a_photo_gets_it_unread(counter: Counter) -> None:
    (order,) = await _delivered(counter, NUMBER)
    await counter.desk.press("anna", f"order:{Intent.DAMAGED_OR_WRONG_ITEM}:{order.number}")
    counter.eyes.barcodes = [NUMBER]
    assert (await _draft(counter))["kind"] == ActionKind.REPORT_ITEMS
    told = await counter.photo()
    assert "label_read" not in told.act
    assert (await _draft(counter))["given"]["photo"] == "1"
    assert counter.eyes.asked == []


@pytest.mark.parametrize("media_type", ["application/pdf", "", "image/svg+xml"])
async def test_a_document_that_is_no_picture_is_not_read(counter: Counter, media_type: str) -> None:
    await counter.customer()
    counter.eyes.barcodes = [NUMBER]
    told = await counter.photo(kind="document", media_type=media_type)
    assert (told.act, counter.eyes.asked) == ("photo_kept", [])


async def test_a_picture_sent_as_a_document_is_read(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.barcodes = [NUMBER]
    told = await counter.photo(kind="document", media_type="image/png")
    assert told.act == "label_read+parcel_in_transit"


async def test_the_answer_waits_until_the_photo_is_fetched(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.barcodes = [NUMBER]
    received = await counter.desk.receive(
        "anna", "", kind=MessageKind.PHOTO, attachments=(Attached("photo", "f"),)
    )
    answering = asyncio.create_task(counter.desk.answer_all(received.conversation_id))
    await asyncio.sleep(0.3)
    assert not answering.done()
    await counter.fetched(received.message_id)
    await answering
    assert (await counter.desk.messages("anna"))[-1].act == "label_read+parcel_in_transit"


@pytest.mark.parametrize("values", [{"refused": "It is too large."}, {"refused": ""}])
async def test_a_photo_that_cannot_be_fetched_now_is_not_waited_for(
    counter: Counter, values: dict[str, str]
) -> None:
    await counter.customer()
    received = await counter.desk.receive(
        "anna", "", kind=MessageKind.PHOTO, attachments=(Attached("photo", "f"),)
    )
    await counter.fetched(received.message_id, **values)
    async with asyncio.timeout(2):
        await counter.desk.answer_all(received.conversation_id)
    assert (await counter.desk.messages("anna"))[-1].act == "photo_kept"


def _faulty(eyes: Eyes) -> None:
    eyes.fault = PhotoUnread("OSError")


def _slow(eyes: Eyes) -> None:
    eyes.takes_s = 60.0


@pytest.mark.parametrize(("goes_wrong", "told"), [(_faulty, "OSError"), (_slow, "in time")])
async def test_what_fails_is_nothing_read_and_logged_once_without_what_was_sent(
    desk: Desk,
    caplog: pytest.LogCaptureFixture,
    goes_wrong: Callable[[Eyes], None],
    told: str,
) -> None:
    policy = Policy(conversations=Conversations(photo_seconds=1))
    counter = Counter(desk, policy)
    await counter.customer()
    goes_wrong(counter.eyes)
    with caplog.at_level(logging.INFO, logger="bot"):
        assert (await counter.photo()).act == "photo_kept"
        assert (await desk.ask("anna", "到哪了")).act == "parcel_in_transit"
    (line,) = caplog.messages
    assert told in line and NUMBER not in line


async def test_without_the_packages_a_photo_is_not_waited_for(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.is_there = False
    assert (await counter.photo()).act == "photo_kept"
    assert counter.eyes.asked == []


async def test_the_policy_turns_it_off(desk: Desk) -> None:
    counter = Counter(desk, Policy(conversations=Conversations(photo_seconds=0)))
    await counter.customer()
    counter.eyes.barcodes = [NUMBER]
    assert ((await counter.photo()).act, counter.eyes.asked) == ("photo_kept", [])


async def test_many_photos_at_once_do_not_hold_up_everybody(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labels, "MOST_WAITING", 0)
    await counter.customer()
    counter.eyes.barcodes = [NUMBER]
    assert (await counter.photo()).act == "photo_kept"


async def test_nothing_of_the_reading_is_kept_but_the_answer(counter: Counter) -> None:
    await counter.customer()
    counter.eyes.barcodes, counter.eyes.lines = [], [*PRINT, NUMBER]
    await counter.photo()
    kept = await counter.desk.records(Message)
    assert not any(line in f"{one.text} {one.data}" for one in kept for line in PRINT)
    (file,) = await counter.desk.records(Attachment)
    assert file.content == b"\xff\xd8"


async def test_a_turn_that_is_worked_out_again_reads_the_photo_once(desk: Desk) -> None:
    counter = Counter(desk)
    await counter.customer()
    counter.eyes.barcodes = [NUMBER]
    edited = False
    mind = desk.mind
    assert isinstance(mind, FakeMind)
    understand = mind.understand

    async def edits(text: str, previous: Any = None) -> Any:
        nonlocal edited
        if not edited and text.startswith("到哪"):
            edited = True
            first = (await desk.records(Message, Message.kind == MessageKind.PHOTO))[-1]
            await desk.receive(
                "anna",
                "什么时候能送达",
                kind=MessageKind.PHOTO,
                external_id=first.external_id,
                edited_at=desk.clock(),
            )
        return await understand(text, previous)

    mind.understand = edits  # type: ignore[method-assign]
    await counter.photo(words="到哪了")
    assert counter.eyes.asked == ["codes"]


def test_a_long_caption_leaves_room_for_the_number() -> None:
    assert with_number("到哪了", NUMBER) == f"到哪了\n{NUMBER}"
    assert with_number(f"{NUMBER}到哪了", NUMBER) == f"{NUMBER}到哪了"
    assert with_number("", NUMBER) == NUMBER
    assert len(with_number("x" * 5_000, NUMBER)) == 1_000
    assert understood(with_number("到哪了", NUMBER)).entities[0].text == NUMBER
