"""Sends what is queued, tries again what failed, and records what became of it.

Order is kept within a destination: an item never leaves before an earlier one that is still
queued for the same destination. Different destinations go in parallel, at most
`DESTINATIONS_AT_ONCE` a channel, so that a slow channel never holds up another.

An outcome is committed before the destination's next item is tried. A message is therefore
sent twice only where the channel took it and the outcome was never written: the process was
killed in between, or the channel's answer got lost on the way (a time-out after Telegram
took the message; the Bot API has no idempotency key). E-mail repeats carry the same
Message-ID.

Telegram and mail are sent by one process on a database at a time: whose outbox holds the channel's
lock (`knowledge.process_lock`). The others queue, and the next of them takes over as soon as that
one stops or is killed.

Just before a bot's reply leaves it is asked once more whether staff have taken the conversation
meanwhile. Then it is withheld: staff's words come next.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from bot.channels.deliveries import Outcome, Recorder, not_sent, sent, withheld
from bot.channels.sending import Outgoing, Sender
from bot.errors import SendDelayed, SendError
from knowledge.errors import StoreUnavailable
from knowledge.process_lock import process_lock
from knowledge.queries.outbox import Head, due_heads, is_overtaken, queued_after, revive_item
from knowledge.records import Channel, OutboxItem, utcnow
from knowledge.store import Store

logger = logging.getLogger(__name__)

#: How many destinations of one channel are served at the same time.
DESTINATIONS_AT_ONCE = 32
#: How many destinations are read ahead, so that a long queue is not searched for each item.
READ_AHEAD = 200
#: The longest sleep without a poke, seconds.
IDLE_S = 1.0
#: How long what is on its way may still take when the outbox stops, seconds.
GRACE_S = 10.0

#: Whose messages leave the machine: two outboxes would send them twice. A page or a terminal is
#: its own process's to serve.
_LEAVING = (Channel.TELEGRAM, Channel.MAIL)

Destination = tuple[Channel, str]


class Outbox:
    """The way out for every channel that has a sender; the rest stays queued.

    Args:
        store: the records.
        senders: a channel's way out.
        clock: the current time, aware.
    """

    def __init__(
        self,
        store: Store,
        senders: Mapping[Channel, Sender],
        *,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._senders = senders
        self._clock = clock
        self._recorder = Recorder(store)
        self._locks = {
            channel: process_lock(store, f"outbox-{channel}")
            for channel in senders
            if channel in _LEAVING
        }
        self._runs = False
        self._poked = asyncio.Event()
        self._filling = asyncio.Lock()
        self._ready: dict[Channel, deque[Head]] = {channel: deque() for channel in senders}
        self._busy: dict[Destination, asyncio.Task[None]] = {}
        self._paused: dict[Channel, datetime] = {}
        self._sent = 0
        self._stopping = False
        self._store_failing = False

    def poke(self) -> None:
        """Something was queued. Call it from the event loop."""
        self._poked.set()

    async def run(self) -> None:
        """Send what is due, whenever it is; ends only by being cancelled."""
        self._runs = True
        try:
            while True:
                self._poked.clear()
                await self._start_due()
                await self._rest()
        finally:
            self._runs = False
            try:
                await self._stop()
            finally:
                await self._give_back()

    async def send_due(self) -> int:
        """Send all that is due now and return how many items left.

        Nothing leaves on a channel that another process sends on.

        Raises:
            StoreUnavailable: the queue cannot be read.
        """
        before = self._sent
        try:
            while await self._fill() or self._busy:
                if self._busy:
                    await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not self._runs and not self._busy:
                await self._give_back()
        return self._sent - before

    async def revive(self, item_id: int) -> bool:
        """Try a dead item again, at staff's word; False if it is not dead.

        Raises:
            StoreUnavailable: nothing was changed.
        """
        async with self._store.writing() as unit:
            revived = await revive_item(unit, item_id, self._clock())
        self.poke()
        return revived

    async def _rest(self) -> None:
        # Not wait_for: before Python 3.12 it may swallow the cancellation that ends `run`,
        # when a poke comes at the same moment (https://github.com/python/cpython/issues/86296).
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE_S):
                await self._poked.wait()

    async def _stop(self) -> None:
        self._stopping = True
        tasks = list(self._busy.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._recorder.close()
        self._stopping = False

    async def _start_due(self) -> None:
        try:
            await self._fill()
        except StoreUnavailable as error:
            if not self._store_failing:
                logger.warning("The outbox cannot read its queue and keeps trying: %s", error)
            self._store_failing = True
        except Exception:
            logger.exception("The outbox could not read its queue; it goes on")
        else:
            self._store_failing = False

    async def _fill(self) -> bool:
        """Begin as many due destinations as there is room for; whether any was begun."""
        async with self._filling:
            return any([await self._fill_channel(channel) for channel in self._senders])

    async def _fill_channel(self, channel: Channel) -> bool:
        if self._is_paused(channel) or not await self._is_ours(channel):
            self._ready[channel].clear()
            return False
        room = DESTINATIONS_AT_ONCE - sum(1 for busy, _ in self._busy if busy is channel)
        if room > 0 and not self._ready[channel]:
            await self._read_ahead(channel)
        starting = min(room, len(self._ready[channel]))
        for _ in range(starting):
            self._begin(self._ready[channel].popleft())
        return starting > 0

    async def _is_ours(self, channel: Channel) -> bool:
        """Whether this process sends on the channel, and no other."""
        return channel not in self._locks or await self._locks[channel].take()

    async def _give_back(self) -> None:
        """Let another process send; what this one had begun is recorded by now."""
        for lock in self._locks.values():
            await lock.give_back()

    async def _read_ahead(self, channel: Channel) -> None:
        # Who is busy is asked before reading: the snapshot may still show as queued what a
        # destination finishes meanwhile.
        busy = set(self._busy)
        async with self._store.reading() as unit:
            heads = await due_heads(unit, channel, self._clock(), READ_AHEAD)
        self._ready[channel].extend(
            head for head in heads if (channel, head.item.destination) not in busy
        )

    def _begin(self, head: Head) -> None:
        destination = (head.item.channel, head.item.destination)
        task = asyncio.create_task(self._serve(head), name=f"outbox-{destination[0]}")
        self._busy[destination] = task
        task.add_done_callback(lambda done: self._finish(destination, done))

    def _finish(self, destination: Destination, task: asyncio.Task[None]) -> None:
        del self._busy[destination]
        if not task.cancelled() and task.exception() is not None:
            # The item stays queued; without a new poke it is met again in a second.
            logger.error("The outbox stumbled over a destination", exc_info=task.exception())
            return
        self.poke()

    async def _serve(self, head: Head) -> None:
        """Send to one destination, in order, until something has to wait.

        What was queued since the head was read is met again at the next look at the queue.
        """
        items: Sequence[OutboxItem] = [head.item]
        while items:
            for item in items:
                if not self._may_leave(item) or not await self._deliver(item):
                    return
            items = () if head.is_last else await self._behind(items[-1])

    async def _behind(self, item: OutboxItem) -> Sequence[OutboxItem]:
        async with self._store.reading() as unit:
            return await queued_after(unit, item.channel, item.destination, item.key)

    def _may_leave(self, item: OutboxItem) -> bool:
        due = item.next_attempt_at <= self._clock()
        return due and not self._stopping and not self._is_paused(item.channel)

    async def _deliver(self, item: OutboxItem) -> bool:
        """Try one item and record what came of it; whether the next one may follow."""
        outcome = await self._attempt(item)
        if outcome.everyone and outcome.delay is not None:
            self._paused[item.channel] = self._clock() + timedelta(seconds=outcome.delay)
        await self._recorder.record(outcome, self._clock())
        self._sent += outcome.sent
        if outcome.delay is not None and outcome.delay < IDLE_S:
            asyncio.get_running_loop().call_later(outcome.delay, self.poke)
        return outcome.follow

    async def _attempt(self, item: OutboxItem) -> Outcome:
        outgoing = Outgoing(item.key, item.destination, item.text, _data(item))
        try:
            if await self._is_overtaken(item):
                return withheld(item)
            external_id = await self._senders[item.channel].send(outgoing)
        except SendError as error:
            logger.info("Outbox item %s did not leave: %s", item.key, error)
            return not_sent(item, error, self._clock())
        except StoreUnavailable:
            # Nothing was sent: whether staff hold the conversation could not be asked.
            return not_sent(item, SendDelayed(IDLE_S), self._clock())
        except Exception as error:
            logger.exception("Outbox item %s met an unexpected fault", item.key)
            return not_sent(item, error, self._clock())
        return sent(item, external_id, self._clock())

    async def _is_overtaken(self, item: OutboxItem) -> bool:
        """Whether staff took the conversation since this was queued: the bot is silent then."""
        if not item.data.get("unless_staff"):
            return False
        async with self._store.reading() as unit:
            return await is_overtaken(unit, item)

    def _is_paused(self, channel: Channel) -> bool:
        return channel in self._paused and self._clock() < self._paused[channel]


def _data(item: OutboxItem) -> dict[str, object]:
    own = {} if item.message_id is None else {"message_id": item.message_id}
    return {**item.data, **own}
