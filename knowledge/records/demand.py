"""What is known and expected of demand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from knowledge.records.base import Record, UtcDateTime


class Forecast(Record, table=True):
    """The newest forecast of a SKU, a number for each day from `first_day` on."""

    __tablename__ = "forecast"

    sku_id: int = Field(foreign_key="sku.id", unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    first_day: date
    model: str = Field(max_length=60)
    error: float = Field(ge=0)
    """The chosen model's scaled error in the backtest (MASE)."""
    errors: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """The backtest's error of every model that was tried."""
    mean: list[float] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Pieces expected on each day."""
    low: list[float] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    high: list[float] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """The 90 % interval of each day."""
    spread: list[float] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """The standard deviation of the error of the sum up to each day."""


class StockOutDay(Record, table=True):
    """A day on which a SKU could not be bought: its sales say little about the demand."""

    __tablename__ = "stock_out_day"
    __table_args__ = (UniqueConstraint("sku_id", "day"),)

    sku_id: int = Field(foreign_key="sku.id")
    day: date


class SalesEvent(Record, table=True):
    """A promotion of the shop's own; holidays and the platforms' sales days are known anyway."""

    __tablename__ = "sales_event"

    code: str = Field(unique=True, max_length=40)
    name_zh: str = Field(default="", max_length=120)
    name_en: str = Field(default="", max_length=120)
    first_day: date
    last_day: date
    product_id: int | None = Field(default=None, foreign_key="product.id")
    """None: the whole shop."""
