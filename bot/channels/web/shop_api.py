"""The HTTP API through which the shop's own system keeps the records up to date.

Every request is idempotent: putting the same record again changes nothing. A value that is
left out stays as it is; an empty one clears it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request, Response
from fastapi.responses import JSONResponse

from bot.channels.web.api_access import with_token
from bot.channels.web.parts import Parts, WebParts
from bot.channels.web.row_schema import operation
from knowledge.intake import (
    CustomerRow,
    OrderRow,
    Outcome,
    Problem,
    ProductRow,
    ReceiptRow,
    RowRefused,
    ShipmentRow,
    StockRow,
    SupplierOfferRow,
    SupplierRow,
    TrackingEventRow,
    put_customer,
    put_order,
    put_product,
    put_receipt,
    put_shipment,
    put_stock,
    put_supplier,
    put_supplier_offer,
    put_tracking_event,
    read_row,
)
from knowledge.intake.rows import Row
from knowledge.store import Unit

router = APIRouter(prefix="/api/v1", dependencies=[Depends(with_token)])

Fields = Annotated[dict[str, Any], Body()]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: where it is put, what it holds and what stores it.

    `key` is the row's field that stands in the address.
    """

    collection: str
    key: str
    model: type[Row]
    put: Callable[[Unit, Any], Awaitable[Outcome]]
    summary: str


_KINDS = (
    Kind("products", "sku", ProductRow, put_product, "Add or update a SKU and its product"),
    Kind("customers", "reference", CustomerRow, put_customer, "Add or update a customer"),
    Kind("orders", "number", OrderRow, put_order, "Add or update an order with its lines"),
    Kind("shipments", "tracking_number", ShipmentRow, put_shipment, "Add or update a parcel"),
    Kind("stock", "sku", StockRow, put_stock, "Set a SKU's stock"),
    Kind("suppliers", "code", SupplierRow, put_supplier, "Add or update a supplier"),
    Kind("supplier_offers", "sku", SupplierOfferRow, put_supplier_offer, "Add or update an offer"),
    Kind("receipts", "reference", ReceiptRow, put_receipt, "Take in pieces of a SKU"),
)


def _route(kind: Kind) -> None:
    async def put(request: Request, parts: Parts, fields: Fields) -> Response:
        key = str(request.path_params[kind.key])
        if str(fields.setdefault(kind.key, key)) != key:
            return _refused(422, Problem(kind.key, "differs from the address"))
        return await _stored(parts, kind.model, fields, kind.put)

    router.add_api_route(
        f"/{kind.collection}/{{{kind.key}}}",
        put,
        methods=["PUT"],
        name=f"put_{kind.collection}",
        summary=kind.summary,
        openapi_extra=operation(kind.model, kind.key),
    )


for _kind in _KINDS:
    _route(_kind)


@router.post(
    "/shipments/{carrier}/{tracking_number}/events",
    summary="Add or correct a scan of a parcel",
    openapi_extra=operation(TrackingEventRow),
)
async def post_tracking_event(
    carrier: str, tracking_number: str, parts: Parts, fields: Fields
) -> Response:
    """The carrier's `external_id` makes a repeated scan change nothing."""

    async def put(unit: Unit, row: TrackingEventRow) -> Outcome:
        return await put_tracking_event(unit, carrier, tracking_number, row)

    return await _stored(parts, TrackingEventRow, fields, put)


async def _stored(
    parts: WebParts,
    model: type[Row],
    fields: Mapping[str, object],
    put: Callable[[Unit, Any], Awaitable[Outcome]],
) -> Response:
    try:
        row = read_row(model, fields, zone=parts.settings.zone)
    except RowRefused as refused:
        return _refused(422, *refused.problems)
    try:
        async with parts.store.writing() as unit:
            outcome = await put(unit, row)
    except RowRefused as refused:
        return _refused(_status(refused), *refused.problems)
    return JSONResponse({"result": outcome}, 201 if outcome is Outcome.CREATED else 200)


def _status(refused: RowRefused) -> int:
    """A readable row is refused for what it refers to: unknown, or somebody else's."""
    unknown = any("not a known" in problem.reason for problem in refused.problems)
    return 404 if unknown else 409


def _refused(status: int, *problems: Problem) -> Response:
    errors = [{"field": _field(problem), "message": str(problem)} for problem in problems]
    return JSONResponse({"errors": errors}, status)


def _field(problem: Problem) -> str:
    """`lines.2.sku` for a value in an order's third line."""
    return problem.column if problem.line is None else f"lines.{problem.line}.{problem.column}"
