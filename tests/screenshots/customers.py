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

Line = object

#: Who writes (a customer of the demo's picker, or a stranger), in which language, and what.
SCRIPT: Sequence[tuple[str, str, Sequence[Line]]] = (
    ("C0010", "zh", ("气死我了，怎么还不发货！马上给我取消订单", FIRST)),
    ("C0009", "zh", ("我的快递到哪了？", "谢谢")),
    ("C0008", "en", ("Is my parcel coming today?", "Can I talk to a person please?")),
    ("", "en", ("Hi, is anybody there?", "I want to speak to a human")),
    ("C0011", "en", ("Where is my parcel? It has not moved for days.",)),
    ("C0001", "en", ("Where is my parcel?", "Can you gift wrap it?", "human agent please")),
    ("C0002", "zh", ("我的包裹怎么还没到", "客服也太慢了，我要投诉！")),
    (
        "C0004",
        "zh",
        ("我的包裹到哪了", "都一个多星期没动静了，是不是丢了", "太过分了！我要投诉"),
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
        if line is FIRST:
            if not self._offered:
                return
            said |= {key: self._offered[0][key] for key in ("action", "label")}
        else:
            said["text"] = line
        answer = await self._browser.post("/chat/messages", json=said)
        answer.raise_for_status()
        await self._hear(answer.json()["id"])

    async def _hear(self, after: int) -> None:
        """Wait for the answer; whoever has a person now may wait in vain."""
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
