"""The policy as a file: what is read is what was written, and a bad line is named."""

from __future__ import annotations

import tomllib
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PolicyRefused
from bot.policy_file import read_policy, written
from bot.rules.hours import OpeningHours
from bot.rules.policy import Policy
from bot.rules.policy.aftercare import Returning
from bot.rules.policy.conversations import Notices


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _refusal(path: Path) -> str:
    with pytest.raises(PolicyRefused) as refused:
        read_policy(path)
    said = str(refused.value)
    assert said.startswith(str(path)) and said.endswith(".") and "\n" not in said
    return said.removeprefix(f"{path} ")


def test_the_defaults_hold_where_there_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_policy(None) == Policy()


def test_a_file_in_the_working_folder_is_found_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _file(tmp_path, "[returning]\ndays = 10\n")
    monkeypatch.chdir(tmp_path)
    assert read_policy(None).returning.days == 10


def test_what_a_file_leaves_out_keeps_its_default(tmp_path: Path) -> None:
    read = read_policy(_file(tmp_path, "[undo]\nminutes = 5\n"))
    assert (read.undo.minutes, read.undo.offer_minutes) == (5, Policy().undo.offer_minutes)
    assert read.returning == Policy().returning


def test_a_file_that_was_written_is_read_as_the_same_policy(tmp_path: Path) -> None:
    changed = Policy(
        returning=Returning(days=14, excluded_categories=("内衣", 'the "rest"', "a\\b")),
        notices=Notices(quiet_from=time(23, 30), told=("late",)),
        hours=OpeningHours(holidays=("2027-01-01", "2027-02-05/2027-02-12")),
    )
    for policy in (Policy(), changed):
        assert read_policy(_file(tmp_path, "\n".join(written(policy)))) == policy


@given(st.lists(st.text(), max_size=4))
def test_whatever_a_category_is_called_it_comes_back(categories: list[str]) -> None:
    policy = Policy(returning=Returning(excluded_categories=tuple(categories)))
    read = tomllib.loads("\n".join(written(policy)))
    assert read["returning"]["excluded_categories"] == categories


def test_every_value_stands_below_what_it_means_and_what_may_be_chosen() -> None:
    lines = list(written(Policy()))
    for name, section in Policy():
        assert f"[{name}]" in lines
        for field, info in type(section).model_fields.items():
            at = next(
                at
                for at, line in enumerate(lines)
                if line.startswith(f"{field} = ") and at > lines.index(f"[{name}]")
            )
            assert lines[at - 1].startswith(f"# {info.description}")
    text = "\n".join(lines)
    assert "One of: packed, shipped." in text
    assert "One of: resend, refund." in text


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"\xef\xbb\xbf[undo]\r\nminutes = 5\r\n")
    assert read_policy(path).undo.minutes == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[returning]\ndays = -1\n", "returning.days: "),
        ("[returning]\nweeks = 1\n", "returning.weeks: "),
        ("[refunding]\ndays = 1\n", "refunding: "),
        ("days = 1\n", "days: "),
        ("[cancelling]\nuntil = 'never'\n", "cancelling.until: "),
        ("[returning]\ndays = 30\n", "returning.exchange_days must not be fewer"),
        ("[hours]\nopens = 21:00:00\ncloses = 09:00:00\n", "hours: opens must be before closes"),
        ("[hours]\nholidays = ['soon']\n", "hours.holidays: 'soon' is no date such as "),
        ("[approval]\nalways = ['cancel_all']\n", "approval.always: 'cancel_all' is none of "),
        ("[returning\n", "is no TOML: "),
        ("[undo]\nminutes = 1\nminutes = 2\n", "is no TOML: "),
    ],
)
def test_a_bad_line_is_named_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    assert _refusal(_file(tmp_path, text)).startswith(said)


def test_a_file_that_is_not_there_or_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "none.toml").startswith("cannot be read: ")
    assert _refusal(tmp_path).startswith("cannot be read: ")
    binary = tmp_path / "policy.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert _refusal(binary).startswith("is no TOML: ")
