"""Products and their stock-keeping units."""

from __future__ import annotations

from sqlmodel import Field

from knowledge.records.base import Record


class Product(Record, table=True):
    """What customers talk about; it is sold as one or more SKUs."""

    __tablename__ = "product"

    code: str = Field(unique=True, max_length=40)
    name_zh: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    category: str = Field(default="", index=True, max_length=60)
    description_zh: str = ""
    description_en: str = ""
    terms: str = ""
    """The search terms of the names (`knowledge.terms`)."""

    def name(self, language: str) -> str:
        return self.name_zh if language == "zh" else self.name_en


class Sku(Record, table=True):
    """A sellable variant of a product (size, colour). Money is in minor units."""

    __tablename__ = "sku"

    code: str = Field(unique=True, max_length=40)
    product_id: int = Field(foreign_key="product.id", index=True)
    variant_zh: str = Field(default="", max_length=120)
    variant_en: str = Field(default="", max_length=120)
    price_minor: int = Field(ge=0)
    cost_minor: int = Field(default=0, ge=0)
    currency: str = Field(default="CNY", max_length=3)
    shelf_life_days: int | None = Field(default=None, ge=1)
    """How long after its receipt a piece may be sold; None: it keeps."""
    active: bool = True

    def variant(self, language: str) -> str:
        return self.variant_zh if language == "zh" else self.variant_en
