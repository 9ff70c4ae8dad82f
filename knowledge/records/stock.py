"""What is on the shelf and what left it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from knowledge.records.base import Record, UtcDateTime


class StockLevel(Record, table=True):
    """Pieces of a SKU. `available = on_hand - reserved`."""

    __tablename__ = "stock_level"

    sku_id: int = Field(foreign_key="sku.id", unique=True)
    on_hand: int = Field(ge=0)
    reserved: int = Field(default=0, ge=0)
    restock_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When more is expected, from the open purchase order."""

    @property
    def available(self) -> int:
        return max(self.on_hand - self.reserved, 0)


class StockMovement(Record, table=True):
    """A change of stock with its reason: sale, receipt, count, return."""

    __tablename__ = "stock_movement"

    sku_id: int = Field(foreign_key="sku.id", index=True)
    quantity: int
    reason: str = Field(max_length=40)
    reference: str = Field(default="", max_length=80)
    happened_at: datetime = Field(sa_type=UtcDateTime)


class DailySales(Record, table=True):
    """Pieces of a SKU sold on a day in the shop's zone; a day without a row sold none."""

    __tablename__ = "daily_sales"
    __table_args__ = (UniqueConstraint("sku_id", "day"),)

    sku_id: int = Field(foreign_key="sku.id")
    day: date
    quantity: int = Field(ge=0)
