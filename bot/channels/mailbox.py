"""Suppliers' answers by e-mail, read over IMAP (RFC 3501).

`imaps://user:password@host:993/INBOX` speaks TLS from the first byte; `imap://` upgrades with
STARTTLS, and goes without only to this machine.

A mail is kept before it is marked as seen; a repeat is known by its Message-ID. The first look
of a process is at what nobody has seen for a month and at everything of the last days, since a
colleague may have opened the mail; each later one is at what came since. When the server numbers
its mails anew (UIDVALIDITY), the next look is a first one.
"""

from __future__ import annotations

import asyncio
import imaplib
import logging
import re
import ssl
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Protocol
from urllib.parse import unquote, urlsplit

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.query import AND, OR, U

from bot.channels.letters import message_id, read_letter
from bot.errors import SettingRefused
from bot.rules.supplier_threads import Letter
from bot.settings import LOOPBACK
from knowledge.errors import StoreUnavailable
from knowledge.records import Channel, utcnow

logger = logging.getLogger(__name__)

TIMEOUT_S = 30.0
#: Of a longer mail only the beginning is fetched, bytes: words come before files.
LARGEST = 1024 * 1024
#: The first look goes back so far: at what is unseen, and at everything.
UNSEEN_FOR = timedelta(days=30)
EVERYTHING_FOR = timedelta(days=3)

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_TROUBLE = (OSError, imaplib.IMAP4.error, ImapToolsError)


