"""How long somebody stays signed in, and what ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio

from bot.browsers.seal import Seal
from bot.console.sessions import COOKIE, Sessions
from knowledge.records import Role, Staff
from knowledge.store import Store
from tests.console.conftest import MakeRoom, Room

AGENT = 2
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(slots=True)
class Day:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2026, 11, 26, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, time: timedelta) -> None:
        self.now += time


@pytest.fixture
def day() -> Day:
    return Day()


@pytest_asyncio.fixture
async def timed(room: Room, make_room: MakeRoom, day: Day) -> Room:
    """The console with that clock, of a shop that has staff."""
    return make_room(now=day)


@pytest_asyncio.fixture
async def browser(timed: Room) -> AsyncIterator[httpx.AsyncClient]:
    """An agent's, signed in."""
    async with timed.browser() as opened:
        await timed.sign_in(opened, "agent")
        yield opened


def sessions_of(room: Room) -> Sessions:
    found = room.app.state.sessions
    assert isinstance(found, Sessions)
    return found


def cookie_of(browser: httpx.AsyncClient) -> str:
    return browser.cookies[COOKIE]


async def is_in(browser: httpx.AsyncClient, **headers: str) -> bool:
    return (await browser.get("", headers=headers)).status_code == 200


async def change(store: Store, how: Callable[[Staff], None]) -> None:
    """Change the agent's account as another process would."""
    async with store.writing() as unit:
        staff = await unit.get(Staff, AGENT)
        assert staff is not None
        how(staff)


async def test_it_ends_after_two_hours_in_which_nothing_was_done(
    browser: httpx.AsyncClient, day: Day
) -> None:
    day.pass_(2 * HOUR - MINUTE)
    assert await is_in(browser)
    day.pass_(2 * HOUR)
    assert not await is_in(browser)


async def test_it_ends_twelve_hours_after_it_began_whatever_was_done(
    browser: httpx.AsyncClient, day: Day
) -> None:
    for _ in range(11):
        day.pass_(HOUR)
        assert await is_in(browser)
    day.pass_(HOUR - MINUTE)
    assert await is_in(browser)
    day.pass_(MINUTE)
    assert not await is_in(browser)


async def test_a_page_that_only_looks_for_news_keeps_nobody_in(
    browser: httpx.AsyncClient, day: Day
) -> None:
    day.pass_(2 * HOUR - MINUTE)
    polled = await browser.get("conversations/1", headers={"Sec-Fetch-Dest": "empty"})
    assert polled.headers["location"] == "/console/?open=1"
    day.pass_(MINUTE)
    assert not await is_in(browser)


async def test_the_cookie_is_issued_anew_once_a_minute_at_most(
    browser: httpx.AsyncClient, day: Day
) -> None:
    day.pass_(timedelta(seconds=59))
    assert "set-cookie" not in (await browser.get("")).headers
    day.pass_(timedelta(seconds=1))
    renewed = (await browser.get("")).headers["set-cookie"]
    assert "HttpOnly" in renewed and "SameSite=strict" in renewed and "Path=/console" in renewed
    assert "Max-Age=43140" in renewed  # the twelve hours end when they would have
    assert "set-cookie" not in (await browser.get("")).headers


async def test_a_page_that_stays_open_says_that_somebody_is_still_there(
    browser: httpx.AsyncClient, day: Day
) -> None:
    day.pass_(HOUR)
    answer = await browser.post("session")
    assert answer.status_code == 204 and COOKIE in answer.headers["set-cookie"]


async def test_nobody_gets_no_new_cookie(timed: Room) -> None:
    async with timed.browser() as stranger:
        for path in ("", "login", "static/console.js"):
            assert "set-cookie" not in (await stranger.get(path)).headers


async def test_what_was_done_in_an_open_page_counts_for_the_cookie_it_was_opened_with(
    browser: httpx.AsyncClient, timed: Room, day: Day
) -> None:
    opened_with = cookie_of(browser)
    for _ in range(3):
        day.pass_(HOUR)
        assert await sessions_of(timed).staff_of(opened_with) is not None
    day.pass_(2 * HOUR)
    assert await sessions_of(timed).staff_of(opened_with, active=False) is None


