"""The HTTP API for the shop's records."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from knowledge.queries.orders import order_numbered, parcels_of
from knowledge.store import Store
from tests.channels.web.conftest import TOKEN, Front, MakeFront

PRODUCT = {
    "product_code": "MUG",
    "name_zh": "陶瓷保温杯",
    "name_en": "Travel Mug",
    "price": "129.00",
}
CUSTOMER = {"name": "王小明", "phone": "138 1234 5678"}
ORDER = {
    "customer": "C1",
    "status": "preparing",
    "placed_at": "2026-11-20 10:00",
    "total": "258.00",
    "lines": [{"sku": "MUG-1", "quantity": 2, "unit_price": "129.00"}],
}
SHIPMENT = {"order": "XE1", "carrier": "sf", "status": "InTransit"}
EVENT = {"external_id": "e1", "status": "OutForDelivery", "happened_at": "2026-11-22T08:00+08:00"}
STOCK = {"on_hand": 40, "reserved": 2}
OFFER = {"supplier": "JADE", "price": "60.00", "price_breaks": "500:58.00"}

#: In an order in which each refers only to what is there.
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("PUT", "/api/v1/products/MUG-1", PRODUCT),
    ("PUT", "/api/v1/customers/C1", CUSTOMER),
    ("PUT", "/api/v1/orders/XE1", ORDER),
    ("PUT", "/api/v1/shipments/SF100", SHIPMENT),
    ("POST", "/api/v1/shipments/sf/SF100/events", EVENT),
    ("PUT", "/api/v1/stock/MUG-1", STOCK),
    ("PUT", "/api/v1/suppliers/JADE", {"name": "Jade Pottery", "order_minimum": "500.00"}),
    ("PUT", "/api/v1/supplier_offers/MUG-1", OFFER),
]


@pytest_asyncio.fixture
async def shop(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """The shop's own system."""
    async with front.browser() as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


async def test_records_come_in_and_a_repeat_changes_nothing(
    shop: httpx.AsyncClient, store: Store
) -> None:
    for method, path, body in REQUESTS:
        first = await shop.request(method, path, json=body)
        assert (first.status_code, first.json()) == (201, {"result": "created"}), first.text
        again = await shop.request(method, path, json=body)
        assert (again.status_code, again.json()) == (200, {"result": "unchanged"}), path
    async with store.reading() as unit:
        order = await order_numbered(unit, "XE1")
        assert order is not None and order.total_minor == 25_800
        (parcel,) = await parcels_of(unit, order.key)
    assert parcel.shipment.status == "OutForDelivery"


async def test_a_change_is_an_update(shop: httpx.AsyncClient) -> None:
    await shop.put("/api/v1/customers/C1", json=CUSTOMER)
    answer = await shop.put("/api/v1/customers/C1", json={**CUSTOMER, "level": "gold"})
    assert (answer.status_code, answer.json()) == (200, {"result": "updated"})


async def test_goods_of_an_unknown_order_are_not_taken(shop: httpx.AsyncClient) -> None:
    note = {"purchase_order": "PO9", "sku": "MUG-1", "quantity": 3}
    answer = await shop.put("/api/v1/receipts/LS-1", json=note)
    assert answer.status_code == 404
    assert "PO9" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(("method", "path", "body"), REQUESTS)
async def test_nothing_comes_in_without_the_token(
    front: Front, method: str, path: str, body: dict[str, Any]
) -> None:
    async with front.browser() as stranger:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
            answer = await stranger.request(method, path, json=body, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_an_api_without_a_token_is_not_configured(make_front: MakeFront) -> None:
    async with make_front(api_token="").browser() as client:
        headers = {"Authorization": "Bearer "}
        answer = await client.put("/api/v1/customers/C1", json=CUSTOMER, headers=headers)
    assert answer.status_code == 503
    assert "not configured" in answer.json()["error"]


async def test_an_unusable_field_is_named(shop: httpx.AsyncClient) -> None:
    body = {**PRODUCT, "price": "1.999", "colour": "red"}
    answer = await shop.put("/api/v1/products/MUG-1", json=body)
    assert answer.status_code == 422
    messages = {error["field"]: error["message"] for error in answer.json()["errors"]}
    assert messages["price"] == 'price "1.999" has more than 2 decimals'
    assert "colour" in messages


async def test_an_unusable_line_is_named_with_its_place(shop: httpx.AsyncClient) -> None:
    line = {"sku": "MUG-1", "quantity": 0, "unit_price": "129.00"}
    answer = await shop.put("/api/v1/orders/XE1", json={**ORDER, "lines": [line]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "lines.0.quantity"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"text"', b"null"])
async def test_what_is_no_object_is_refused(shop: httpx.AsyncClient, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await shop.put("/api/v1/customers/C1", content=content, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0].keys() == {"field", "message"}


async def test_a_key_that_differs_from_the_address_is_refused(shop: httpx.AsyncClient) -> None:
    answer = await shop.put("/api/v1/customers/C1", json={**CUSTOMER, "reference": "C2"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "reference"


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PUT", "/api/v1/orders/XE1", ORDER, "customer"),
        ("PUT", "/api/v1/shipments/SF100", SHIPMENT, "order"),
        ("PUT", "/api/v1/stock/MUG-1", STOCK, "sku"),
        ("POST", "/api/v1/shipments/sf/SF100/events", EVENT, "tracking_number"),
    ],
)
async def test_a_reference_to_something_unknown_is_404(
    shop: httpx.AsyncClient, method: str, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await shop.request(method, path, json=body)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["field"] == field


async def test_a_parcel_of_another_order_is_a_conflict(shop: httpx.AsyncClient) -> None:
    for method, path, body in REQUESTS[:4]:
        await shop.request(method, path, json=body)
    await shop.put("/api/v1/orders/XE2", json=ORDER)
    answer = await shop.put("/api/v1/shipments/SF100", json={**SHIPMENT, "order": "XE2"})
    assert answer.status_code == 409


async def test_the_description_lists_every_operation_and_resolves(front: Front) -> None:
    async with front.browser("en") as browser:
        described = (await browser.get("/api/openapi.json")).json()
        page = (await browser.get("/api/docs")).text
    assert set(described["paths"]) == {
        "/api/v1/products/{sku}",
        "/api/v1/customers/{reference}",
        "/api/v1/orders/{number}",
        "/api/v1/shipments/{tracking_number}",
        "/api/v1/stock/{sku}",
        "/api/v1/suppliers/{code}",
        "/api/v1/supplier_offers/{sku}",
        "/api/v1/receipts/{reference}",
        "/api/v1/shipments/{carrier}/{tracking_number}/events",
    }
    assert "#/$defs" not in str(described)
    for path in described["paths"]:
        assert path in page
    assert "lines[].quantity" in page and "https://" not in page
