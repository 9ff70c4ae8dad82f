"""Who the demo shop buys from, at which prices, and how long it took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from knowledge.demo.catalogue import Ware
from knowledge.demo.clock import Clock
from knowledge.demo.ledger import Ledger
from knowledge.records import (
    Guardrails,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Receipt,
    StockMovement,
    Supplier,
    SupplierOffer,
)


@dataclass(frozen=True, slots=True)
class Maker:
    """A supplier's profile. Lead times are days from request to receipt.

    Args:
        complete: the chance that a line comes whole; else a tenth to a third is left out.
        dearer: by what share its prices grew in a year.
        negotiates: whether staff have set guardrails for it.
    """

    code: str
    name: str
    language: str
    email: str
    sells: tuple[str, ...]
    lead: float
    spread: float
    complete: float = 0.97
    dearer: float = 0.02
    negotiates: bool = True


MAKERS = (
    Maker(
        "SUP-01",
        "永康恒达杯壶厂",
        "zh",
        "sales@hengda.example.com",
        ("drinkware", "kitchen"),
        7,
        1.2,
    ),
    Maker(
        "SUP-02",
        "南通云锦家纺有限公司",
        "zh",
        "dingdan@yunjin.example.com",
        ("bedding", "clothing"),
        10,
        2.0,
    ),
    Maker(
        "SUP-03",
        "深圳明曜电子",
        "zh",
        "po@mingyao.example.com",
        ("electronics",),
        6,
        1.0,
        negotiates=False,
    ),
    Maker("SUP-04", "武夷山清源茶业", "zh", "tea@qingyuan.example.com", ("tea_snacks",), 5, 0.8),
    Maker(
        "SUP-05",
        "义乌拾光文具",
        "zh",
        "orders@shiguang.example.com",
        ("stationery", "outdoor"),
        8,
        2.5,
    ),
    Maker(
        "SUP-06",
        "Harbour Trading Ltd",
        "en",
        "orders@harbour.example.com",
        ("electronics", "outdoor", "stationery"),
        14,
        3.5,
        complete=0.8,
        dearer=0.06,
    ),
    Maker(
        "SUP-07",
        "Nordic Home Supply AB",
        "en",
        "supply@nordichome.example.com",
        ("bedding", "kitchen", "drinkware"),
        21,
        5.0,
        complete=0.9,
        dearer=0.04,
    ),
    Maker(
        "SUP-08",
        "Pacific Botanicals Inc",
        "en",
        "hello@pacificbotanicals.example.com",
        ("skincare", "clothing", "tea_snacks"),
        16,
        3.0,
    ),
)

_PACKS = (1, 1, 6, 10, 12, 20)


@dataclass(frozen=True, slots=True)
class Source:
    """A supplier with what it offers us."""

    maker: Maker
    supplier: Supplier
    offers: tuple[SupplierOffer, ...]


def put_suppliers(ledger: Ledger, wares: Sequence[Ware], clock: Clock, rng: Random) -> list[Source]:
    """Add suppliers with an offer for each SKU that they sell."""
    opened = clock.at(-500, 9)
    sources = []
    for maker in MAKERS:
        supplier = ledger.add(_supplier(maker), opened)
        if maker.negotiates:
            ledger.add(_guardrails(supplier), opened)
        sold = [ware for ware in wares if ware.product.category in maker.sells]
        offers = [ledger.add(_offer(supplier, ware, rng), opened) for ware in sold]
        sources.append(Source(maker, supplier, tuple(offers)))
    return sources


def _supplier(maker: Maker) -> Supplier:
    """It is written to at any hour: who tries the demo in the evening, or on a Sunday, sees it."""
    return Supplier(
        code=maker.code,
        name=maker.name,
        email=maker.email,
        language=maker.language,
        works_on="1234567",
        works_from=0,
        works_until=24,
    )


def _guardrails(supplier: Supplier) -> Guardrails:
    zh = supplier.language == "zh"
    return Guardrails(
        supplier_id=supplier.key,
        most_over_percent=4.0,
        latest_days=45,
        delivery_address=(
            "杭州市余杭区良睦路 1288 号 2 号仓"
            if zh
            else "Warehouse 2, 1288 Liangmu Road, Yuhang, Hangzhou, China"
        ),
        payment_terms="月结 30 天，银行转账" if zh else "30 days net, by bank transfer",
        packing="原厂外箱，每箱贴货号" if zh else "Your own cartons, the item code on each",
        tells_latest_day=True,
    )


def _offer(supplier: Supplier, ware: Ware, rng: Random) -> SupplierOffer:
    pack = rng.choice(_PACKS)
    return SupplierOffer(
        supplier_id=supplier.key,
        sku_id=ware.sku.key,
        supplier_sku=f"{supplier.code[-2:]}{ware.sku.key:04}",
        unit_price_minor=round(ware.sku.cost_minor * rng.uniform(0.94, 1.1)),
        minimum_quantity=pack * rng.choice((1, 2, 5)),
        pack_size=pack,
    )


def preferred(sources: Sequence[Source]) -> dict[int, tuple[Source, SupplierOffer]]:
    """The cheapest offer for each SKU (by id)."""
    best: dict[int, tuple[Source, SupplierOffer]] = {}
    for source in sources:
        for offer in source.offers:
            held = best.get(offer.sku_id)
            if held is None or offer.unit_price_minor < held[1].unit_price_minor:
                best[offer.sku_id] = (source, offer)
    return best


class Purchases:
    """Purchase orders, numbered by day."""

    def __init__(self, ledger: Ledger, clock: Clock, rng: Random) -> None:
        self._ledger, self._clock, self._rng = ledger, clock, rng
        # Of their own: what came and at which price moves nothing else of the shop.
        self._dice = Random(71)  # noqa: S311 meant to be repeatable
        self._numbers: dict[str, int] = defaultdict(int)

    def put_received(self, source: Source) -> None:
        """Add a year of orders that arrived: the supplier's lead times are seen in them."""
        ago = self._rng.randint(320, 360)
        while ago > source.maker.lead + 4 * source.maker.spread:
            lead = max(2.0, self._rng.gauss(source.maker.lead, source.maker.spread))
            requested = self._clock.between(-ago, 9, 11, self._rng)
            received = (requested + timedelta(days=lead)).replace(microsecond=0)
            offers = self._rng.sample(source.offers, min(len(source.offers), 5))
            self._put(source, requested, offers, received)
            ago -= self._rng.randint(20, 40)

    def put_open(self, source: Source, offer: SupplierOffer) -> datetime:
        """Add a confirmed order that is on its way; returns when it is expected."""
        ago = self._rng.randint(2, max(2, int(source.maker.lead) - 2))
        requested = self._clock.between(-ago, 9, 11, self._rng)
        return self._put(source, requested, [offer], None)

    def _put(
        self,
        source: Source,
        requested: datetime,
        offers: Sequence[SupplierOffer],
        received: datetime | None,
    ) -> datetime:
        expected = (requested + timedelta(days=source.maker.lead)).replace(
            hour=12, minute=0, second=0
        )
        order = PurchaseOrder(
            number=self._number(requested),
            supplier_id=source.supplier.key,
            status=PurchaseOrderStatus.RECEIVED if received else PurchaseOrderStatus.CONFIRMED,
            requested_at=requested,
            needed_by=expected + timedelta(days=3),
            expected_at=expected,
            promised_at=expected,
            received_at=received,
        )
        self._ledger.add(order, requested)
        for offer in offers:
            self._put_line(source.maker, order, offer)
        return expected

    def _put_line(self, maker: Maker, order: PurchaseOrder, offer: SupplierOffer) -> None:
        packs = -(-self._rng.randint(60, 240) // offer.pack_size)
        quantity = max(offer.minimum_quantity, offer.pack_size * packs)
        line = PurchaseOrderLine(
            purchase_order_id=order.key,
            sku_id=offer.sku_id,
            quantity=quantity,
            unit_price_minor=self._price_then(maker, order, offer),
            received_quantity=0 if order.received_at is None else self._came(maker, quantity),
            open=order.received_at is None,
        )
        self._ledger.add(line, order.requested_at)
        if order.received_at is not None:
            self._put_receipt(order, line, order.received_at)

    def _price_then(self, maker: Maker, order: PurchaseOrder, offer: SupplierOffer) -> int:
        """A year ago at 6 % dearer now: 1060 then 1000."""
        years = (self._clock.now - order.requested_at) / timedelta(days=365)
        grown: float = (1 + maker.dearer) ** years
        return round(offer.unit_price_minor / grown)

    def _came(self, maker: Maker, quantity: int) -> int:
        if self._dice.random() < maker.complete:
            return quantity
        return round(quantity * self._dice.uniform(2 / 3, 0.9))

    def _put_receipt(self, order: PurchaseOrder, line: PurchaseOrderLine, at: datetime) -> None:
        receipt = Receipt(
            line_id=line.key,
            quantity=line.received_quantity,
            received_at=at,
            reference=f"{order.number}-{line.sku_id}",
        )
        self._ledger.add(receipt, at)
        moved = StockMovement(
            sku_id=line.sku_id,
            quantity=line.received_quantity,
            reason="receipt",
            reference=order.number,
            happened_at=at,
        )
        self._ledger.add(moved, at)

    def _number(self, requested: datetime) -> str:
        day = f"PO{requested:%y%m%d}"
        self._numbers[day] += 1
        return f"{day}{self._numbers[day]:04}"