class Inbox(Protocol):
    """Where letters are kept."""

    async def known(self, channel: Channel, ids: Collection[str]) -> set[str]: ...

    async def take(self, letter: Letter) -> object: ...


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom the mails are read."""

    host: str
    port: int
    username: str
    password: str
    folder: str
    tls: bool


def read_imap_url(url: str) -> Account:
    """The account in an IMAP URL.

    Raises:
        SettingRefused: the URL cannot be used.
    """
    parts = urlsplit(url)
    looks = "must look like imaps://user:password@host:993/INBOX."
    try:
        port = parts.port
    except ValueError as error:
        raise SettingRefused("XIAOER_IMAP_URL", looks) from error
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise SettingRefused("XIAOER_IMAP_URL", looks)
    tls = parts.scheme == "imaps"
    return Account(
        host=parts.hostname,
        port=port or (993 if tls else 143),
        username=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
    )


class Mailbox:
    """Looks into the mailbox and hands each new mail over.

    Raises:
        SettingRefused: the URL cannot be used.
    """

    def __init__(self, imap_url: str, inbox: Inbox) -> None:
        self._account = read_imap_url(imap_url)
        self._inbox = inbox
        self._validity: int | None = None
        self._last = 0
        self._is_down = False

    async def poll(self) -> int:
        """Take in what is new and return how many mails there were.

        A server that is down or refuses the login is told to the log once; the next look may
        find it well again.

        Raises:
            StoreUnavailable: the mails that are not kept stay as they are.
        """
        try:
            taken = await self._look()
        except _TROUBLE as error:
            if not self._is_down:
                logger.warning("XIAOER_IMAP_URL: the mailbox cannot be read: %s", _said(error))
            self._is_down = True
            return 0
        if self._is_down:
            logger.warning("XIAOER_IMAP_URL: the mailbox can be read again.")
        self._is_down = False
        return taken

    async def _look(self) -> int:
        box = await asyncio.to_thread(_open, self._account)
        try:
            return await self._take_new(box)
        finally:
            await asyncio.to_thread(_close, box)

    async def _take_new(self, box: BaseMailBox) -> int:
        taken = 0
        for uid in await asyncio.to_thread(self._new, box):
            taken += await self._take(box, uid)
            self._last = max(self._last, uid)
        return taken

    def _new(self, box: BaseMailBox) -> list[int]:
        """The numbers of what has not been looked at, oldest first."""
        validity = int(box.folder.status(self._account.folder, ["UIDVALIDITY"])["UIDVALIDITY"])
        if validity != self._validity:
            self._validity, self._last = validity, 0
        wanted = AND(uid=U(str(self._last + 1), "*")) if self._last else first_look(utcnow())
        # `n:*` always has the newest mail in it (RFC 3501, 6.4.8), seen before or not.
        found = sorted(int(uid) for uid in box.uids(wanted))
        return [uid for uid in found if uid > self._last]

    async def _take(self, box: BaseMailBox, uid: int) -> int:
        """Keep one mail, then mark it as seen; 1 if it was new."""
        try:
            is_new = await self._kept(box, uid)
            await asyncio.to_thread(_mark_seen, box, uid)
        except (StoreUnavailable, OSError, imaplib.IMAP4.abort):
            raise
        except Exception:
            # One mail that cannot be kept must not hold up those behind it; it stays
            # unseen, and the next process tries it again.
            logger.exception("Mail %s of the mailbox was not taken in", uid)
            return 0
        return int(is_new)

    async def _kept(self, box: BaseMailBox, uid: int) -> bool:
        head = await asyncio.to_thread(_head, box, uid)
        if head is None:
            return False  # deleted meanwhile
        own = message_id(message_from_bytes(head))
        if own and await self._inbox.known(Channel.MAIL, [own]):
            return False
        raw, size = await asyncio.to_thread(_body, box, uid)
        if raw is None:
            return False
        letter = await asyncio.to_thread(read_letter, raw, cut=size > len(raw))
        return await self._inbox.take(letter) is not None


def first_look(now: datetime) -> OR:
    """What a process that knows nothing looks at."""
    unseen = AND(seen=False, date_gte=(now - UNSEEN_FOR).date())
    return OR(unseen, AND(date_gte=(now - EVERYTHING_FOR).date()))


def _open(account: Account) -> BaseMailBox:
    box: BaseMailBox
    where = {"host": account.host, "port": account.port, "timeout": TIMEOUT_S}
    if account.tls:
        box = MailBox(**where, ssl_context=ssl.create_default_context())
    elif account.host in LOOPBACK:
        box = MailBoxUnencrypted(**where)
    else:
        box = MailBoxStartTls(**where, ssl_context=ssl.create_default_context())
    try:
        is_plain = (account.username + account.password).isascii()
        login = box.login if is_plain else box.login_utf8
        login(account.username, account.password, account.folder)
    except BaseException:
        _close(box)
        raise
    return box


def _close(box: BaseMailBox) -> None:
    try:
        box.client.logout()
    except _TROUBLE:
        box.client.shutdown()


def _head(box: BaseMailBox, uid: int) -> bytes | None:
    return next(_fetched(box, uid, "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"), (None, 0))[0]


def _body(box: BaseMailBox, uid: int) -> tuple[bytes | None, int]:
    """The first bytes of a mail, and how many there are in all."""
    return next(_fetched(box, uid, f"RFC822.SIZE BODY.PEEK[]<0.{LARGEST}>"), (None, 0))


def _fetched(box: BaseMailBox, uid: int, what: str) -> Iterator[tuple[bytes, int]]:
    status, answer = box.client.uid("FETCH", str(uid), f"({what})")
    if status != "OK":
        raise imaplib.IMAP4.error(f"FETCH was answered with {status}")
    for one in answer:
        if isinstance(one, tuple):
            size = _SIZE.search(one[0])
            yield one[1], int(size.group(1)) if size else 0


def _mark_seen(box: BaseMailBox, uid: int) -> None:
    status, _ = box.client.uid("STORE", str(uid), "+FLAGS", "(\\Seen)")
    if status != "OK":
        # A mailbox that may only be read: repeats are known by their Message-ID.
        logger.debug("Mail %s could not be marked as seen", uid)


def _said(error: Exception) -> str:
    return " ".join(f"{error}".split())[:300] or type(error).__name__
