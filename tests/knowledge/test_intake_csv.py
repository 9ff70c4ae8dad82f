"""Files come in whole or in part, never in silence."""

from __future__ import annotations

import codecs
import csv
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, func, select

from knowledge.errors import IntakeError
from knowledge.intake import ImportReport, import_csv
from knowledge.records import Customer, DailySales, Order, OrderLine, Record, Shipment, StockLevel
from knowledge.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
CUSTOMERS = "reference,name,phone\nC1,林晓雨,13812345678\nC2,Emma Wilson,+14155552671\n"
PRODUCTS = "product_code,sku,name_zh,price\nCUP,CUP-1,保温杯,39.00\nCUP,CUP-2,保温杯,49.00\n"
ORDER_COLUMNS = "number,customer,status,placed_at,total,sku,quantity,unit_price\n"
ORDERS = (
    ORDER_COLUMNS + "XE1,C1,shipped,2026-11-20 09:30,88.00,CUP-1,1,39.00\n"
    "XE1,,,,,CUP-2,1,49.00\n"
    "XE2,C2,preparing,2026-11-21,49.00,CUP-2,1,49.00\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


async def load(
    store: Store, folder: Path, content: str | bytes, name: str = "rows.csv"
) -> ImportReport:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return await import_csv(store, path, zone=ZONE)


async def refused(store: Store, folder: Path, content: str | bytes) -> str:
    with pytest.raises(IntakeError) as error:
        await load(store, folder, content)
    return str(error.value)


async def count(store: Store, table: type[Record]) -> int:
    async with store.reading() as unit:
        return (await unit.exec(select(func.count(col(table.id))))).one()


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.rejected


async def with_shop(store: Store, folder: Path) -> None:
    await load(store, folder, CUSTOMERS)
    await load(store, folder, PRODUCTS)


async def test_a_second_run_changes_nothing(any_store: Store, folder: Path) -> None:
    files = {
        "customers": CUSTOMERS,
        "products": PRODUCTS,
        "orders": ORDERS,
        "shipments": "order,carrier,tracking_number,status\nXE1,sf,SF1,InTransit\n"
        "XE2,zto,78,Pending\n",
        "stock": "sku,on_hand,reserved\nCUP-1,5,0\nCUP-2,0,0\n",
        "sales": "sku,day,quantity\nCUP-1,2026-11-20,3\nCUP-2,2026-11-20,1\n",
    }
    for kind, content in files.items():
        first = await load(any_store, folder, content)
        assert (first.kind, counts(first)) == (kind, (2, 0, 0, 0))
    for kind, content in files.items():
        again = await load(any_store, folder, content)
        assert (again.kind, counts(again)) == (kind, (0, 0, 2, 0))
    tables: tuple[type[Record], ...] = (Customer, Order, Shipment, StockLevel, DailySales)
    assert [await count(any_store, table) for table in tables] == [2] * 5
    assert await count(any_store, OrderLine) == 3


@pytest.mark.parametrize(
    "content",
    [
        CUSTOMERS.encode(),
        codecs.BOM_UTF8 + CUSTOMERS.encode(),
        CUSTOMERS.encode("gb18030"),
        CUSTOMERS.encode("utf-16"),
        CUSTOMERS.replace(",", ";").encode(),
        CUSTOMERS.replace(",", "\t").encode(),
        CUSTOMERS.replace("\n", "\r\n").encode(),
        CUSTOMERS.replace("\n", "\r").encode(),
        CUSTOMERS.replace("\n", "\n\n,,\n").encode(),
        CUSTOMERS.replace("reference,name", ' Reference ,"NAME"').encode(),
        CUSTOMERS.rstrip("\n").encode(),
    ],
    ids=[
        "utf-8",
        "byte-order mark",
        "gb18030",
        "utf-16",
        "semicolons",
        "tabs",
        "windows lines",
        "old mac lines",
        "blank rows",
        "capitals",
        "no last line end",
    ],
)
async def test_a_file_is_read_however_it_was_saved(
    store: Store, folder: Path, content: bytes
) -> None:
    report = await load(store, folder, content)
    assert (report.kind, counts(report)) == ("customers", (2, 0, 0, 0))
    async with store.reading() as unit:
        names = (await unit.exec(select(Customer.name).order_by(col(Customer.id)))).all()
    assert list(names) == ["林晓雨", "Emma Wilson"]


async def test_good_rows_go_in_and_bad_ones_are_written_beside(store: Store, folder: Path) -> None:
    content = CUSTOMERS + '\nC3,"Bad\nPhone",soon\nC4,,\nC5,Good,\nC1,Again,\nC6,Short\n'
    report = await load(store, folder, content, "people.csv")
    assert counts(report) == (3, 0, 0, 4)
    assert [str(problem) for problem in report.problems] == [
        'row 5: phone "soon" is not a phone number',
        "row 6: name is missing",
        'row 8: reference "C1" stands in row 2 already',
        "row 9: the row has 2 cells, the header 3",
    ]
    assert report.rejected_file == folder / "people.rejected.csv"
    with report.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["reference", "name", "phone", "error"]
    assert rows[1] == ["C3", "Bad\nPhone", "soon", str(report.problems[0])]
    assert await count(store, Customer) == 3


async def test_a_corrected_rejected_file_can_be_imported_as_it_is(
    store: Store, folder: Path
) -> None:
    report = await load(store, folder, CUSTOMERS + "C3,New,soon\n")
    assert report.rejected_file is not None
    text = report.rejected_file.read_text(encoding="utf-8-sig")
    corrected = await load(store, folder, text.replace("C3,New,soon", "C3,New,13912345678"))
    assert counts(corrected) == (1, 0, 0, 0)
    assert corrected.rejected_file is None


async def test_a_clean_run_takes_an_old_rejected_file_away(store: Store, folder: Path) -> None:
    rejected = (await load(store, folder, CUSTOMERS + "C3,New,soon\n")).rejected_file
    assert rejected is not None
    await load(store, folder, CUSTOMERS)
    assert not rejected.exists()


async def test_an_order_with_one_bad_line_is_rejected_whole(store: Store, folder: Path) -> None:
    await with_shop(store, folder)
    report = await load(store, folder, ORDERS.replace("XE1,,,,,CUP-2,1", "XE1,,,,,CUP-2,0"))
    assert counts(report) == (1, 0, 0, 2)
    assert [str(problem) for problem in report.problems] == [
        'row 3: quantity "0" must be at least 1'
    ]
    assert report.rejected_file is not None
    assert len(report.rejected_file.read_text().splitlines()) == 3


async def test_a_line_of_an_unknown_sku_is_named_by_its_own_row(store: Store, folder: Path) -> None:
    await with_shop(store, folder)
    report = await load(store, folder, ORDERS.replace("XE1,,,,,CUP-2", "XE1,,,,,CUP-9"))
    assert [str(problem) for problem in report.problems] == [
        'row 3: sku "CUP-9" is not a known SKU'
    ]


async def test_an_orders_rows_need_not_stand_together(store: Store, folder: Path) -> None:
    await with_shop(store, folder)
    lines = ORDERS.splitlines()
    scattered = "\n".join([lines[0], lines[1], lines[3], lines[2]])
    assert counts(await load(store, folder, scattered)) == (2, 0, 0, 0)
    assert await count(store, OrderLine) == 3
    assert counts(await load(store, folder, ORDERS)) == (0, 0, 2, 0)


async def test_an_orders_rows_must_agree(store: Store, folder: Path) -> None:
    await with_shop(store, folder)
    report = await load(store, folder, ORDERS.replace("XE1,,,,,", "XE1,C2,,,,"))
    assert counts(report) == (1, 0, 0, 2)
    assert str(report.problems[0]) == 'row 3: customer "C2" differs from the order\'s first row'


async def test_rows_without_an_order_number_are_not_one_order(store: Store, folder: Path) -> None:
    await with_shop(store, folder)
    report = await load(store, folder, ORDERS.replace("XE1", "").replace("XE2", ""))
    assert counts(report) == (0, 0, 0, 3)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("reference,name,name", "rows.csv has columns that occur twice: name."),
        ("reference,phone", "rows.csv, read as customers, lacks name."),
        (
            "reference,name,age,,shoe",
            "rows.csv, read as customers, has the unknown age, (no name), shoe.",
        ),
        (
            "number,customer,statu",
            "rows.csv, read as orders, lacks status, placed_at, total, sku, quantity, unit_price "
            "and has the unknown statu.",
        ),
        (
            "姓名,电话",
            "rows.csv has columns that fit none of customers, products, orders, shipments, "
            "stock, sales, suppliers, supplier_offers, receipts, delivery_places: 姓名, 电话.",
        ),
    ],
)
async def test_wrong_columns_are_named_in_one_sentence(
    store: Store, folder: Path, header: str, sentence: str
) -> None:
    assert await refused(store, folder, f"{header}\n1,2,3,4\n") == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"\n\nreference,name\n", "no column names"),
        (b",,\n1,2,3\n", "no column names"),
        (b"PK\x03\x04\x14\x00rest", "spreadsheet workbook"),
        (b"reference,name\nC1,\x00x\n", "zero bytes"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "zero bytes"),
        (b"\xff\xff\xff\xff\x80\x81", "neither UTF-8 nor GB18030"),
        (CUSTOMERS.encode() + b"C3,\xff\xfe,\n", "not valid UTF-8 in row 4"),
        ('reference,name\nC1,A\nC2,"B\nC3,C\n', "quote that is never closed, after row 2"),
        ('reference,name\nC2,"' + "x" * 200_000, "quote that is never closed, after row 1"),
        ('reference,name\nC2,"B"x,C\n', "cannot be read after row 1"),
    ],
)
async def test_what_is_no_csv_file_is_refused_before_anything_is_imported(
    store: Store, folder: Path, content: str | bytes, sentence: str
) -> None:
    assert sentence in await refused(store, folder, content)
    assert await count(store, Customer) == 0


