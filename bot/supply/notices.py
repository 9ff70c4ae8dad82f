"""What a supplier is sent: whereto, the subject, and the words with a plain table below.

Numbers and dates are written for the supplier's language. Prices are not named: the
supplier is asked for its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from knowledge.records import (
    Channel,
    OutboxItem,
    Product,
    Sku,
    Supplier,
    SupplierOffer,
    utcnow,
)
from models.values import Language

_WEEKDAYS_ZH = "一二三四五六日"


class SupplierWording(Protocol):
    """Words for an act of `models.acts`, as the suppliers' side needs them."""

    async def word(self, act: str, facts: dict[str, str], language: Language) -> str:
        """The finished text of an act, its slots filled with the facts."""
        ...


class Asked(Protocol):
    """An item that is asked for; `offer` is None where the supplier's is known no longer."""

    @property
    def sku(self) -> Sku: ...
    @property
    def product(self) -> Product: ...
    @property
    def offer(self) -> SupplierOffer | None: ...
    @property
    def quantity(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Request:
    """A purchase order as its supplier is told of it."""

    number: str
    supplier: Supplier
    needs: Sequence[Asked]
    needed_by: datetime
    shop_name: str

    @property
    def language(self) -> Language:
        return language_of(self.supplier)


def language_of(supplier: Supplier) -> Language:
    """Chinese for suppliers that read it; every other one gets English."""
    return Language.ZH if supplier.language.lower()[:2] == "zh" else Language.EN


def address(supplier: Supplier) -> tuple[Channel, str] | None:
    """Where a supplier reads: Telegram when set, otherwise e-mail, otherwise nowhere."""
    if supplier.telegram_chat:
        return Channel.TELEGRAM, supplier.telegram_chat
    return (Channel.MAIL, supplier.email) if supplier.email else None


async def restock_message(
    request: Request, wording: SupplierWording, leaves_at: datetime | None = None
) -> OutboxItem:
    """The message for a purchase order, to be written with it; its key is sent once.

    Args:
        leaves_at: when it is sent; at once if not said.

    Raises:
        ValueError: the supplier has no address.
    """
    whereto = address(request.supplier)
    if whereto is None:
        raise ValueError(f"The supplier {request.supplier.code} has no address.")
    channel, destination = whereto
    opening = await wording.word("restock_request", request_facts(request), request.language)
    return OutboxItem(
        channel=channel,
        destination=destination,
        text=f"{opening}\n\n{table(request)}",
        data={"subject": subject(request)} if channel is Channel.MAIL else {},
        idempotency_key=f"restock:{request.number}",
        next_attempt_at=leaves_at or utcnow(),
    )


def subject(request: Request) -> str:
    """【小二商店】采购单 PO2611230007 / Purchase order PO2611230007 from Xiaoer Shop."""
    shop = " ".join(request.shop_name.split())  # a line break would begin another header
    if request.language is Language.ZH:
        return f"【{shop}】采购单 {request.number}"
    return f"Purchase order {request.number} from {shop}"


def request_facts(request: Request) -> dict[str, str]:
    """The slots of `restock_request`. Several items are named by the first and their number,
    with the pieces of all; the table below has each."""
    language, needs = request.language, request.needs
    known = {
        "product": _items_named(needs, language),
        "quantity": number(sum(need.quantity for need in needs), language),
        "purchase_order": request.number,
        "supplier": request.supplier.name,
        "needed_by": by_day(request.needed_by.date(), language),
        "shop_name": request.shop_name,
    }
    return known | ({"sku": item_code(needs[0])} if len(needs) == 1 else {})


def table(request: Request) -> str:
    """Every item of the order on a line of its own, the day it is needed and the number."""
    language = request.language
    zh = language is Language.ZH
    lines = [_table_line(place, need, language) for place, need in enumerate(request.needs, 1)]
    day = by_day(request.needed_by.date(), language)
    head = f"采购单 {request.number}：" if zh else f"Purchase order {request.number}:"
    foot = f"需要时间：{day}" if zh else f"Needed {day}"
    return "\n".join([head, *lines, foot, request.shop_name])


def _table_line(place: int, need: Asked, language: Language) -> str:
    """`1. Ceramic Travel Mug Ocean Blue | item code CUP-01-BL | 80 pieces`."""
    pieces = number(need.quantity, language)
    name, code = item_name(need, language), item_code(need)
    if language is Language.ZH:
        return f"{place}. {name} | 货号 {code} | {pieces} 件"
    return f"{place}. {name} | item code {code} | {pieces} pieces"


def item_name(need: Asked, language: str) -> str:
    """Product and variant in one line: 陶瓷保温杯 海蓝 / Ceramic Travel Mug Ocean Blue."""
    return " ".join(f"{need.product.name(language)} {need.sku.variant(language)}".split())


def item_code(need: Asked) -> str:
    """The supplier's own code for the item, or ours when it gave none."""
    return (need.offer.supplier_sku if need.offer else "") or need.sku.code


def _items_named(needs: Sequence[Asked], language: Language) -> str:
    first, others = item_name(needs[0], language), len(needs) - 1
    if not others:
        return first
    if language is Language.ZH:
        return f"{first}等{len(needs)}种商品"
    return f"{first} and {others} other {'item' if others == 1 else 'items'}"


def number(value: int, language: Language) -> str:
    """`12000` → 12000 in Chinese, 12,000 in English."""
    return str(value) if language is Language.ZH else f"{value:,}"


def by_day(day: date, language: Language) -> str:
    """A latest day, its year said, since an order may be read months later.

    2026年12月10日（周四）前 / by Thursday, 10 December 2026.
    """
    said = on_day(day, language)
    return f"{said}前" if language is Language.ZH else f"by {said}"


def on_day(day: date, language: Language) -> str:
    """2026年12月10日（周四） / Thursday, 10 December 2026."""
    if language is Language.ZH:
        return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS_ZH[day.weekday()]}）"
    return f"{day:%A}, {day.day} {day:%B} {day.year}"
