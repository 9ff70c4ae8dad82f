"""How often somebody may fail to sign in."""

from __future__ import annotations

from collections.abc import Callable

from bot.browsers.limits import SlidingWindow

MOST_FAILURES = 5
WINDOW_S = 15 * 60


class Throttle:
    """Five failures a username, and five an address, within fifteen minutes.

    A try counts as failed until it succeeds, so that many at once gain nothing.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._by_username = SlidingWindow(MOST_FAILURES, WINDOW_S, clock=clock)
        self._by_address = SlidingWindow(MOST_FAILURES, WINDOW_S, clock=clock)

    def allows(self, username: str, address: str) -> bool:
        """Whether another try may be made; if so it is counted."""
        if self._by_username.is_full(username) or self._by_address.is_full(address):
            return False
        self._by_username.add(username)
        self._by_address.add(address)
        return True

    def succeeded(self, username: str, address: str) -> None:
        """The latest try was no failure."""
        self._by_username.take_back(username)
        self._by_address.take_back(address)
