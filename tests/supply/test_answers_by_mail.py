"""An order leaves over a real SMTP server; its answer is read back over a real IMAP server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import select

from bot.channels.mail import MailSender
from bot.channels.mailbox import Mailbox, read_imap_url
from bot.channels.outbox import Outbox
from bot.errors import SettingRefused
from bot.supply.inbox import AnswersJob, LeftToStaff, SupplierInbox
from bot.supply.post import Words, write_to
from knowledge.records import (
    Channel,
    OutboxItem,
    PurchaseOrder,
    Supplier,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Store
from tests.certificate import self_signed
from tests.supply.imap_server import ImapFolder, ImapServer, free_port, over_tls
from tests.supply.shop import NOW, ZONE, add_offer, add_sku, add_supplier, requested, restock_desk
from tests.supply.smtp_server import smtp_server

STAFF_CHAT = "-100"
SENDER = "desk@shop.example"


class Posted:
    """Keeps the mails that the SMTP server took."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.url = ""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@pytest_asyncio.fixture
async def posted() -> AsyncIterator[Posted]:
    made = Posted()
    async with smtp_server(made) as made.url:
        yield made


@pytest.fixture(scope="module")
def imap_server() -> Iterator[ImapServer]:
    made = ImapServer()
    yield made
    made.stop()


@pytest.fixture
def folder(imap_server: ImapServer) -> ImapFolder:
    return imap_server.folder()


class Reading:
    """Keeps what it was asked to read, and breaks where it is told to."""

    def __init__(self, store: Store) -> None:
        self.asked: list[int] = []
        self.fault: Exception | None = None
        self._staff = LeftToStaff(store)

    async def read(self, message_id: int) -> None:
        self.asked.append(message_id)
        if self.fault is not None:
            raise self.fault
        await self._staff.read(message_id)


def inbox(store: Store) -> SupplierInbox:
    return SupplierInbox(store, LeftToStaff(store), STAFF_CHAT)


async def ordered(store: Store, posted: Posted, email: str = "orders@jade.example") -> EmailMessage:
    """Stock is low, and the supplier's mail has left: the mail."""
    supplier = await add_supplier(store, email=email, language="zh")
    await add_offer(store, supplier, await add_sku(store))
    await restock_desk(store).run()
    assert await leave(store, posted) == 1
    return posted.mails[-1]


async def leave(store: Store, posted: Posted) -> int:
    sender = MailSender(posted.url, SENDER)
    return await Outbox(store, {Channel.MAIL: sender}, clock=lambda: NOW).send_due()


