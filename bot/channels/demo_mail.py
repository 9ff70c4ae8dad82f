"""The demo's post: letters to its suppliers, and their answers, without a mail server.

A letter goes to `bot.supply.demo_suppliers` instead of leaving the machine. An answer is made a
mail as a mailbox has it, taken apart by the same code, and kept by the same inbox. Only
`bot.commands.demo_post` builds these, and says when.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from bot.channels.letters import read_letter
from bot.channels.mail import compose
from bot.channels.mailbox import Inbox
from bot.channels.sending import Outgoing
from bot.errors import SendDelayed
from bot.supply.demo_suppliers import DOMAIN, Answer

#: Who the demo's letters are from.
BUYER = f"buyer@{DOMAIN}"
#: How long a letter to somebody's real address waits until it is looked at again, seconds.
HELD_S = 60.0

#: Domains that are nobody's (RFC 2606), as those of the demo's suppliers are.
_NOBODY = re.compile(r"(?i)(?:.*[@.])?(?:test|example|invalid|example\.(?:com|net|org))")


class Suppliers(Protocol):
    """Who answers."""

    async def due(self) -> list[Answer]: ...


class DemoMail:
    """A `Sender` whose mail reaches the demo's suppliers and nobody else.

    What is written to an address that may be somebody's stays queued, as it would without this:
    it is not lost when a mail server is set later.
    """

    async def send(self, outgoing: Outgoing) -> str:
        """Return the letter's Message-ID, by which it is found and answered.

        Raises:
            SendDelayed: the address may be somebody's.
            SendRefused: the address or the subject is unusable, as by real mail.
        """
        message = compose(outgoing, BUYER)
        if not _NOBODY.fullmatch(outgoing.destination):
            raise SendDelayed(HELD_S)
        return str(message["Message-ID"])


class DemoMailbox:
    """What a `Mailbox` is to a real shop: `poll` takes in what suppliers have answered."""

    def __init__(self, suppliers: Suppliers, inbox: Inbox) -> None:
        self._suppliers, self._inbox = suppliers, inbox

    async def poll(self) -> int:
        """Take in what is due and return how many answers there were.

        Raises:
            StoreUnavailable: what is not kept is due at the next look too.
        """
        found = await self._suppliers.due()
        kept = [await self._inbox.take(read_letter(as_mail(one))) for one in found]
        return sum(one is not None for one in kept)


def as_mail(answer: Answer) -> bytes:
    """The answer as its bytes would stand in a mailbox."""
    mail = EmailMessage()
    mail["From"] = answer.sender
    mail["To"] = BUYER
    mail["Subject"] = answer.subject
    mail["Date"] = format_datetime(answer.at)
    mail["Message-ID"] = answer.message_id
    mail["In-Reply-To"] = mail["References"] = answer.to
    mail.set_content(answer.text, charset="utf-8")
    return mail.as_bytes()
