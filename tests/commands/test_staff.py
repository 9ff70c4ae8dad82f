"""Adding staff from the terminal."""

from __future__ import annotations

import asyncio
import io

import pytest
from sqlmodel import select

from bot.cli import main
from bot.console.accounts import verify
from knowledge.records import AuditEntry, Role, Staff
from knowledge.store import Store

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    """A shop's database, and the password in a pipe."""
    monkeypatch.setenv("XIAOER_DATABASE_URL", sqlite_url)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


@pytest.mark.parametrize("role", list(Role))
def test_each_role_can_be_added(role: Role, sqlite_url: str) -> None:
    assert main(["staff", "add", "Li.Wei", "--name", "李伟", "--role", role.value]) == 0
    staff, entry = _kept(sqlite_url)
    assert (staff.username, staff.role) == ("li.wei", role)
    assert verify(staff.password_hash, PASSWORD)
    assert (entry.staff_id, entry.action, entry.subject) == (None, "add_staff", "staff:li.wei")
    assert entry.detail == f"{role.value}, from the terminal"


def test_a_bad_password_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert main(["staff", "add", "li"]) == 2
    assert capsys.readouterr().err.endswith("A password has at least 12 characters.\n")


def test_a_role_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["staff", "add", "li", "--role", "owner"])
    assert "supervisor" in capsys.readouterr().err


def _kept(url: str) -> tuple[Staff, AuditEntry]:
    async def read() -> tuple[Staff, AuditEntry]:
        store = Store(url)
        async with store.reading() as unit:
            found = (
                (await unit.exec(select(Staff))).one(),
                (await unit.exec(select(AuditEntry))).one(),
            )
        await store.close()
        return found

    return asyncio.run(read())
