"""When things happen to an order, worked out backwards from how it should stand now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from knowledge.demo.clock import Clock, dispatch_by
from knowledge.demo.situations import Situation


@dataclass(frozen=True, slots=True)
class Course:
    """The times of an order with one parcel; None is what has not happened.

    Args:
        ended: the parcel's last scan, where its planned way does not tell.
    """

    placed: datetime
    ship_by: datetime
    promised: datetime
    shipped: datetime | None = None
    expected: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dice:
    """What a course is drawn from: the present, chance, and the days a parcel takes."""

    clock: Clock
    rng: Random
    fewest: int
    most: int

    def transit(self) -> int:
        """Days on the road, as promised."""
        return self.rng.randint(self.fewest, self.most)

    def sent(self, ago: int) -> Course:
        """An order sent in the evening some days ago and promised in the usual time."""
        shipped = self.clock.between(-ago, 17.5, 20, self.rng)
        early = self.rng.random() < 0.7
        placed = (
            self.clock.between(-ago, 0.5, 15.8, self.rng)
            if early
            else self.clock.between(-ago - 1, 16.2, 23.5, self.rng)
        )
        promised = self.clock.at(self.most - ago, 18)
        return Course(placed, dispatch_by(placed), promised, shipped)

    def waiting(self, hours: float) -> Course:
        """An order not sent yet, placed at most so many hours ago and not overdue."""
        longest = hours
        while True:
            placed = self.clock.now - timedelta(hours=self.rng.uniform(0.2, longest))
            if dispatch_by(placed) > self.clock.now:
                return self.unsent(placed)
            longest = max(longest * 0.8, 0.3)

    def unsent(self, placed: datetime) -> Course:
        """An order that was placed and not sent."""
        leaves = dispatch_by(placed)
        promised = leaves.replace(hour=18) + timedelta(days=self.most)
        return Course(placed.replace(microsecond=0), leaves, promised)


def course_of(situation: Situation, dice: Dice) -> Course:
    """A course that leaves an order in a situation now."""
    return _DRAWN[situation](dice)


def _awaiting_payment(dice: Dice) -> Course:
    # Unpaid orders close after 30 minutes (POLICY.md, Orders).
    return dice.unsent(dice.clock.now - timedelta(minutes=dice.rng.randint(3, 25)))


def _preparing(dice: Dice) -> Course:
    return dice.waiting(22)


def _preparing_late(dice: Dice) -> Course:
    return dice.unsent(dice.clock.between(-dice.rng.randint(2, 3), 8, 15, dice.rng))


def _label_made(dice: Dice) -> Course:
    course = dice.waiting(20)
    expected = course.ship_by.replace(hour=18) + timedelta(days=dice.transit())
    return replace(course, expected=expected)


def _in_transit(dice: Dice) -> Course:
    days = max(dice.transit(), 2)
    ahead = dice.rng.randint(1, min(3, days - 1))
    return replace(dice.sent(days - ahead), expected=dice.clock.at(ahead, 18))


def _arriving_this_week(dice: Dice) -> Course:
    left = 6 - dice.clock.today.weekday()
    ahead = max(1, min(2, left, dice.most - 1))
    return replace(dice.sent(1), expected=dice.clock.at(ahead, 18))


def _out_for_delivery(dice: Dice) -> Course:
    clock = dice.clock
    ended = clock.past(clock.between(0, 7.5, 9.2, dice.rng))
    late = max(clock.at(0, 18), min(clock.now + timedelta(hours=2), clock.at(0, 23, 45)))
    return replace(dice.sent(max(dice.transit(), 1)), expected=late, ended=ended)


def _attempt_failed(dice: Dice) -> Course:
    clock = dice.clock
    ended = clock.between(0 if clock.now.hour >= 15 else -1, 11, 14, dice.rng)
    sent = dice.sent(dice.transit() + 1)
    return replace(sent, expected=clock.at(1, 18), ended=ended)


def _waiting_pickup(dice: Dice) -> Course:
    clock = dice.clock
    days = 0 if clock.now.hour >= 15 else dice.rng.randint(1, 2)
    ended = clock.between(-days, 10.5, 14.5, dice.rng)
    sent = dice.sent(dice.transit() + days)
    return replace(sent, expected=clock.at(-days, 18), ended=ended)


def _late(dice: Dice) -> Course:
    clock = dice.clock
    ended = clock.past(clock.between(0, 1, 5, dice.rng))
    sent = dice.sent(dice.most + dice.rng.randint(1, 2))
    return replace(sent, expected=clock.at(dice.rng.randint(1, 2), 18), ended=ended)


def _without_estimate(dice: Dice) -> Course:
    ago = dice.most + dice.rng.randint(2, 3)
    ended = dice.clock.between(-2, 8, 20, dice.rng)
    return replace(dice.sent(ago), expected=dice.clock.at(-1, 18), ended=ended)


def _lost(dice: Dice) -> Course:
    silent = dice.rng.randint(11, 16)
    ended = dice.clock.between(-silent, 4, 12, dice.rng)
    expected = dice.clock.at(-silent + 2, 18)
    return replace(dice.sent(silent + 2), expected=expected, ended=ended)


def _expired(dice: Dice) -> Course:
    # Tracking services give a parcel up after 30 days without news.
    silent = dice.rng.randint(31, 36)
    ended = dice.clock.between(-silent, 4, 12, dice.rng)
    return replace(dice.sent(silent + 2), expected=dice.clock.at(-silent + 2, 18), ended=ended)


def _in_trouble(dice: Dice) -> Course:
    ended = dice.clock.between(-1, 9, 19, dice.rng)
    return replace(dice.sent(max(dice.transit(), 2) + 1), ended=ended)


def _returning(dice: Dice) -> Course:
    ended = dice.clock.between(-1, 9, 19, dice.rng)
    return replace(dice.sent(max(dice.transit(), 2) + 3), ended=ended)


def _delivered_yesterday(dice: Dice) -> Course:
    return _delivered(dice, 1)


def _delivered_long_ago(dice: Dice) -> Course:
    return _delivered(dice, dice.rng.randint(2, 112))


def _recently_delivered(dice: Dice) -> Course:
    return _delivered(dice, dice.rng.randint(5, 7))


def _delivered_weeks_ago(dice: Dice) -> Course:
    return _delivered(dice, dice.rng.randint(18, 100))


def _delivered(dice: Dice, ago: int) -> Course:
    slip = dice.rng.choices((0, 1, 2), (90, 7, 3))[0]
    days = dice.transit() + slip
    ended = dice.clock.between(-ago, 9.5, 19.5, dice.rng)
    return replace(dice.sent(ago + days), expected=dice.clock.at(-ago, 18), ended=ended)


def _cancelled(dice: Dice) -> Course:
    return dice.unsent(dice.clock.between(-dice.rng.randint(10, 110), 7, 23.5, dice.rng))


def _split(dice: Dice) -> Course:
    # The first parcel; the second follows two days later (`knowledge.demo.orders`).
    course = replace(dice.sent(4), promised=dice.clock.at(2, 18), expected=dice.clock.at(-1, 18))
    return replace(course, ended=dice.clock.between(-1, 9.5, 19.5, dice.rng))


_DRAWN: dict[Situation, Callable[[Dice], Course]] = {
    Situation.AWAITING_PAYMENT: _awaiting_payment,
    Situation.PREPARING: _preparing,
    Situation.PREPARING_LATE: _preparing_late,
    Situation.LABEL_MADE: _label_made,
    Situation.IN_TRANSIT: _in_transit,
    Situation.ARRIVING_THIS_WEEK: _arriving_this_week,
    Situation.OUT_FOR_DELIVERY: _out_for_delivery,
    Situation.ATTEMPT_FAILED: _attempt_failed,
    Situation.WAITING_PICKUP: _waiting_pickup,
    Situation.LATE: _late,
    Situation.WITHOUT_ESTIMATE: _without_estimate,
    Situation.LOST: _lost,
    Situation.EXPIRED: _expired,
    Situation.EXCEPTION: _in_trouble,
    Situation.RETURNING: _returning,
    Situation.SPLIT: _split,
    Situation.DELIVERED_YESTERDAY: _delivered_yesterday,
    Situation.DELIVERED: _delivered_long_ago,
    Situation.CANCELLED_UNPAID: _cancelled,
    Situation.CANCELLED_PAID: _cancelled,
    Situation.REFUND_PENDING: _recently_delivered,
    Situation.REFUND_REFUSED: _delivered_weeks_ago,
    Situation.REFUNDED: _delivered_weeks_ago,
}
