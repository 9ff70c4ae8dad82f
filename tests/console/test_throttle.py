"""How often somebody may fail."""

from __future__ import annotations

from bot.console.throttle import (
    MOST_FAILURES,
    MOST_OF_ADDRESS,
    MOST_OF_USERNAME,
    WINDOW_S,
    Throttle,
)


def _full(throttle: Throttle, username: str, address: str = "") -> None:
    for _ in range(MOST_FAILURES):
        assert throttle.allows(username, address)


def test_the_sixth_try_waits_until_the_first_is_a_quarter_of_an_hour_old() -> None:
    seconds = [0.0]
    throttle = Throttle(lambda: seconds[0])
    for second in range(MOST_FAILURES):
        seconds[0] = second * 60.0
        assert throttle.allows("li", "10.0.0.1")
    assert throttle.wait_s("li", "10.0.0.1") == WINDOW_S - 240
    assert not throttle.allows("li", "10.0.0.1")
    seconds[0] = float(WINDOW_S)
    assert throttle.wait_s("li", "10.0.0.1") == 0
    assert throttle.allows("li", "10.0.0.1")


def test_a_refused_try_makes_nobody_wait_longer() -> None:
    throttle = Throttle(lambda: 0.0)
    _full(throttle, "li", "10.0.0.1")
    assert not throttle.allows("li", "10.0.0.1")
    assert throttle.wait_s("other", "10.0.0.1") == 0


def test_an_address_waits_whatever_the_name() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_OF_ADDRESS):
        assert throttle.allows(f"guess{number}", "10.0.0.1")
    assert not throttle.allows("li", "10.0.0.1")
    assert throttle.allows("li", "10.0.0.2")


def test_all_addresses_of_one_ipv6_subscriber_are_one() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_OF_ADDRESS):
        assert throttle.allows(f"guess{number}", f"2001:db8::{number:x}")
    assert not throttle.allows("li", "2001:db8::ffff:1")
    assert throttle.allows("li", "2001:db8:0:1::1")


def test_an_ipv4_address_written_as_ipv6_is_itself() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_OF_ADDRESS):
        assert throttle.allows(f"guess{number}", "::ffff:10.0.0.1")
    assert not throttle.allows("li", "10.0.0.1")
    assert throttle.allows("li", "::ffff:10.0.0.2")


def test_what_is_no_address_counts_all_the_same() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_OF_ADDRESS):
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


def _guessed_from_everywhere(throttle: Throttle, username: str) -> int:
    """How many guesses somebody has who has many addresses."""
    tried = (throttle.allows(username, f"10.1.{at // 4}.1") for at in range(4 * MOST_OF_USERNAME))
    return sum(tried)


def test_a_stranger_cannot_lock_somebody_out_from_elsewhere() -> None:
    throttle = Throttle(lambda: 0.0)
    _full(throttle, "li", "10.0.0.66")
    assert not throttle.allows("li", "10.0.0.66")
    assert throttle.allows("li", "10.0.0.1")


def test_guessing_from_many_addresses_is_slow_and_locks_out_no_address_of_ones_own() -> None:
    throttle = Throttle(lambda: 0.0)
    assert throttle.allows("li", "10.0.0.1")
    throttle.succeeded("li", "10.0.0.1")
    assert _guessed_from_everywhere(throttle, "li") == MOST_OF_USERNAME
    assert not throttle.allows("li", "10.0.0.2")
    _full(throttle, "li", "10.0.0.1")
    assert not throttle.allows("li", "10.0.0.1")
    assert throttle.allows("other", "10.0.0.1")


def test_an_address_is_ones_own_for_a_month() -> None:
    seconds = [0.0]
    throttle = Throttle(lambda: seconds[0])
    assert throttle.allows("li", "10.0.0.1")
    throttle.succeeded("li", "10.0.0.1")
    seconds[0] = 31 * 86_400.0
    assert _guessed_from_everywhere(throttle, "li") == MOST_OF_USERNAME
    assert not throttle.allows("li", "10.0.0.1")


def test_codes_are_few_wherever_they_come_from() -> None:
    throttle = Throttle(lambda: 0.0, strict=True)
    assert throttle.allows("li", "10.0.0.1")
    throttle.succeeded("li", "10.0.0.1")
    assert _guessed_from_everywhere(throttle, "li") == MOST_FAILURES
    assert not throttle.allows("li", "10.0.0.1")
