"""The runs of scheduled jobs: the last fifty of each are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, delete, func, select, update

from knowledge.records import JobRun
from knowledge.store import Unit

KEPT_RUNS = 50
_LONGEST_ERROR = 400


async def begin_run(unit: Unit, name: str, began_at: datetime) -> int:
    """Write down that a job began, and forget its oldest run; the run's id."""
    run = JobRun(name=name[:60], created_at=began_at)
    unit.add(run)
    await unit.flush()
    oldest = (
        select(JobRun.id)
        .where(JobRun.name == run.name)
        .order_by(col(JobRun.id).desc())
        .offset(KEPT_RUNS)
        .limit(1)
        .scalar_subquery()
    )
    await unit.exec(delete(JobRun).where(col(JobRun.name) == run.name, col(JobRun.id) <= oldest))
    return run.key


async def end_run(unit: Unit, run_id: int, ended_at: datetime, error: str) -> None:
    """Write down that a run ended; `error` is empty when it went well."""
    values = {"ended_at": ended_at, "error": error[:_LONGEST_ERROR]}
    await unit.exec(update(JobRun).where(col(JobRun.id) == run_id).values(**values))


async def last_runs(unit: Unit) -> Sequence[JobRun]:
    """The last run of every job that ever ran."""
    newest = select(func.max(JobRun.id)).group_by(col(JobRun.name))
    return (await unit.exec(select(JobRun).where(col(JobRun.id).in_(newest)))).all()


async def runs_of(unit: Unit, name: str, limit: int = KEPT_RUNS) -> Sequence[JobRun]:
    """The runs of a job, newest first."""
    found = select(JobRun).where(JobRun.name == name).order_by(col(JobRun.id).desc())
    return (await unit.exec(found.limit(limit))).all()
