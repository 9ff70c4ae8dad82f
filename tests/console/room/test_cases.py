"""What staff do about a customer's open cases."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest_asyncio
from sqlmodel import select

from knowledge.records import CaseKind, Customer, Order, Refund, ReturnCase, ReturnStatus
from tests.console.conftest import Room, follow


@pytest_asyncio.fixture
async def case(room: Room, waiting: int) -> int:
    """A return of the customer that waits for a person; its id."""
    async with room.store.writing() as unit:
        order = (await unit.exec(select(Order))).one()
        opened = ReturnCase(
            order_id=order.key,
            number="R2611230007",
            kind=CaseKind.RETURN,
            status=ReturnStatus.OPEN,
            cure="refund",
            refund_minor=12_900,
            postage="customer",
            opened_at=datetime(2026, 11, 23, tzinfo=UTC),
        )
        unit.add(opened)
        await unit.flush()
        return opened.key


async def _kept(room: Room) -> tuple[ReturnCase, list[Refund]]:
    async with room.store.reading() as unit:
        case = (await unit.exec(select(ReturnCase))).one()
        return case, list((await unit.exec(select(Refund))).all())


async def test_the_page_shows_what_is_open(
    agent: httpx.AsyncClient, waiting: int, case: int
) -> None:
    page = (await agent.get(f"conversations/{waiting}")).text
    for said in ("Open cases", "R2611230007", "¥129.00", "The goods are here"):
        assert said in page


async def test_goods_that_are_here_are_taken_down_and_the_money_is_owed(
    agent: httpx.AsyncClient, room: Room, waiting: int, case: int
) -> None:
    place = f"conversations/{waiting}/cases/{case}"
    page = await follow(agent, await agent.post(f"{place}/received"))
    assert "the customer will be told" in page.text and "Goods are here" in page.text
    kept, refunds = await _kept(room)
    assert kept.status is ReturnStatus.RECEIVED
    assert [(one.amount_minor, one.reason) for one in refunds] == [(12_900, "case R2611230007")]
    assert (await agent.post(f"{place}/received")).status_code == 409
    assert len((await _kept(room))[1]) == 1
    await agent.post(f"{place}/settled")
    kept, _ = await _kept(room)
    assert kept.status is ReturnStatus.CLOSED and kept.closed_at is not None
    done = [entry for entry in await room.audit() if entry[1].startswith("case:")]
    assert done == [("case_received", f"case:{case}"), ("case_settled", f"case:{case}")]


async def test_a_case_whose_goods_are_to_come_is_not_settled(
    agent: httpx.AsyncClient, room: Room, waiting: int, case: int
) -> None:
    answer = await agent.post(f"conversations/{waiting}/cases/{case}/settled")
    assert answer.status_code == 409 and "nothing was changed" in answer.text
    assert (await _kept(room))[0].status is ReturnStatus.OPEN


async def test_a_case_of_somebody_else_is_not_touched_from_here(
    agent: httpx.AsyncClient, room: Room, waiting: int, case: int
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
    answer = await agent.post(f"conversations/{waiting}/cases/{case}/received")
    assert answer.status_code == 409
    assert (await _kept(room))[0].status is ReturnStatus.OPEN


async def test_there_is_a_word_for_every_kind(room: Room) -> None:
    words = room.app.state.pages.words.of("zh")
    assert [kind for kind in CaseKind if f"case_kind_{kind}" not in words] == []
