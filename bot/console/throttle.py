"""How often somebody may fail to sign in, or to prove who they are once they have."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from bot.browsers.limits import SlidingWindow

#: Failures of one name from one address, and of one name from one that does not say its address.
MOST_FAILURES = 5
#: Failures of one address whatever the names: an office or a proxy has many people behind it.
MOST_OF_ADDRESS = 20
#: Failures of one name wherever they come from: 50 guesses a quarter of an hour are no way to a
#: password of twelve characters, and one who is let in from here before does not wait for them.
MOST_OF_USERNAME = 50
WINDOW_S = 15 * 60
#: How long an address is a username's own after its right password came from there.
_OWN_S = 30 * 86_400
#: More are not remembered; the oldest are forgotten.
_MOST_OWN = 10_000


class Throttle:
    """So many failures within fifteen minutes: of a username from an address, and of each alone.

    Five of a username from one address, twenty of an address, fifty of a username. The last does
    not count for an address from which that username came in within a month: whoever guesses from
    elsewhere cannot lock its owner out. What is known of addresses is this process's.

    A try counts as failed until it succeeds, so that many at once gain nothing. An IPv6 address
    stands for its /64, which is what one subscriber has (RFC 6177). Without an address, as with
    an event of an open page, only the username counts, five times.

    Args:
        strict: five of each, and no address is anybody's own. So it is for codes: whoever comes so
            far has the password, and a code has six digits only.
    """

    def __init__(self, clock: Callable[[], float], *, strict: bool = False) -> None:
        of_username = MOST_FAILURES if strict else MOST_OF_USERNAME
        of_address = MOST_FAILURES if strict else MOST_OF_ADDRESS
        self._clock = clock
        self._by_pair = SlidingWindow(MOST_FAILURES, WINDOW_S, clock=clock)
        self._by_username = SlidingWindow(of_username, WINDOW_S, clock=clock)
        self._by_address = SlidingWindow(of_address, WINDOW_S, clock=clock)
        self._spares_own = not strict
        self._own: dict[str, float] = {}

    def allows(self, username: str, address: str = "") -> bool:
        """Whether another try may be made; if so it is counted."""
        if self.wait_s(username, address) > 0:
            return False
        self._by_pair.add(_pair(username, address))
        self._by_username.add(username)
        if address:
            self._by_address.add(_network(address))
        return True

    def wait_s(self, username: str, address: str = "") -> float:
        """How many seconds until another try may be made; 0 when it may be now."""
        by_address = self._by_address.wait_s(_network(address)) if address else 0.0
        by_username = 0.0 if self._is_own(username, address) else self._by_username.wait_s(username)
        return max(self._by_pair.wait_s(_pair(username, address)), by_username, by_address)

    def succeeded(self, username: str, address: str = "") -> None:
        """The latest try was no failure."""
        self._by_pair.take_back(_pair(username, address))
        self._by_username.take_back(username)
        if address:
            self._by_address.take_back(_network(address))
            self._remember(_pair(username, address))

    def _is_own(self, username: str, address: str) -> bool:
        since = self._own.get(_pair(username, address)) if address and self._spares_own else None
        return since is not None and self._clock() - since < _OWN_S

    def _remember(self, pair: str) -> None:
        self._own.pop(pair, None)  # the order of a dict is that of its putting in
        self._own[pair] = self._clock()
        if len(self._own) > _MOST_OWN:
            del self._own[next(iter(self._own))]


def _pair(username: str, address: str) -> str:
    """A username at an address; no address holds the blank, so that no pair is another's."""
    return f"{_network(address) if address else ''} {username}"


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
