"""Wake-ups: each conversation is worked on by one worker at a time, in order.

A wake-up says only that a conversation may have a message waiting; the records say
which. So a lost wake-up costs a delay, never a message: `sweep` looks for waiting
conversations at the start and every few seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from knowledge.errors import StoreUnavailable

log = logging.getLogger(__name__)

#: How often the records are asked for waiting conversations, seconds.
SWEEP_EVERY = 5.0
#: How long a conversation rests after each failed try of a turn, seconds; then it is given up.
RESTS = (0.2, 1.0, 5.0)


class Wakeups:
    """Runs `answer_next` for conversations that were woken.

    Args:
        answer_next: deals with one waiting message; False when none waits.
        waiting: the conversations that have one.
        give_up: leaves a message that keeps failing to staff.
        after: called after each turn (to poke the outbox).
        parallel: how many conversations are worked on at once.
    """

    def __init__(
        self,
        answer_next: Callable[[int], Awaitable[bool]],
        waiting: Callable[[], Awaitable[Sequence[int]]],
        give_up: Callable[[int], Awaitable[None]],
        *,
        after: Callable[[], None] = lambda: None,
        parallel: int = 32,
    ) -> None:
        self._answer_next = answer_next
        self._waiting = waiting
        self._give_up = give_up
        self._after = after
        self._places = asyncio.Semaphore(parallel)
        self._working: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._later: dict[int, asyncio.TimerHandle] = {}

    def wake(self, conversation_id: int) -> None:
        """Say that a conversation may have a message waiting."""
        if conversation_id in self._working:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._work(conversation_id))
        self._working[conversation_id] = task

    def wake_later(self, conversation_id: int, seconds: float) -> None:
        """Wake a conversation whose message is not whole yet (an album's first part)."""
        loop = asyncio.get_running_loop()
        if (earlier := self._later.pop(conversation_id, None)) is not None:
            earlier.cancel()
        self._later[conversation_id] = loop.call_later(seconds, self._wake_now, conversation_id)

    def _wake_now(self, conversation_id: int) -> None:
        del self._later[conversation_id]
        self.wake(conversation_id)

    async def run(self) -> None:
        """Sweep until cancelled; then let the turns under way finish."""
        try:
            while True:
                await self.sweep()
                await asyncio.sleep(SWEEP_EVERY)
        finally:
            for timer in self._later.values():
                timer.cancel()  # the next start's sweep finds what they were for
            self._later.clear()
            await self.settle()

    async def sweep(self) -> None:
        """Wake every conversation with a message waiting."""
        try:
            for conversation_id in await self._waiting():
                self.wake(conversation_id)
        except Exception:
            log.exception("Waiting conversations could not be listed; trying again soon.")

    async def settle(self) -> None:
        """Wait until nothing is being worked on."""
        while self._working:
            await asyncio.gather(*self._working.values(), return_exceptions=True)

    async def _work(self, conversation_id: int) -> None:
        try:
            while not await self._answered_in_time(conversation_id):
                await self._give_up(conversation_id)
                self._after()
        except StoreUnavailable as error:
            log.warning("%s The message waits for the next sweep.", error)
        except Exception:
            log.exception("Conversation %s stays waiting for the next sweep.", conversation_id)
        finally:
            del self._working[conversation_id]

    async def _answered_in_time(self, conversation_id: int) -> bool:
        """Whether nothing waits any more; False once a turn has failed too often."""
        for rest in RESTS:
            try:
                await self._answer_all(conversation_id)
            except StoreUnavailable:
                raise  # no fault of the turn's: it is never given up for this
            except Exception:
                log.exception("A turn of conversation %s failed.", conversation_id)
            else:
                return True
            await asyncio.sleep(rest)
        return False

    async def _answer_all(self, conversation_id: int) -> None:
        """Answer until no message waits, those included that come meanwhile."""
        more = True
        while more or conversation_id in self._again:
            self._again.discard(conversation_id)
            async with self._places:
                more = await self._answer_next(conversation_id)
            self._after()
