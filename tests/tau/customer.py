"""The scripted customer: says what a task wants, tells what it is asked for, says yes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from models.values import Intent
from tests.tau.shop import Set, number, variant, written

#: The task's actions that the desk has, by their names in the set.
OURS = frozenset(
    {
        "cancel_pending_order",
        "modify_pending_order_address",
        "modify_pending_order_items",
        "return_delivered_order_items",
        "exchange_delivered_order_items",
    }
)


@dataclass(slots=True)
class Wish:
    """One thing that the customer wants, and what is told when the desk asks.

    `items` are pairs of an item id and the one wanted instead ("" where none is).
    """

    opening: str
    order: str
    intent: Intent
    items: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)


def wishes(task: dict[str, Any], found: Set) -> list[Wish]:
    """The wishes of a task in its order; a change or exchange of several items is one each."""
    return [wish for action in task["actions"] for wish in _wishes(action, found)]


def _wishes(action: dict[str, Any], found: Set) -> list[Wish]:
    name, given = action["name"], action["kwargs"]
    order = number(given["order_id"])
    if name == "cancel_pending_order":
        opening = f"Please cancel order {order}, {given['reason']}."
        return [Wish(opening, order, Intent.CANCEL_ORDER)]
    if name == "modify_pending_order_address":
        address = written(given)
        opening = f"I want to change the address of order {order}."
        return [Wish(opening, order, Intent.CHANGE_ADDRESS, answers={"address": address})]
    names = _names(given, found)
    if name == "return_delivered_order_items":
        listed = " and ".join(dict.fromkeys(names[item] for item in given["item_ids"]))
        opening = f"I'd like to return the {listed} from order {order} and get my money back."
        items = [(item, "") for item in given["item_ids"]]
        answers = {"reason": "I no longer need it", "goods": listed}
        return [Wish(opening, order, Intent.RETURN_REQUEST, items, answers)]
    pairs = list(zip(given["item_ids"], given["new_item_ids"], strict=True))
    verb = "exchange" if name == "exchange_delivered_order_items" else "change"
    return [_swap(verb, order, pair, names, found) for pair in pairs]


def _swap(verb: str, order: str, pair: tuple[str, str], names: dict[str, str], found: Set) -> Wish:
    old, new = pair
    wanted = variant(_options(new, found))
    mine = variant(_options(old, found))
    if verb == "exchange":
        opening = f"I want to exchange the {names[old]} ({mine}) in order {order} for another one."
    else:
        opening = f"Can you change the {names[old]} ({mine}) in my order {order} to another kind?"
    answers = {"new": wanted, "goods": f"{names[old]} ({mine})", "reason": "I prefer the other"}
    intent = Intent.RETURN_REQUEST if verb == "exchange" else Intent.MODIFY_ORDER
    return Wish(opening, order, intent, [pair], answers)


def _names(given: dict[str, Any], found: Set) -> dict[str, str]:
    return {item: _product(item, found)["name"] for item in given["item_ids"]}


def _options(item: str, found: Set) -> dict[str, str]:
    options: dict[str, str] = _product(item, found)["variants"][item]["options"]
    return options


def _product(item: str, found: Set) -> dict[str, Any]:
    return next(one for one in found.products.values() if item in one["variants"])


def reply_to(act: str, wish: Wish) -> str | None:
    """What the customer says to the last act of a reply; None when there is nothing to say."""
    last = act.split("+")[-1]
    match last:
        case "action_confirm":
            return "Yes, please."
        case "choose_order" | "ask_order_number":
            return wish.order
        case "ask_address" | "ask_full_address":
            return wish.answers.get("address")
        case "ask_which_items":
            return wish.answers.get("goods")
        case "ask_quantity":
            return "one"
        case "ask_new_variant":
            return wish.answers.get("new")
        case "ask_return_reason":
            return wish.answers.get("reason")
        case "ask_return_or_exchange":
            return "My money back." if wish.answers.get("new") is None else "An exchange."
    return None