async def test_a_file_that_is_not_there_is_refused(store: Store, folder: Path) -> None:
    with pytest.raises(IntakeError, match=r"gone\.csv cannot be read"):
        await import_csv(store, folder / "gone.csv", zone=ZONE)


async def test_a_header_alone_imports_nothing(store: Store, folder: Path) -> None:
    assert counts(await load(store, folder, "reference,name\n")) == (0, 0, 0, 0)


async def test_only_the_first_hundred_problems_are_told_and_all_are_written(
    store: Store, folder: Path
) -> None:
    bad = "".join(f"B{n},Bad,soon\n" for n in range(1200))
    report = await load(store, folder, CUSTOMERS + bad)
    assert counts(report) == (2, 0, 0, 1200)
    assert len(report.problems) == 100
    assert report.rejected_file is not None
    assert len(report.rejected_file.read_text().splitlines()) == 1201


async def test_progress_reaches_the_last_row(store: Store, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    path = folder / "many.csv"
    path.write_text("reference,name\n" + "".join(f"C{n},A\n" for n in range(1200)))
    await import_csv(store, path, zone=ZONE, progress=lambda *at: told.append(at))
    assert told == [(501, 1201), (1001, 1201), (1201, 1201)]


@pytest.mark.slow
async def test_ten_thousand_order_rows_take_seconds(store: Store, folder: Path) -> None:
    await with_shop(store, folder)
    head = "{n},C1,shipped,2026-11-20 09:30,88.00,CUP-1,1,39.00\n{n},,,,,CUP-2,1,49.00\n"
    rows = "".join(head.format(n=f"XE{n:06}") for n in range(5000))
    started = time.perf_counter()
    report = await load(store, folder, ORDER_COLUMNS + rows)
    assert counts(report) == (5000, 0, 0, 0)
    assert time.perf_counter() - started < 30
