"""The runner keeps models off the event loop, batches by itself, and isolates failures."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest

from models.encoder import Floats
from models.runner import Runner, RunnerClosed
from models.values import Intent, Language, Mood, ReplyPlan, ScoredIntent, Understanding

SLOW = 0.05


class FakeUnderstanding:
    """Notes its batches; a text `bad` fails the batch that it is in."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.threads: set[int] = set()

    def predict(
        self, texts: Sequence[str], previous: Sequence[Language | None] | None = None
    ) -> list[Understanding]:
        self.batches.append(list(texts))
        self.threads.add(threading.get_ident())
        time.sleep(SLOW)
        if "bad" in texts:
            raise ValueError("cannot read this")
        before = previous or [None] * len(texts)
        return [_understanding(language) for language in before]

    def embed(self, texts: Sequence[str]) -> Floats:
        return np.array([[len(text), 1] for text in texts], np.float32).reshape(-1, 2)


class FakeReplies:
    def word(self, plans: Sequence[ReplyPlan]) -> list[str]:
        return [plan.act for plan in plans]


def _understanding(language: Language | None) -> Understanding:
    sure, other = ScoredIntent(Intent.GREETING, 0.9), ScoredIntent(Intent.THANKS, 0.1)
    return Understanding(language or Language.ZH, (sure,), 0.8, other, (), Mood.CALM)


@pytest.fixture
def model() -> FakeUnderstanding:
    return FakeUnderstanding()


@pytest.fixture
async def runner(model: FakeUnderstanding) -> AsyncIterator[Runner]:
    runner = Runner(model, FakeReplies(), workers=1)
    yield runner
    await runner.close()


async def test_answers_each_caller_with_its_own_result(runner: Runner) -> None:
    zh, en = await asyncio.gather(
        runner.understand("你好", Language.ZH), runner.understand("hello", Language.EN)
    )
    assert (zh.language, en.language) == (Language.ZH, Language.EN)
    assert await runner.word(ReplyPlan("greet", Language.ZH)) == "greet"


async def test_embeds_a_row_a_text(runner: Runner) -> None:
    assert (await runner.embed(["a", "bcd"])).tolist() == [[1, 1], [3, 1]]
    assert (await runner.embed([])).shape == (0, 2)


async def test_a_lone_message_does_not_wait_for_company(runner: Runner) -> None:
    began = time.perf_counter()
    await runner.understand("hello")
    assert time.perf_counter() - began < SLOW + 0.03


async def test_what_comes_while_all_workers_are_busy_goes_together(
    runner: Runner, model: FakeUnderstanding
) -> None:
    first = asyncio.ensure_future(runner.understand("first"))
    await asyncio.sleep(SLOW / 5)
    await asyncio.gather(first, *(runner.understand(f"{number}") for number in range(20)))
    assert [len(batch) for batch in model.batches] == [1, 8, 8, 4]


async def test_the_event_loop_goes_on_while_a_model_works(
    runner: Runner, model: FakeUnderstanding
) -> None:
    task = asyncio.ensure_future(runner.understand("hello"))
    turns = 0
    while not task.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 5
    assert threading.get_ident() not in model.threads


async def test_a_message_that_fails_does_not_fail_its_neighbours(runner: Runner) -> None:
    texts = ["busy", "good", "bad", "fine"]
    results = await asyncio.gather(
        *(runner.understand(text) for text in texts), return_exceptions=True
    )
    failed = [isinstance(result, ValueError) for result in results]
    assert failed == [False, False, True, False]
    assert (await runner.understand("after")).top.intent == Intent.GREETING


async def test_a_caller_that_gave_up_does_not_disturb_the_others(runner: Runner) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(runner.understand("slow"), SLOW / 10)
    assert (await runner.understand("next")).top.intent == Intent.GREETING


async def test_after_closing_nothing_is_answered(model: FakeUnderstanding) -> None:
    runner = Runner(model, FakeReplies(), workers=1)
    running = asyncio.ensure_future(runner.understand("running"))
    await asyncio.sleep(SLOW / 5)
    waiting = asyncio.ensure_future(runner.understand("waiting"))
    await asyncio.sleep(0)
    await runner.close()
    with pytest.raises(RunnerClosed):
        await waiting
    with pytest.raises(RunnerClosed):
        await runner.understand("late")
    assert (await running).top.intent == Intent.GREETING


async def test_two_workers_share_the_work(model: FakeUnderstanding) -> None:
    runner = Runner(model, FakeReplies(), workers=2)
    await asyncio.gather(*(runner.understand(f"{number}") for number in range(8)))
    assert [len(batch) for batch in model.batches] == [4, 4]
    await runner.close()