def answer(mail: EmailMessage, text: str = "可以，单价12元", **more: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = more.get("sender", "王芳 <wang@jade.example>")
    made["Subject"] = more.get("subject", f"回复：{mail['Subject']}")
    made["Message-ID"] = more.get("own_id", "<a1@jade.example>")
    if "unthreaded" not in more:
        made["In-Reply-To"] = mail["Message-ID"]
    made.set_content(text)
    return made


async def kept(store: Store) -> list[SupplierMessage]:
    async with store.reading() as unit:
        rows = await unit.exec(select(SupplierMessage).order_by(SupplierMessage.id))  # type: ignore[arg-type]
        return list(rows.all())


async def theirs(store: Store) -> list[SupplierMessage]:
    return [one for one in await kept(store) if not one.is_ours]


async def told(store: Store) -> list[str]:
    async with store.reading() as unit:
        rows = await unit.exec(select(OutboxItem).where(OutboxItem.destination == STAFF_CHAT))
        return [item.text for item in rows.all()]


async def test_a_mail_is_answered_in_its_thread_read_back_and_answered_again(
    any_store: Store, posted: Posted, folder: ImapFolder
) -> None:
    mail = await ordered(any_store, posted)
    (order,) = await requested(any_store)
    # As long as Outlook's: longer than a line of a header may be.
    own_id = f"<{'A1B2C3D4' * 10}@APC01.prod.outlook.example>"
    folder.put(answer(mail, own_id=own_id))
    job = AnswersJob(inbox(any_store), Mailbox(folder.url, inbox(any_store)).poll)
    assert await job.run() == 1
    assert folder.unseen() == 0

    ours, read = await kept(any_store)
    assert (ours.is_ours, ours.external_id, ours.state) == (True, mail["Message-ID"], "sent")
    assert (read.sender, read.text) == ("wang@jade.example", "可以，单价12元")
    assert (read.purchase_order_id, read.supplier_id) == (order.key, order.supplier_id)
    assert read.state is SupplierMessageState.WITH_STAFF and "not read yet" in read.why

    async with any_store.writing() as unit:
        supplier = await unit.get(Supplier, order.supplier_id)
        assert supplier is not None
        words = Words("11元可以吗？", "offer:1")
        assert await write_to(unit, order, supplier, words, now=NOW, zone=ZONE)
    assert await leave(any_store, posted) == 1
    second = posted.mails[-1]
    assert second["Subject"] == f"Re: {mail['Subject']}"
    assert second["In-Reply-To"] == own_id
    assert second["References"].split() == [mail["Message-ID"], own_id]


async def test_a_mail_that_comes_twice_is_kept_once(
    any_store: Store, posted: Posted, folder: ImapFolder
) -> None:
    mail = await ordered(any_store, posted)
    mailbox = Mailbox(folder.url, inbox(any_store))
    folder.put(answer(mail))
    assert await mailbox.poll() == 1
    folder.put(answer(mail))
    assert (await mailbox.poll(), await mailbox.poll()) == (0, 0)
    assert await Mailbox(folder.url, inbox(any_store)).poll() == 0
    assert len(await theirs(any_store)) == 1


async def test_two_processes_that_look_at_once_keep_each_mail_once(
    any_store: Store, posted: Posted, folder: ImapFolder
) -> None:
    mail = await ordered(any_store, posted)
    for place in range(8):
        folder.put(answer(mail, own_id=f"<{place}@jade.example>"))
    other = Store(any_store.url)
    try:
        looks = [Mailbox(folder.url, inbox(store)).poll() for store in (any_store, other)]
        assert sum(await asyncio.gather(*looks)) == 8
    finally:
        await other.close()
    assert len(await theirs(any_store)) == 8


async def test_what_a_colleague_has_opened_is_read_all_the_same(
    store: Store, posted: Posted, folder: ImapFolder
) -> None:
    mail = await ordered(store, posted)
    folder.put(answer(mail))
    folder.see_all()
    mailbox = Mailbox(folder.url, inbox(store))
    assert await mailbox.poll() == 1
    folder.put(answer(mail, own_id="<a2@jade.example>"))
    folder.see_all()
    assert await mailbox.poll() == 1


async def test_a_mailbox_that_is_numbered_anew_is_looked_at_from_its_beginning(
    store: Store, posted: Posted, folder: ImapFolder
) -> None:
    mail = await ordered(store, posted)
    folder.put(answer(mail))
    folder.put(answer(mail, own_id="<a2@jade.example>"))
    mailbox = Mailbox(folder.url, inbox(store))
    assert await mailbox.poll() == 2
    folder.make_anew()
    folder.put(answer(mail, own_id="<a3@jade.example>"))
    assert await mailbox.poll() == 1


async def test_a_broken_mail_is_kept_for_staff_and_those_behind_it_are_read(
    store: Store, posted: Posted, folder: ImapFolder
) -> None:
    mail = await ordered(store, posted)
    broken = b'From: \xff\xfe\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n\x80\x81'
    folder.put(broken)
    folder.put(answer(mail))
    assert await Mailbox(folder.url, inbox(store)).poll() == 2
    first, second = await theirs(store)
    assert (first.state, first.purchase_order_id) == (SupplierMessageState.WITH_STAFF, None)
    assert second.state is SupplierMessageState.NEW


async def test_of_a_very_long_mail_the_words_are_read(
    store: Store, posted: Posted, folder: ImapFolder
) -> None:
    made = answer(await ordered(store, posted), "价格见附件")
    made.add_attachment(b"0" * 2_000_000, maintype="image", subtype="png", filename="a.png")
    folder.put(made)
    assert await Mailbox(folder.url, inbox(store)).poll() == 1
    (read,) = await theirs(store)
    assert read.text == "价格见附件\n\n[附件 / attached: a.png]"


async def test_a_holiday_note_is_kept_and_asks_nobody(
    store: Store, posted: Posted, folder: ImapFolder
) -> None:
    note = answer(await ordered(store, posted), "我休假到周五")
    note["Auto-Submitted"] = "auto-replied"
    folder.put(note)
    reading = Reading(store)
    box = SupplierInbox(store, reading, STAFF_CHAT)
    await AnswersJob(box, Mailbox(folder.url, box).poll).run()
    (read,) = await theirs(store)
    assert read.state is SupplierMessageState.AUTO_REPLY and read.purchase_order_id
    assert (reading.asked, await told(store)) == ([], [])


async def test_a_bounce_is_matched_to_ours_and_told_to_staff_once(
    any_store: Store, posted: Posted, folder: ImapFolder
) -> None:
    mail = await ordered(any_store, posted)
    folder.put(bounce(mail["Message-ID"]))
    for _ in range(2):
        await Mailbox(folder.url, inbox(any_store)).poll()
    ours, back = await kept(any_store)
    assert (ours.state, ours.why) == (SupplierMessageState.BOUNCED, "550 5.1.1 no such user")
    assert (back.state, back.purchase_order_id) == (
        SupplierMessageState.BOUNCED,
        ours.purchase_order_id,
    )
    (notice,) = await told(any_store)
    (order,) = await requested(any_store)
    assert order.number in notice and "orders@jade.example" in notice and "550" in notice


async def test_a_bounce_of_what_we_did_not_send_is_kept_and_told_to_nobody(
    store: Store, posted: Posted, folder: ImapFolder
) -> None:
    await ordered(store, posted)
    folder.put(bounce("<forged@elsewhere.example>"))
    await Mailbox(folder.url, inbox(store)).poll()
    (back,) = await theirs(store)
    assert (back.state, await told(store)) == (SupplierMessageState.WITH_STAFF, [])


def bounce(message_id: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nMessage-ID: <dsn@mx.example>\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; orders@jade.example\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("more", "matched", "why"),
    [
        ({"sender": "evil@elsewhere.example"}, True, "Somebody else answered"),
        ({"unthreaded": "yes"}, True, ""),
        ({"unthreaded": "yes", "subject": "your order"}, True, ""),
        ({"unthreaded": "yes", "subject": "hi", "sender": "a@b.example"}, False, "No supplier"),
    ],
)
async def test_answers_find_their_order_and_strangers_are_staff_s(
    store: Store,
    posted: Posted,
    folder: ImapFolder,
    more: dict[str, str],
    matched: bool,
    why: str,
) -> None:
    mail = await ordered(store, posted)
    folder.put(answer(mail, "ok", **more))
    await Mailbox(folder.url, inbox(store)).poll()
    (read,) = await theirs(store)
    assert (read.purchase_order_id is not None) is matched
    assert why in read.why and bool(read.why) is bool(why)


async def test_a_reader_that_breaks_leaves_the_answer_to_staff(
    store: Store, posted: Posted, folder: ImapFolder
) -> None:
    folder.put(answer(await ordered(store, posted)))
    reading = Reading(store)
    reading.fault = RuntimeError("no")
    box = SupplierInbox(store, reading)
    job = AnswersJob(box, Mailbox(folder.url, box).poll)
    assert (await job.run(), await job.run()) == (1, 0)
    (read,) = await theirs(store)
    assert read.state == "with_staff" and "It could not be read: RuntimeError." in read.why


async def test_a_server_that_is_down_is_told_once_and_read_when_it_is_back(
    store: Store, posted: Posted, folder: ImapFolder, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Mailbox(f"imap://u:p@127.0.0.1:{free_port()}/INBOX", inbox(store))
    with caplog.at_level(logging.WARNING, "bot.channels.mailbox"):
        assert (await mailbox.poll(), await mailbox.poll()) == (0, 0)
    assert [one.levelname for one in caplog.records] == ["WARNING"]
    assert "XIAOER_IMAP_URL" in caplog.text

    folder.put(answer(await ordered(store, posted)))
    mailbox._account = read_imap_url(folder.url)
    assert await mailbox.poll() == 1
    assert "can be read again" in caplog.text


async def test_it_is_read_over_tls_and_an_unknown_certificate_is_not_trusted(
    store: Store,
    posted: Posted,
    folder: ImapFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder.put(answer(await ordered(store, posted)))
    certificate = self_signed(tmp_path)
    async with over_tls(folder.url, certificate) as url:
        mailbox = Mailbox(url, inbox(store))
        assert await mailbox.poll() == 0
        assert "certificate" in caplog.text and "s3cret" not in caplog.text
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        assert await mailbox.poll() == 1
    assert [one.text for one in await theirs(store)] == ["可以，单价12元"]


async def test_a_refused_login_is_told_once_without_the_password(
    store: Store, folder: ImapFolder, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Mailbox(folder.url.replace("s3cret", "wr0ng"), inbox(store))
    with caplog.at_level(logging.WARNING, "bot.channels.mailbox"):
        assert (await mailbox.poll(), await mailbox.poll()) == (0, 0)
    assert len(caplog.records) == 1
    assert "wr0ng" not in caplog.text


@pytest.mark.parametrize(
    "url", ["http://u:p@h", "imaps://host", "imaps://:p@host", "imaps://u:p@h:x/INBOX"]
)
def test_an_unusable_url_is_refused_by_its_name(url: str) -> None:
    with pytest.raises(SettingRefused, match="XIAOER_IMAP_URL"):
        read_imap_url(url)


def test_a_url_says_where_and_which_folder() -> None:
    found = read_imap_url("imaps://a%40b:p%2Fw@mail.example/Shop/Orders")
    assert (found.host, found.port, found.username) == ("mail.example", 993, "a@b")
    assert (found.password, found.folder, found.tls) == ("p/w", "Shop/Orders", True)


async def test_an_order_is_kept_with_its_message_and_its_supplier(store: Store) -> None:
    supplier = await add_supplier(store)
    await add_offer(store, supplier, await add_sku(store))
    await restock_desk(store).run()
    (ours,) = await kept(store)
    async with store.reading() as unit:
        order = (await unit.exec(select(PurchaseOrder))).one()
    assert (ours.purchase_order_id, ours.supplier_id) == (order.key, supplier.key)
