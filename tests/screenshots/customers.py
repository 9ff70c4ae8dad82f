"""Customers who write on the chat page while the shop is open."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx

_PATIENCE_S = 20.0
#: Presses the first button of what was answered last.
FIRST = object()
#: Presses the button that gives the money back, where one was offered.
REFUND = object()

Line = object

#: Who writes (a customer of the demo's picker, or a stranger), in which language, and what.
SCRIPT: Sequence[tuple[str, str, Sequence[Line]]] = (
    ("C0010", "en", ("I am really angry, cancel my order right now!", FIRST)),
    ("C0009", "zh", ("我的快递到哪了？", "谢谢")),
    ("C0008", "en", ("Is my parcel coming today?", "Can I talk to a person please?")),
    ("", "en", ("Hi, is anybody there?", "I want to speak to a human")),
    ("C0004", "en", ("I think my parcel is lost, can I get my money back?", FIRST, REFUND, FIRST)),
    ("C0006", "en", ("When do I get my refund?", "This takes far too long, I want to complain")),
    (
        "C0002",
        "en",
        (
            "Where is my parcel?",
            "Can you gift wrap it?",
            "human agent please",
            "It is a birthday present. Can you add a card?",
        ),
    ),
    ("C0005", "zh", ("我要退货", FIRST, "转人工")),
    (
        "C0011",
        "zh",
        ("我的包裹到哪了，好几天没动静了", "怎么退回去了？我没有拒收", "太过分了！我要投诉"),
    ),
)


class Visitor:
    """One browser on the chat page, without the browser."""

    def __init__(self, address: str, language: str) -> None:
        headers = {"Origin": address, "Accept-Language": language}
        self._browser = httpx.AsyncClient(base_url=address, headers=headers)
        self._offered: list[dict[str, str]] = []

    async def visit(self, customer: str, lines: Sequence[Line]) -> None:
        """Come as a customer of the demo, or as nobody known, and say all lines."""
        async with self._browser:
            await self._browser.post("/chat/become", data={"customer": customer})
            for line in lines:
                await self._say(line)

    async def _say(self, line: Line) -> None:
        said: dict[str, Any] = {"client_id": uuid4().hex}
        if isinstance(line, str):
            said["text"] = line
        elif (pressed := self._button(line)) is not None:
            said |= {key: pressed[key] for key in ("action", "label")}
        else:
            return
        answer = await self._browser.post("/chat/messages", json=said)
        answer.raise_for_status()
        stored = answer.json()
        if not stored["with_staff"]:
            await self._hear(stored["id"])

    def _button(self, line: Line) -> dict[str, str] | None:
        """The button that is meant, if it is there."""
        offered = [one for one in self._offered if line is FIRST or "refund" in one["action"]]
        return offered[0] if offered else None

    async def _hear(self, after: int) -> None:
        """Wait for the answer."""
        for _ in range(int(_PATIENCE_S / 0.2)):
            answer = await self._browser.get("/chat/messages", params={"after": after})
            heard = [one for one in answer.json() if one["author"] != "customer"]
            if heard:
                self._offered = heard[-1]["buttons"]
                return
            await asyncio.sleep(0.2)


async def come(address: str) -> None:
    """Let all of them write, one after another."""
    for customer, language, lines in SCRIPT:
        await Visitor(address, language).visit(customer, lines)
