"""Suppliers, their offers and their deliveries come in from files, each row once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlmodel import col, select

from knowledge.intake import ImportReport, import_csv
from knowledge.records import (
    PriceBreak,
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Receipt,
    Sku,
    StockLevel,
    StockMovement,
    Supplier,
    SupplierOffer,
    utcnow,
)
from knowledge.store import Store
from tests.fakes import ZONE

SUPPLIERS = (
    "code,name,email,language,timezone,works_on,works_from,works_until,order_minimum,container_volume\n"
    "JADE,Jade Pottery,orders@jade.example,en,Europe/Stockholm,54321,8,16,500.00,67000\n"
    "OAK,橡木坊,,zh,,,,,,\n"
)
OFFERS = (
    "supplier,sku,price,minimum_quantity,pack_size,price_breaks,pack_volume\n"
    "JADE,CUP-1,12.00,100,20,500:11.80;1000:11.20,24.5\n"
    "OAK,CUP-1,12.50,,,,\n"
)
RECEIPTS = (
    "reference,purchase_order,sku,quantity,rejected,received_at\n"
    "LS-1,PO1,CUP-1,30,2,2026-11-20 09:30\n"
    "LS-2,PO1,CUP-1,20,,2026-11-21 09:30\n"
)


async def load(store: Store, folder: Path, content: str) -> ImportReport:
    path = folder / "rows.csv"
    path.write_text(content)
    return await import_csv(store, path, zone=ZONE)


async def shop(store: Store) -> None:
    async with store.writing() as unit:
        product = Product(code="CUP", name_zh="杯", name_en="Cup")
        unit.add(product)
        await unit.flush()
        sku = Sku(code="CUP-1", product_id=product.key, price_minor=2900)
        unit.add(sku)
        await unit.flush()
        unit.add(StockLevel(sku_id=sku.key, on_hand=1))


async def ordered(store: Store, number: str = "PO1") -> None:
    async with store.writing() as unit:
        supplier = (await unit.exec(select(Supplier))).first()
        assert supplier is not None
        order = PurchaseOrder(
            number=number,
            supplier_id=supplier.key,
            status=PurchaseOrderStatus.REQUESTED,
            requested_at=utcnow(),
        )
        unit.add(order)
        await unit.flush()
        unit.add(
            PurchaseOrderLine(
                purchase_order_id=order.key, sku_id=1, quantity=50, unit_price_minor=1200
            )
        )


async def test_a_second_run_changes_nothing(any_store: Store, tmp_path: Path) -> None:
    await shop(any_store)
    for kind, content in (("suppliers", SUPPLIERS), ("supplier_offers", OFFERS)):
        first = await load(any_store, tmp_path, content)
        again = await load(any_store, tmp_path, content)
        assert (first.kind, first.created, first.rejected) == (kind, 2, 0)
        assert (again.unchanged, again.created, again.updated) == (2, 0, 0)
    await ordered(any_store)
    assert (await load(any_store, tmp_path, RECEIPTS)).created == 2
    assert (await load(any_store, tmp_path, RECEIPTS)).unchanged == 2

    async with any_store.reading() as unit:
        jade = (await unit.exec(select(Supplier).where(Supplier.code == "JADE"))).one()
        breaks = (await unit.exec(select(PriceBreak))).all()
        offers = (await unit.exec(select(SupplierOffer).order_by(col(SupplierOffer.id)))).all()
        level = (await unit.exec(select(StockLevel))).one()
        line = (await unit.exec(select(PurchaseOrderLine))).one()
        order = (await unit.exec(select(PurchaseOrder))).one()
    assert (jade.timezone, jade.works_on, jade.works_from) == ("Europe/Stockholm", "12345", 8)
    assert (jade.order_minimum_minor, jade.container_volume) == (50_000, 67_000)
    assert [one.pack_volume_ml for one in offers] == [24_500, 0]
    assert [(one.from_quantity, one.unit_price_minor) for one in breaks] == [
        (500, 1180),
        (1000, 1120),
    ]
    assert (level.on_hand, line.received_quantity, line.open) == (51, 50, False)
    assert order.status is PurchaseOrderStatus.RECEIVED


async def test_other_price_breaks_take_the_place_of_those_before(
    store: Store, tmp_path: Path
) -> None:
    await shop(store)
    await load(store, tmp_path, SUPPLIERS)
    await load(store, tmp_path, OFFERS)
    changed = "supplier,sku,price,price_breaks\nJADE,CUP-1,12.00,500:11.50\n"
    assert (await load(store, tmp_path, changed)).updated == 1
    await load(store, tmp_path, "supplier,sku,price,pack_size\nJADE,CUP-1,12.00,10\n")
    async with store.reading() as unit:
        (one,) = (await unit.exec(select(PriceBreak))).all()
        offer = await unit.get(SupplierOffer, one.offer_id)
    assert (one.from_quantity, one.unit_price_minor) == (500, 1150)
    assert offer is not None and (offer.minimum_quantity, offer.pack_size) == (100, 10)


async def test_two_imports_at_once_take_a_delivery_note_once(
    any_store: Store, tmp_path: Path
) -> None:
    await shop(any_store)
    await load(any_store, tmp_path, SUPPLIERS)
    await ordered(any_store)
    path = tmp_path / "receipts.csv"
    path.write_text(RECEIPTS)
    other = Store(any_store.url)
    try:
        await asyncio.gather(*(import_csv(one, path, zone=ZONE) for one in (any_store, other)))
    finally:
        await other.close()
    async with any_store.reading() as unit:
        assert (await unit.exec(select(StockLevel.on_hand))).one() == 51
        assert len((await unit.exec(select(Receipt))).all()) == 2
        assert len((await unit.exec(select(StockMovement))).all()) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SUPPLIERS + "X,X,,en,Mars/Base,,,,,\n", 'row 4: timezone "Mars/Base" is not a zone'),
        (SUPPLIERS + "X,X,,en,,0,,,,\n", 'row 4: works_on "0" is not weekdays'),
        (SUPPLIERS + "X,X,,en,,,18,9,,\n", "row 4: needs works_until after works_from"),
        (OFFERS + "TIN,CUP-1,1.00,,,,\n", 'row 4: supplier "TIN" is not a known supplier'),
        (OFFERS + "OAK,CUP-9,1.00,,,,\n", 'row 4: sku "CUP-9" is not a known SKU'),
        (OFFERS + "JADE,CUP-2,1.00,,,500=9,\n", 'row 4: price_breaks "500=9" is not text such as'),
        (OFFERS + "JADE,CUP-2,1.00,,,5:1;5:2,\n", '5:1;5:2" names a quantity twice'),
        (OFFERS + "JADE,CUP-2,1.00,,0,,\n", 'row 4: pack_size "0" must be at least 1'),
        (SUPPLIERS + "X,X,,en,,,,,,1.5\n", 'container_volume "1.5" is not a whole number'),
        (OFFERS + "OAK,CUP-2,1.00,,,,1.2345\n", '"1.2345" is not litres such as 24.5, with 3'),
        (OFFERS + "OAK,CUP-2,1.00,,,,-1\n", 'row 4: pack_volume "-1" is negative'),
        (RECEIPTS + "LS-3,PO9,CUP-1,1,,\n", 'purchase_order "PO9" is not a known purchase order'),
        (RECEIPTS + "LS-3,PO1,CUP-9,1,,\n", 'row 4: sku "CUP-9" is not in this purchase order'),
        (RECEIPTS + "LS-3,PO1,CUP-1,0,,\n", "row 4: needs quantity, rejected or no_more"),
    ],
)
async def test_a_wrong_row_is_named_and_the_others_go_in(
    store: Store, tmp_path: Path, content: str, said: str
) -> None:
    await shop(store)
    await load(store, tmp_path, SUPPLIERS)
    await ordered(store)
    report = await load(store, tmp_path, content)
    assert report.rejected >= 1
    assert said in str(report)


async def test_what_was_taken_is_not_changed_by_a_later_file(store: Store, tmp_path: Path) -> None:
    await shop(store)
    await load(store, tmp_path, SUPPLIERS)
    await ordered(store)
    await load(store, tmp_path, RECEIPTS)
    report = await load(store, tmp_path, RECEIPTS.replace(",30,2,", ",29,3,"))
    assert (report.unchanged, report.rejected) == (1, 1)
    assert 'reference "LS-1" was taken already, with other pieces' in str(report)
