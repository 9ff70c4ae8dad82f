"""How often somebody may fail."""

from __future__ import annotations

from bot.console.throttle import MOST_FAILURES, WINDOW_S, Throttle


def _full(throttle: Throttle, username: str, address: str = "") -> None:
    for _ in range(MOST_FAILURES):
        assert throttle.allows(username, address)


def test_the_sixth_try_waits_until_the_first_is_a_quarter_of_an_hour_old() -> None:
    seconds = [0.0]
    throttle = Throttle(lambda: seconds[0])
    for second in range(MOST_FAILURES):
        seconds[0] = second * 60.0
        assert throttle.allows("li", "10.0.0.1")
    assert throttle.wait_s("li", "10.0.0.9") == WINDOW_S - 240
    assert not throttle.allows("li", "10.0.0.9")
    seconds[0] = float(WINDOW_S)
    assert throttle.wait_s("li", "10.0.0.9") == 0
    assert throttle.allows("li", "10.0.0.9")


def test_a_refused_try_makes_nobody_wait_longer() -> None:
    throttle = Throttle(lambda: 0.0)
    _full(throttle, "li", "10.0.0.1")
    assert not throttle.allows("li", "10.0.0.2")
    assert throttle.wait_s("other", "10.0.0.2") == 0


def test_an_address_waits_whatever_the_name() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_FAILURES):
        assert throttle.allows(f"guess{number}", "10.0.0.1")
    assert not throttle.allows("li", "10.0.0.1")
    assert throttle.allows("li", "10.0.0.2")


def test_all_addresses_of_one_ipv6_subscriber_are_one() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_FAILURES):
        assert throttle.allows(f"guess{number}", f"2001:db8::{number:x}")
    assert not throttle.allows("li", "2001:db8::ffff:1")
    assert throttle.allows("li", "2001:db8:0:1::1")


def test_an_ipv4_address_written_as_ipv6_is_itself() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_FAILURES):
        assert throttle.allows(f"guess{number}", "::ffff:10.0.0.1")
    assert not throttle.allows("li", "10.0.0.1")
    assert throttle.allows("li", "::ffff:10.0.0.2")


def test_what_is_no_address_counts_all_the_same() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_FAILURES):
        assert throttle.allows(f"guess{number}", "unknown")
    assert not throttle.allows("li", "unknown")


def test_without_an_address_only_the_name_counts() -> None:
    throttle = Throttle(lambda: 0.0)
    _full(throttle, "li")
    assert not throttle.allows("li")
    assert throttle.allows("other")


def test_a_success_is_no_failure() -> None:
    throttle = Throttle(lambda: 0.0)
    for _ in range(3 * MOST_FAILURES):
        assert throttle.allows("li", "2001:db8::1")
        throttle.succeeded("li", "2001:db8::1")
