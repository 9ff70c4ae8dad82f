"""Serving: web pages, Telegram, the outbox and the clock, until stopped."""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import uvicorn

from bot.channels.fetching import Files
from bot.channels.mail import MailSender
from bot.channels.sending import Sender
from bot.channels.telegram.connection import open_bot
from bot.channels.telegram.files import TelegramFiles
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.topics import StaffTopics
from bot.channels.web.app import create_app
from bot.channels.web.live import LiveStreams
from bot.channels.web.parts import WebParts
from bot.commands.demo_post import demo_post, plays_suppliers
from bot.commands.shop import prepare, say
from bot.commands.telegram import Telegram
from bot.console.app import create_console
from bot.console.parts import ConsoleParts
from bot.console.room.shell import console_running
from bot.console.supply_parts import SupplyParts
from bot.console.teach_parts import TeachParts
from bot.errors import CommandFailed
from bot.jobs.clock import Clock
from bot.policy_file import file_in_force
from bot.settings import LOOPBACK, Settings
from bot.supply.demo_suppliers import WAITS_S
from bot.wiring import Desk, open_desk, ticking
from knowledge.queries.staff import has_staff
from knowledge.records import Channel

#: How long open pages may hold up a stop, seconds.
_GRACE_S = 3


async def run(settings: Settings, *, demo: bool) -> int:
    """Serve until a signal comes.

    Raises:
        CommandFailed: the port is taken, or the demo would be open to other machines.
    """
    if demo and settings.host not in LOOPBACK:
        raise CommandFailed(
            "The demo shop lets anyone be any customer, so it is served to this machine only: "
            "unset XIAOER_HOST, or start without --demo."
        )
    listening = _listen(settings)
    live = LiveStreams()
    async with AsyncExitStack() as stack:
        senders: dict[Channel, Sender] = {Channel.WEB: live}
        if settings.smtp_url:
            senders[Channel.MAIL] = MailSender(settings.smtp_url)
        files: dict[Channel, Files] = {}
        bot, topics = None, None
        if settings.telegram_token:
            bot = await stack.enter_async_context(
                open_bot(settings.telegram_token, settings.telegram_api)
            )
            topics = StaffTopics(bot, TelegramSender(bot), settings.staff_chat)
            senders[Channel.TELEGRAM] = topics
            files[Channel.TELEGRAM] = TelegramFiles(bot)
        say("Loading the models …")
        desk = await stack.enter_async_context(open_desk(settings, senders, files=files))
        if topics is not None:
            topics.use(desk.store)
        is_demo = await prepare(desk.store, desk.models.runner, demo=demo)
        telegram = Telegram(bot, desk) if bot is not None else None
        plays = plays_suppliers(settings, demo=demo, is_demo=is_demo)
        clock = desk.clock()
        app = create_app(
            WebParts(
                store=desk.store,
                settings=settings,
                receive=desk.receive,
                live=live,
                models_loaded=lambda: True,
                telegram_webhook=telegram.webhook if telegram else None,
                console=create_console(
                    await _console_parts(settings, desk, clock, listening, plays=plays)
                ),
                demo=is_demo and settings.host in LOOPBACK,
                lifespan=console_running,
            )
        )
        await stack.enter_async_context(desk.running())
        if plays:
            await stack.enter_async_context(demo_post(desk.store, desk.suppliers, settings.zone))
        if telegram is not None:
            await stack.enter_async_context(telegram.running())
        await stack.enter_async_context(ticking(clock))
        await _serve(app, listening, settings, live, is_demo=is_demo)
    return 0


def _listen(settings: Settings) -> socket.socket:
    """Take the port before anything else is done, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise CommandFailed(
            f"XIAOER_PORT {settings.port} on {settings.host} cannot be used: {error.strerror}."
        ) from error
    return listening


def _address(settings: Settings, listening: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}"


async def _serve(
    app: object, listening: socket.socket, settings: Settings, live: LiveStreams, *, is_demo: bool
) -> None:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        log_config=None,  # its lines go where all others go, and are masked there
        access_log=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = _Server(config, live)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not serving.done():  # noqa: ASYNC110 (uvicorn has no event for it)
        await asyncio.sleep(0.02)
    address = _address(settings, listening)
    sys.stdout.write(f"Xiaoer is open at {address}\n  customers {address}/chat\n")
    sys.stdout.write(f"  staff     {address}/console\n")
    if is_demo:
        sys.stdout.write("  This is the demo shop: pick a customer and ask. Ctrl-C stops.\n")
    sys.stdout.flush()
    await serving


class _Server(uvicorn.Server):
    """uvicorn, which ends the open streams when it is told to stop."""

    def __init__(self, config: uvicorn.Config, live: LiveStreams) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)


async def _console_parts(
    settings: Settings, desk: Desk, clock: Clock, listening: socket.socket, *, plays: bool
) -> ConsoleParts:
    async with desk.store.reading() as unit:
        first = not await has_staff(unit)
    token = secrets.token_urlsafe(32) if first else None
    if token is not None:
        say(f"First administrator: {_address(settings, listening)}/console/enter?token={token}")
    return ConsoleParts(
        store=desk.store,
        settings=settings,
        desk=desk.staff,
        teaching=desk.teaching,
        teach=TeachParts(
            gaps=desk.gaps,
            candidates=desk.candidates,
            wrong_answers=desk.wrong_answers,
            articles=desk.article_book,
        ),
        supply=SupplyParts(
            proposed=desk.proposed,
            delay_notices=desk.delay_notices,
            stock=desk.stock_outlook,
            receipts=desk.receipts,
            expected_dates=desk.expected_dates,
            scorecards=desk.scorecards,
            guardrails=desk.guardrails,
            signing=desk.signing,
            played_s=WAITS_S if plays else None,
        ),
        approvals=desk.approvals,
        cases=desk.cases,
        canned=desk.canned,
        figures=desk.figures,
        records=desk.records,
        record_views=desk.record_views,
        article_book=desk.article_book,
        too_long=desk.policy.conversations.handover_reminder,
        revive=desk.outbox.revive,
        jobs=clock.jobs,
        policy=desk.policy,
        policy_file=file_in_force(Path(settings.policy) if settings.policy else None),
        one_time_token=token,
    )
