"""What became of an attempt to send, and how that is written down.

The recorder commits in groups: every outcome that arrived while the last commit ran goes
into the next one. An outcome is never dropped; while the store cannot be written, the
recorder holds it and tries again, because an unrecorded message would be sent twice.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import AccountGone, SendDelayed, SendError, SendRefused
from knowledge.errors import StoreUnavailable
from knowledge.queries import supplier_talk
from knowledge.queries.outbox import close_destination, record_attempts
from knowledge.records import Channel, DeliveryState, OutboxItem
from knowledge.store import Store

logger = logging.getLogger(__name__)

#: After so many failed attempts an item is given up.
MOST_ATTEMPTS = 24
#: The longest wait between two attempts, seconds.
LONGEST_BACKOFF = 300.0
#: The shortest wait that a channel's "later" is taken to mean, seconds.
SHORTEST_DELAY = 0.1
#: How long the recorder waits before it tries the store again, seconds.
STORE_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt's end: the columns to change, and whether later items may follow."""

    item: int
    changes: dict[str, Any]
    follow: bool
    delay: float | None = None
    """Seconds until the next attempt, where there is one."""
    everyone: bool = False
    """The delay holds for the whole channel."""
    gone: tuple[Channel, str] | None = None
    """The destination that turned out not to exist any more."""
    to_supplier: bool = False
    """The supplier's answer will name the id that the channel gave it."""

    @property
    def sent(self) -> bool:
        return self.changes.get("state") is DeliveryState.SENT


def backoff(attempts: int) -> float:
    """Seconds to wait after that many failures: 1, 2, 4 … 300, a fifth more or less."""
    jitter = random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, keeps no secret
    return min(LONGEST_BACKOFF, 2.0 ** (attempts - 1)) * jitter


def sent(item: OutboxItem, external_id: str, now: datetime) -> Outcome:
    """The channel took it. A file that went with it is not kept a second time."""
    without_file = {name: kept for name, kept in item.data.items() if name != "document"}
    forget = {"data": without_file} if "document" in item.data else {}
    return Outcome(
        item.key,
        {
            **forget,
            "state": DeliveryState.SENT,
            "sent_at": now,
            "external_id": _storable(external_id)[:160],
            "attempts": item.attempts + 1,
            "last_error": "",
        },
        follow=True,
        to_supplier=item.purchase_order_id is not None,
    )


def withheld(item: OutboxItem) -> Outcome:
    """Staff speak with the customer now; what the bot was about to say is never sent."""
    why = "Staff took the conversation before it left."
    return Outcome(item.key, {"state": DeliveryState.WITHHELD, "last_error": why}, follow=True)


def not_sent(item: OutboxItem, error: Exception, now: datetime) -> Outcome:
    """The channel did not take it; the error says whether and when to try again."""
    why = _sentence(error)
    if isinstance(error, SendDelayed):
        delay = max(error.seconds, SHORTEST_DELAY)
        wait = {"next_attempt_at": now + timedelta(seconds=delay), "last_error": why}
        return Outcome(item.key, wait, False, delay, everyone=error.everyone)
    attempts = item.attempts + 1
    if isinstance(error, SendRefused) or attempts >= MOST_ATTEMPTS:
        dead = {"state": DeliveryState.DEAD, "attempts": attempts, "last_error": why}
        is_gone = isinstance(error, AccountGone)
        gone = (item.channel, item.destination) if is_gone else None
        return Outcome(item.key, dead, follow=not is_gone, gone=gone)
    delay = backoff(attempts)
    again = {"next_attempt_at": now + timedelta(seconds=delay), "attempts": attempts}
    return Outcome(item.key, {**again, "last_error": why}, False, delay)


def _sentence(error: Exception) -> str:
    words = str(error) if isinstance(error, SendError) else f"{type(error).__name__}: {error}"
    return _storable(words)[:400]


def _storable(words: str) -> str:
    """The words of another server, without what PostgreSQL cannot hold."""
    return words.encode(errors="replace").decode().replace("\x00", "")


class Recorder:
    """Writes outcomes, many in one unit of work."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Outcome, datetime, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def record(self, outcome: Outcome, now: datetime) -> None:
        """Return once the outcome is committed."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((outcome, now, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all(), name="outbox-recorder")
        await done

    async def close(self) -> None:
        """Stop; what could not be written by now is lost and will be sent again."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await self._write_until_done([(outcome, now) for outcome, now, _ in batch])
            for _, _, done in batch:
                if not done.done():
                    done.set_result(None)

    async def _write_until_done(self, batch: list[tuple[Outcome, datetime]]) -> None:
        told = False
        while True:
            try:
                await self._write(batch)
            except StoreUnavailable as error:
                if not told:
                    logger.warning("What was sent cannot be recorded yet: %s", error)
                told = True
                await asyncio.sleep(STORE_PAUSE)
            except Exception:
                # Giving up would send these again and again: better to stand still, loudly.
                logger.exception("What was sent cannot be recorded; it is tried again")
                await asyncio.sleep(STORE_PAUSE)
            else:
                return

    async def _write(self, batch: list[tuple[Outcome, datetime]]) -> None:
        async with self._store.writing() as unit:
            await record_attempts(
                unit, [{"id": outcome.item, **outcome.changes} for outcome, _ in batch]
            )
            for outcome, now in batch:
                if outcome.to_supplier:
                    known_as = outcome.changes["external_id"]
                    await supplier_talk.mark_sent(unit, outcome.item, known_as, now)
                if outcome.gone is not None:
                    why = outcome.changes["last_error"]
                    await close_destination(unit, *outcome.gone, why, now)
