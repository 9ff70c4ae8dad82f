"""How often something may happen: a sliding window, kept in memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

#: Above this many keys, those with nothing left in their window are forgotten.
_MANY_KEYS = 10_000


class SlidingWindow:
    """At most `most` events a key within the last `seconds`.

    `SlidingWindow(30, 60)`: the 31st message within a minute finds it full.
    """

    def __init__(
        self, most: int, seconds: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._events: dict[str, deque[float]] = {}

    def is_full(self, key: str) -> bool:
        """Whether one more event of this key would be too many."""
        return len(self._recent(key)) >= self._most

    def wait_s(self, key: str) -> float:
        """For how many seconds it stays full; 0 when it is not."""
        recent = self._recent(key)
        if len(recent) < self._most:
            return 0.0
        return recent[-self._most] + self._seconds - self._clock()

    def add(self, key: str) -> None:
        """Count one event."""
        if len(self._events) > _MANY_KEYS:
            self._forget_the_quiet()
        self._events.setdefault(key, self._recent(key)).append(self._clock())

    def take_back(self, key: str) -> None:
        """Uncount the latest event of a key."""
        events = self._recent(key)
        if events:
            events.pop()

    def _recent(self, key: str) -> deque[float]:
        events = self._events.get(key, deque())
        oldest = self._clock() - self._seconds
        while events and events[0] <= oldest:
            events.popleft()
        return events

    def _forget_the_quiet(self) -> None:
        self._events = {key: self._events[key] for key in self._events if self._recent(key)}
