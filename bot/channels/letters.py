"""From the bytes of a mail (RFC 5322) to a letter. Any bytes give one; nothing raises."""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from bot.channels.mail_kinds import bounce_of, is_automatic, is_report
from bot.channels.mail_text import attachments_of, decoded, storable, text_of
from bot.rules.supplier_threads import Letter
from bot.rules.two_languages import both
from knowledge.records import Channel, utcnow

logger = logging.getLogger(__name__)

#: A Message-ID (RFC 5322, 3.6.4), as loosely as mail programs write it.
MESSAGE_ID = re.compile(r"<[^<>\s]{1,396}>")
_LONGEST_ID = 400
#: A line's end within a header.
_FOLDED = re.compile(r"\r?\n(?=[ \t])")


def read_letter(raw: bytes, *, cut: bool = False) -> Letter:
    """The letter in a mail.

    Args:
        cut: whether these are only the first bytes of it.
    """
    try:
        return _read(raw, cut=cut)
    except Exception:
        # Whatever a broken mail breaks, it is kept, and those behind it are read.
        logger.exception("A supplier's mail could not be taken apart")
        why = both("邮件损坏，读不出来。", "The mail is broken and could not be read.")
        text = storable(raw[:20_000].decode("utf-8", "replace"))
        now = utcnow()
        return Letter(Channel.MAIL, own_id(raw), "", "", text, now, unreadable=why)


def _read(raw: bytes, *, cut: bool) -> Letter:
    # compat32 takes headers as they are; the newer policies raise on some broken ones.
    mail = message_from_bytes(raw)
    text, names = text_of(mail), attachments_of(mail)
    noted = f"\n\n[附件 / attached: {', '.join(names)}]" if names else ""
    bounce, subject = bounce_of(mail, sender_of(mail)), header(mail, "Subject")
    why = "" if text or mail.is_multipart() else "The mail has no words."
    return Letter(
        channel=Channel.MAIL,
        external_id=message_id(mail) or own_id(raw),
        sender=sender_of(mail),
        subject=subject[:400],
        text=f"{text}{noted}".strip(),
        written_at=_date(mail),
        references=references(mail),
        is_automatic=bounce is None and (is_report(mail) or is_automatic(mail, subject)),
        bounce=bounce,
        unreadable="The mail is very long and was read in part." if cut and not text else why,
    )


def own_id(raw: bytes) -> str:
    """An id for a mail without one: the same bytes have the same."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def message_id(mail: Message) -> str:
    """The Message-ID of a mail; empty where it has none that can be kept."""
    found = MESSAGE_ID.search(_raw(mail, "Message-ID"))
    return found.group()[:_LONGEST_ID] if found else ""


def references(mail: Message) -> tuple[str, ...]:
    """The ids of what a mail answers, the nearest first (RFC 5322, 3.6.4)."""
    answered = MESSAGE_ID.findall(_raw(mail, "In-Reply-To"))
    thread = MESSAGE_ID.findall(_raw(mail, "References"))
    return tuple(dict.fromkeys([*answered, *reversed(thread)]))[:50]


def sender_of(mail: Message) -> str:
    """The address that a mail says it is from, in lower case."""
    return storable(parseaddr(header(mail, "From"))[1].lower())[:200]


def header(mail: Message, name: str) -> str:
    """A header in words: `=?gb2312?B?...?=` → 采购单. Wrong encodings are replaced."""
    # Unfolded first (RFC 5322, 2.2.3): `decode_header` drops the spaces around a line's end.
    raw = _FOLDED.sub("", _raw(mail, name))
    try:
        parts = decode_header(raw)
    except Exception:  # email.errors.HeaderParseError, binascii.Error and what else there is
        return " ".join(storable(raw).split())
    words = "".join(
        part if isinstance(part, str) else decoded(part, charset or "ascii")
        for part, charset in parts
    )
    return " ".join(storable(words).split())


def _raw(mail: Message, name: str) -> str:
    value = mail.get(name, "")
    # Eight-bit characters in a header come as a Header of charset unknown-8bit.
    return value if isinstance(value, str) else decoded(bytes(str(value), "utf-8", "replace"), "")


def _date(mail: Message) -> datetime:
    """When a mail says it was written; now where it does not, or says a time to come."""
    now = utcnow()
    try:
        said = parsedate_to_datetime(_raw(mail, "Date"))
        said = said.replace(tzinfo=said.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return now
    return min(said, now)
