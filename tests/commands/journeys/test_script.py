"""What a journey's file may say, and how its mistakes are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.journeys.script import drawn, read_script, read_scripts
from bot.errors import CommandFailed

JOURNEY = """
name = "one"
shows = "something"
[[steps]]
say = "cancel it"
ways = "cancel"
with = { thing = "mug" }
"""


def written(folder: Path, text: str = JOURNEY) -> Path:
    (folder / "ways.toml").write_text('cancel = ["cancel the {thing}"]')
    file = folder / "one.toml"
    file.write_text(text)
    return file


def test_shared_ways_are_filled_in(tmp_path: Path) -> None:
    script = read_script(written(tmp_path))
    assert script.ways(script.journey.steps[0]) == ("cancel the mug",)


def test_ages_are_told_as_people_write_them(tmp_path: Path) -> None:
    order = '\n[[orders]]\nnumber = "1"\nplaced = "2.5d"\ngoods = {}\n'
    script = read_script(written(tmp_path, JOURNEY + order))
    assert script.journey.orders[0].placed == timedelta(days=2.5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name =", "cannot be read"),
        (JOURNEY.replace("say =", "says ="), "steps.0.says"),
        (JOURNEY.replace('"cancel"\nwith', '"refund"\nwith'), "no ways.toml has 'refund'"),
        (JOURNEY + '[[orders]]\nnumber = "1"\nplaced = "soon"\n', "'soon' is no age"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_file_and_place(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(CommandFailed, match=r"one\.toml") as refused:
        read_script(written(tmp_path, text))
    assert says in str(refused.value)


def test_a_folder_without_journeys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no journey"):
        read_scripts(tmp_path)


def test_each_way_comes_once_before_any_comes_again() -> None:
    ways, order = ("a", "b", "c"), [2, 0, 1]
    assert [drawn(ways, "main", run, order) for run in range(4)] == ["c", "a", "b", "c"]
    assert drawn(ways, "main", None, order) == "main"
