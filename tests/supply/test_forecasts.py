"""Forecasts of the shop's items: what they are made from, that they are kept, and who uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.commands.forecast import told
from bot.commands.forecast_chart import draw
from bot.rules.policy import Policy
from bot.supply.forecasts import ForecastDesk, ForecastJob, StockOutWatch
from bot.supply.needs import find_needs
from bot.supply.outlooks import ahead_of
from bot.supply.report import RestockReport
from knowledge.queries.forecasts import named_forecasts
from knowledge.records import Forecast, PriceBreak, SalesEvent, Sku, StockOutDay
from knowledge.store import Store
from models.demand import DemandForecast, forecast_demand
from models.demand_history import ItemHistory
from tests.supply.shop import NOW, ZONE, add_offer, add_sku, add_supplier

TODAY = NOW.astimezone(ZONE).date()
HORIZON = 91


class Fake:
    """Forecasts the same each day, and keeps what it was given."""

    def __init__(self, a_day: float = 2.0) -> None:
        self.a_day = a_day
        self.given: list[ItemHistory] = []
        self.last_day = date.min

    def __call__(
        self, items: Iterable[ItemHistory], last_day: date, **_: object
    ) -> Iterator[DemandForecast]:
        self.given, self.last_day = list(items), last_day
        days = range(1, HORIZON + 1)
        for item in self.given:
            yield DemandForecast(
                item.key,
                "fake",
                0.5,
                last_day + timedelta(days=1),
                (self.a_day,) * HORIZON,
                (0.0,) * HORIZON,
                (2 * self.a_day,) * HORIZON,
                tuple(0.5 * day**0.5 for day in days),
            )


def desk(store: Store, fake: Fake) -> ForecastDesk:
    return ForecastDesk(store, fake, ZONE, clock=lambda: NOW)


async def kept(store: Store) -> list[Forecast]:
    async with store.reading() as unit:
        return list((await unit.exec(select(Forecast))).all())


async def test_each_item_that_was_sold_is_forecast_from_its_sales_up_to_yesterday(
    any_store: Store,
) -> None:
    await add_sku(any_store, "CUP-01")
    await add_sku(any_store, "NEVER", sold_a_day=0)
    fake = Fake()

    assert await desk(any_store, fake).run() == 1

    assert fake.last_day == TODAY - timedelta(days=1)
    assert [item.key for item in fake.given] == ["CUP-01"]
    assert sum(fake.given[0].sold.values()) == 180
    assert fake.given[0].first_day == TODAY - timedelta(days=90)


async def test_a_forecast_takes_the_place_of_the_older_one(any_store: Store) -> None:
    await add_sku(any_store)

    await desk(any_store, Fake(2.0)).run()
    await desk(any_store, Fake(3.0)).run()

    found = await kept(any_store)
    assert len(found) == 1
    assert found[0].mean[0] == 3.0
    assert found[0].made_at == NOW


async def test_stock_outs_and_promotions_are_told_to_the_forecast(any_store: Store) -> None:
    sku = await add_sku(any_store, "GONE", on_hand=3, reserved=3)
    other = await add_sku(any_store, "THERE", on_hand=3)
    watch = StockOutWatch(any_store, ZONE, clock=lambda: NOW)
    async with any_store.writing() as unit:
        unit.add(
            SalesEvent(
                code="SALE",
                first_day=TODAY + timedelta(days=5),
                last_day=TODAY + timedelta(days=6),
                product_id=other.product_id,
            )
        )

    assert (await watch.run(), await watch.run()) == (1, 0)
    fake = Fake()
    await desk(any_store, fake).run()

    async with any_store.reading() as unit:
        noted = (await unit.exec(select(StockOutDay))).all()
    assert [(one.sku_id, one.day) for one in noted] == [(sku.key, TODAY)]
    gone, there = fake.given
    assert gone.stock_outs == {TODAY}
    assert gone.promotions == frozenset()
    assert there.promotions == {TODAY + timedelta(days=5), TODAY + timedelta(days=6)}


async def test_the_job_makes_up_for_a_missed_night_and_doubles_none(any_store: Store) -> None:
    await add_sku(any_store)
    fake = Fake()
    job = ForecastJob(desk(any_store, fake))
    tomorrow = ForecastDesk(any_store, fake, ZONE, clock=lambda: NOW + timedelta(days=1))

    assert (await job.run(), await job.run()) == (1, 0)
    assert await ForecastJob(tomorrow).run() == 1


async def test_a_shop_that_sold_nothing_has_no_forecast(any_store: Store) -> None:
    assert await desk(any_store, Fake()).run() == 0
    assert await kept(any_store) == []


async def test_the_restock_goes_by_the_forecast_and_not_by_what_was_sold(
    any_store: Store,
) -> None:
    """Two a day were sold; 40 pieces are enough for that and not for ten a day."""
    supplier = await add_supplier(any_store)
    await add_offer(any_store, supplier, await add_sku(any_store, on_hand=60))
    before = await find_needs(any_store, Policy(), NOW.astimezone(ZONE), RestockReport())

    await desk(any_store, Fake(10.0)).run()
    after = await find_needs(any_store, Policy(), NOW.astimezone(ZONE), RestockReport())

    assert before == []
    assert len(after) == 1
    assert after[0].proposal.quantity >= 300


async def test_an_old_forecast_is_not_used(any_store: Store) -> None:
    supplier = await add_supplier(any_store)
    await add_offer(any_store, supplier, await add_sku(any_store, on_hand=60))
    await desk(any_store, Fake(10.0)).run()

    later = NOW.astimezone(ZONE) + timedelta(days=20)
    needs = await find_needs(any_store, Policy(), later, RestockReport())

    assert all(need.proposal.outlook.rate < 3 for need in needs)


async def test_a_forecast_of_some_days_ago_begins_today() -> None:
    forecast = Forecast(
        sku_id=1,
        made_at=NOW,
        first_day=TODAY - timedelta(days=3),
        model="fake",
        error=1.0,
        mean=[9.0, 9.0, 9.0] + [1.0] * 88,
        low=[0.0] * 91,
        high=[9.0] * 91,
        spread=[1.0] * 91,
    )

    outlook = ahead_of(forecast, TODAY)

    assert outlook.mean[0] == pytest.approx(1.0)
    assert outlook.mean[-1] == pytest.approx(91.0)


async def test_price_breaks_and_shelf_life_on_record_make_the_quantity(any_store: Store) -> None:
    supplier = await add_supplier(any_store)
    sku = await add_sku(any_store, on_hand=5)
    offer = await add_offer(any_store, supplier, sku, price=5000)
    plain = await find_needs(any_store, Policy(), NOW.astimezone(ZONE), RestockReport())
    async with any_store.writing() as unit:
        unit.add(PriceBreak(offer_id=offer.key, from_quantity=200, unit_price_minor=4000))
    cheaper = await find_needs(any_store, Policy(), NOW.astimezone(ZONE), RestockReport())
    async with any_store.writing() as unit:
        (await unit.get_one(Sku, sku.key)).shelf_life_days = 30
    fresh = await find_needs(any_store, Policy(), NOW.astimezone(ZONE), RestockReport())

    assert plain[0].proposal.quantity < 200
    assert cheaper[0].proposal.quantity == 200
    assert fresh[0].proposal.quantity < plain[0].proposal.quantity


async def test_the_table_and_the_drawing_tell_what_is_kept(any_store: Store) -> None:
    await add_sku(any_store, "CUP<01>")
    await desk(any_store, Fake(2.0)).run()
    async with any_store.reading() as unit:
        found = await named_forecasts(unit)

    table = told(found)
    drawing = draw(found[0], [2] * 30)

    assert "CUP<01>      14.0      56.0     2.6   0.50  fake" in table
    assert "CUP&lt;01&gt;" in drawing
    assert drawing.count("<polyline") == 2


@pytest.mark.slow
async def test_the_real_models_forecast_what_sells_evenly(store: Store) -> None:
    await add_sku(store, sold_a_day=3)

    await ForecastDesk(store, forecast_demand, ZONE, clock=lambda: NOW).run()

    found = await kept(store)
    assert sum(found[0].mean[:28]) == pytest.approx(84, rel=0.15)
    assert len(found[0].spread) == HORIZON
