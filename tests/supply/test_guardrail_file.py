"""Guardrails by file: all of it or nothing, what is wrong row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.supply.guardrail_file import COLUMNS, GuardrailFileRefused, import_guardrails
from knowledge.records import AuditEntry, Guardrails
from knowledge.store import Store
from tests.docs.pages import OPERATIONS
from tests.supply.shop import add_supplier
from tests.supply.waiting import add, every


def written(folder: Path, text: str) -> Path:
    file = folder / "rails.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
async def shop(store: Store) -> Store:
    jade = await add_supplier(store, "JADE")
    await add_supplier(store, "OAK", email="x@oak.example")
    await add(store, Guardrails(supplier_id=jade.key, rounds=6, packing="20 a carton"))
    return store


async def test_a_file_sets_what_it_says_and_leaves_the_rest(shop: Store, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "supplier,most_over_percent,accept_up_to,delivery_address,tells_latest_day,rounds\n"
        "JADE,7.5,1200.50,杭州市文三路8号,是,\n"
        "OAK,,,,,3\n",
    )
    assert await import_guardrails(shop, file) == (2, 2)
    jade, oak = await every(shop, Guardrails)
    assert (jade.most_over_percent, jade.accept_up_to_minor, jade.rounds) == (7.5, 120_050, 6)
    assert (jade.delivery_address, jade.packing) == ("杭州市文三路8号", "20 a carton")
    assert jade.tells_latest_day and jade.negotiates
    assert (oak.rounds, oak.latest_days, oak.tells_latest_day) == (3, 30, False)
    audit = [one.subject for one in await every(shop, AuditEntry)]
    assert audit == ["supplier:JADE", "supplier:OAK"]
    assert await import_guardrails(shop, file) == (0, 2)


async def test_one_wrong_row_keeps_all_of_it_out_and_each_is_named(
    shop: Store, tmp_path: Path
) -> None:
    file = written(
        tmp_path,
        "supplier,rounds,accept_up_to,negotiates\n"
        "OAK,3,10,yes\n"
        "PINE,3,10,yes\n"
        "JADE,0,10,yes\n"
        "JADE,3,1.005,yes\n"
        "JADE,3,1,perhaps\n"
        "JADE,many,1,no\n"
        "OAK,3,1,no\n"
        "JADE,3\n",
    )
    with pytest.raises(GuardrailFileRefused) as refused:
        await import_guardrails(shop, file)
    assert str(refused.value).splitlines() == [
        "rails.csv was not imported:",
        "row 3: there is no supplier PINE",
        "row 4: rounds is a whole number from 1 to 20",
        "row 5: accept_up_to is a sum from 0 to 21,474,836.47, with two decimals at most",
        "row 6: negotiates is yes or no, not perhaps",
        "row 7: rounds is a number, not many",
        "row 8: the supplier stands in the file twice",
        "row 9: it has 2 cells, the header 4",
    ]
    (jade,) = await every(shop, Guardrails)
    assert jade.rounds == 6 and not await every(shop, AuditEntry)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("code,rounds", "no column supplier"),
        ("supplier,rounds,colour", "an unknown column: colour"),
        ("supplier,rounds,rounds", "a column twice"),
    ],
)
async def test_a_file_of_another_kind_is_refused(
    shop: Store, tmp_path: Path, header: str, said: str
) -> None:
    with pytest.raises(GuardrailFileRefused, match=said):
        await import_guardrails(shop, written(tmp_path, f"{header}\nJADE,1,2\n"))


def test_every_column_is_in_the_docs() -> None:
    page = OPERATIONS.read_text(encoding="utf-8")
    assert all(f"`{column}`" in page for column in ("supplier", *COLUMNS.values()))
