"""The whole supply loop over real SMTP and IMAP servers, from a low shelf to the customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from bot.channels.mail import MailSender
from bot.channels.mailbox import Mailbox
from bot.channels.outbox import Outbox
from bot.desk.notices.job import NoticeJob
from bot.supply.delay_notices import Told
from bot.supply.inbox import AnswersJob, SupplierInbox
from bot.supply.receipts import Arrived, ReceiptDesk
from knowledge.records import (
    Channel,
    ChannelAccount,
    NegotiationState,
    OutboxItem,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    StockWatch,
)
from knowledge.store import Store
from tests.supply.course import STAFF_CHAT, Bargain
from tests.supply.imap_server import ImapFolder, ImapServer
from tests.supply.shop import NOW, ZONE, lines
from tests.supply.test_answers_by_mail import Posted, posted
from tests.supply.waiting import add, add_order, every, level_of

__all__ = ["posted"]


@pytest.fixture(scope="module")
def imap_server() -> Iterator[ImapServer]:
    made = ImapServer()
    yield made
    made.stop()


@pytest.fixture
def folder(imap_server: ImapServer) -> ImapFolder:
    return imap_server.folder()


class Letters:
    """The supplier's side of the mail: takes what was posted, and puts answers into the box."""

    def __init__(self, bargain: Bargain, posted: Posted, folder: ImapFolder) -> None:
        self.bargain, self.posted, self.folder = bargain, posted, folder
        box = SupplierInbox(bargain.store, bargain.negotiator(), STAFF_CHAT, clock=bargain.now)
        self.job = AnswersJob(box, Mailbox(folder.url, box).poll)
        self.count = 0

    async def leave(self) -> EmailMessage:
        """Everything due leaves; the last mail."""
        sender = MailSender(self.posted.url, "desk@shop.example")
        out = Outbox(self.bargain.store, {Channel.MAIL: sender}, clock=self.bargain.now)
        assert await out.send_due() == 1
        return self.posted.mails[-1]

    async def answer(self, mail: EmailMessage, text: str) -> None:
        """The supplier answers a mail and is read."""
        self.bargain.at += timedelta(hours=1)
        self.count += 1
        made = EmailMessage()
        made["From"] = "王芳 <wang@jade.example>"
        made["Subject"] = f"回复：{mail['Subject']}"
        made["Message-ID"] = f"<r{self.count}@jade.example>"
        made["Date"] = self.bargain.at
        made["In-Reply-To"] = mail["Message-ID"]
        made.set_content(f"{text}\n\n> {mail['Subject']}")
        self.folder.put(made)
        assert await self.job.run() == 1


async def test_a_low_shelf_becomes_a_signed_deal_goods_in_and_customers_who_are_told(
    any_store: Store, posted: Posted, folder: ImapFolder
) -> None:
    bargain = Bargain(any_store)
    order = await bargain.begin(most_over_percent=10.0)
    anna = await bargain.customer("anna")
    late: dict[str, Any] = {
        "ship_by": NOW + timedelta(days=3),
        "promised_at": NOW + timedelta(days=5),
    }
    await add_order(any_store, anna.key, (bargain.sku, 12), **late)
    (account,) = await every(any_store, ChannelAccount)
    await sell_out(bargain)
    await add(
        any_store,
        StockWatch(account_id=account.key, product_id=bargain.sku.product_id, asked_at=NOW),
    )
    job = NoticeJob(any_store, bargain.desk.wording, "", bargain.desk.policy, ZONE, bargain.now)
    await job.run()
    assert not await told(any_store, "back_in_stock")

    # The order leaves; its supplier wants more; we counter in the same thread; they agree.
    letters = Letters(bargain, posted, folder)
    asked = await letters.leave()
    (line,) = await lines(any_store)
    await letters.answer(asked, f"单价57元，{line.quantity}件，12月8日到货。")
    offer = await letters.leave()
    assert offer["In-Reply-To"] == "<r1@jade.example>"
    assert offer["References"].split() == [asked["Message-ID"], "<r1@jade.example>"]
    assert offer["Subject"] == f"Re: {asked['Subject']}" and "¥" in offer.get_content()
    await letters.answer(offer, "可以，没问题。")
    assert (await bargain.course()).state is NegotiationState.TO_SIGN
    (notice,) = await bargain.staff_told()
    assert order.number in notice

    # Staff sign: the order is confirmed, and who waits hears of the day.
    buyer = await bargain.buyer()
    await bargain.signing().sign(buyer, order.number)
    confirmed = await bargain.order()
    assert confirmed.status is PurchaseOrderStatus.CONFIRMED
    assert confirmed.expected_at is not None and confirmed.expected_at == confirmed.promised_at
    assert (await level_of(any_store, bargain.sku)).restock_at == confirmed.expected_at
    agreed = await letters.leave()
    assert (
        agreed["In-Reply-To"] == "<r2@jade.example>" and "supplier_accept" in agreed.get_content()
    )
    (draft,) = await bargain.drafts()
    bargain.desk.clock.now = bargain.at
    assert await bargain.notices().approve(buyer, [draft.key]) == {draft.key: Told.SENT}
    assert "XE1" in (await bargain.told())[0]

    # The goods come in two parts, and whoever asked to be told is.
    bargain.at += timedelta(days=9)
    receipts = ReceiptDesk(any_store, bargain.now)
    (line,) = await every(any_store, PurchaseOrderLine)
    part = await receipts.receive(buyer, order.number, [Arrived(bargain.sku.code, 20)], "LS-1")
    assert not part.complete
    rest = [Arrived(bargain.sku.code, line.quantity - 20)]
    assert (await receipts.receive(buyer, order.number, rest, "LS-2")).complete
    assert (await level_of(any_store, bargain.sku)).on_hand == line.quantity
    assert (await bargain.order()).status is PurchaseOrderStatus.RECEIVED
    for _ in range(2):
        await job.run()
    assert len(await told(any_store, "back_in_stock")) == 1


async def sell_out(bargain: Bargain) -> None:
    """The last pieces are sold while the supplier is asked; twelve more are promised."""
    async with bargain.store.writing() as unit:
        level = await unit.merge(await level_of(bargain.store, bargain.sku))
        level.on_hand, level.reserved = 0, 12


async def told(store: Store, what: str) -> list[str]:
    items = await every(store, OutboxItem)
    return [one.text for one in items if what in (one.idempotency_key or "")]
