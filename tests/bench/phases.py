"""Where a turn's time goes: the models' calls and the SQL statements, watched from outside."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.wiring import Desk

_MODEL_CALLS = ("understand", "embed", "word")


class Phases:
    """Seconds and calls by phase, summed while `counting`.

    `understand`, `embed` and `word` include waiting for a model's thread; `sql` is from
    handing a statement to the driver to its answer, and so includes the driver's thread.
    """

    def __init__(self) -> None:
        self.counting = True
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self.statements: Counter[str] = Counter()
        self._began: dict[int, float] = {}

    def clear(self) -> None:
        """Begin anew."""
        self.seconds.clear()
        self.calls.clear()
        self.statements.clear()

    def spent(self, phase: str, since: float) -> None:
        if self.counting:
            self.seconds[phase] += time.perf_counter() - since
            self.calls[phase] += 1

    def begin(self, *given: Any) -> None:
        self._began[id(given[4])] = time.perf_counter()

    def end(self, *given: Any) -> None:
        began = self._began.pop(id(given[4]), None)
        if began is None:  # under way when the watch began
            return
        self.spent("sql", began)
        self.statements[given[2]] += self.counting


@contextmanager
def watched(desk: Desk) -> Iterator[Phases]:
    """Watch a desk's models and database."""
    phases, runner, engine = Phases(), desk.models.runner, desk.store.engine.sync_engine
    for name in _MODEL_CALLS:
        setattr(runner, name, _timed(getattr(runner, name), phases, name))
    event.listen(engine, "before_cursor_execute", phases.begin)
    event.listen(engine, "after_cursor_execute", phases.end)
    try:
        yield phases
    finally:
        event.remove(engine, "before_cursor_execute", phases.begin)
        event.remove(engine, "after_cursor_execute", phases.end)
        for name in _MODEL_CALLS:
            delattr(runner, name)  # the class's own shows again


def _timed(
    call: Callable[..., Awaitable[Any]], phases: Phases, phase: str
) -> Callable[..., Awaitable[Any]]:
    async def timed(*given: Any) -> Any:
        start = time.perf_counter()
        try:
            return await call(*given)
        finally:
            phases.spent(phase, start)

    return timed
