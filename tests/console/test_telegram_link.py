"""Who a staff account is on Telegram."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.cli import main
from bot.console.telegram_link import LARGEST_ID, LinkRefused, link_telegram
from knowledge.queries.staff import staff_named, staff_of_telegram
from knowledge.records import AuditEntry, Role, Staff
from knowledge.store import Store


async def add(store: Store, name: str) -> None:
    async with store.writing() as unit:
        unit.add(Staff(username=name, password_hash="-", role=Role.AGENT))


async def owner(store: Store, user_id: int) -> str | None:
    async with store.reading() as unit:
        found = await staff_of_telegram(unit, user_id)
    return found.username if found else None


async def test_an_account_is_linked_unlinked_and_both_are_written_down(any_store: Store) -> None:
    await add(any_store, "wang")
    for _ in range(2):
        await link_telegram(any_store, " Wang ", LARGEST_ID)
    assert await owner(any_store, LARGEST_ID) == "wang"
    await link_telegram(any_store, "wang", 0)
    assert await owner(any_store, LARGEST_ID) is None
    async with any_store.reading() as unit:
        entries = (await unit.exec(select(AuditEntry).order_by(AuditEntry.id))).all()  # type: ignore[arg-type]
    assert [(one.action, one.subject, one.detail) for one in entries] == [
        ("link_telegram", "staff:wang", str(LARGEST_ID)),
        ("link_telegram", "staff:wang", "0"),
    ]


async def test_a_user_is_one_account_and_a_new_one_takes_the_old_ones_place(store: Store) -> None:
    await add(store, "wang")
    await add(store, "li")
    await link_telegram(store, "wang", 9)
    with pytest.raises(LinkRefused, match="linked to 'wang'"):
        await link_telegram(store, "li", 9)
    await link_telegram(store, "wang", 10)
    await link_telegram(store, "li", 9)
    assert (await owner(store, 9), await owner(store, 10)) == ("li", "wang")


@pytest.mark.parametrize(
    ("name", "user_id", "why"),
    [
        ("nobody", 9, "no staff member 'nobody'"),
        ("wang", -100, "a number from 1"),
        ("wang", 2**52, "a number from 1"),
    ],
)
async def test_what_cannot_be_linked_is_said_in_one_sentence(
    store: Store, name: str, user_id: int, why: str
) -> None:
    await add(store, "wang")
    with pytest.raises(LinkRefused, match=why):
        await link_telegram(store, name, user_id)
    async with store.reading() as unit:
        wang = await staff_named(unit, "wang")
    assert wang is not None and wang.telegram_user_id is None


def test_the_command_links_and_refuses_with_a_sentence(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XIAOER_DATABASE_URL", sqlite_url)
    assert main(["staff", "link", "nobody", "9"]) == 2
    assert capsys.readouterr().err == "There is no staff member 'nobody'.\n"