async def test_after_a_restart_the_cookie_says_when_it_was_seen(
    room: Room, make_room: MakeRoom, store: Store, day: Day
) -> None:
    seal = Seal("s" * 32, "staff session")
    first = make_room(now=day)
    first.app.state.sessions._seal = seal
    async with first.browser() as browser:
        await first.sign_in(browser, "agent")
        day.pass_(HOUR)
        await browser.get("")
        cookie = cookie_of(browser)
    day.pass_(HOUR + MINUTE)
    restarted = Sessions(store, seal, day)
    assert await restarted.staff_of(cookie) is not None


@pytest.mark.parametrize(
    "how",
    [
        lambda staff: setattr(staff, "active", False),
        lambda staff: setattr(staff, "password_hash", "another"),
        lambda staff: setattr(staff, "role", Role.ADMIN),
        lambda staff: setattr(staff, "sessions_from", datetime(2026, 11, 26, 9, 0, 1, tzinfo=UTC)),
    ],
    ids=["closed", "password", "role", "ended"],
)
async def test_what_another_process_changes_ends_it_within_a_second(
    browser: httpx.AsyncClient, timed: Room, how: Callable[[Staff], None]
) -> None:
    assert await is_in(browser)
    await change(timed.store, how)
    timed.seconds[0] += 1
    assert not await is_in(browser)


async def test_a_session_that_began_after_others_were_ended_is_good(
    browser: httpx.AsyncClient, timed: Room, day: Day
) -> None:
    day.pass_(timedelta(microseconds=1))
    await change(timed.store, lambda staff: setattr(staff, "sessions_from", day.now))
    timed.seconds[0] += 1
    assert not await is_in(browser)
    async with timed.browser() as again:
        await timed.sign_in(again, "agent")
        assert await is_in(again)


async def test_signing_out_makes_copies_of_the_cookie_void_too(
    browser: httpx.AsyncClient, timed: Room
) -> None:
    copied = cookie_of(browser)
    async with timed.browser() as elsewhere:
        await timed.sign_in(elsewhere, "agent")
        await browser.post("logout")
        assert await sessions_of(timed).staff_of(copied) is None
        assert await is_in(elsewhere)


@pytest.mark.parametrize("text", ["2:abcdef", "", "x:y:z:a:b", "2:a:b:c", "99:aa:1:1:ff"])
async def test_a_cookie_that_says_something_else_is_nobodys(timed: Room, text: str) -> None:
    sessions = sessions_of(timed)
    assert await sessions.staff_of(sessions._seal.close(text)) is None
    assert await sessions.staff_of(text) is None
    assert await sessions.staff_of(None) is None


async def test_the_database_is_asked_once_a_second(
    browser: httpx.AsyncClient, timed: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions, cookie = sessions_of(timed), cookie_of(browser)
    asked = 0
    reading = timed.store.reading

    def counted() -> object:
        nonlocal asked
        asked += 1
        return reading()

    monkeypatch.setattr(timed.store, "reading", counted)
    for _ in range(100):
        assert await sessions.staff_of(cookie) is not None
    assert asked == 1
    timed.seconds[0] += 1
    await sessions.staff_of(cookie)
    assert asked == 2


async def test_what_is_forgotten_is_read_anew_and_listeners_are_told(
    browser: httpx.AsyncClient, timed: Room, caplog: pytest.LogCaptureFixture
) -> None:
    sessions, cookie = sessions_of(timed), cookie_of(browser)
    told: list[int] = []

    def broken(staff_id: int) -> None:
        raise RuntimeError

    sessions.listen(broken)
    stop = sessions.listen(told.append)
    assert await sessions.staff_of(cookie) is not None
    await change(timed.store, lambda staff: setattr(staff, "active", False))
    sessions.forget(AGENT)
    assert told == [AGENT] and "failed to hear" in caplog.text
    assert await sessions.staff_of(cookie) is None
    stop()
    sessions.forget(AGENT)
    assert told == [AGENT]


async def test_what_was_read_before_a_change_is_not_kept_after_it(
    browser: httpx.AsyncClient, timed: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions, cookie = sessions_of(timed), cookie_of(browser)
    sessions.forget(AGENT)
    reading = asyncio.create_task(sessions.staff_of(cookie))
    await asyncio.sleep(0)  # it has begun, and waits for the database
    await change(timed.store, lambda staff: setattr(staff, "active", False))
    sessions.forget(AGENT)
    await reading
    assert await sessions.staff_of(cookie) is None
