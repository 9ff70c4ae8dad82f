"""Wake-ups: one worker a conversation, in order; a lost one costs a delay, never a message."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

from bot.jobs import wakeups as module
from bot.jobs.wakeups import Wakeups
from knowledge.errors import StoreUnavailable
from knowledge.queries.messages import waiting_conversations
from knowledge.store import Store
from tests.fakes import Desk


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rest for no time worth mentioning."""
    monkeypatch.setattr(module, "RESTS", (0.001, 0.001, 0.001))
    monkeypatch.setattr(module, "SWEEP_EVERY", 0.005)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


class Counter:
    """Conversations with messages waiting, and whoever answers them.

    Each try raises the next of `fails`, as long as there is one.
    """

    def __init__(self) -> None:
        self.waiting: defaultdict[int, list[str]] = defaultdict(list)
        self.answered: list[tuple[int, str]] = []
        self.given_up: list[tuple[int, str]] = []
        self.fails: list[Exception] = []
        self.pokes = 0
        self.tries = 0
        self.at_work: set[int] = set()
        self.most_at_once = 0
        self.before_answer: Callable[[int], None] = lambda _key: None

    async def answer_next(self, key: int) -> bool:
        assert key not in self.at_work, "two workers at one conversation"
        self.at_work.add(key)
        self.most_at_once = max(self.most_at_once, len(self.at_work))
        try:
            return await self._answer(key)
        finally:
            self.at_work.remove(key)

    async def _answer(self, key: int) -> bool:
        self.tries += 1
        await asyncio.sleep(0.001)
        if self.fails:
            raise self.fails.pop(0)
        if not self.waiting[key]:
            return False
        self.before_answer(key)
        await asyncio.sleep(0.001)
        self.answered.append((key, self.waiting[key].pop(0)))
        return True

    async def give_up(self, key: int) -> None:
        self.given_up.append((key, self.waiting[key].pop(0)))

    async def with_waiting(self) -> list[int]:
        return [key for key, texts in self.waiting.items() if texts]

    def poke(self) -> None:
        self.pokes += 1


@pytest.fixture
def counter() -> Counter:
    return Counter()


def _wakeups(counter: Counter, parallel: int = 32) -> Wakeups:
    return Wakeups(
        counter.answer_next,
        counter.with_waiting,
        counter.give_up,
        after=counter.poke,
        parallel=parallel,
    )


@pytest.fixture
async def wakeups(counter: Counter) -> AsyncIterator[Wakeups]:
    made = _wakeups(counter)
    yield made
    await made.settle()


async def test_answers_in_order_with_one_worker_at_a_time(
    counter: Counter, wakeups: Wakeups
) -> None:
    for text in "abcd":
        counter.waiting[1].append(text)
        wakeups.wake(1)
        await asyncio.sleep(0.001)
    await wakeups.settle()
    assert counter.answered == [(1, text) for text in "abcd"]


async def test_answers_what_comes_while_it_answers(counter: Counter, wakeups: Wakeups) -> None:
    def comes(key: int) -> None:
        counter.before_answer = lambda _key: None
        counter.waiting[key].append("second")
        wakeups.wake(key)

    counter.waiting[1].append("first")
    counter.before_answer = comes
    wakeups.wake(1)
    await wakeups.settle()
    assert counter.answered == [(1, "first"), (1, "second")]


async def test_works_on_different_conversations_at_once_up_to_a_limit(counter: Counter) -> None:
    wakeups = _wakeups(counter, parallel=3)
    for key in range(9):
        counter.waiting[key].append("x")
        wakeups.wake(key)
    await wakeups.settle()
    assert len(counter.answered) == 9
    assert counter.most_at_once == 3


async def test_pokes_the_outbox_after_each_turn(counter: Counter, wakeups: Wakeups) -> None:
    counter.waiting[1] += ["a", "b"]
    wakeups.wake(1)
    await wakeups.settle()
    assert counter.pokes >= 2


async def test_finds_what_nobody_was_woken_for(counter: Counter, wakeups: Wakeups) -> None:
    counter.waiting[1].append("lost")
    counter.waiting[2].append("lost too")
    await wakeups.sweep()
    await wakeups.settle()
    assert sorted(counter.answered) == [(1, "lost"), (2, "lost too")]


