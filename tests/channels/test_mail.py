"""E-mail, handed in to a real SMTP server."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.channels.mail import MailSender, compose, message_id, read_smtp_url
from bot.channels.sending import Outgoing
from bot.errors import SendDelayed, SendError, SendFailed, SendRefused, SettingRefused
from tests.certificate import self_signed

OUT = Outgoing(3, "sales@factory.cn", "您好，\n请报价。 Regards\n", {"subject": "补货 #3"})


class Postbox:
    """The server's side: keeps what it takes, refuses what it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.encrypted: list[bool] = []
        self.refuse_recipient = ""
        self.refuse_sender = ""
        self.refuse_data = ""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.refuse_sender or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse_data:
            return self.refuse_data
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients.extend(envelope.rcpt_tos)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


def _serve(postbox: Postbox, **options: Any) -> Controller:
    controller = Controller(postbox, hostname="127.0.0.1", port=_free_port(), **options)
    controller.start()
    return controller


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def url(postbox: Postbox) -> Iterator[str]:
    controller = _serve(postbox)
    yield f"smtp://127.0.0.1:{controller.port}?from=desk@shop.example"
    controller.stop()


async def test_a_mail_arrives_with_subject_and_text_in_any_script(
    postbox: Postbox, url: str
) -> None:
    sent = await MailSender(url).send(OUT)
    [mail] = postbox.mails
    assert (mail["Subject"], mail["From"]) == ("补货 #3", "desk@shop.example")
    assert (mail["To"], postbox.recipients) == (OUT.destination, [OUT.destination])
    assert mail.get_content().splitlines() == OUT.text.splitlines()
    assert mail["Message-ID"] == sent
    assert mail["Auto-Submitted"] == "auto-generated"


async def test_a_repeat_has_the_same_message_id_and_another_mail_has_its_own(
    postbox: Postbox, url: str
) -> None:
    sender = MailSender(url)
    again = [await sender.send(OUT), await MailSender(url).send(OUT)]
    assert again[0] == again[1]
    other = Outgoing(3, OUT.destination, "another database's item 3", OUT.data)
    assert await sender.send(other) != again[0]


@pytest.mark.parametrize(
    ("where", "answer", "error"),
    [
        ("refuse_recipient", "550 no such user", SendRefused),
        ("refuse_recipient", "450 greylisted, come back later", SendDelayed),
        ("refuse_sender", "451 try again", SendFailed),
        ("refuse_sender", "553 not your address", SendFailed),
        ("refuse_data", "452 disk full", SendFailed),
        ("refuse_data", "554 spam", SendRefused),
    ],
)
async def test_the_servers_refusal_says_whether_to_try_again(
    postbox: Postbox, url: str, where: str, answer: str, error: type[SendError]
) -> None:
    setattr(postbox, where, answer)
    with pytest.raises(error) as caught:
        await MailSender(url).send(OUT)
    assert type(caught.value) is error
    setattr(postbox, where, "")
    await MailSender(url).send(OUT)


