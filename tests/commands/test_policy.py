"""`policy` prints what holds, and checks a file before it does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.cli import main
from bot.rules.policy import Policy


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XIAOER_POLICY", raising=False)


def test_what_is_printed_is_the_policy_that_holds(capsys: pytest.CaptureFixture[str]) -> None:
    Path("policy.toml").write_text("[returning]\ndays = 10\n", encoding="utf-8")
    assert main(["policy"]) == 0
    printed = Policy.model_validate(tomllib.loads(capsys.readouterr().out))
    assert printed == Policy.model_validate({"returning": {"days": 10}})


def test_what_is_printed_can_be_checked_and_used(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["policy"])
    Path("shop.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["policy", "--check", "shop.toml"]) == 0
    assert capsys.readouterr().out == "shop.toml can be used.\n"
    monkeypatch.setenv("XIAOER_POLICY", "shop.toml")
    assert main(["policy"]) == 0


def test_a_file_that_cannot_be_used_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("shop.toml").write_text("[returning]\ndays = -1\n", encoding="utf-8")
    assert main(["policy", "--check", "shop.toml"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("shop.toml returning.days: ") and told.err.count("\n") == 1


def test_a_policy_that_is_set_and_not_there_stops_a_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOER_POLICY", "none.toml")
    assert main(["policy"]) == 2
    assert capsys.readouterr().err.startswith("none.toml cannot be read: ")
