"""τ-bench's users, products and orders, as rows of the shop's import."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

from knowledge.intake import (
    CustomerRow,
    OrderRow,
    ProductRow,
    StockRow,
    put_customers,
    put_orders,
    put_products,
    put_stocks,
    read_row,
)
from knowledge.store import Store

FOLDER = Path("en_tau_bench_retail")
_STATUS = {
    "pending": "preparing",
    "processed": "shipped",
    "delivered": "delivered",
    "cancelled": "cancelled",
}
_ON_HAND = 50
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Set:
    """The whole set as it lies in its files."""

    orders: dict[str, Any]
    products: dict[str, Any]
    users: dict[str, Any]
    tasks: list[dict[str, Any]]


def read_set(data: Path) -> Set:
    """Read the four files. Raises OSError where one is missing."""
    folder = data / FOLDER
    orders, products, users = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("orders", "products", "users")
    )
    lines = (folder / "tasks_train.jsonl").read_text(encoding="utf-8").splitlines()
    return Set(orders, products, users, [json.loads(line) for line in lines])


def number(order_id: str) -> str:
    """`#W6067464` -> W6067464."""
    return order_id.lstrip("#")


def phone(user_id: str) -> str:
    """A phone for a user, since the set has none: the same one every time."""
    return f"+1212555{crc32(user_id.encode()) % 10_000_000:07}"


def variant(options: dict[str, str]) -> str:
    """`{"size": "M", "color": "red"}` -> `size: M, color: red`."""
    return ", ".join(f"{name}: {value}" for name, value in options.items())[:120]


def written(address: dict[str, str]) -> str:
    """An address on one line."""
    parts = [address["address1"], address["address2"], address["city"]]
    return ", ".join([*filter(None, parts), f"{address['state']} {address['zip']}", "USA"])


async def import_set(store: Store, found: Set) -> None:
    """Bring the set into an empty database, as a shop brings its own records."""
    now = datetime.now(UTC)
    kinds: tuple[tuple[Any, Any, list[dict[str, object]]], ...] = (
        (put_customers, CustomerRow, list(_customers(found))),
        (put_products, ProductRow, list(_products(found))),
        (put_stocks, StockRow, list(_stocks(found))),
        (put_orders, OrderRow, list(_orders(found, now))),
    )
    for put, model, rows in kinds:
        for page in _pages(rows):
            async with store.writing() as unit:
                read = [read_row(model, row, zone=UTC) for row in page]
                results = await put(unit, read)
                refused = [one for one in results if isinstance(one, Exception)]
                if refused:
                    raise refused[0]


def _pages(rows: Sequence[dict[str, object]]) -> Iterator[Sequence[dict[str, object]]]:
    for at in range(0, len(rows), _PAGE):
        yield rows[at : at + _PAGE]


def _customers(found: Set) -> Iterator[dict[str, object]]:
    for user_id, user in found.users.items():
        name = f"{user['name']['first_name']} {user['name']['last_name']}"
        yield {
            "reference": user_id,
            "name": name,
            "email": user["email"],
            "phone": phone(user_id),
            "language": "en",
        }


def _products(found: Set) -> Iterator[dict[str, object]]:
    for product in found.products.values():
        for item in product["variants"].values():
            yield {
                "product_code": product["product_id"],
                "sku": item["item_id"],
                "name_en": product["name"],
                "variant_en": variant(item["options"]),
                "price": f"{item['price']:.2f}",
                "currency": "USD",
            }


def _stocks(found: Set) -> Iterator[dict[str, object]]:
    for product in found.products.values():
        for item in product["variants"].values():
            yield {"sku": item["item_id"], "on_hand": _ON_HAND if item["available"] else 0}


def _orders(found: Set, now: datetime) -> Iterator[dict[str, object]]:
    """The orders as if placed in the last days: the set has no days."""
    for order_id, order in found.orders.items():
        user = found.users[order["user_id"]]
        placed = now - timedelta(days=4)
        counts: dict[tuple[str, float], int] = {}
        for item in order["items"]:
            key = (item["item_id"], item["price"])
            counts[key] = counts.get(key, 0) + 1
        total = sum(price * quantity for (_, price), quantity in counts.items())
        yield {
            "number": number(order_id),
            "customer": order["user_id"],
            "status": _STATUS[order["status"]],
            "placed_at": placed.isoformat(),
            "cancelled_at": placed.isoformat() if order["status"] == "cancelled" else None,
            "total": f"{total:.2f}",
            "currency": "USD",
            "recipient": f"{user['name']['first_name']} {user['name']['last_name']}",
            "phone": phone(order["user_id"]),
            "address": written(order["address"]),
            "payment_method": "card",
            "paid_at": placed.isoformat(),
            "lines": [
                {"sku": sku, "quantity": quantity, "unit_price": f"{price:.2f}"}
                for (sku, price), quantity in counts.items()
            ],
        }
