"""The records as tables: found by what a person types, sorted and paged by the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from knowledge.queries.tables.articles import article_detail, article_table
from knowledge.queries.tables.audit import AuditFilter, audit_actions, audit_table
from knowledge.queries.tables.customers import customer_detail, customer_table
from knowledge.queries.tables.goods import goods_detail, goods_table
from knowledge.queries.tables.orders import order_detail, order_table
from knowledge.queries.tables.paging import Ask, AskRefused, Page
from knowledge.queries.tables.suppliers import supplier_detail, supplier_table
from knowledge.records import AuditEntry, Customer, Supplier, SupplierOffer
from knowledge.store import Store
from models.values import Intent, Language
from tests.fakes import NOW, Shop

Table = Callable[..., Awaitable[Page[Any]]]


@pytest.fixture
def books(any_store: Store) -> Shop:
    return Shop(any_store)


async def _page(shop: Shop, table: Table, ask: Ask | None = None, *given: Any, **more: Any) -> Any:
    async with shop.store.reading() as unit:
        return await table(unit, ask or Ask(), *given, **more)


async def _all(shop: Shop, table: Table, ask: Ask, *given: Any) -> list[Any]:
    """Every row, two a page."""
    rows: list[Any] = []
    after = ""
    while True:
        wanted = Ask(ask.words, ask.sort, ask.descending, after, 2)
        page = await _page(shop, table, wanted, *given)
        rows.extend(page.rows)
        after = page.next
        if not after:
            return rows


# --- paging ---


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", ["name", "reference", "added", ""])
async def test_pages_have_every_row_once_and_in_order(
    books: Shop, sort: str, descending: bool
) -> None:
    for name in ("Bo", "Al", "Bo", "Cy", "Bo", "Al", "Di"):
        await books.customer(name)
    rows = await _all(books, customer_table, Ask(sort=sort, descending=descending))
    keys = {"name": lambda r: (r.name, r.id), "reference": lambda r: r.reference}
    key = keys.get(sort or "name", lambda r: r.id)
    assert rows == sorted(rows, key=key, reverse=descending)
    assert len({row.id for row in rows}) == 7


async def test_a_row_that_comes_in_between_repeats_none(books: Shop) -> None:
    for name in ("B", "D", "F"):
        await books.customer(name)
    first = await _page(books, customer_table, Ask(limit=2))
    await books.customer("A")
    second = await _page(books, customer_table, Ask(limit=2, after=first.next))
    assert [row.name for row in (*first.rows, *second.rows)] == ["B", "D", "F"]
    assert second.next == ""


@pytest.mark.parametrize(
    "ask",
    [
        Ask(sort="phone"),
        Ask(after="x"),
        Ask(after="{}"),
        Ask(after="[1]"),
        Ask(after='["name", false, "A", "B"]'),
        Ask(after='["reference", false, "A", 1]'),
        Ask(after='["name", true, "A", 1]'),
        Ask(sort="added", after='["added", false, "x", 1]'),
        Ask(sort="added", after='["added", false, null, 1]'),
    ],
)
async def test_refuses_an_order_or_a_page_that_the_table_has_not(books: Shop, ask: Ask) -> None:
    with pytest.raises(AskRefused):
        await _page(books, customer_table, ask)


async def test_a_page_has_a_row_at_least_and_two_hundred_at_most(books: Shop) -> None:
    async with books.store.writing() as unit:
        unit.add_all([Customer(reference=f"C{n}", name=f"{n:03}") for n in range(205)])
    for limit, rows in ((-3, 1), (0, 1), (10_000, 200)):
        page = await _page(books, customer_table, Ask(limit=limit))
        assert (len(page.rows), page.total.rows, page.total.is_exact) == (rows, 205, True)


# --- customers ---


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("王小", {"王小明"}),
        ("wil", {"Emma Wilson"}),
        ("EMMA w", {"Emma Wilson"}),
        ("wilson zhou", set()),
        ("138 1234", {"王小明"}),
        ("13812344821", {"王小明"}),
        ("+86138", {"王小明"}),
        ("0086 138", {"王小明"}),
        ("+44 20", {"Emma Wilson"}),
        ("c0002", {"Emma Wilson"}),
        ("C000", {"王小明", "Emma Wilson"}),
        ("4821", set()),
        ("%", set()),
        ("_", set()),
        ("' OR 1=1 --", set()),
        ('"*:&|!()', set()),
        ("\x00王\ud800", {"王小明"}),
        ("", {"王小明", "Emma Wilson"}),
        (" " * 9, {"王小明", "Emma Wilson"}),
        ("x" * 9_000, set()),
    ],
)
async def test_customers_are_found_by_what_is_typed(
    books: Shop, words: str, found: set[str]
) -> None:
    await books.customer("王小明", "+8613812344821")
    await books.customer("Emma Wilson", "+442079460000")
    page = await _page(books, customer_table, Ask(words))
    assert {row.name for row in page.rows} == found
    assert page.total.rows == len(found)


async def test_a_changed_name_is_found_and_the_old_is_not(books: Shop) -> None:
    customer = await books.customer("Ann Lee")
    async with books.store.writing() as unit:
        held = await unit.get(Customer, customer.key)
        assert held is not None
        held.name = "Ann Wood"
    assert len((await _page(books, customer_table, Ask("wood"))).rows) == 1
    assert len((await _page(books, customer_table, Ask("lee"))).rows) == 0


async def test_a_customer_is_shown_with_what_belongs_to_them(books: Shop) -> None:
    anna, bert = await books.customer("Anna"), await books.customer("Bert")
    order = await books.order(anna)
    await books.order(bert)
    first, second = (await _page(books, customer_table)).rows
    assert (first.orders, first.last_order_at) == (1, order.placed_at)
    assert (second.name, second.orders) == ("Bert", 1)
    async with books.store.reading() as unit:
        detail = await customer_detail(unit, anna.key)
        with pytest.raises(LookupError):
            await customer_detail(unit, 999)
    assert detail.customer.name == "Anna" and list(detail.accounts) == []
    assert [row.number for row in detail.orders] == [order.number]


# --- orders ---


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("XE1", {"XE1001", "XE1002"}),
        ("xe1002", {"XE1002"}),
        ("SF77", {"XE1001"}),
        ("139", {"XE1002"}),
        ("zhang", {"XE1001"}),
        ("XE9", set()),
    ],
)
async def test_orders_are_found_by_what_is_typed(
    books: Shop, words: str, numbers: set[str]
) -> None:
    zhang = await books.customer("Zhang San", None)
    other = await books.customer("Li", "+8613900000000")
    order = await books.order(zhang, number="XE1001")
    await books.order(other, number="XE1002")
    await books.shipment(order, tracking_number="SF7788")
    page = await _page(books, order_table, Ask(words))
    assert {row.number for row in page.rows} == numbers


async def test_orders_are_sorted_by_when_they_were_placed(books: Shop) -> None:
    anna = await books.customer("Anna")
    for day in (3, 1, 2):
        await books.order(anna, number=f"XE{day}", placed_at=NOW - timedelta(days=day))
    rows = await _all(books, order_table, Ask(descending=True))
    assert [row.number for row in rows] == ["XE1", "XE2", "XE3"]
    assert {(row.customer, row.customer_id) for row in rows} == {("Anna", anna.key)}


async def test_orders_of_one_customer_only(books: Shop) -> None:
    anna, bert = await books.customer("Anna"), await books.customer("Bert")
    mine = await books.order(anna, number="XE1")
    await books.order(bert, number="XE2")
    for words in ("", "XE"):
        page = await _page(books, order_table, Ask(words), customer_id=anna.key)
        assert [row.number for row in page.rows] == ["XE1"]
        assert page.total.rows == 1
    async with books.store.reading() as unit:
        detail = await order_detail(unit, mine.key)
        with pytest.raises(LookupError):
            await order_detail(unit, 999)
    assert (detail.customer.name, detail.file.order.number) == ("Anna", "XE1")


# --- goods and suppliers ---


async def test_goods_are_found_by_code_and_name_in_both_languages(books: Shop) -> None:
    cup = await books.product("陶瓷保温杯", "Ceramic Travel Mug", on_hand=5, reserved=5)
    await books.product("羊毛毯", "Wool Blanket", on_hand=2)
    for words in ("保温杯", "mug", cup.code.lower(), f"{cup.code}-"):
        page = await _page(books, goods_table, Ask(words))
        assert [row.product_id for row in page.rows] == [cup.key], words
    assert (await _page(books, goods_table, Ask("帽子"))).rows == []


@pytest.mark.parametrize("sort", ["code", "name_zh", "name_en", "price", "available"])
async def test_goods_are_sorted_and_filtered(books: Shop, sort: str) -> None:
    for n, on_hand in enumerate((3, 0, 7)):
        await books.product(f"杯{n}", f"Cup {n}", on_hand=on_hand)
    off = await books.product("旧杯", "Old cup")
    await books.variant(off, 9, active=False)
    rows = await _all(books, goods_table, Ask(sort=sort))
    assert len(rows) == 4
    if sort == "available":
        assert [row.on_hand for row in rows] == [0, 3, 7, 9]
    empty = await _page(books, goods_table, out_of_stock=True)
    assert [row.name_zh for row in empty.rows] == ["杯1"] and empty.total.rows == 1
    sold = await _page(books, goods_table, Ask("杯"), active=True)
    assert len(sold.rows) == sold.total.rows == 3


async def test_a_product_and_its_supplier_are_shown_with_the_offer(books: Shop) -> None:
    cup = await books.product(on_hand=5)
    supplier = await books.add(Supplier(code="S1", name="Jingdezhen Kiln", email="a@b.example"))
    async with books.store.reading() as unit:
        (stocked,) = (await goods_detail(unit, cup.key)).skus
    await books.add(
        SupplierOffer(supplier_id=supplier.key, sku_id=stocked.sku.key, unit_price_minor=300)
    )
    async with books.store.reading() as unit:
        goods = await goods_detail(unit, cup.key)
        made = await supplier_detail(unit, supplier.key, NOW - timedelta(days=365))
        for missing in (goods_detail(unit, 999), supplier_detail(unit, 999, NOW)):
            with pytest.raises(LookupError):
                await missing
    (offered,) = goods.offers[stocked.sku.key]
    assert (offered.supplier.name, offered.offer.unit_price_minor) == ("Jingdezhen Kiln", 300)
    assert [one.sku.code for one in made.offers] == [stocked.sku.code]
    assert (made.lead_days, made.receipts) == (None, 0)
    for words, rows in (("kiln", 1), ("B.EXAMPLE", 1), ("%", 0), ("", 1)):
        assert len((await _page(books, supplier_table, Ask(words))).rows) == rows


# --- articles, staff ---


async def test_articles_are_found_by_any_of_their_words(books: Shop) -> None:
    await books.article(
        "运费怎么算", "满九十九元包邮。", topic=Intent.SHIPPING_FEE, slug="fee", asks=["要付邮费吗"]
    )
    await books.article(
        "Postage", "Free from 99.", topic=Intent.SHIPPING_FEE, slug="fee", language=Language.EN
    )
    await books.article("怎么开发票", "下单后申请。", topic=Intent.INVOICE)
    for words, titles in (
        ("包邮", ["运费怎么算"]),
        ("邮费", ["运费怎么算"]),
        ("FREE", ["Postage"]),
        ("50%", []),
    ):
        assert [r.title for r in (await _page(books, article_table, Ask(words))).rows] == titles
    (english,) = (await _page(books, article_table, language="en")).rows
    (invoice,) = (await _page(books, article_table, topic="invoice")).rows
    assert (english.questions, invoice.other) == (1, None)
    async with books.store.reading() as unit:
        chinese = await article_detail(unit, english.other or 0)
        with pytest.raises(LookupError):
            await article_detail(unit, 999)
    assert (chinese.article.title, chinese.asks) == ("运费怎么算", ["要付邮费吗"])
    assert chinese.other == english.id


# --- the audit ---


async def _entries(shop: Shop) -> tuple[int, int]:
    first, second = await shop.staff("first"), await shop.staff("second")
    for n in range(6):
        await shop.add(
            AuditEntry(
                staff_id=(first.key, second.key, None)[n % 3],
                action=("view_customer", "change_sku")[n % 2],
                subject=f"customer:{n % 2}",
                created_at=NOW + timedelta(minutes=n),
            )
        )
    return first.key, second.key


async def test_the_audit_is_read_newest_first_and_filtered(books: Shop) -> None:
    first, _ = await _entries(books)
    rows = await _all(books, audit_table, Ask(), AuditFilter())
    assert [row.at for row in rows] == [NOW + timedelta(minutes=n) for n in (5, 4, 3, 2, 1, 0)]
    assert [row.staff for row in rows[:3]] == [None, "second", "first"]
    for wanted, count in (
        (AuditFilter(staff_id=first), 2),
        (AuditFilter(action="change_sku"), 3),
        (AuditFilter(subject="customer:1", action="view_customer"), 0),
        (AuditFilter(since=NOW + timedelta(minutes=2), until=NOW + timedelta(minutes=4)), 2),
    ):
        assert len(await _all(books, audit_table, Ask(), wanted)) == count
        page = await _page(books, audit_table, Ask(), wanted)
        assert (page.total.rows, page.total.is_exact) == (count, True)


async def test_the_audit_names_each_action_once(books: Shop) -> None:
    async with books.store.reading() as unit:
        assert await audit_actions(unit) == []
    await _entries(books)
    async with books.store.reading() as unit:
        assert await audit_actions(unit) == ["change_sku", "view_customer"]
