"""From an empty shelf to the supplier's mailbox, over a real SMTP server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.channels.mail import MailSender
from bot.channels.outbox import Outbox
from knowledge.records import Channel, DeliveryState
from knowledge.store import Store
from tests.supply.shop import (
    NOW,
    add_offer,
    add_sku,
    add_supplier,
    queued,
    requested,
    restock_desk,
)
from tests.supply.smtp_server import smtp_server


class Mailbox:
    """Keeps the mails that the server took."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.url = ""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"


@pytest_asyncio.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """A mail server on this machine."""
    made = Mailbox()
    async with smtp_server(made) as made.url:
        yield made


def outbox(store: Store, mailbox: Mailbox) -> Outbox:
    return Outbox(
        store, {Channel.MAIL: MailSender(mailbox.url, "desk@shop.example")}, clock=lambda: NOW
    )


async def test_low_stock_becomes_one_mail_however_often_and_together_it_is_looked_at(
    any_store: Store, mailbox: Mailbox
) -> None:
    supplier = await add_supplier(any_store, language="zh")
    await add_offer(any_store, supplier, await add_sku(any_store), supplier_sku="J-77")
    other = Store(any_store.url)
    try:
        await asyncio.gather(restock_desk(any_store).run(), restock_desk(other).run())
    finally:
        await other.close()
    assert await outbox(any_store, mailbox).send_due() == 1

    await restock_desk(any_store).run()
    assert await outbox(any_store, mailbox).send_due() == 0

    (mail,) = mailbox.mails
    (order,) = await requested(any_store)
    assert mailbox.recipients == ["orders@jade.example"]
    assert mail["Subject"] == f"【小二商店】采购单 {order.number}"
    body = mail.get_content()
    assert f"purchase_order={order.number}" in body
    assert "1. 陶瓷杯CUP-01-BL 海蓝 | 货号 J-77 | " in body
    (item,) = await queued(any_store)
    assert (item.state, item.purchase_order_id) == (DeliveryState.SENT, order.key)
