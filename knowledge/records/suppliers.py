"""Suppliers, what they offer, and what was ordered from them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime


class PurchaseOrderStatus(StrEnum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class Supplier(Record, table=True):
    __tablename__ = "supplier"

    code: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=200)
    telegram_chat: str | None = Field(default=None, max_length=60)
    """Used instead of e-mail when set."""
    language: str = Field(default="zh", max_length=8)


class SupplierOffer(Record, table=True):
    """A SKU that a supplier sells us. The cheapest offer is preferred."""

    __tablename__ = "supplier_offer"
    __table_args__ = (UniqueConstraint("supplier_id", "sku_id"),)

    supplier_id: int = Field(foreign_key="supplier.id")
    sku_id: int = Field(foreign_key="sku.id", index=True)
    supplier_sku: str = Field(default="", max_length=60)
    unit_price_minor: int = Field(ge=0)
    currency: str = Field(default="CNY", max_length=3)
    minimum_quantity: int = Field(default=1, ge=1)
    pack_size: int = Field(default=1, ge=1)


class PurchaseOrder(Record, table=True):
    """An order to a supplier. Received ones give the observed lead times."""

    __tablename__ = "purchase_order"

    number: str = Field(unique=True, max_length=40)
    supplier_id: int = Field(foreign_key="supplier.id", index=True)
    status: PurchaseOrderStatus = Field(sa_type=EnumText(PurchaseOrderStatus))
    requested_at: datetime = Field(sa_type=UtcDateTime)
    needed_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    received_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = ""
    """One sentence: why this order, for the buyer."""


class PurchaseOrderLine(Record, table=True):
    """A SKU in a purchase order. At most one open line a SKU: a need is ordered once."""

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        Index(
            "ix_purchase_order_line_open_sku",
            "sku_id",
            unique=True,
            sqlite_where=text("open"),
            postgresql_where=text("open"),
        ),
    )

    purchase_order_id: int = Field(foreign_key="purchase_order.id", index=True)
    sku_id: int = Field(foreign_key="sku.id", index=True)
    quantity: int = Field(gt=0)
    unit_price_minor: int = Field(ge=0)
    open: bool = True
    """False once received or cancelled."""
