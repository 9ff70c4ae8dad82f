"""Scripted suppliers with hidden limits, who negotiate for themselves.

Where the types come from:

- How a supplier concedes is one of the published tactics of Faratin, Sierra & Jennings (1998):
  time-dependent with an exponent (conceder, linear, boulware) for quick, slow, tough and vague
  ones, and relative tit-for-tat (they give as much as was given to them) for the unreliable.
- They take an offer when it is worth no less to them than their own next one (`AC_next`, Baarslag,
  Hindriks & Jonker, 2014). None takes anything below its costs.
- Each has a patience of its own, not known to us, and often longer than ours: the tough ones give
  next to nothing before their 5th to 10th answer, while staff allow 4 to 8 offers. Out of
  patience, they stand by their last offer for one or two answers more, and then answer nothing
  but an order that pays.
- Told that an offer is our last, and it always is, they take it when they earn anything by it:
  after it there is nothing. One in ten of the tough does not believe it. A last offer that they
  cannot take ends it for good with one in ten, with three in ten of the tough.
- They open with the list price, 8 to 50 % above costs.
- A first offer below half their price, or below 65 % for the tough, is refused without a figure.
- The unreliable take offers back, say yes with another quantity, are away, forget to answer and
  sometimes never write again; the vague leave out half or say nothing that can be held against
  them. Hostile ones never make an offer at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bot.rules.negotiation.terms import NamedLine, Sent, SupplierKind, SupplierMove, Terms, Topic
from tests.negotiation.hostility import hostile_answer
from tests.negotiation.limits import HiddenLimits


@dataclass(frozen=True, slots=True)
class Temper:
    """How a type of supplier behaves; pairs are the range that each one's own value is drawn from.

    Args:
        beta: of the time-dependent tactic; None: tit-for-tat.
        patience: answers until its own limit is reached.
        answers_in: days.
        insult: a first offer below so much of the list price is refused without a figure.
        unclear: chance that an answer is vague; a direct question halves it.
        fickle: chance of an answer that takes something back.
        disbelief: chance that our last offer is not believed to be the last.
        offended: chance that a last offer below costs ends it: a no, and no word after that.
        away, forgets, gone: chances of each answer to be an absence, late by a week, or none ever.
    """

    beta: tuple[float, float] | None
    patience: tuple[int, int]
    answers_in: tuple[int, int]
    insult: float = 0.5
    unclear: float = 0.0
    fickle: float = 0.0
    away: float = 0.0
    forgets: float = 0.0
    gone: float = 0.0
    disbelief: float = 0.0
    offended: float = 0.1


TEMPERS = {
    "quick": Temper((0.8, 2.0), (3, 7), (0, 1)),
    "slow": Temper((0.5, 1.3), (3, 6), (2, 6), away=0.05),
    "tough": Temper((0.1, 0.45), (5, 10), (1, 3), insult=0.65, disbelief=0.1, offended=0.3),
    "vague": Temper((0.5, 1.5), (4, 8), (1, 3), unclear=0.35, disbelief=0.05),
    "unreliable": Temper(
        None,
        (4, 8),
        (0, 4),
        fickle=0.15,
        away=0.08,
        forgets=0.08,
        gone=0.01,
        disbelief=0.05,
        offended=0.2,
    ),
    "hostile": Temper((0.5, 1.0), (5, 9), (0, 3)),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, or None for silence, and what was truly meant by it.

    Args:
        meant: the terms that the supplier stands by with this answer; None: none.
    """

    move: SupplierMove | None
    meant: Terms | None


