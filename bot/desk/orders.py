"""Where an order is and when it arrives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from bot.desk import facts
from bot.desk.inbound import Button
from bot.desk.turn import Outcome, Reply, Turn
from bot.desk.visible import NotOne, order_meant
from bot.rules.parcels import TROUBLE, Parcel, is_late, order_act, parcel_act
from bot.rules.promises import new_dispatch
from knowledge.queries import orders
from knowledge.queries.orders import ShipmentView
from knowledge.queries.supply_delays import back_order_of
from knowledge.records import OWN_CARRIER, HandoverReason, Order, TrackingStatus
from models.values import Intent, Mood

#: Acts beside which the day alone answers "when does it arrive".
_ON_TIME = frozenset({"parcel_in_transit", "parcel_label_made", "order_preparing"})
#: Acts that tell what to do about a delivery problem, or that there is none yet.
_SOLVED = frozenset(
    {
        "parcel_in_transit",
        "parcel_late",
        "parcel_out_for_delivery",
        "parcel_waiting_pickup",
        "order_unpaid",
        "order_preparing",
        "order_cancelled",
        "order_refunded",
    }
)


async def track_order(turn: Turn) -> Outcome:
    """Tell how the order meant stands; trouble with its parcel goes to staff."""
    order = await order_meant(turn, Intent.TRACK_ORDER)
    if isinstance(order, NotOne):
        return order.outcome
    return await tell_order(turn, order)


async def delivery_time(turn: Turn) -> Outcome:
    """Tell the day on which the order meant arrives."""
    order = await order_meant(turn, Intent.DELIVERY_TIME)
    if isinstance(order, NotOne):
        return order.outcome
    views = await orders.parcels_of(turn.unit, order.key)
    act = _act(turn, order, views)
    known = await _facts(turn, order, views, act)
    if act not in _ON_TIME or "eta" not in known:
        return await tell_order(turn, order, views)
    shown = {slot: known[slot] for slot in ("order_number", "eta")}
    return Outcome((Reply("delivery_eta", shown),), turn.context.settled(focus=order.number))


async def delivery_problem(turn: Turn) -> Outcome:
    """Take a delivery problem seriously: tell what is known, or let staff ask the carrier.

    Staff take over when the records cannot solve it: shown as delivered but not there, lost,
    sent back; or when the customer is angry or says it a second time.
    """
    order = await order_meant(turn, Intent.DELIVERY_PROBLEM)
    if isinstance(order, NotOne):
        return order.outcome
    views = await orders.parcels_of(turn.unit, order.key)
    act = _act(turn, order, views)
    again = turn.context.troubled == order.number
    if act in _SOLVED and not again and turn.understanding.mood is not Mood.ANGRY:
        told = await tell_order(turn, order, views)
        return replace(told, context=replace(told.context, troubled=order.number))
    return Outcome(
        (Reply("problem_reported", {"order_number": order.number}),),
        turn.context.settled(focus=order.number),
        hand_over=HandoverReason.PARCEL_PROBLEM,
        note=f"{order.number}: {act}",
    )


async def list_orders(turn: Turn) -> Outcome:
    """Show the latest orders, each with a button."""
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id, limit=5)
    if not visible:
        meant = await order_meant(turn, Intent.TRACK_ORDER)
        assert isinstance(meant, NotOne)
        return meant.outcome
    bought = await orders.items_of(turn.unit, [order.key for order in visible])
    lines = [
        f"{order.number} · {facts.day(order.placed_at, turn.now, turn.language)} · "
        f"{facts.items(bought[order.key], turn.language)}"
        for order in visible
    ]
    buttons = tuple(
        Button(order.number, f"order:{Intent.TRACK_ORDER}:{order.number}") for order in visible
    )
    shown = tuple(order.number for order in visible)
    reply = Reply("order_list", {"orders": "\n".join(lines)}, buttons)
    return Outcome((reply,), turn.context.settled(shown=shown))


async def tell_order(turn: Turn, order: Order, views: list[ShipmentView] | None = None) -> Outcome:
    """Say how an order stands, in the act that fits."""
    if views is None:
        views = await orders.parcels_of(turn.unit, order.key)
    act = _act(turn, order, views)
    shown = await _facts(turn, order, views, act)
    return Outcome(
        (Reply(act, shown),),
        turn.context.settled(focus=order.number),
        hand_over=HandoverReason.PARCEL_PROBLEM if _in_trouble(turn, act, views) else None,
        note=f"{order.number}: {act}",
    )


def _parcels(views: list[ShipmentView]) -> list[Parcel]:
    return [Parcel(v.shipment, v.last_event.happened_at if v.last_event else None) for v in views]


def _act(turn: Turn, order: Order, views: list[ShipmentView]) -> str:
    return order_act(order, _parcels(views), turn.now, turn.policy.parcels.lost_after)


def _in_trouble(turn: Turn, act: str, views: list[ShipmentView]) -> bool:
    if act != "parcel_split":
        return act in TROUBLE
    lost_after = turn.policy.parcels.lost_after
    return any(parcel_act(parcel, turn.now, lost_after) in TROUBLE for parcel in _parcels(views))


async def _facts(turn: Turn, order: Order, views: list[ShipmentView], act: str) -> dict[str, str]:
    """The facts an act about an order may use."""
    shown = {"order_number": order.number}
    if act.startswith("order_"):
        return shown | await _order_facts(turn, order, act, views)
    if act == "parcel_split":
        lines = [
            facts.parcel_line(n, view, turn.now, turn.language)
            for n, view in enumerate(views, start=1)
        ]
        return shown | {"shipment_count": str(len(views)), "parcels": "\n".join(lines)}
    return shown | (_parcel_facts(turn, views[0], act) if views else _without_parcel(turn))


def _without_parcel(turn: Turn) -> dict[str, str]:
    # An imported order may be marked delivered without a parcel of its own. The day it was
    # promised for is not the day it came.
    return {"delivered_on": facts.undated(turn.language)}


async def _order_facts(
    turn: Turn, order: Order, act: str, views: list[ShipmentView]
) -> dict[str, str]:
    shown: dict[str, str] = {}
    if act in {"order_unpaid", "order_preparing"}:
        bought = await orders.items_of(turn.unit, [order.key])
        shown["items"] = facts.items(bought[order.key], turn.language)
    if act == "order_unpaid":
        shown["amount"] = facts.money(order.total_minor, order.currency)
    if act == "order_preparing":
        shown |= await _coming(turn, order, views)
    if act == "order_cancelled" and order.cancelled_at:
        shown["cancelled_on"] = facts.day(order.cancelled_at, turn.now, turn.language)
    if act == "order_refunded":
        for refund in (await orders.refunds_of(turn.unit, [order.key]))[:1]:
            shown["amount"] = facts.money(refund.amount_minor, refund.currency)
            if refund.paid_at:
                shown["paid_on"] = facts.day(refund.paid_at, turn.now, turn.language)
    return shown


async def _coming(turn: Turn, order: Order, views: list[ShipmentView]) -> dict[str, str]:
    """Dispatch and arrival of an order not sent yet; days that have passed are not promised.

    A stop on a route of the shop's own tells more than the promise.
    """
    for view in views:
        parcel, expected = view.shipment, view.shipment.expected_at
        if parcel.carrier == OWN_CARRIER and expected and not facts.has_passed(expected, turn.now):
            return {"eta": facts.arrival(parcel, expected, turn.now, turn.language)}
    ship_by, arrives = await _promised(turn, order)
    shown: dict[str, str] = {}
    if ship_by and facts.has_passed(ship_by, turn.now):
        return shown
    if ship_by:
        shown["ship_by"] = facts.day(ship_by, turn.now, turn.language)
    if arrives and not facts.has_passed(arrives, turn.now):
        shown["eta"] = facts.day(arrives, turn.now, turn.language)
    return shown


async def _promised(turn: Turn, order: Order) -> tuple[datetime | None, datetime | None]:
    """When it leaves and arrives: as promised, or later where it waits for goods that do."""
    waits = await back_order_of(turn.unit, order)
    if waits is None or waits.goods_at is None:
        return order.ship_by, order.promised_at
    ship_by, arrives = (
        None if at is None else at.astimezone(turn.now.tzinfo).date()
        for at in (order.ship_by, order.promised_at)
    )
    later = new_dispatch(ship_by, arrives, waits.goods_at.astimezone(turn.now.tzinfo).date())
    if later is None:
        return order.ship_by, order.promised_at
    return waits.goods_at, None if later.arrives is None else _noon(later.arrives, turn)


def _noon(day: date, turn: Turn) -> datetime:
    return datetime.combine(day, time(12), turn.now.tzinfo)


def _delivered(turn: Turn, view: ShipmentView) -> str:
    event = view.last_event
    scanned = event.happened_at if event and event.status is TrackingStatus.DELIVERED else None
    when = view.shipment.delivered_at or scanned
    return facts.moment(when, turn.now, turn.language) if when else facts.undated(turn.language)


def _parcel_facts(turn: Turn, view: ShipmentView, act: str) -> dict[str, str]:
    shipment, language = view.shipment, turn.language
    shown = {
        "carrier": facts.carrier(shipment.carrier, language),
        "tracking_number": shipment.tracking_number,
    }
    if shipment.expected_at and not facts.has_passed(shipment.expected_at, turn.now):
        shown["eta"] = facts.arrival(shipment, shipment.expected_at, turn.now, language)
    if view.last_event is not None:
        shown["last_event"] = facts.event_line(view.last_event, language)
        shown["last_time"] = facts.moment(view.last_event.happened_at, turn.now, language)
    if shipment.status is TrackingStatus.DELIVERED:
        shown["delivered_on"] = _delivered(turn, view)
    if shipment.pickup_place:
        shown["pickup_place"] = shipment.pickup_place
    if act == "parcel_late" and shipment.promised_at and is_late(shipment, turn.now):
        shown["promised"] = facts.day(shipment.promised_at, turn.now, language)
    return shown
