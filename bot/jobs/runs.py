"""Writing down the runs of jobs, for staff to read, without ever being in a job's way.

A database that cannot be written to within a second is let be: the job runs, its run is
remembered, and it is written whole at its end if that works by then. What could not be
written at all is in the log alone.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime

from knowledge.queries import job_runs
from knowledge.store import Store

log = logging.getLogger(__name__)

#: How long a run waits to be written down, seconds.
WITHIN = 1.0


@dataclass(slots=True)
class LastRun:
    """A run of a job; `ended_at` is None while it is under way."""

    began_at: datetime
    ended_at: datetime | None = None
    error: str = ""
    id: int | None = None
    """Of its row; None while it has none."""


class RunLog:
    """Keeps runs in the records. Whatever fails in it is logged, and none of it is raised."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def begin(self, name: str, run: LastRun) -> None:
        """Write down that a run began."""
        try:
            async with asyncio.timeout(WITHIN), self._store.writing() as unit:
                key = await job_runs.begin_run(unit, name, run.began_at)
            run.id = key
        except Exception as error:
            _log_unwritten(name, error)

    async def end(self, name: str, run: LastRun) -> None:
        """Write down how a run ended; that it began as well, where it could not be before."""
        assert run.ended_at is not None
        try:
            async with asyncio.timeout(WITHIN), self._store.writing() as unit:
                key = run.id or await job_runs.begin_run(unit, name, run.began_at)
                await job_runs.end_run(unit, key, run.ended_at, run.error)
            run.id = key
        except Exception as error:
            _log_unwritten(name, error)

    async def last(self) -> dict[str, LastRun]:
        """The last run of each job, by its name; none when the records cannot be read."""
        try:
            async with asyncio.timeout(WITHIN), self._store.reading() as unit:
                found = await job_runs.last_runs(unit)
        except Exception as error:
            log.warning("The last runs of the jobs could not be read: %r.", error)
            return {}
        return {
            run.name: LastRun(run.created_at, run.ended_at, run.error, run.key) for run in found
        }


def _log_unwritten(name: str, error: Exception) -> None:
    log.warning("A run of the job %s could not be written down: %r.", name, error)
