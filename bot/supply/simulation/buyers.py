"""The shop's own way of buying, as `bot.supply` does it: forecasts, and the reorder rule on them.

It knows what a real shop knows: its sales up to yesterday and the days on which it had run out, the
promotions it has planned, and the lead times of the receipts so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from bot.rules.reorder import Costs, LeadTime, Outlook, Terms, lead_time, propose, reorder_point
from bot.supply.simulation.bargaining import OwnTalker
from bot.supply.simulation.levels import worthwhile_level
from bot.supply.simulation.outcome import HOLDING_RATE, ORDERING_MINOR
from bot.supply.simulation.policy import Morning, Purchase
from bot.supply.simulation.talk import Talker
from bot.supply.simulation.world import PAST_DAYS, Item
from models.demand import DemandForecast, forecast_demand
from models.demand_history import ItemHistory

#: Days over which the demand ahead is averaged, for what a late day and a piece held cost.
_AHEAD_DAYS = 28


@dataclass
class OwnBuyer:
    """Forecast every so many days, and order each morning what is at or below its point.

    Args:
        service_level: the chance that a lead time passes without running out, the same for every
            item; None: each item's own, by what a lost piece counts (`levels`).
        lost_minor: what that is, minor units.
        cover_days: demand beyond the point that an order is for, at least.
        costs: what an order line and a year of holding cost.
        forecast_every: days between two forecasts; between them the last one goes on.
        forecaster: what forecasts.
        talker: who negotiates; None: prices are agreed to as they are asked.
    """

    service_level: float | None = None
    lost_minor: float = 700.0
    cover_days: int = 7
    costs: Costs = field(
        default_factory=lambda: Costs(ordering_minor=ORDERING_MINOR, holding_rate=HOLDING_RATE)
    )
    forecast_every: int = 28
    forecaster: Callable[[Sequence[ItemHistory], date], Iterable[DemandForecast]] = forecast_demand
    talker: Talker | None = field(default_factory=OwnTalker)
    name: str = "ours"
    _forecasts: list[DemandForecast] = field(default_factory=list, repr=False)
    _made_on: int = field(default=-1_000, repr=False)
    _points: dict[int, tuple[int, int, int]] = field(default_factory=dict, repr=False)
    """By item: the point, the day of it, and how many receipts it rests on."""

    def buy(self, morning: Morning) -> Sequence[Purchase]:
        if not self._forecasts or morning.day - self._made_on >= self.forecast_every:
            self._forecasts = list(self.forecaster(_histories(morning), _yesterday(morning)))
            self._made_on = morning.day
            self._points.clear()
        needs = (self._need(morning, place) for place in range(len(morning.world.items)))
        return [purchase for purchase in needs if purchase is not None]

    def _need(self, morning: Morning, place: int) -> Purchase | None:
        item = morning.world.items[place]
        lead = lead_time(list(morning.leads[item.supplier]))
        position = int(morning.stock[place] + morning.coming[place])
        if position > self._point(morning, place, lead):
            return None
        outlook = self._outlook(morning, place)
        proposal = propose(
            stock=int(morning.stock[place]),
            coming=int(morning.coming[place]),
            outlook=outlook,
            lead=lead,
            terms=_terms(item),
            service_level=self._level(item, outlook),
            cover_days=self.cover_days,
            costs=self.costs,
        )
        if proposal is None or not proposal.quantity:
            return None
        a_day = outlook.at(_AHEAD_DAYS)[0] / _AHEAD_DAYS
        return Purchase(place, proposal.quantity, min(proposal.days_left, 365.0), a_day)

    def _point(self, morning: Morning, place: int, lead: LeadTime) -> int:
        """The reorder point, worked out anew each week and at each receipt."""
        item = morning.world.items[place]
        receipts = len(morning.leads[item.supplier])
        point, day, rests_on = self._points.get(place, (0, -1_000, -1))
        if morning.day - day >= 7 or rests_on != receipts:
            outlook = self._outlook(morning, place)
            point = reorder_point(outlook, lead, self._level(item, outlook))
            self._points[place] = (point, morning.day, receipts)
        return point

    def _level(self, item: Item, outlook: Outlook) -> float:
        if self.service_level is not None:
            return self.service_level
        a_day = outlook.at(_AHEAD_DAYS)[0] / _AHEAD_DAYS
        return worthwhile_level(a_day, _terms(item), self.costs, self.cover_days, self.lost_minor)

    def _outlook(self, morning: Morning, place: int) -> Outlook:
        """The forecast from today on: what has passed of it falls away."""
        made, gone = self._forecasts[place], morning.day - self._made_on
        mean = np.array(made.mean)
        tail = np.resize(mean[-28:], gone)
        ahead = np.concatenate([mean[gone:], tail])
        return Outlook.daily(ahead.tolist(), made.spread)


def _yesterday(morning: Morning) -> date:
    return morning.world.day(PAST_DAYS + morning.day - 1)


def _terms(item: Item) -> Terms:
    return Terms(item.minimum, item.pack_size, item.cost_minor)


def _histories(morning: Morning) -> list[ItemHistory]:
    world, days = (
        morning.world,
        [morning.world.first_day + timedelta(days=place) for place in range(morning.sold.shape[1])],
    )
    ahead = [world.day(place) for place in range(world.demand.shape[1])]
    return [
        ItemHistory(
            key=item.code,
            category=f"supplier {item.supplier}",
            first_day=world.first_day,
            sold={days[at]: float(row[at]) for at in np.flatnonzero(row)},
            stock_outs=frozenset(days[at] for at in np.flatnonzero(out)),
            promotions=frozenset(ahead[at] for at in np.flatnonzero(planned)),
        )
        for item, row, out, planned in zip(
            world.items, morning.sold, morning.no_stock, world.promoted, strict=True
        )
    ]
