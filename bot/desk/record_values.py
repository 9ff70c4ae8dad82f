"""What of the records is edited by hand. The fields are named as those of the records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CustomerValues:
    """Of `Customer`; `phone` in any usual form, kept as E.164."""

    name: str
    phone: str | None
    email: str | None
    language: str
    level: str


@dataclass(frozen=True, slots=True)
class ProductValues:
    """Of `Product`: what it is called and how it is described."""

    name_zh: str
    name_en: str
    category: str
    description_zh: str
    description_en: str


@dataclass(frozen=True, slots=True)
class SkuValues:
    """Of `Sku`: its price in minor units, and whether it is for sale."""

    price_minor: int
    active: bool


@dataclass(frozen=True, slots=True)
class SupplierValues:
    """Of `Supplier`: `telegram_chat` is used instead of e-mail when set."""

    name: str
    email: str | None
    telegram_chat: str | None
    language: str


@dataclass(frozen=True, slots=True)
class OfferValues:
    """Of `SupplierOffer`: price in minor units, pieces at least, pieces a pack."""

    unit_price_minor: int
    minimum_quantity: int
    pack_size: int


class StockReason(StrEnum):
    """Why staff say that there is another number of pieces, as `StockMovement.reason`."""

    COUNT = "count"
    RECEIPT = "receipt"
    RETURN = "return"
    DAMAGE = "damage"
    LOSS = "loss"
