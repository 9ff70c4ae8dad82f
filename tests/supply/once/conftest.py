"""A mail server that counts, and a mailbox."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.supply.imap_server import ImapFolder, ImapServer
from tests.supply.smtp_server import smtp_server

#: The number of an order, ours to a supplier or a customer's to us.
_NUMBER = re.compile(r"PO\d{10}|XE\d+")
#: How long the server thinks before it takes a mail, seconds: long enough for a second process to
#: find the same mail queued.
_THINKS_S = 0.03


class Mails:
    """What the server took."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.url = ""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.taken.append(mail)
        await asyncio.sleep(_THINKS_S)
        return "250 OK"

    def counted(self) -> Counter[tuple[str, str]]:
        """How many mails each address got about each order."""
        return Counter((str(mail["To"]), _number(mail)) for mail in self.taken)

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.taken]


def _number(mail: EmailMessage) -> str:
    found = _NUMBER.search(f"{mail['Subject']}\n{mail.get_content()}")
    return found.group() if found else ""


@pytest_asyncio.fixture
async def mails() -> AsyncIterator[Mails]:
    """A mail server on this machine."""
    made = Mails()
    async with smtp_server(made) as made.url:
        yield made


@pytest.fixture(scope="package")
def imap_server() -> Iterator[ImapServer]:
    made = ImapServer()
    yield made
    made.stop()


@pytest.fixture
def folder(imap_server: ImapServer) -> ImapFolder:
    return imap_server.folder()
