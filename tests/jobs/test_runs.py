"""The list of the jobs' runs, and that no job depends on it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.jobs import runs
from bot.jobs.clock import Clock, Outcome
from bot.jobs.runs import RunLog
from bot.rules.policy import Policy
from knowledge.queries.job_runs import KEPT_RUNS, begin_run, last_runs, runs_of
from knowledge.records import JobRun
from knowledge.store import Store
from tests.fakes import FakeClock
from tests.jobs.test_clock import CountedJob
from tests.knowledge.test_query_plans import plans, reads_a_whole_table

NOW = datetime(2026, 11, 23, 0, 59, tzinfo=UTC)


class Shop:
    """A clock over counted jobs that writes its runs down."""

    def __init__(self, store: Store) -> None:
        self.store, self.time = store, FakeClock(NOW)
        self.restock, self.others = CountedJob(), CountedJob()
        self.clock = self.another_clock()

    def another_clock(self) -> Clock:
        return Clock(
            ZoneInfo("Asia/Shanghai"),
            restock=self.restock,
            late_parcels=self.others,
            watchdog=self.others,
            notices=self.others,
            figures=self.others,
            policy=Policy(),
            runs=RunLog(self.store),
            now=self.time,
        )

    async def written(self) -> list[JobRun]:
        async with self.store.reading() as unit:
            return list((await unit.exec(select(JobRun).order_by("id"))).all())


async def test_a_run_is_written_down_with_its_end_and_its_error(any_store: Store) -> None:
    shop = Shop(any_store)
    await shop.clock.run_now("restock")
    shop.restock.fault = ValueError("no supplier " + "x" * 500)
    shop.time.move(minutes=1)
    state = await shop.clock.run_now("restock")
    good, bad = await shop.written()
    assert (good.name, good.created_at, good.ended_at, good.error) == ("restock", NOW, NOW, "")
    assert bad.error.startswith("ValueError: no supplier x") and len(bad.error) == 400
    assert (state.outcome, state.last_run) == (Outcome.FAILED, NOW + timedelta(minutes=1))
    assert state.last_end == state.last_run
    names = {job.name: job.outcome for job in shop.clock.jobs()}
    assert names["figures"] is Outcome.NEVER


async def test_the_last_fifty_runs_of_each_job_are_kept(any_store: Store) -> None:
    async with any_store.writing() as unit:
        await begin_run(unit, "notices", NOW)
        for minutes in range(KEPT_RUNS + 3):
            await begin_run(unit, "watchdog", NOW + timedelta(minutes=minutes))
    async with any_store.reading() as unit:
        kept = await runs_of(unit, "watchdog")
        assert len(kept) == KEPT_RUNS
        assert kept[0].created_at == NOW + timedelta(minutes=KEPT_RUNS + 2)
        assert len(await runs_of(unit, "notices")) == 1
        assert {run.name for run in await last_runs(unit)} == {"watchdog", "notices"}


async def test_after_a_restart_the_last_run_of_before_is_told(any_store: Store) -> None:
    shop = Shop(any_store)
    await shop.clock.run_now("restock")
    async with any_store.writing() as unit:
        await begin_run(unit, "watchdog", NOW)  # and then the process was killed
        await begin_run(unit, "a job of yesterday", NOW)
    again = shop.another_clock()
    await again.recall()
    told = {job.name: (job.outcome, job.last_run) for job in again.jobs()}
    assert told["restock"] == (Outcome.DONE, NOW)
    assert told["watchdog"] == (Outcome.CUT_OFF, NOW)
    assert told["notices"] == (Outcome.NEVER, None)
    assert "a job of yesterday" not in told


async def test_a_locked_database_stops_no_job(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(runs, "WITHIN", 0.05)
    shop = Shop(store)
    locked = sqlite3.connect(store.url.split("///", 1)[1], isolation_level=None)
    locked.execute("BEGIN IMMEDIATE")
    state = await shop.clock.run_now("restock")
    assert (shop.restock.finished, state.outcome) == (1, Outcome.DONE)
    assert "A run of the job restock could not be written down" in caplog.text
    locked.execute("ROLLBACK")
    assert await shop.written() == []

    # Where the lock is gone by the end, the whole run is written then.
    locked.execute("BEGIN IMMEDIATE")

    async def runs_while_the_lock_goes() -> None:
        locked.execute("ROLLBACK")

    monkeypatch.setattr(shop.restock, "run", runs_while_the_lock_goes)
    await shop.clock.run_now("restock")
    locked.close()
    (run,) = await shop.written()
    assert (run.name, run.created_at, run.ended_at) == ("restock", NOW, NOW)


async def test_a_database_that_cannot_be_read_leaves_the_last_runs_unknown(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    shop = Shop(store)
    async with store.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE job_run")
    await shop.clock.recall()
    assert {job.outcome for job in shop.clock.jobs()} == {Outcome.NEVER}
    assert "could not be read" in caplog.text
    # Nor can it be written to, and the job runs all the same.
    assert (await shop.clock.run_now("restock")).outcome is Outcome.DONE


async def test_runs_are_found_without_reading_them_all(store: Store) -> None:
    async with store.writing() as unit:
        await begin_run(unit, "watchdog", NOW)
    steps = await plans(store, lambda unit: runs_of(unit, "watchdog"))
    assert [step for step in steps if reads_a_whole_table(step)] == []