async def test_sweeps_until_it_is_cancelled_and_then_finishes_its_turns(counter: Counter) -> None:
    wakeups = _wakeups(counter)
    running = asyncio.create_task(wakeups.run())
    await asyncio.sleep(0.01)
    counter.waiting[1] += ["late", "later"]
    while not counter.at_work:
        await asyncio.sleep(0.001)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert counter.answered == [(1, "late"), (1, "later")]


async def test_goes_on_when_waiting_conversations_cannot_be_listed(counter: Counter) -> None:
    async def broken() -> list[int]:
        raise RuntimeError("no such table")

    wakeups = Wakeups(counter.answer_next, broken, counter.give_up)
    await wakeups.sweep()


async def test_tries_a_failing_turn_again(counter: Counter, wakeups: Wakeups) -> None:
    counter.fails = [RuntimeError("once"), RuntimeError("twice")]
    counter.waiting[1].append("hard")
    wakeups.wake(1)
    await wakeups.settle()
    assert (counter.answered, counter.given_up) == ([(1, "hard")], [])


async def test_gives_a_turn_that_keeps_failing_up_to_staff_and_goes_on(
    counter: Counter, wakeups: Wakeups
) -> None:
    counter.fails = [RuntimeError("again")] * 3
    counter.waiting[1] += ["cursed", "fine"]
    wakeups.wake(1)
    await wakeups.settle()
    assert counter.given_up == [(1, "cursed")]
    assert counter.answered == [(1, "fine")]
    assert counter.pokes >= 2


async def test_a_failing_conversation_holds_up_no_other(counter: Counter) -> None:
    wakeups = _wakeups(counter, parallel=1)
    counter.fails = [RuntimeError("again")]
    counter.waiting[1].append("hard")
    counter.waiting[2].append("easy")
    wakeups.wake(1)
    wakeups.wake(2)
    await wakeups.settle()
    assert counter.answered[0] == (2, "easy")


async def test_waits_a_moment_for_the_rest_of_a_message(counter: Counter, wakeups: Wakeups) -> None:
    counter.waiting[1].append("album")
    wakeups.wake_later(1, 0.01)
    wakeups.wake_later(1, 0.01)
    assert counter.tries == 0
    await asyncio.sleep(0.03)
    await wakeups.settle()
    assert counter.answered == [(1, "album")]


async def test_a_stop_drops_the_wake_ups_that_were_to_come(
    counter: Counter, wakeups: Wakeups
) -> None:
    running = asyncio.create_task(wakeups.run())
    await asyncio.sleep(0.01)
    wakeups.wake_later(1, 0.02)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    counter.waiting[1].append("album")
    await asyncio.sleep(0.04)
    assert counter.tries == 0


async def test_never_gives_a_message_up_because_the_database_was_away(
    counter: Counter, wakeups: Wakeups
) -> None:
    counter.waiting[1].append("patient")
    for _ in range(5):
        counter.fails = [StoreUnavailable("The database cannot be used.")]
        await wakeups.sweep()
        await wakeups.settle()
    assert (counter.answered, counter.given_up) == ([], [])
    await wakeups.sweep()
    await wakeups.settle()
    assert counter.answered == [(1, "patient")]


async def test_leaves_a_message_waiting_when_it_cannot_even_be_given_up(counter: Counter) -> None:
    async def broken(_key: int) -> None:
        raise RuntimeError("nothing works")

    wakeups = Wakeups(counter.answer_next, counter.with_waiting, broken)
    counter.fails = [RuntimeError("again")] * 3
    counter.waiting[1].append("patient")
    wakeups.wake(1)
    await wakeups.settle()
    assert counter.waiting[1] == ["patient"]
    await wakeups.sweep()
    await wakeups.settle()
    assert counter.answered == [(1, "patient")]


async def test_gives_the_desks_own_failing_message_to_staff(desk: Desk) -> None:
    async def waiting() -> list[int]:
        async with desk.store.reading() as unit:
            return list(await waiting_conversations(unit))

    desk.mind.meanings["咒语"] = RuntimeError("broken")
    await desk.receive("anna", "咒语")
    await desk.receive("bert", "你好")
    wakeups = Wakeups(desk.answerer.answer_next, waiting, desk.answerer.give_up)
    await wakeups.sweep()
    await wakeups.settle()
    assert await waiting() == []
    assert await desk.handover("anna") is not None
    assert (await desk.messages("bert"))[-1].act == "greet"
