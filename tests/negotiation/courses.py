"""One negotiation from its first offer to its end, and what is checked on the way."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bot.rules.negotiation.limits import Guardrails, ItemLimits, highest_price, opening_price
from bot.rules.negotiation.moves import Move, MoveKind
from bot.rules.negotiation.next_move import next_move
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.reservation import Stake, reserve
from bot.rules.negotiation.secrecy import tells_reservation
from bot.rules.negotiation.terms import Course, Sent, Terms
from tests.negotiation.limits import HiddenLimits, possible_gain
from tests.negotiation.plain import message
from tests.negotiation.suppliers import Supplier

_START = date(2026, 11, 27)
_NAMES = ("A-12", "保温杯 500ml", "Cable 2 m", "USB-C 65W", "T恤 L")


@dataclass(slots=True)
class Outcome:
    """How a course ended.

    Args:
        possible: the most that could be gained; negative infinity without overlap.
        gained: by the deal; None without one.
        breaches: what must not be, by its name.
    """

    kind: str
    possible: float
    end: Move
    gained: int | None = None
    rounds: int = 0
    messages: int = 0
    days: int = 0
    breaches: list[str] = field(default_factory=list)
    auto: bool = False

    @property
    def overlaps(self) -> bool:
        """Hostile suppliers never make an offer, so no limits of theirs can meet ours."""
        return self.kind != "hostile" and self.possible > 0

    @property
    def kept(self) -> float:
        """Our share of the zone of agreement; 0 without a deal."""
        return self.gained / self.possible if self.gained is not None else 0.0


def play(kind: str, seed: str) -> Outcome:
    """A course with a supplier of a kind; its figures do not depend on how it goes."""
    position, limits, markup = draw(Random(seed))
    supplier = Supplier(kind, limits, markup, Random(seed + " supplier"))
    return Table(position, supplier).play()


class Table:
    """Both sides at it, a day at a time."""

    def __init__(self, position: Position, supplier: Supplier) -> None:
        self._position, self._supplier = position, supplier
        self._course, self._today = Course(_START), _START
        self._meant: Terms | None = None
        self._breaches: list[str] = []
        self._messages = 0

    def play(self) -> Outcome:
        waiting = None
        while True:
            move = next_move(self._position, self._course, self._today)
            if move.kind in {MoveKind.ACCEPT, MoveKind.TO_STAFF, MoveKind.CLOSE}:
                return self._end(move)
            if move.kind is MoveKind.WAIT:
                until = max(move.until or self._today, self._today + timedelta(days=1))
                if waiting is None or waiting.move is None or waiting.move.on > until:
                    self._today = until
                    continue
            else:
                sent = self._send(move)
                waiting = self._supplier.reply(sent)
                if waiting.move is None or waiting.move.on > self._today:
                    continue
            assert waiting is not None and waiting.move is not None
            self._today = max(self._today, waiting.move.on)
            self._course = self._course.then(waiting.move)
            self._meant, waiting = waiting.meant, None

    def _send(self, move: Move) -> Sent:
        reminds = move.kind is MoveKind.REMIND
        sent = Sent(self._today, move.terms, move.restated, move.final, move.topic, reminds)
        self._check(move)
        self._course = self._course.then(sent)
        return sent

    def _check(self, move: Move) -> None:
        self._messages += 1
        reservation = self._position.reservation
        for language in ("zh", "en"):
            if tells_reservation(message(move, language), reservation, _NAMES):
                self._breaches.append("tells the reservation")
        if move.terms is None:
            return
        if self._position.guardrails.breach(move.terms) or move.terms.delivery <= self._today:
            self._breaches.append("outside a guardrail")
        if not reservation.allows(move.terms):
            self._breaches.append("beyond the reservation")
        offers = self._course.offers
        ours = move.kind is MoveKind.COUNTER and bool(offers)
        if ours and reservation.gain(move.terms) > reservation.gain(offers[-1]):
            self._breaches.append("goes back on an offer")

    def _end(self, move: Move) -> Outcome:
        rails = self._position.guardrails
        rounds, days = len(self._course.offers), (self._today - _START).days
        if rounds > rails.most_rounds or self._course.asides > rails.most_questions:
            self._breaches.append("over the round limit")
        if days > rails.days + 1:
            self._breaches.append("over the days")
        gained = None
        if move.kind is MoveKind.ACCEPT:
            gained = self._dealt(move)
        return Outcome(
            self._supplier.kind,
            possible_gain(self._position, self._supplier.limits),
            move,
            gained,
            rounds,
            self._messages,
            days,
            self._breaches,
            move.kind is MoveKind.ACCEPT and not move.to_sign,
        )

    def _dealt(self, move: Move) -> int:
        assert move.terms is not None
        self._check(move)
        if move.terms != self._meant:
            self._breaches.append("a deal that was none")
        if not move.to_sign and move.terms.total_minor > (
            self._position.guardrails.unsigned_up_to_minor
        ):
            self._breaches.append("unsigned over the cap")
        return self._position.reservation.gain(move.terms)


def draw(rng: Random) -> tuple[Position, HiddenLimits, float]:
    """Our limits, theirs, and their list price's markup on costs: each drawn for itself."""
    names = rng.sample(_NAMES, rng.randint(1, 3))
    markets = [round(math.exp(rng.uniform(math.log(300), math.log(30_000)))) for _ in names]
    elsewhere, paid, dear = rng.uniform(0.95, 1.25), rng.uniform(0.9, 1.1), rng.uniform(0, 0.15)
    rails, stakes = [], []
    for name, market in zip(names, markets, strict=True):
        wanted = rng.randint(10, 400)
        last, other = round(market * paid), round(market * elsewhere * rng.uniform(0.97, 1.03))
        highest = highest_price(last, over_last=dear)
        opening = opening_price([last, other], highest)
        smallest, largest = math.ceil(wanted * 0.8), round(wanted * rng.uniform(1, 2))
        rails.append(ItemLimits(name, last, highest, opening, smallest, wanted, largest))
        stakes.append(Stake(name, wanted, other, wanted / rng.uniform(20, 90), opening))
    value = sum(one.wanted * one.elsewhere_minor for one in stakes)
    needed = _START + timedelta(days=rng.randint(40, 60))
    guardrails = Guardrails(
        tuple(rails),
        "CNY",
        needed + timedelta(days=rng.randint(3, 21)),
        most_rounds=rng.randint(6, 10),
        days=rng.randint(21, 35),
        unsigned_up_to_minor=rng.choice((0, round(value * rng.uniform(0.5, 1.2)))),
    )
    reservation = reserve(
        stakes, needed, lost_margin_a_day_minor=round(value * rng.uniform(0, 0.02))
    )
    return (
        Position(guardrails, reservation),
        _theirs(rng, markets, stakes, value, needed),
        (rng.uniform(0.08, 0.5)),
    )


def _theirs(
    rng: Random, markets: list[int], stakes: list[Stake], value: int, needed: date
) -> HiddenLimits:
    level = rng.uniform(0.7, 1.15)
    usual = needed + timedelta(days=rng.randint(-10, 12))
    return HiddenLimits(
        tuple(market * level * rng.uniform(0.97, 1.03) for market in markets),
        usual,
        usual - timedelta(days=rng.randint(0, 12)),
        value * rng.uniform(0, 0.01),
        tuple(one.wanted for one in stakes),
        rng.uniform(1.2, 2.0),
        rng.choice((0.0, rng.uniform(0.01, 0.08))),
    )
