"""What staff do about a customer's open cases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlmodel import select

from knowledge.records import CaseKind, Customer, Order, Refund, ReturnCase, ReturnStatus
from tests.console.conftest import Room
from tests.console.room.asking import opened

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture
async def case(room: Room, waiting: int) -> int:
    """A return of the customer that waits for a person; its id."""
    async with room.store.writing() as unit:
        order = (await unit.exec(select(Order))).one()
        opened_case = ReturnCase(
            order_id=order.key,
            number="R2611230007",
            kind=CaseKind.RETURN,
            status=ReturnStatus.OPEN,
            cure="refund",
            refund_minor=12_900,
            postage="customer",
            opened_at=datetime(2026, 11, 23, tzinfo=UTC),
        )
        unit.add(opened_case)
        await unit.flush()
        return opened_case.key


async def _kept(room: Room) -> tuple[ReturnCase, list[Refund]]:
    async with room.store.reading() as unit:
        case = (await unit.exec(select(ReturnCase))).one()
        return case, list((await unit.exec(select(Refund))).all())


async def test_the_page_shows_what_is_open(
    room: Room, waiting: int, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        (shown,) = (await page.ask("open", id=waiting))["talk"]["cases"]
    assert shown.pop("at")
    assert shown == {
        "id": case,
        "number": "R2611230007",
        "kind": "return",
        "status": "open",
        "order": "XE2611230042",
        "refund": "¥129.00",
        "awaits_goods": True,
    }


async def test_goods_that_are_here_are_taken_down_and_the_money_is_owed(
    room: Room, waiting: int, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        await page.ask("case", id=waiting, case=case, settled=False)
        assert "the customer will be told" in page.last("done")["text"]
        (shown,) = page.last("talk")["talk"]["cases"]
        assert (shown["status"], shown["awaits_goods"]) == ("received", False)
        kept, refunds = await _kept(room)
        assert kept.status is ReturnStatus.RECEIVED
        assert [(one.amount_minor, one.reason) for one in refunds] == [(12_900, "case R2611230007")]
        again = await page.ask("case", id=waiting, case=case, settled=False)
        assert again["kind"] == "problem" and "nothing was changed" in again["text"]
        assert len((await _kept(room))[1]) == 1
        await page.ask("case", id=waiting, case=case, settled=True)
        assert page.last("talk")["talk"]["cases"] == []
        again = await page.ask("case", id=waiting, case=case, settled=True)
        assert "nothing was changed" in again["text"]
    kept, _ = await _kept(room)
    assert kept.status is ReturnStatus.CLOSED and kept.closed_at is not None
    done = [entry for entry in await room.audit() if entry[1].startswith("case:")]
    assert done == [("case_received", f"case:{case}"), ("case_settled", f"case:{case}")]


async def test_a_case_whose_goods_are_to_come_is_not_settled(
    room: Room, waiting: int, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=waiting)
        told = await page.ask("case", id=waiting, case=case, settled=True)
    assert told["kind"] == "problem" and "nothing was changed" in told["text"]
    assert (await _kept(room))[0].status is ReturnStatus.OPEN


async def test_a_case_of_somebody_else_is_not_touched_from_here(
    room: Room, waiting: int, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.store.writing() as unit:
        order = (await unit.exec(select(Order))).one()
        other = Order(**order.model_dump(exclude={"id", "number", "customer_id"}), number="XE9")
        somebody = Customer(reference="C0009", name="韩梅梅")
        unit.add(somebody)
        await unit.flush()
        other.customer_id = somebody.key
        unit.add(other)
        await unit.flush()
        found = await unit.get(ReturnCase, case)
        assert found is not None
        found.order_id = other.key
    async with opened(room, monkeypatch) as page:
        assert (await page.ask("open", id=waiting))["talk"]["cases"] == []
        told = await page.ask("case", id=waiting, case=case, settled=False)
    assert told["kind"] == "problem" and "nothing was changed" in told["text"]
    assert (await _kept(room))[0].status is ReturnStatus.OPEN


async def test_there_is_a_word_for_every_kind_and_status(room: Room) -> None:
    words = room.app.state.pages.words.of("zh")
    assert [kind for kind in CaseKind if f"case_kind_{kind}" not in words] == []
    shown = (ReturnStatus.OPEN, ReturnStatus.RECEIVED)
    assert [status for status in shown if f"case_{status}" not in words] == []
