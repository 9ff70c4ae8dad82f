"""The clock: what happens by time and not by message. The only APScheduler code.

Every job may run again at any moment: each records what it did in the transaction that does
it. So a run missed while the process was down is simply made up at the start, and nothing is
kept about which runs there were.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.rules.policy import Policy

log = logging.getLogger(__name__)

#: How late a job may still begin, seconds: a laptop that slept past nine restocks on waking.
_RESTOCK_GRACE = 12 * 3600
_WATCH_GRACE = 300
#: How long `stop` waits for running jobs, seconds; then they are cancelled and roll back.
_STOP_WITHIN = 10.0


def _utcnow() -> datetime:
    return datetime.now(UTC)


class Job(Protocol):
    """Something to be done from time to time; doing it twice is harmless."""

    async def run(self) -> object: ...


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job stands, for the console. Times are aware; `last_error` is empty when well."""

    name: str
    next_run: datetime | None
    last_run: datetime | None
    last_error: str


class _Watched:
    """A job that never raises into the scheduler and remembers how it went."""

    def __init__(self, name: str, job: Job, now: Callable[[], datetime]) -> None:
        self.name = name
        self.last_run: datetime | None = None
        self.last_error = ""
        self.running = asyncio.Lock()
        self._job = job
        self._now = now

    async def run(self) -> None:
        async with self.running:
            self.last_run = self._now()
            try:
                await self._job.run()
            except Exception as error:
                # One broken job must not stop the others; staff see it in the console.
                self.last_error = f"{type(error).__name__}: {error}"
                log.exception("The job %s failed.", self.name)
            else:
                self.last_error = ""


class Clock:
    """Runs the shop's regular work on the event loop.

    The restock runs daily at `policy.stock.restock_hour` of the shop's zone, late parcels are
    looked for every 15 minutes, news for customers every 5 and unanswered handovers every
    minute. Each runs at most once at a time; runs missed in a row become one.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        *,
        restock: Job,
        late_parcels: Job,
        watchdog: Job,
        notices: Job,
        policy: Policy,
        now: Callable[[], datetime] = _utcnow,
    ) -> None:
        self._zone = zone
        self._policy = policy
        self._now = now
        self._scheduler = AsyncIOScheduler(timezone=zone)
        jobs = {
            "restock": restock,
            "late_parcels": late_parcels,
            "watchdog": watchdog,
            "notices": notices,
        }
        self._jobs = {name: _Watched(name, job, now) for name, job in jobs.items()}

    def start(self) -> None:
        """Begin, inside a running event loop. The watches run at once; the restock does when
        today's hour has passed, since a run today may have been missed (ordering twice is
        not possible: see `bot.supply.restock`)."""
        daily = CronTrigger(hour=self._policy.stock.restock_hour, minute=0, timezone=self._zone)
        passed = self._now().astimezone(self._zone).hour >= self._policy.stock.restock_hour
        self._add("restock", daily, _RESTOCK_GRACE, at_once=passed)
        self._add("late_parcels", IntervalTrigger(minutes=15), _WATCH_GRACE, at_once=True)
        self._add("watchdog", IntervalTrigger(minutes=1), _WATCH_GRACE, at_once=True)
        self._add("notices", IntervalTrigger(minutes=5), _WATCH_GRACE, at_once=True)
        self._scheduler.start()

    def _add(self, name: str, trigger: Any, grace: int, *, at_once: bool) -> None:
        # Without `next_run_time` the trigger says when; None would mean "paused".
        first = {"next_run_time": datetime.now(UTC)} if at_once else {}
        self._scheduler.add_job(
            self._jobs[name].run,
            trigger,
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=grace,
            **first,
        )

    async def stop(self) -> None:
        """Let running jobs finish (for ten seconds), then stop. Stopping twice is harmless."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_WITHIN):
                for watched in self._jobs.values():
                    async with watched.running:
                        pass
        self._scheduler.shutdown(wait=False)
        # AsyncIOScheduler shuts down in a callback of the loop's next turn.
        await asyncio.sleep(0)

    async def run_now(self, name: str) -> JobState:
        """Run a job at once, after a run of it that is under way.

        Raises:
            KeyError: there is no such job.
        """
        await self._jobs[name].run()
        return next(state for state in self.jobs() if state.name == name)

    def jobs(self) -> list[JobState]:
        """Every job: its name, its next and last run, and its last error."""
        return [
            JobState(name, self._next_run(name), watched.last_run, watched.last_error)
            for name, watched in self._jobs.items()
        ]

    def _next_run(self, name: str) -> datetime | None:
        job = self._scheduler.get_job(name) if self._scheduler.running else None
        return None if job is None else job.next_run_time
