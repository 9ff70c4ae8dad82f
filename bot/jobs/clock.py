"""The clock: what happens by time and not by message. The only APScheduler code.

Every job may run again at any moment: each records what it did in the transaction that does
it. So a run missed while the process was down is simply made up at the start. The list of runs
(`bot.jobs.runs`) is for staff to read; no job needs it, and none waits long for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.jobs.runs import LastRun, RunLog
from bot.rules.policy import Policy

log = logging.getLogger(__name__)

#: How late a job may still begin, seconds: a laptop that slept past nine restocks on waking.
_RESTOCK_GRACE = 12 * 3600
_WATCH_GRACE = 300
#: The hour of the night in which forecasts are made, when few customers write.
_FORECAST_HOUR = 3
#: How long after the start a forecast that was missed is made.
_FORECAST_AFTER = timedelta(minutes=2)
#: How long `stop` waits for running jobs, seconds; then they are cancelled and roll back.
_STOP_WITHIN = 10.0


def _utcnow() -> datetime:
    return datetime.now(UTC)


class Job(Protocol):
    """Something to be done from time to time; doing it twice is harmless."""

    async def run(self) -> object: ...


class Outcome(StrEnum):
    """How a job's last run went."""

    NEVER = "never"
    """It has not run yet."""
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CUT_OFF = "cut_off"
    """The process was ended in the middle of it."""


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job stands, for the console. Times are aware; `last_error` is empty when well.

    `last_run` is when the last run began, `last_end` when it ended.
    """

    name: str
    next_run: datetime | None
    last_run: datetime | None
    last_error: str
    last_end: datetime | None = None
    outcome: Outcome = Outcome.NEVER


class _Watched:
    """A job that never raises into the scheduler and remembers how it went."""

    def __init__(
        self, name: str, job: Job, now: Callable[[], datetime], runs: RunLog | None
    ) -> None:
        self.name = name
        self.last: LastRun | None = None
        self.running = asyncio.Lock()
        self._job = job
        self._now = now
        self._runs = runs

    async def run(self) -> None:
        async with self.running:
            self.last = run = LastRun(self._now())
            if self._runs is not None:
                await self._runs.begin(self.name, run)
            try:
                await self._job.run()
            except Exception as error:
                # One broken job must not stop the others; staff see it in the console.
                run.error = f"{type(error).__name__}: {error}"
                log.exception("The job %s failed.", self.name)
            run.ended_at = self._now()
            if self._runs is not None:
                await self._runs.end(self.name, run)

    def outcome(self) -> Outcome:
        if self.last is None:
            return Outcome.NEVER
        if self.last.ended_at is None:
            return Outcome.RUNNING if self.running.locked() else Outcome.CUT_OFF
        return Outcome.FAILED if self.last.error else Outcome.DONE


class Clock:
    """Runs the shop's regular work on the event loop.

    The restock runs daily at `policy.stock.restock_hour` of the shop's zone, late parcels are
    looked for every 15 minutes, news for customers every 5 and unanswered handovers every
    minute; figures are kept every 15, suppliers' answers fetched every 2 and suppliers who do not
    answer looked for every 15. Each runs at most once at a time; runs missed in a row
    become one.

    Args:
        runs: where the runs are written down; without one they are remembered until the end.
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
        figures: Job | None = None,
        forecasts: Job | None = None,
        stock_outs: Job | None = None,
        answers: Job | None = None,
        reminders: Job | None = None,
        runs: RunLog | None = None,
        now: Callable[[], datetime] = _utcnow,
    ) -> None:
        self._zone = zone
        self._policy = policy
        self._runs = runs
        self._now = now
        self._scheduler = AsyncIOScheduler(timezone=zone)
        jobs = {
            "restock": restock,
            "late_parcels": late_parcels,
            "watchdog": watchdog,
            "notices": notices,
        }
        more = {
            "figures": figures,
            "forecasts": forecasts,
            "stock_outs": stock_outs,
            "answers": answers,
            "reminders": reminders,
        }
        jobs |= {name: job for name, job in more.items() if job is not None}
        self._jobs = {name: _Watched(name, job, now, runs) for name, job in jobs.items()}

    async def recall(self) -> None:
        """Read how each job's last run went, before the start: a restart is no fresh start.

        A database that cannot be read leaves them unknown.
        """
        known = {} if self._runs is None else await self._runs.last()
        for name, run in known.items():
            if name in self._jobs and self._jobs[name].last is None:
                self._jobs[name].last = run

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
        for name, minutes in (("figures", 15), ("answers", 2), ("reminders", 15)):
            if name in self._jobs:
                self._add(name, IntervalTrigger(minutes=minutes), _WATCH_GRACE, at_once=True)
        if "forecasts" in self._jobs:
            # A missed one is made up for, but not at the start: customers come first.
            nightly = CronTrigger(hour=_FORECAST_HOUR, minute=20, timezone=self._zone)
            self._add("forecasts", nightly, _RESTOCK_GRACE, after=_FORECAST_AFTER)
        if "stock_outs" in self._jobs:
            noon = CronTrigger(hour=12, minute=0, timezone=self._zone)
            self._add("stock_outs", noon, _RESTOCK_GRACE)
        self._scheduler.start()

    def _add(
        self,
        name: str,
        trigger: Any,
        grace: int,
        *,
        at_once: bool = False,
        after: timedelta | None = None,
    ) -> None:
        # Without `next_run_time` the trigger says when; None would mean "paused".
        after = timedelta() if at_once else after
        first = {} if after is None else {"next_run_time": datetime.now(UTC) + after}
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
        """Every job: its name, its next and last run, and how that went."""
        return [self._state(watched) for watched in self._jobs.values()]

    def _state(self, watched: _Watched) -> JobState:
        run, name = watched.last, watched.name
        if run is None:
            return JobState(name, self._next_run(name), None, "")
        outcome = watched.outcome()
        return JobState(name, self._next_run(name), run.began_at, run.error, run.ended_at, outcome)

    def _next_run(self, name: str) -> datetime | None:
        job = self._scheduler.get_job(name) if self._scheduler.running else None
        return None if job is None else job.next_run_time
