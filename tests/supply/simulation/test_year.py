"""Simulated years: the same luck for every buyer, and no buyer sees what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from bot.rules.supplier_answers import read_answer
from bot.supply.simulation.bargaining import OwnTalker
from bot.supply.simulation.hindsight import tuned
from bot.supply.simulation.min_max import MinMax, Year, try_pairs, typed_last_year
from bot.supply.simulation.ordering import past_leads
from bot.supply.simulation.outcome import Outcome
from bot.supply.simulation.policy import Morning, Purchase, PurchaseRefused
from bot.supply.simulation.suppliers import UNRELIABLE, deliveries
from bot.supply.simulation.talk import Talker
from bot.supply.simulation.world import PAST_DAYS, YEAR_DAYS, World, draw_world
from bot.supply.simulation.year import live, packed


@pytest.fixture(scope="module")
def world() -> World:
    return draw_world(seed=11, items=10)


@dataclass
class Nothing:
    """Buys nothing, and keeps what it was shown."""

    name: str = "nothing"
    talker: Talker | None = None
    seen: list[Morning] = field(default_factory=list)

    def buy(self, morning: Morning) -> Sequence[Purchase]:
        self.seen.append(morning)
        return ()


@dataclass
class Each:
    """Buys some of everything each morning."""

    quantity: int
    name: str = "each"
    talker: Talker | None = None

    def buy(self, morning: Morning) -> Sequence[Purchase]:
        return [Purchase(item, self.quantity) for item in range(len(morning.world.items))]


def test_the_same_seed_draws_the_same_world(world: World) -> None:
    again = draw_world(seed=11, items=10)

    assert again.items == world.items
    assert (again.demand == world.demand).all()
    assert not (draw_world(seed=12, items=10).demand == world.demand).all()


def test_a_shop_that_buys_nothing_sells_its_opening_stock_and_runs_out(world: World) -> None:
    outcome = live(world, Nothing())

    assert outcome.orders == outcome.lines == outcome.bought == outcome.messages == 0
    assert 0 < outcome.service < 0.5
    assert outcome.out_days > 100


def test_a_buyer_sees_the_sales_up_to_yesterday_and_no_demand_of_today(world: World) -> None:
    buyer = Nothing()

    live(world, buyer)

    assert [one.sold.shape[1] for one in buyer.seen[:2]] == [PAST_DAYS, PAST_DAYS + 1]
    last = buyer.seen[-1]
    assert (last.sold[:, PAST_DAYS:] <= world.year[:, : YEAR_DAYS - 1]).all()
    ran_out = last.no_stock[:, PAST_DAYS:]
    assert (ran_out == (last.sold[:, PAST_DAYS:] < world.year[:, : YEAR_DAYS - 1])).all()


def test_a_lead_time_is_known_once_the_goods_are_there(world: World) -> None:
    @dataclass
    class Once:
        name: str = "once"
        talker: Talker | None = None
        known: list[int] = field(default_factory=list)

        def buy(self, morning: Morning) -> Sequence[Purchase]:
            self.known.append(len(morning.leads[world.items[0].supplier]))
            return [Purchase(0, 10)] if morning.day == 0 else ()

    buyer = Once()
    live(world, buyer)
    lead = int(world.taken[world.items[0].supplier].lead[0])

    assert buyer.known[lead] == buyer.known[lead - 1] + 1
    assert buyer.known[-1] == buyer.known[lead]


def test_with_goods_in_plenty_every_customer_is_served(world: World) -> None:
    outcome = live(world, Each(200))

    assert outcome.service > 0.99
    assert outcome.lines == YEAR_DAYS * len(world.items)


def test_a_negative_order_is_refused(world: World) -> None:
    with pytest.raises(PurchaseRefused, match="Nobody orders -5 pieces"):
        live(world, Each(-5))


def test_an_item_is_ordered_once_a_morning(world: World) -> None:
    @dataclass
    class Twice(Each):
        def buy(self, morning: Morning) -> Sequence[Purchase]:
            return [Purchase(0, 5), Purchase(0, 5)]

    with pytest.raises(PurchaseRefused, match="Item 0 is ordered twice"):
        live(world, Twice(5))


def test_what_is_not_sold_cannot_be_ordered(world: World) -> None:
    @dataclass
    class Elsewhere(Each):
        def buy(self, morning: Morning) -> Sequence[Purchase]:
            return [Purchase(-1, 5)]

    with pytest.raises(PurchaseRefused, match="no item -1"):
        live(world, Elsewhere(5))


@dataclass
class Watching:
    """Buys some of everything every so many days, and notes when each order came."""

    every: int
    quantity: int
    talker: Talker | None
    name: str = "watching"
    receipts: dict[tuple[int, int], int] = field(default_factory=dict)
    """Days from order to receipt, by supplier and the number of the receipt."""
    wanted: list[int] = field(default_factory=list)

    def buy(self, morning: Morning) -> Sequence[Purchase]:
        for supplier, leads in enumerate(morning.leads):
            self.receipts |= {(supplier, at): int(lead) for at, lead in enumerate(leads)}
        self.wanted.append(int(morning.world.year[:, morning.day].sum()))
        if morning.day % self.every:
            return ()
        return [Purchase(item, self.quantity) for item in range(len(morning.world.items))]


def test_what_is_ordered_changes_neither_demand_nor_lead_times() -> None:
    """Common random numbers: who orders much meets the luck of who orders little."""
    little, much = Watching(7, 1, None), Watching(7, 400, None)

    live(draw_world(seed=11, items=10), little)
    live(draw_world(seed=11, items=10), much)

    assert little.wanted == much.wanted
    assert little.receipts == much.receipts


def test_nobodys_orders_write_into_the_year(world: World) -> None:
    fresh = draw_world(seed=11, items=10)

    live(world, Watching(40, 50, OwnTalker(read=read_answer)))

    assert (fresh.demand == world.demand).all()
    for before, after in zip(fresh.deliveries, world.deliveries, strict=True):
        assert (before.lead == after.lead).all()
        assert (before.share == after.share).all()
    for drawn, left in zip(fresh.tempers, world.tempers, strict=True):
        assert (drawn.waits == left.waits).all()
        assert (drawn.mood == left.mood).all()


def test_past_receipts_are_those_of_writing_as_the_policy_does(world: World) -> None:
    with_letters = past_leads(world, OwnTalker(read=read_answer))

    assert [len(leads) > 6 for leads in with_letters] == [True] * 5
    assert sum(map(sum, with_letters)) > sum(map(sum, world.past_leads))


def test_pieces_come_in_whole_packs_and_no_fewer_than_the_minimum() -> None:
    assert packed(67, 1, 20) == 80
    assert packed(3, 24, 12) == 24


def test_an_unreliable_supplier_is_late_and_short_now_and_then() -> None:
    drawn = deliveries(UNRELIABLE, 2_000, np.random.default_rng(5))

    assert drawn.lead.min() >= 1
    assert (drawn.lead > UNRELIABLE.days + 3 * UNRELIABLE.spread).mean() > 0.03
    assert (drawn.share < 1).mean() == pytest.approx(UNRELIABLE.short_share, abs=0.03)


def test_trying_pairs_of_one_item_tells_what_living_through_the_year_does(world: World) -> None:
    rules = typed_last_year(world)

    outcome = live(world, rules)
    sold = stock = lines = 0.0
    for place, item in enumerate(world.items):
        tried = try_pairs(
            world, place, np.array([rules.least[place]]), np.array([rules.most[place]])
        )
        sold += int(tried.sold[0])
        stock += float(tried.stock[0]) * item.cost_minor
        lines += int(tried.orders[0])

    assert sold == outcome.sold
    assert stock == pytest.approx(outcome.stock_value)
    assert lines == outcome.lines


def test_hindsight_buys_more_service_for_more_stock_and_beats_what_was_typed(world: World) -> None:
    frontier = tuned(world, Year.THIS, (500.0, 3_000.0, 50_000.0))
    typed = live(world, typed_last_year(world))

    services = [one.outcome.service for one in frontier]
    stocks = [one.outcome.stock_value for one in frontier]
    assert services == sorted(services)
    assert stocks == sorted(stocks)
    assert any(
        one.outcome.service >= typed.service and one.outcome.stock_value < typed.stock_value
        for one in frontier
    )


def test_rules_tuned_on_last_year_do_worse_than_those_that_know_this_one(world: World) -> None:
    (last,), (this,) = (tuned(world, year, (3_000.0,)) for year in Year)

    def cost(one: Outcome) -> float:
        return 0.2 * one.stock_value + 2_000 * one.lines + 3_000 * (one.wanted - one.sold)

    assert last.buyer != this.buyer
    assert cost(this.outcome) < cost(last.outcome)


def test_a_minimum_of_nothing_waits_for_the_last_piece(world: World) -> None:
    count = len(world.items)

    outcome = live(world, MinMax("late", (0,) * count, (50,) * count))

    assert outcome.service < 0.9
    assert outcome.lines > 0
