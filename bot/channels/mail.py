"""E-mail to suppliers, over SMTP (RFC 5321).

`smtp://user:password@host:587?from=desk@shop.example` upgrades with STARTTLS where the server
offers it; with a password it must, unless the server is this machine. `smtps://` speaks TLS
from the first byte.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import Policy
from email.utils import formatdate
from typing import NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from bot.channels.sending import Outgoing
from bot.errors import SendDelayed, SendFailed, SendRefused, SettingRefused
from bot.settings import LOOPBACK

TIMEOUT_S = 30.0
#: How long a server that greylists or has a full mailbox is given between tries, seconds.
DEFERRED_S = 300.0
#: After this long a deferral counts as a failure, seconds. RFC 5321 (4.5.4.1) allows days;
#: a restock message is stale after one.
DEFERRED_AT_MOST_S = 86_400.0

#: One plain address: no display name, no list, nothing that could begin another header.
_ADDRESS = re.compile(r"[^\s<>(),;:\"\\@\x00-\x1f\x7f]{1,64}@[^\s<>(),;:\"\\@\x00-\x1f\x7f]{1,190}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,396}>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how e-mail is handed in."""

    host: str
    port: int
    username: str | None
    password: str | None
    tls: bool
    start_tls: bool | None
    """True: must; None: where offered."""


def read_smtp_url(url: str) -> tuple[Server, str]:
    """The server in an SMTP URL, and the address in its `?from=`.

    Raises:
        SettingRefused: the URL cannot be used.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingRefused("XIAOER_SMTP_URL", "must look like smtp://user:password@host:587.")
    tls = parts.scheme == "smtps"
    username = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    exposed = password is not None and parts.hostname not in LOOPBACK
    server = Server(
        host=parts.hostname,
        port=parts.port or (465 if tls else 587 if username else 25),
        username=username,
        password=password,
        tls=tls,
        start_tls=False if tls else True if exposed else None,
    )
    return server, parse_qs(parts.query).get("from", [""])[0]


class _Ids(str):
    """Message-IDs as a header, one a line: Python encodes one longer than a line as if it were
    words, and no mail program finds it then (https://bugs.python.org/issue35805, mended
    for Message-ID alone)."""

    name: str
    defects: tuple[()] = ()

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(self.split())}{policy.linesep}"


class MailSender:
    """A `Sender` for e-mail.

    Args:
        smtp_url: see the module's words.
        sender_address: who the mail is from; `?from=` or the user name where it is empty.

    Raises:
        SettingRefused: the URL cannot be used, or says no sender's address.
    """

    def __init__(self, smtp_url: str, sender_address: str = "") -> None:
        self._server, written = read_smtp_url(smtp_url)
        self._from = sender_address or written or self._server.username or ""
        if not _ADDRESS.fullmatch(self._from):
            raise SettingRefused("XIAOER_SMTP_URL", "needs the sender's address as ?from=….")
        self._deferred: dict[int, float] = {}

    async def send(self, outgoing: Outgoing) -> str:
        """Hand one mail in and return its Message-ID.

        Raises:
            SendDelayed: the server defers this recipient (4xx, such as greylisting).
            SendFailed: no connection, a refused login, a server's passing fault.
            SendRefused: the address or subject is unusable, or the server refuses for good.
        """
        message = compose(outgoing, self._from)
        try:
            await self._hand_in(message, outgoing.destination)
        except aiosmtplib.SMTPRecipientsRefused as error:
            self._refused_recipient(outgoing.key, error.recipients[0])
        except (aiosmtplib.SMTPDataError, aiosmtplib.SMTPNotSupported) as error:
            if isinstance(error, aiosmtplib.SMTPDataError) and error.code < 500:
                raise SendFailed(f"The mail server is busy: {_said(error)}.") from error
            raise SendRefused(f"The mail server refuses this mail: {_said(error)}.") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise SendFailed(f"The mail server cannot be used: {_said(error)}.") from error
        except ValueError as error:
            raise SendRefused(f"The mail cannot be written: {error}.") from error
        self._deferred.pop(outgoing.key, None)
        return str(message["Message-ID"])

    async def _hand_in(self, message: EmailMessage, recipient: str) -> None:
        await aiosmtplib.send(
            message,
            sender=self._from,
            recipients=[recipient],
            hostname=self._server.host,
            port=self._server.port,
            username=self._server.username,
            password=self._server.password,
            use_tls=self._server.tls,
            start_tls=self._server.start_tls,
            timeout=TIMEOUT_S,
        )

    def _refused_recipient(self, key: int, error: aiosmtplib.SMTPRecipientRefused) -> NoReturn:
        if error.code >= 500:
            self._deferred.pop(key, None)
            raise SendRefused(f"The address is refused: {_said(error)}.") from error
        first = self._deferred.setdefault(key, time.monotonic())
        if time.monotonic() - first < DEFERRED_AT_MOST_S:
            raise SendDelayed(DEFERRED_S) from error
        raise SendFailed(f"The address is deferred for a day: {_said(error)}.") from error


def compose(outgoing: Outgoing, sender: str) -> EmailMessage:
    """The mail of an outbox item. The same item always gives the same Message-ID.

    Raises:
        SendRefused: the address or the subject could begin another header.
    """
    subject = str(outgoing.data.get("subject", ""))
    if not _ADDRESS.fullmatch(outgoing.destination):
        raise SendRefused("The recipient is not one plain e-mail address.")
    if _CONTROL.search(subject):
        raise SendRefused("The subject has a line break or a control character in it.")
    message = EmailMessage()
    message["From"] = sender
    message["To"] = outgoing.destination
    message["Subject"] = subject
    message["Date"] = formatdate()
    message["Message-ID"] = message_id(outgoing, sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note in return
    _thread(message, outgoing)
    message.set_content(outgoing.text, charset="utf-8")
    return message


def _thread(message: EmailMessage, outgoing: Outgoing) -> None:
    """Say what is answered (RFC 5322, 3.6.4). What is no Message-ID is left out."""
    answered = str(outgoing.data.get("in_reply_to", ""))
    before = outgoing.data.get("references") or ()
    for name, ids in (("In-Reply-To", [answered]), ("References", list(before))):
        found = _Ids(" ".join(one for one in map(str, ids) if _MESSAGE_ID.fullmatch(one)))
        found.name = name
        if found:
            message[name] = found


def message_id(outgoing: Outgoing, sender: str) -> str:
    """A Message-ID that a repeat of the same item shares, and no other item does.

    The digest keeps two shops' (or two databases') items with equal numbers apart.
    """
    subject = outgoing.data.get("subject", "")
    said = f"{outgoing.key}\n{outgoing.destination}\n{subject}\n{outgoing.text}"
    digest = hashlib.sha256(said.encode(errors="replace")).hexdigest()[:20]
    return f"<xiaoer.{outgoing.key}.{digest}@{sender.rpartition('@')[2]}>"


def _said(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"{error.code} {error.message}".replace("\n", " ")
    return str(error) or type(error).__name__
