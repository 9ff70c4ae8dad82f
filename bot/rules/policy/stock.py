"""The shelf: what customers are told of it, and how it is filled from suppliers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.rules.section import Section

ServiceLevel = Annotated[float, Field(gt=0.5, lt=1)]


class Stock(Section):
    """What is told of the shelf, and when it is filled."""

    low: Annotated[int, Field(ge=0)] = Field(
        default=10, description="At most this many pieces left are told as 'only a few'."
    )
    restock_hour: Annotated[int, Field(ge=0, le=23)] = Field(
        default=9, description="The hour of the shop's day at which stock is looked at."
    )
    service_level_a: ServiceLevel = Field(
        default=0.97,
        description="The chance of not running out while a restock is on its way, for the items "
        "that earn the first 80 % of the margin.",
    )
    service_level_b: ServiceLevel = Field(
        default=0.95, description="The same for those that earn the next 15 %."
    )
    service_level_c: ServiceLevel = Field(default=0.90, description="The same for all others.")
    cover_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=30, description="How many days of demand an order to a supplier is for."
    )
    longest_cover_days: Annotated[int, Field(ge=1, le=730)] = Field(
        default=180,
        description="An order is made larger, to cost less or to reach a supplier's minimum, up "
        "to this many days of demand.",
    )
    ordering_cost: Annotated[float, Field(ge=0, le=1e6)] = Field(
        default=20.0,
        description="What a line of an order costs the shop, whatever its quantity, in the "
        "price's currency: asking, receiving, putting away.",
    )
    holding_rate: Annotated[float, Field(ge=0, le=2)] = Field(
        default=0.2,
        description="What a year on the shelf costs, as a share of the goods' price: money, room, "
        "ageing.",
    )
    order_budget: Annotated[float, Field(ge=0, le=1e9)] = Field(
        default=0.0,
        description="An order to one supplier costs no more than this, in its prices' currency; "
        "0 for no limit.",
    )
    fill_container_from: Annotated[int, Field(ge=1, le=100)] = Field(
        default=70,
        description="A supplier's container that is full for this share, percent, is filled up "
        "with what would be ordered next; below it only what is needed is ordered.",
    )

    send_without_asking: bool = Field(
        default=True,
        description="Whether suppliers are written to at once; otherwise each order waits for "
        "staff's tap.",
    )

    remind_after_days: Annotated[int, Field(ge=1, le=60)] = Field(
        default=2,
        description="A supplier that has not answered an order for so long is reminded, twice at "
        "most; so it is of an offer in a negotiation, once.",
    )

    ask_when_overdue_days: Annotated[int, Field(ge=1, le=60)] = Field(
        default=1,
        description="So many days after goods were expected and did not come, their supplier is "
        "asked when they will, and once more `remind_after_days` later; then staff are told.",
    )

    @property
    def ordering_cost_minor(self) -> int:
        """In minor units: 20.0 -> 2000."""
        return round(self.ordering_cost * 100)

    @property
    def order_budget_minor(self) -> int | None:
        """In minor units; None without a limit."""
        return round(self.order_budget * 100) or None
