"""What happens by time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.jobs.clock import Clock
from bot.rules.policy import Policy

ZONE = ZoneInfo("Asia/Shanghai")
BEFORE_NINE = datetime(2026, 11, 23, 0, 59, tzinfo=UTC)
AFTER_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class CountedJob:
    """Counts its runs; fails while `fault` is set, and takes as long as `gate` is shut."""

    def __init__(self) -> None:
        self.runs = 0
        self.finished = 0
        self.fault: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def run(self) -> int:
        self.runs += 1
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        self.finished += 1
        return self.runs


class Shop:
    """A clock over four counted jobs."""

    def __init__(self, now: datetime) -> None:
        self.restock, self.late_parcels, self.watchdog = CountedJob(), CountedJob(), CountedJob()
        self.notices = CountedJob()
        self.clock = Clock(
            ZONE,
            restock=self.restock,
            late_parcels=self.late_parcels,
            watchdog=self.watchdog,
            notices=self.notices,
            policy=Policy(),
            now=lambda: now,
        )


@asynccontextmanager
async def running(now: datetime = BEFORE_NINE) -> AsyncIterator[Shop]:
    shop = Shop(now)
    shop.clock.start()
    yield shop
    await shop.clock.stop()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


async def test_the_restock_waits_for_its_hour_in_the_shop_s_zone() -> None:
    async with running(BEFORE_NINE) as shop:
        await until(lambda: shop.watchdog.runs == 1 and shop.late_parcels.runs == 1)
        assert shop.restock.runs == 0
        (restock, *_) = shop.clock.jobs()
        assert restock.name == "restock" and restock.last_run is None
        assert restock.next_run is not None
        local = restock.next_run.astimezone(ZONE)
        assert (local.hour, local.minute) == (9, 0)


async def test_a_restock_missed_while_the_process_was_down_is_made_up_at_the_start() -> None:
    async with running(AFTER_NINE) as shop:
        await until(lambda: shop.restock.runs == 1)
        (restock, *_) = shop.clock.jobs()
        assert restock.next_run is not None
        assert restock.next_run.astimezone(ZONE).hour == 9
        assert restock.next_run > datetime.now(UTC)


async def test_late_parcels_are_looked_for_every_15_minutes_and_handovers_every_minute() -> None:
    async with running() as shop:
        await until(lambda: shop.watchdog.runs == 1 and shop.late_parcels.runs == 1)
        waits = {
            job.name: (job.next_run - datetime.now(UTC)).total_seconds()
            for job in shop.clock.jobs()
            if job.next_run is not None
        }
        assert 14 * 60 < waits["late_parcels"] <= 15 * 60
        assert 50 < waits["watchdog"] <= 60
        assert 4 * 60 < waits["notices"] <= 5 * 60


async def test_a_job_that_fails_is_logged_by_its_name_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop = Shop(AFTER_NINE)
    shop.late_parcels.fault = RuntimeError("the carrier is gone")
    with caplog.at_level(logging.ERROR):
        shop.clock.start()
        await until(lambda: shop.restock.finished == 1 and shop.watchdog.finished == 1)
        await until(lambda: any(job.last_error for job in shop.clock.jobs()))
    errors = {job.name: job.last_error for job in shop.clock.jobs()}
    assert errors["late_parcels"] == "RuntimeError: the carrier is gone"
    assert errors["restock"] == errors["watchdog"] == ""
    assert "The job late_parcels failed." in caplog.text
    assert all(job.next_run is not None for job in shop.clock.jobs())
    await shop.clock.stop()


async def test_a_job_that_is_well_again_has_no_error_and_can_be_run_at_once() -> None:
    shop = Shop(BEFORE_NINE)
    shop.restock.fault = ValueError("no")
    assert (await shop.clock.run_now("restock")).last_error == "ValueError: no"
    shop.restock.fault = None
    state = await shop.clock.run_now("restock")
    assert (state.last_error, state.last_run) == ("", BEFORE_NINE)
    with pytest.raises(KeyError):
        await shop.clock.run_now("coffee")


async def test_stopping_lets_a_running_job_finish() -> None:
    shop = Shop(BEFORE_NINE)
    shop.watchdog.gate.clear()
    shop.clock.start()
    await until(lambda: shop.watchdog.runs == 1)
    stopping = asyncio.create_task(shop.clock.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    shop.watchdog.gate.set()
    await stopping
    assert shop.watchdog.finished == 1


async def test_a_job_that_does_not_finish_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.clock._STOP_WITHIN", 0.05)
    shop = Shop(BEFORE_NINE)
    shop.watchdog.gate.clear()
    shop.clock.start()
    await until(lambda: shop.watchdog.runs == 1)
    await shop.clock.stop()
    assert shop.watchdog.finished == 0


async def test_stopping_twice_or_before_the_start_is_harmless() -> None:
    async with running() as shop:
        await shop.clock.stop()
    await Shop(BEFORE_NINE).clock.stop()


async def test_two_runs_of_a_job_never_overlap() -> None:
    shop = Shop(BEFORE_NINE)
    shop.restock.gate.clear()
    both = asyncio.gather(shop.clock.run_now("restock"), shop.clock.run_now("restock"))
    await asyncio.sleep(0.02)
    assert shop.restock.runs == 1
    shop.restock.gate.set()
    await both
    assert shop.restock.finished == 2
