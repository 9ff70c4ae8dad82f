"""How often somebody may fail to sign in, or to prove who they are once they have."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from bot.browsers.limits import SlidingWindow

MOST_FAILURES = 5
WINDOW_S = 15 * 60


class Throttle:
    """Five failures a username, and five an address, within fifteen minutes.

    A try counts as failed until it succeeds, so that many at once gain nothing. An IPv6 address
    stands for its /64, which is what one subscriber has (RFC 6177). Without an address, as with
    an event of an open page, only the username counts.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._by_username = SlidingWindow(MOST_FAILURES, WINDOW_S, clock=clock)
        self._by_address = SlidingWindow(MOST_FAILURES, WINDOW_S, clock=clock)

    def allows(self, username: str, address: str = "") -> bool:
        """Whether another try may be made; if so it is counted."""
        if self.wait_s(username, address) > 0:
            return False
        self._by_username.add(username)
        if address:
            self._by_address.add(_network(address))
        return True

    def wait_s(self, username: str, address: str = "") -> float:
        """How many seconds until another try may be made; 0 when it may be now."""
        by_address = self._by_address.wait_s(_network(address)) if address else 0.0
        return max(self._by_username.wait_s(username), by_address)

    def succeeded(self, username: str, address: str = "") -> None:
        """The latest try was no failure."""
        self._by_username.take_back(username)
        if address:
            self._by_address.take_back(_network(address))


def _network(address: str) -> str:
    """`2001:db8::1` → 2001:db8::/64; an IPv4 address, or what is none, as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found.packed[:8] + bytes(8), 64)))
