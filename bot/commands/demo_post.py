"""The demo's suppliers at work: letters to them are taken, and answered, while the demo runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from bot.channels.demo_mail import DemoMail, DemoMailbox
from bot.channels.outbox import Outbox
from bot.jobs.clock import Job
from bot.jobs.side_by_side import side_by_side
from bot.settings import Settings
from bot.supply.demo_suppliers import DemoSuppliers
from bot.supply.inbox import AnswersJob, SupplierInbox
from knowledge.errors import StoreUnavailable
from knowledge.records import Channel
from knowledge.store import Store

log = logging.getLogger(__name__)

#: How often it is looked whether an answer is due, seconds.
_EVERY_S = 2.0


def plays_suppliers(settings: Settings, *, demo: bool, is_demo: bool) -> bool:
    """Whether scripts answer for the suppliers.

    Only where all of it holds: the demo was asked for, the database was filled with the demo shop,
    and there is no mail server.

    Args:
        demo: `run --demo`. is_demo: what `prepare` found.
    """
    return demo and is_demo and not settings.smtp_url


@asynccontextmanager
async def demo_post(store: Store, inbox: SupplierInbox, zone: ZoneInfo) -> AsyncIterator[None]:
    """Take and answer letters until the context ends; what is unanswered then is answered by
    the next one."""
    mailbox = DemoMailbox(DemoSuppliers(store, zone), inbox)
    outbox = Outbox(store, {Channel.MAIL: DemoMail()})
    async with side_by_side(outbox.run(), _look(AnswersJob(inbox, mailbox.poll))):
        yield


async def _look(job: Job) -> None:
    """Take in and have read what is due, again and again."""
    while True:
        try:
            await job.run()
        except StoreUnavailable as error:
            log.warning("The demo's suppliers wait for the database: %s", error)
        except Exception:
            # The demo goes on without this answer; it is due at the next look too.
            log.exception("An answer of the demo's suppliers could not be taken in")
        await asyncio.sleep(_EVERY_S)
