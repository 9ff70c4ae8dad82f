"""How sure each item is to be in stock: by the class of its margin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.policy import Policy
from bot.rules.reorder import WINDOW_DAYS
from bot.rules.reorder.margin_classes import MarginClass, margin_classes
from knowledge.queries import supply
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """The service level of each item; one that earned nothing lately is in class C."""

    classes: Mapping[int, MarginClass]
    by_class: Mapping[MarginClass, float]

    def of(self, sku_id: int) -> float:
        return self.by_class[self.classes.get(sku_id, MarginClass.C)]


async def service_levels(unit: Unit, policy: Policy, today: date) -> ServiceLevels:
    """The levels by what each item for sale earned in the last 90 days.

    Margins in different currencies cannot be compared, so each currency has its own classes.
    """
    since = today - timedelta(days=WINDOW_DAYS)
    earned: dict[str, dict[int, float]] = {}
    for sold in await supply.earned(unit, since, today):
        cost = sold.cost_minor if sold.cost_minor is not None else 0
        margin = sold.pieces * (sold.price_minor - cost)
        earned.setdefault(sold.currency, {})[sold.sku_id] = margin
    classes = [margin_classes(items) for items in earned.values()]
    stock = policy.stock
    return ServiceLevels(
        {sku_id: found for each in classes for sku_id, found in each.items()},
        {
            MarginClass.A: stock.service_level_a,
            MarginClass.B: stock.service_level_b,
            MarginClass.C: stock.service_level_c,
        },
    )
