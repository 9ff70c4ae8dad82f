"""One desk on a fresh database with a clock of its own, and the customer of a journey."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path

from bot.commands.journeys.script import Script, StaffDo
from bot.commands.journeys.shop import Shelf, open_shop
from bot.commands.shop import migrate
from bot.desk.actions.book import apply
from bot.desk.inbound import Inbound
from bot.rules.policy import Policy
from bot.settings import Settings
from bot.wiring import Desk, Models
from knowledge.articles.index import put_articles
from knowledge.demo import demo_articles
from knowledge.queries import accounts, actions, conversations
from knowledge.records import (
    ActionState,
    Author,
    Channel,
    ChannelAccount,
    MessageKind,
    utcnow,
)
from knowledge.store import Store

#: A journey begins at this hour of today, when staff are there.
_BEGINS = time(10)
ACCOUNT = "journey"
#: The column that keeps a reply's acts is this wide; the last one may be cut off.
_ACTS_WIDTH = 40


class Clock:
    """A clock that stands still until the journey moves it."""

    def __init__(self, settings: Settings) -> None:
        today = utcnow().astimezone(settings.zone).date()
        self.now = datetime.combine(today, _BEGINS, tzinfo=settings.zone)

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Said:
    """A reply: its words, its acts, and its buttons (label to action)."""

    text: str = ""
    acts: tuple[str, ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()

    def has_act(self, act: str) -> bool:
        """Whether it has an act; of a long list the last name may be cut off."""
        width = sum(map(len, self.acts)) + len(self.acts) - 1
        cut = self.acts[-1] if self.acts and width >= _ACTS_WIDTH else None
        return act in self.acts or (cut is not None and act.startswith(cut))


async def make_template(settings: Settings, models: Models, file: Path) -> None:
    """A migrated database with the shop's articles, to be copied for each run."""
    store = Store(f"sqlite:///{file}")
    try:
        await migrate(store)
        await put_articles(store, demo_articles(), models.runner.embed)
    finally:
        await store.close()


class Customer:
    """The customer of a journey at a desk of their own."""

    def __init__(self, desk: Desk, clock: Clock, shelf: Shelf, phone: str) -> None:
        self.desk, self.clock, self.shelf = desk, clock, shelf
        self.last = Said()
        self._buttons: dict[str, str] = {}
        self._phone = phone
        self._conversation = 0
        self._numbers = count(1)

    async def say(self, text: str) -> Said:
        """Write something."""
        if text.startswith("/"):
            data: dict[str, object] = {"name": text[1:], "arguments": ""}
            return await self._do(MessageKind.COMMAND, text, data)
        return await self._do(MessageKind.TEXT, text, {})

    async def press(self, label: str) -> Said | None:
        """Press the button whose label begins so; None when there is none."""
        found = [act for one, act in self._buttons.items() if label in one]
        if not found:
            return None
        return await self._do(MessageKind.BUTTON, label, {"action": found[0]})

    async def send_photos(self, number: int, caption: str) -> Said:
        """Send photos, with words below them or without."""
        return await self._do(MessageKind.PHOTO, caption, {"count": number})

    async def share_contact(self) -> Said:
        """Share the own contact."""
        data = {"phone": self._phone, "own": True}
        return await self._do(MessageKind.CONTACT, self._phone, data)

    async def staff(self, deed: StaffDo) -> Said:
        """Let staff do something; what the customer reads of it."""
        if deed.agree is not None:
            await self._decide(agree=deed.agree)
            return Said()
        if deed.back:
            await self.desk.staff.give_back(self._conversation, None)
        else:
            await self.desk.staff.answer(self._conversation, None, deed.answer)
        return Said(deed.answer)

    def wait(self, by: timedelta) -> None:
        """Let time pass."""
        self.clock.now += by

    async def _decide(self, *, agree: bool) -> None:
        async with self.desk.store.writing() as unit:
            account = await accounts.account_of(unit, Channel.TERMINAL, ACCOUNT)
            assert account is not None
            waiting = await actions.latest_of(unit, account.key, ActionState.WAITING)
            if waiting is None:
                return
            now = self.clock()
            if agree:
                was = ActionState.WAITING
                await apply(unit, waiting, was, self.desk.policy, now, decided_at=now)
            else:
                was, becomes = ActionState.WAITING, ActionState.REFUSED
                await actions.move(unit, waiting.key, was, becomes, decided_at=now)

    async def _do(self, kind: MessageKind, text: str, data: dict[str, object]) -> Said:
        number = f"{ACCOUNT}:{next(self._numbers)}"
        inbound = Inbound(Channel.TERMINAL, ACCOUNT, number, kind, text, data)
        received = await self.desk.receive(inbound)
        await self.desk.wakeups.settle()
        self._conversation = received.conversation_id
        async with self.desk.store.reading() as unit:
            found = await conversations.messages_after(
                unit, received.conversation_id, received.message_id
            )
        replies = [one for one in found if one.author is not Author.CUSTOMER]
        buttons = [b for one in replies for b in one.data.get("buttons", [])]
        shown = tuple((str(b["label"]), str(b["action"])) for b in buttons)
        self._buttons |= dict(shown)
        acts = tuple(act for one in replies for act in (one.act or "").split("+"))
        self.last = Said("\n".join(one.text for one in replies), acts, shown)
        return self.last


@asynccontextmanager
async def customer_of(
    script: Script, settings: Settings, models: Models, policy: Policy, database: Path
) -> AsyncIterator[Customer]:
    """The customer of a journey, on a database copied for this run."""
    own = replace(settings, database_url=f"sqlite:///{database}", staff_chat="")
    store, clock = Store(own.database_url), Clock(settings)
    try:
        shelf, customer_id = await open_shop(store, script, clock())
        who = script.journey.customer
        if who.known:
            async with store.writing() as unit:
                unit.add(
                    ChannelAccount(
                        channel=Channel.TERMINAL,
                        external_id=ACCOUNT,
                        customer_id=customer_id,
                        verified_at=clock(),
                    )
                )
        desk = Desk(own, store, models, {}, policy=policy, clock=clock)
        yield Customer(desk, clock, shelf, who.phone)
    finally:
        await store.close()


def copied(template: Path, to: Path) -> Path:
    """A copy of the template for one run."""
    shutil.copy(template, to)
    return to
