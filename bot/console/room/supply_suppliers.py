"""Suppliers: how each did over the year, when it works, and how far we go with it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.console.room.page import Answer, Given, Json, Unusable, number, text
from bot.console.room.supply_refused import told
from bot.console.room.tabs import Tab
from bot.desk import facts
from bot.rules.permissions import Permission
from bot.rules.scorecards import Scorecard
from bot.rules.supplier_hours import works_at, zone_of
from bot.supply.guardrails import BOUNDS, TEXTS, TICKS, Typed
from knowledge.queries.guardrails import guardrails_by_supplier
from knowledge.queries.supply_pages import currencies_of
from knowledge.records import Guardrails, Supplier

_MINOR = "_minor"


class SuppliersTab(Tab):
    """Every supplier, by code. The guardrails are for those who may set them."""

    name = "suppliers"
    needs = Permission.SEE_SUPPLY

    async def shown(self) -> Json:
        cards = await self.console.supply.scorecards.all()
        async with self.console.store.reading() as unit:
            rails = await guardrails_by_supplier(unit)
            currencies = await currencies_of(unit)
        manages = self.reader.may(Permission.MANAGE_SUPPLY)
        return {
            "rows": [
                self._row(one.supplier, currencies.get(one.supplier.key, "CNY"))
                | {"card": _card(one.card), "rails": _rails(rails.get(one.supplier.key), manages)}
                for one in cards
            ]
        }

    def offered(self) -> Mapping[str, Answer]:
        return {"guardrails": Answer(self.keep, Permission.MANAGE_SUPPLY)}

    async def keep(self, given: Given) -> None:
        """Keep the guardrails that were typed."""
        typed = given.get("rails")
        if not isinstance(typed, dict):
            raise Unusable("error_unusable")
        kept = Typed(
            {name: _number(name, typed) for name in BOUNDS},
            {name: text(typed, name) for name in TEXTS},
            **{name: typed.get(name) is True for name in TICKS},
        )
        with told(self.reader):
            await self.console.supply.guardrails.change(self.me, number(given, "id"), kept)
        await self.done("guardrails_kept")

    def _row(self, supplier: Supplier, currency: str) -> Json:
        zone = self.console.settings.zone
        minimum = supplier.order_minimum_minor
        return {
            "id": supplier.key,
            "code": supplier.code,
            "name": supplier.name,
            "contact": supplier.telegram_chat or supplier.email or "",
            "days": [day for day in supplier.works_on if day in "1234567"],
            "hours": f"{supplier.works_from:02d}:00–{supplier.works_until:02d}:00",
            "zone": str(zone_of(supplier, zone)),
            "works": works_at(supplier, zone, self.console.now()),
            "minimum": facts.money(minimum, currency) if minimum else "",
            "container": f"{supplier.container_volume:,} l" if supplier.container_volume else "",
            "currency": currency,
        }


def _card(card: Scorecard) -> Json:
    """What is not known is None, and said to be."""
    return {
        "orders": card.orders,
        "on_time": _percent(card.on_time),
        "fill": _percent(card.fill),
        "rejected": _percent(card.rejected),
        "lead": None if card.lead_mean is None else f"{card.lead_mean:.1f}",
        "lead_sd": None if card.lead_sd is None else f"{card.lead_sd:.1f}",
        "lead_trend": None if card.lead_trend is None else f"{card.lead_trend:+.1f}",
        "price_trend": None if card.price_trend is None else f"{100 * card.price_trend:+.1f} %",
        "answer": None if card.answer_hours is None else f"{card.answer_hours:.1f}",
    }


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{100 * share:.0f} %"


def _rails(rails: Guardrails | None, manages: bool) -> Json | None:
    """As a form has them, sums in whole money; the form's own values where there are none yet."""
    if not manages:
        return None
    shown = rails or Guardrails(supplier_id=0)
    typed = {name: _typed(name, getattr(shown, name)) for name in BOUNDS}
    others = {name: getattr(shown, name) for name in (*TEXTS, *TICKS)}
    return {"set": rails is not None, "values": typed | others}


def _typed(name: str, value: float) -> str:
    return f"{value / 100:.2f}".removesuffix(".00") if name.endswith(_MINOR) else f"{value:.10g}"


def _number(name: str, typed: Mapping[str, object]) -> float:
    """A number as it was typed; nan where it is none, which is refused in words."""
    said = text(typed, name, 20)
    try:
        value = float(said)
    except ValueError:
        return math.nan
    # Sums are typed in whole money: 1200.50 is 120050; more decimals than it has are no sum.
    return round(value * 100, 4) if name.endswith(_MINOR) and math.isfinite(value) else value
