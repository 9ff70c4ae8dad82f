"""Looking at the stock by hand."""

from __future__ import annotations

import sys

from bot.channels.mail import MailSender
from bot.channels.sending import Sender
from bot.commands.shop import migrate, say
from bot.settings import Settings
from bot.wiring import open_desk
from knowledge.records import Channel


async def restock(settings: Settings, *, dry_run: bool) -> int:
    """Order what is needed, print what was done and why, and send what can be sent now."""
    senders: dict[Channel, Sender] = {}
    if settings.smtp_url:
        senders[Channel.MAIL] = MailSender(settings.smtp_url)
    async with open_desk(settings, senders) as desk:
        await migrate(desk.store)
        sys.stdout.write(f"{await desk.restock().run(dry_run=dry_run)}\n")
        if not dry_run:
            sent = await desk.outbox.send_due()
            say(f"{sent} e-mails sent." if senders else "No XIAOER_SMTP_URL: e-mails stay queued.")
    return 0
