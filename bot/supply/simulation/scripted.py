"""A supplier that writes by its script: what it means is drawn beforehand, the words are chosen.

Nothing that is drawn depends on what the shop does: the tempers of an order's day hold whatever is
ordered and written (`suppliers.Tempers`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.rules.negotiation.terms import Line, Terms
from bot.supply.simulation.price_taking import mood
from bot.supply.simulation.scripts import Act, letter
from bot.supply.simulation.suppliers import MOST_ANSWERS, SupplierKind, Tempers
from bot.supply.simulation.talk import Letter, Order, Say, SayKind

#: Words an act: `scripts.letter`, or who writes otherwise.
Writer = Callable[[Act, str, float, Terms | None, date], str]
#: Who is told that an offer is our last, and cannot take it, turns it down without a figure so
#: often; otherwise it says its own once more.
_TURNS_DOWN = 0.3
#: A day is promised so many standard deviations after the mean.
_PROMISED = 1.0


class ScriptedSupplier:
    """One supplier about one order.

    Args:
        day: the order's, as a place in `temper`.
    """

    def __init__(
        self,
        kind: SupplierKind,
        temper: Tempers,
        day: int,
        order: Order,
        writer: Writer = letter,
    ) -> None:
        self._writer = writer
        self._kind, self._temper, self._day, self._order = kind, temper, day, order
        self._answers = self._definite = 0
        self._offer: Terms | None = None
        self._back = order.on

    def reply(self, say: Say | None, today: date) -> Letter:
        """The answer, some days later."""
        at = min(self._answers, MOST_ANSWERS - 1)
        self._answers += 1
        on = max(today + timedelta(days=int(self._temper.waits[self._day, at])), self._back)
        if say is not None and say.terms is not None:
            self._offer = say.terms
        asked = say is not None and say.kind is not SayKind.OFFER
        pick = float(self._temper.pick[self._day, at])
        says = mood(self._kind, float(self._temper.mood[self._day, at]), asked or self._asked(say))
        if self._answers > MOST_ANSWERS:
            says = "clear"
        if says == "away":
            self._back = on + timedelta(days=int(self._temper.away_days[self._day, at]))
            return self._write(Act.AWAY, on, pick, self._back)
        if says == "unclear":
            return self._write(Act.UNCLEAR, on, pick, on)
        if self._temper.refuses[self._day]:
            return replace(self._write(Act.NONE_LEFT, on, pick, on), refuses=True)
        self._definite += 1
        return self._definitely(say, on, pick)

    def _asked(self, say: Say | None) -> bool:
        """Whether it was written to about an unclear answer before."""
        return say is not None and self._definite == 0

    def _definitely(self, say: Say | None, on: date, pick: float) -> Letter:
        offer, day = self._offer, self._earliest(on)
        if offer is None:
            return self._about_the_order(on, pick, day)
        final = say is not None and say.final
        share = offer.total_minor / self._order.at_list.total_minor
        if share >= (1 - self._room if final else self._aim) and day <= offer.delivery:
            return replace(self._write(Act.YES, on, pick, offer.delivery), meant=offer)
        if (final and pick < _TURNS_DOWN) or self._is_insult(share):
            return self._write(Act.TURN_DOWN, on, pick, on)
        return self._quote(on, pick, max(day, offer.delivery), self._aim)

    def _about_the_order(self, on: date, pick: float, day: date) -> Letter:
        wanted = self._order.at_list
        over = float(self._temper.over[self._day])
        if over <= 0 and day <= wanted.delivery:
            return replace(self._write(Act.YES, on, pick, wanted.delivery), meant=wanted)
        return self._quote(on, pick, max(day, wanted.delivery), 1 + max(over, 0.0))

    def _quote(self, on: date, pick: float, day: date, share: float) -> Letter:
        lines = tuple(
            Line(one.item, one.quantity, round(one.list_minor * share)) for one in self._order.lines
        )
        terms = Terms(lines, day, self._order.at_list.currency)
        text = self._writer(Act.QUOTE, self._order.language, pick, terms, day)
        return Letter(on, text, terms)

    def _write(self, act: Act, on: date, pick: float, day: date) -> Letter:
        return Letter(on, self._writer(act, self._order.language, pick, None, day))

    def _earliest(self, on: date) -> date:
        """The day that it promises when it is agreed on that day."""
        return on + timedelta(days=round(self._kind.days + _PROMISED * self._kind.spread))

    @property
    def _room(self) -> float:
        return float(self._temper.room[self._day])

    @property
    def _aim(self) -> float:
        """What it asks for now, as a share of the list price."""
        first = 1 + max(float(self._temper.over[self._day]), 0.0)
        passed = (self._definite - 1) / float(self._temper.patience[self._day])
        given = math.pow(min(passed, 1.0), 1 / float(self._temper.beta[self._day]))
        return first - (first - min(1 - self._room, first)) * given

    def _is_insult(self, share: float) -> bool:
        return self._definite <= 2 and share < self._kind.insulted
