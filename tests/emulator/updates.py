"""Updates that wait for the bot: confirmed by offset, or pushed to a webhook until taken."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from tests.emulator.sent import ApiError

Update = dict[str, Any]

#: How long a refused push waits before it is repeated, seconds. Telegram waits longer.
PUSH_AGAIN_S = 0.05


class Updates:
    """The queue of updates with Telegram's rules."""

    def __init__(self, first_id: int = 1000) -> None:
        self._next_id = first_id
        self._pending: dict[int, Update] = {}
        self._late: list[Update] = []
        self._late_served = 0
        self._held: list[Update] = []
        self._holding = False
        self._last: Update | None = None
        self._news = asyncio.Event()
        self._poll = 0
        self._pusher: asyncio.Task[None] | None = None
        self.allowed: set[str] = set()
        self.webhook_url = ""
        self.webhook_secret = ""
        self.pushes: list[int] = []
        """The HTTP status of each push; 0 where there was no answer."""

    def add(self, kind: str, content: dict[str, Any]) -> int:
        """Put a new update in line and return its number."""
        number = self._next_id
        self._next_id += 1
        update = {"update_id": number, kind: content}
        if self.allowed and kind not in self.allowed:
            return number
        self._last = update
        if self._holding:
            self._held.append(update)
        else:
            self._pending[number] = update
            self._news.set()
        return number

    def repeat_last(self) -> None:
        """Deliver the last update once more, whatever was confirmed."""
        assert self._last is not None, "nothing was ever delivered"
        self._come_late(self._last)

    def hold(self) -> None:
        """Keep back what comes until `pass_on`; it is delivered by `release`."""
        self._holding = True

    def pass_on(self) -> None:
        """Deliver what comes from now on, while what was held stays behind."""
        self._holding = False

    def release(self) -> None:
        """Deliver what was held, late: numbers above theirs may be confirmed already."""
        self._holding = False
        for update in self._held:
            self._come_late(update)
        self._held = []

    @property
    def unconfirmed(self) -> list[int]:
        return sorted(self._pending)

    async def fetch(self, offset: int, limit: int, timeout_s: float) -> list[Update]:
        """What getUpdates returns.

        Raises:
            ApiError: 409 while a webhook is set, or when another poll takes over.
        """
        if self.webhook_url:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._poll += 1
        self._news.set()
        mine = self._poll
        self._confirm(offset)
        del self._late[: self._late_served]
        self._late_served = 0
        found = await self._wait(mine, timeout_s)
        self._late_served = len(self._late)
        return found[: min(max(limit, 1), 100)]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = sorted(self._pending)[offset:][0] if self._pending else 0
        for number in [number for number in self._pending if number < offset]:
            del self._pending[number]

    async def _wait(self, mine: int, timeout_s: float) -> list[Update]:
        deadline = asyncio.get_running_loop().time() + timeout_s
        while not (found := self._late + [self._pending[n] for n in sorted(self._pending)]):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return []
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                return []
            self._still(mine)
        return found

    def _still(self, mine: int) -> None:
        if mine != self._poll:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )

    def _come_late(self, update: Update) -> None:
        self._late.append(update)
        self._news.set()

    def push_to(self, url: str, secret: str) -> None:
        """Push to a webhook from now on; an empty URL ends that."""
        self.webhook_url, self.webhook_secret = url, secret
        self.stop_pushing()
        if url:
            self._pusher = asyncio.get_running_loop().create_task(self._push_all())

    def stop_pushing(self) -> None:
        if self._pusher is not None:
            self._pusher.cancel()
        self._pusher = None

    async def _push_all(self) -> None:
        async with httpx.AsyncClient(timeout=10) as client:
            while True:
                line = self._late or [self._pending[n] for n in sorted(self._pending)]
                if not line:
                    self._news.clear()
                    await self._news.wait()
                elif await self._push(client, line[0]):
                    self._pending.pop(line[0]["update_id"], None)
                    self._late = [late for late in self._late if late is not line[0]]
                else:
                    await asyncio.sleep(PUSH_AGAIN_S)

    async def _push(self, client: httpx.AsyncClient, update: Update) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook_secret}
        try:
            answer = await client.post(self.webhook_url, json=update, headers=headers)
        except httpx.HTTPError:
            self.pushes.append(0)
            return False
        self.pushes.append(answer.status_code)
        return answer.is_success
