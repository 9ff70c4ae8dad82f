"""A customer at the terminal: a line in, the reply out. Also the replay of a written one."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from bot.channels.sending import Outgoing
from bot.commands.shop import prepare, require_customer, say
from bot.desk.inbound import Inbound
from bot.errors import CommandFailed
from bot.settings import Settings
from bot.wiring import Desk, open_desk
from knowledge.queries.accounts import account_of
from knowledge.records import Channel, ChannelAccount, MessageKind, utcnow

#: How long a reply is waited for when another process answers it, seconds.
_PATIENCE = 10.0


@dataclass(slots=True)
class Terminal:
    """The terminal's way out: keeps what was sent, and the buttons last offered."""

    replies: list[str] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> str:
        self.replies.append(outgoing.text)
        if outgoing.data.get("document"):
            self.replies.append(outgoing.data["document"]["content"])
        self.buttons = list(outgoing.data.get("buttons", []))
        return f"terminal:{outgoing.key}"


class TerminalCustomer:
    """One customer's conversation over the terminal channel."""

    def __init__(self, desk: Desk, terminal: Terminal, account: str) -> None:
        self._desk, self._terminal, self._account = desk, terminal, account

    async def say(self, line: str) -> list[str]:
        """Send a line (or the number of a button) and return the replies."""
        self._terminal.replies.clear()
        await self._desk.receive(self._inbound(line))
        for _ in range(int(_PATIENCE / 0.1)):
            await self._desk.wakeups.settle()
            await self._desk.outbox.send_due()
            if self._terminal.replies or not await self._desk.is_waiting(
                Channel.TERMINAL, self._account
            ):
                break
            await asyncio.sleep(0.1)
        return list(self._terminal.replies)

    def _inbound(self, line: str) -> Inbound:
        buttons = self._terminal.buttons
        number = int(line) if line.isdecimal() and len(line) == 1 else 0
        kind, data, text = MessageKind.TEXT, {}, line
        if 1 <= number <= len(buttons):
            kind, text = MessageKind.BUTTON, buttons[number - 1]["label"]
            data = {"action": buttons[number - 1]["action"]}
        elif line.startswith("/"):
            name, _, arguments = line[1:].partition(" ")
            kind, data = MessageKind.COMMAND, {"name": name, "arguments": arguments}
        return Inbound(Channel.TERMINAL, self._account, uuid4().hex, kind, text, data)

    def options(self) -> list[str]:
        """The buttons offered, numbered."""
        return [f"  [{n}] {b['label']}" for n, b in enumerate(self._terminal.buttons, start=1)]


@asynccontextmanager
async def terminal_customer(
    settings: Settings, reference: str | None
) -> AsyncIterator[TerminalCustomer]:
    """A new conversation at the terminal, as a customer or as a stranger.

    Raises:
        CommandFailed: there is no such customer.
    """
    terminal = Terminal()
    async with open_desk(settings, {Channel.TERMINAL: terminal}) as desk:
        await prepare(desk.store, desk.models.runner, demo=True)
        account = f"terminal-{uuid4().hex}"
        if reference is not None:
            await _become(desk, account, reference)
        try:
            yield TerminalCustomer(desk, terminal, account)
        finally:
            await desk.wakeups.settle()


async def _become(desk: Desk, account: str, reference: str) -> None:
    customer_id = await require_customer(desk.store, reference)
    async with desk.store.writing() as unit:
        assert await account_of(unit, Channel.TERMINAL, account) is None
        unit.add(
            ChannelAccount(
                channel=Channel.TERMINAL,
                external_id=account,
                customer_id=customer_id,
                verified_at=utcnow(),
            )
        )


async def chat(settings: Settings, reference: str | None) -> int:
    """Read lines until the end of input; print each reply."""
    async with terminal_customer(settings, reference) as customer:
        if sys.stdin.isatty():
            say("Type as a customer; a number presses a button; Ctrl-D ends.")
        while line := await asyncio.to_thread(_read):
            if not line.strip():
                continue
            replies = await customer.say(line.strip())
            shown = replies or ["(a colleague has the conversation; the bot is silent)"]
            sys.stdout.write("\n".join([*shown, *customer.options()]) + "\n\n")
            sys.stdout.flush()
    return 0


def _read() -> str:
    if sys.stdin.isatty():
        sys.stderr.write("> ")
        sys.stderr.flush()
    return sys.stdin.readline()


async def replay(settings: Settings, file: Path) -> int:
    """Play a written conversation and check its replies; the exit status says whether all held.

    A line `customer C0001` (first) names who speaks; `> words` is said; `= pattern` must be
    found in the reply to it (a regular expression), `! pattern` must not; `#` is a comment.

    Raises:
        CommandFailed: the file cannot be read.
    """
    try:
        written = await asyncio.to_thread(file.read_text, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"{file} cannot be read: {error}.") from error
    lines = [line.strip() for line in written.splitlines()]
    steps = [line for line in lines if line and not line.startswith("#")]
    who = steps.pop(0).split()[1] if steps and steps[0].startswith("customer ") else None
    async with terminal_customer(settings, who) as customer:
        failed = await _play(customer, steps)
    sys.stdout.write(f"{file.name}: {'failed ' + str(failed) if failed else 'ok'}\n")
    return 1 if failed else 0


async def _play(customer: TerminalCustomer, steps: list[str]) -> int:
    failed, reply = 0, ""
    for step in steps:
        mark, rest = step[0], step[1:].strip()
        if mark == ">":
            reply = "\n".join([*(await customer.say(rest)), *customer.options()])
            sys.stdout.write(f"> {rest}\n{reply}\n")
        elif mark in "=!":
            held = (re.search(rest, reply) is not None) == (mark == "=")
            failed += not held
            if not held:
                sys.stdout.write(f"  NOT {mark} {rest}\n")
        else:
            raise CommandFailed(f"A replay line begins with one of > = ! #, not '{step}'.")
    return failed