async def test_a_recipient_deferred_for_a_day_counts_as_failed(
    postbox: Postbox, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox.refuse_recipient = "450 mailbox full"
    sender = MailSender(url)
    with pytest.raises(SendDelayed):
        await sender.send(OUT)
    monkeypatch.setattr("bot.channels.mail.DEFERRED_AT_MOST_S", 0.0)
    with pytest.raises(SendFailed, match="deferred for a day: 450 mailbox full"):
        await sender.send(OUT)


async def test_a_server_that_is_away_is_a_passing_fault() -> None:
    sender = MailSender(f"smtp://127.0.0.1:{_free_port()}?from=desk@shop.example")
    with pytest.raises(SendFailed, match="cannot be used"):
        await sender.send(OUT)


async def test_a_server_that_hangs_up_is_a_passing_fault() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(SendFailed):
            await MailSender(f"smtp://127.0.0.1:{port}?from=desk@shop.example").send(OUT)


@pytest.mark.parametrize(
    ("destination", "subject"),
    [
        ("a@b.cn\nBcc: all@b.cn", "s"),
        ("a@b.cn, c@d.cn", "s"),
        ("a@b.cn\r\nDATA", "s"),
        ("Li <a@b.cn>", "s"),
        ("a b@c.cn", "s"),
        ("nobody", "s"),
        ("", "s"),
        ("a@b.cn", "s\nBcc: all@b.cn"),
        ("a@b.cn", "s\r\n\r\nbody"),
        ("a@b.cn", "s\x00"),
        ("a@b.cn", "s\u2028x"),
    ],
)
async def test_a_forged_header_is_refused(
    postbox: Postbox, url: str, destination: str, subject: str
) -> None:
    with pytest.raises(SendRefused):
        await MailSender(url).send(Outgoing(1, destination, "t", {"subject": subject}))
    assert postbox.mails == []


async def test_lines_in_the_text_cannot_end_the_mail_or_add_headers(
    postbox: Postbox, url: str
) -> None:
    text = "Bcc: all@b.cn\n.\nMAIL FROM:<x@y.z>\n\n.. end\n"
    await MailSender(url).send(Outgoing(1, "a@b.cn", text, {"subject": "s"}))
    [mail] = postbox.mails
    assert mail["Bcc"] is None
    assert mail.get_content().splitlines() == text.splitlines()
    assert postbox.recipients == ["a@b.cn"]


async def test_a_password_is_given_to_this_machine_without_tls(postbox: Postbox) -> None:
    given: list[tuple[bytes, bytes]] = []

    def check(_s: SMTP, _se: Session, _e: Envelope, _m: str, said: LoginPassword) -> AuthResult:
        given.append((said.login, said.password))
        return AuthResult(success=said.password == b"p@ss", handled=False)

    controller = _serve(postbox, authenticator=check, auth_require_tls=False)
    try:
        where = f"127.0.0.1:{controller.port}?from=desk@shop.example"
        await MailSender(f"smtp://desk:p%40ss@{where}").send(OUT)
        with pytest.raises(SendFailed, match="535"):
            await MailSender(f"smtp://desk:wrong@{where}").send(OUT)
    finally:
        controller.stop()
    assert (b"desk", b"p@ss") in given
    assert len(postbox.mails) == 1


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return self_signed(tmp_path)


async def test_starttls_is_used_where_offered_and_an_unknown_certificate_is_not_trusted(
    postbox: Postbox, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    controller = _serve(postbox, tls_context=context)
    try:
        sender = MailSender(f"smtp://localhost:{controller.port}?from=desk@shop.example")
        with pytest.raises(SendFailed, match="certificate"):
            await sender.send(OUT)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        await sender.send(OUT)
    finally:
        controller.stop()
    assert postbox.encrypted == [True]


def test_a_password_for_another_machine_needs_tls() -> None:
    server, sender = read_smtp_url("smtp://u:p%40@mail.example?from=a@b.cn")
    assert (server.start_tls, server.password, server.port, sender) == (True, "p@", 587, "a@b.cn")
    server, _ = read_smtp_url("smtp://mail.example")
    assert (server.start_tls, server.port) == (None, 25)
    server, _ = read_smtp_url("smtps://u:p@mail.example")
    assert (server.tls, server.start_tls, server.port) == (True, False, 465)


@pytest.mark.parametrize(
    "url",
    ["smtp://mail.example", "http://mail.example?from=a@b.cn", "smtp://mail.example?from=a,b@c.d"],
)
def test_an_unusable_smtp_url_stops_the_start(url: str) -> None:
    with pytest.raises(SettingRefused, match="XIAOER_SMTP_URL"):
        MailSender(url)


def test_the_user_name_is_the_sender_where_nothing_else_is_said() -> None:
    assert compose(OUT, "desk@shop.example")["Message-ID"] == message_id(OUT, "desk@shop.example")
    assert MailSender("smtp://desk%40shop.example:pw@mail.example")._from == "desk@shop.example"


def test_an_answer_names_what_it_answers_and_nothing_that_is_no_message_id() -> None:
    long = f"<{'a' * 90}@mx.example>"
    thread = {"in_reply_to": long, "references": ["<1@x>", "no id", "<2@x>\r\nBcc: a@b", long]}
    raw = compose(replace(OUT, data={**OUT.data, **thread}), "desk@shop.example").as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert read["In-Reply-To"] == long
    assert read["References"].split() == ["<1@x>", long]
    assert read["Bcc"] is None