class Supplier:
    """One supplier in one course."""

    def __init__(self, kind: str, limits: HiddenLimits, markup: float, rng: Random) -> None:
        temper = TEMPERS[kind]
        self.kind, self.limits, self._temper, self._rng = kind, limits, temper, rng
        self._beta = rng.uniform(*temper.beta) if temper.beta else 1.0
        self._patience = rng.randint(*temper.patience)
        self._stands_by = self._patience + rng.randint(1, 2)
        self._own_day = rng.random() < 0.6
        self._talks_of_breaks = limits.cheaper > 0 and rng.random() < 0.5
        self._top = markup * sum(
            q * cost for q, cost in zip(limits.wanted, limits.costs, strict=True)
        )
        self._aim = self._top
        self._answers = 0
        self._offers: list[Terms] = []
        self._gone = self._final = False

    def reply(self, sent: Sent) -> Reply:
        """The answer to what we sent; its day is when it comes."""
        on = sent.on + timedelta(days=self._rng.randint(*self._temper.answers_in))
        if sent.terms is not None:
            self._offers.append(sent.terms)
        self._final = self._final or sent.final
        if self.kind == "hostile":
            answer = hostile_answer(self._offers[-1], len(self._offers), on, self._rng)
            return Reply(answer, None)
        self._gone = self._gone or self._happens("gone")
        if self._gone or (self._answers > self._stands_by and not self._pays()):
            return Reply(None, None)
        if self._happens("away"):
            back = on + timedelta(days=self._rng.randint(1, 4))
            return Reply(SupplierMove(SupplierKind.OUT_OF_OFFICE, on, back_on=back), None)
        if self._happens("forgets"):
            on += timedelta(days=7)
        return self._serious(on, sent)

    def _pays(self) -> bool:
        return self.limits.gain(self._offers[-1]) >= 0

    def _happens(self, what: str) -> bool:
        chance: float = getattr(self._temper, what)
        return self._rng.random() < chance

    def _serious(self, on: date, sent: Sent) -> Reply:
        asked = sent.terms is None
        self._concede()
        self._answers += 1
        if self._rng.random() < self._temper.unclear / (2 if asked else 1):
            return self._unclear(on)
        offer = self._offers[-1]
        believed = self._final and not self._happens("disbelief")
        if self.limits.gain(offer) >= (0 if believed else self._aim):
            return self._yes(on, offer)
        if sent.final and self._happens("offended"):
            self._gone = True
            return Reply(SupplierMove(SupplierKind.REFUSE, on), None)
        if not asked and self._answers == 1 and self._is_insult(offer):
            return Reply(SupplierMove(SupplierKind.REFUSE, on), None)
        return self._counter(on, sent)

    def _concede(self) -> None:
        if self._answers >= self._patience:
            self._aim = 0.0
        elif self._temper.beta is not None:
            passed = self._answers / self._patience
            self._aim = self._top * (1 - passed ** (1 / self._beta))
        elif len(self._offers) > 1:
            given = self.limits.gain(self._offers[-1]) - self.limits.gain(self._offers[-2])
            if abs(given) < float("inf"):
                self._aim = max(0.0, self._aim - max(0.0, given) * self._rng.uniform(0.5, 1.2))

    def _yes(self, on: date, offer: Terms) -> Reply:
        if self._happens("fickle"):
            first = offer.lines[0]
            dearer = NamedLine(first.item, round(first.unit_price_minor * 1.05) + 1)
            more = NamedLine(first.item, quantity=first.quantity + self._rng.randint(1, 50))
            lines = (self._rng.choice((dearer, more)),)
            return Reply(SupplierMove(SupplierKind.ACCEPT, on, lines=lines), None)
        return Reply(SupplierMove(SupplierKind.ACCEPT, on), offer)

    def _counter(self, on: date, sent: Sent) -> Reply:
        offer = self._offers[-1]
        aim = self._aim
        if self._happens("fickle"):
            aim = min(self._top, aim + 0.3 * self._top)
        day = max(self._day(offer), on + timedelta(days=1))
        if sent.topic is Topic.DELIVERY:
            day = max(offer.delivery, self.limits.earliest, on + timedelta(days=1))
        meant = self.limits.priced(self._quantities(), day, aim, offer)
        return Reply(_named(meant, on), meant)

    def _day(self, offer: Terms) -> date:
        """Their usual day, or the one that we ask for as far as it is possible, for its cost."""
        asked = max(offer.delivery, self.limits.earliest)
        return max(self.limits.usual_day, asked) if self._own_day else asked

    def _quantities(self) -> tuple[int, ...]:
        if self._talks_of_breaks and self._answers % 2 == 0:
            return tuple(int(self.limits.break_from * wanted) + 1 for wanted in self.limits.wanted)
        return tuple(line.quantity for line in self._offers[-1].lines)

    def _is_insult(self, offer: Terms) -> bool:
        listed = sum(
            line.quantity * cost for line, cost in zip(offer.lines, self.limits.costs, strict=True)
        )
        return offer.total_minor < self._temper.insult * (listed + self._top)

    def _unclear(self, on: date) -> Reply:
        offer = self._offers[-1]
        counter = _named(
            self.limits.priced(self._quantities(), self._day(offer), self._aim, offer), on
        )
        prices = tuple(replace(line, quantity=None) for line in counter.lines)
        return Reply(
            self._rng.choice(
                (
                    SupplierMove(SupplierKind.UNSURE, on),
                    SupplierMove(SupplierKind.UNSURE, on, lines=prices),
                    SupplierMove(SupplierKind.COUNTER, on, lines=prices),
                    SupplierMove(SupplierKind.COUNTER, on, delivery=counter.delivery),
                    SupplierMove(SupplierKind.COUNTER, on),
                    SupplierMove(SupplierKind.QUESTION, on, topic=Topic.DELIVERY),
                    SupplierMove(SupplierKind.REFUSE, on),
                )
            ),
            None,
        )


def _named(terms: Terms, on: date) -> SupplierMove:
    lines = tuple(
        NamedLine(line.item, line.unit_price_minor, line.quantity) for line in terms.lines
    )
    return SupplierMove(
        SupplierKind.COUNTER, on, lines=lines, delivery=terms.delivery, currency=terms.currency
    )
