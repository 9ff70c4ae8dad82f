"""Between the event loop and the models: threads of its own, and micro-batches.

A free worker takes what is waiting at once, so a lone message never waits for company.
Batches form by themselves when all workers are busy: what came in meanwhile, at most 8,
goes to the next free worker as one call.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

import numpy as np

from models.encoder import Floats
from models.values import Language, ReplyPlan, Understanding

_MOST_IN_A_BATCH = 8
In = TypeVar("In")
Out = TypeVar("Out")
#: A message and the language its conversation spoke before.
Asked = tuple[str, Language | None]


class Understands(Protocol):
    """What the runner needs of an understanding model."""

    def predict(
        self, texts: Sequence[str], previous: Sequence[Language | None] | None = None
    ) -> list[Understanding]: ...

    def embed(self, texts: Sequence[str]) -> Floats: ...


class Words(Protocol):
    """What the runner needs of a reply model."""

    def word(self, plans: Sequence[ReplyPlan]) -> list[str]: ...


class RunnerClosed(RuntimeError):
    """The runner was closed; what was still waiting is not answered."""


class Runner:
    """Runs the models off the event loop, one thread a call, `workers` calls at a time."""

    def __init__(self, understanding: Understands, replies: Words, *, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="model")
        self._free = workers
        self._closed = False
        self._understanding = understanding
        self._pumping = False
        self._understand: _Lane[Asked, Understanding] = _Lane(
            lambda items: _predict(understanding, items)
        )
        self._word = _Lane(replies.word)
        self._embed: _Lane[str, Floats] = _Lane(lambda texts: list(understanding.embed(texts)))

    async def understand(self, text: str, previous: Language | None = None) -> Understanding:
        """What `text` means; `previous` is the language the conversation spoke before."""
        return await self._submit(self._understand, (text, previous))

    async def word(self, plan: ReplyPlan) -> str:
        """A wording for `plan`, with slots."""
        return await self._submit(self._word, plan)

    async def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors [n, dimension] of length 1, one a text."""
        vectors = await asyncio.gather(*(self._submit(self._embed, text) for text in texts))
        return np.stack(vectors) if vectors else self._understanding.embed([])

    async def close(self) -> None:
        """Answer no more: what waits gets RunnerClosed, what runs is waited for."""
        self._closed = True
        for lane in (self._understand, self._word, self._embed):
            lane.refuse(RunnerClosed("the runner is closed"))
        await asyncio.to_thread(self._pool.shutdown, wait=True)

    def _submit(self, lane: _Lane[In, Out], item: In) -> asyncio.Future[Out]:
        if self._closed:
            raise RunnerClosed("the runner is closed")
        loop = asyncio.get_running_loop()
        future = lane.add(item, loop)
        if not self._pumping:  # after this turn of the loop: what comes together goes together
            self._pumping = True
            loop.call_soon(self._pump)
        return future

    def _pump(self) -> None:
        self._pumping = False
        while self._free and not self._closed:
            waiting = [lane for lane in (self._word, self._understand, self._embed) if lane.waiting]
            if not waiting:
                return
            oldest = min(waiting, key=lambda lane: lane.since)
            self._free -= 1
            share = -(-oldest.waiting // (self._free + 1))  # spread over the free workers
            oldest.run(self._pool, min(share, _MOST_IN_A_BATCH), self._freed)

    def _freed(self) -> None:
        self._free += 1
        self._pump()


class _Lane(Generic[In, Out]):
    """What waits for one kind of call."""

    def __init__(self, call: Callable[[Sequence[In]], list[Out]]) -> None:
        self._call = call
        self._queue: deque[tuple[float, In, asyncio.Future[Out]]] = deque()

    @property
    def waiting(self) -> int:
        return len(self._queue)

    @property
    def since(self) -> float:
        """When the one that waits longest came (the loop's clock)."""
        return self._queue[0][0]

    def add(self, item: In, loop: asyncio.AbstractEventLoop) -> asyncio.Future[Out]:
        future: asyncio.Future[Out] = loop.create_future()
        self._queue.append((loop.time(), item, future))
        return future

    def refuse(self, error: Exception) -> None:
        while self._queue:
            _settle(self._queue.popleft()[2], error)

    def run(self, pool: ThreadPoolExecutor, most: int, freed: Callable[[], None]) -> None:
        """Answer the `most` that wait longest on a thread of `pool`, then call `freed`."""
        taken = [self._queue.popleft() for _ in range(min(most, self.waiting))]
        batch = [(item, future) for _, item, future in taken if not future.done()]
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(pool, _outcomes, self._call, [item for item, _ in batch])

        def finish(done: asyncio.Future[list[Out | Exception]]) -> None:
            for (_, future), outcome in zip(batch, done.result(), strict=True):
                _settle(future, outcome)
            freed()

        work.add_done_callback(finish)


def _outcomes(call: Callable[[Sequence[In]], list[Out]], items: list[In]) -> list[Out | Exception]:
    """The call's result for each item, or its error; runs on a worker thread.

    A batch that fails is tried again one by one, so that a message which the model cannot
    take does not fail its neighbours.
    """
    if not items:
        return []
    try:
        return list(call(items))
    except Exception as error:  # handed to the callers that wait for it
        if len(items) == 1:
            return [error]
        return [outcome for item in items for outcome in _outcomes(call, [item])]


def _settle(future: asyncio.Future[Out], outcome: Out | Exception) -> None:
    if future.done():  # its caller gave up
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _predict(model: Understands, items: Sequence[Asked]) -> list[Understanding]:
    return model.predict([text for text, _ in items], [previous for _, previous in items])
