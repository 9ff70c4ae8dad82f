"""The page of figures has its sections, and is kept below its introduction."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.commands.training
import models.training
from bot.cli import main
from models.replies import ReplyModel
from models.training.page import MARK, Section, rendered, write_page
from models.training.sampled import sampled_lines
from models.understanding_config import Thresholds
from models.values import Intent, Language
from tests.models.readings import reading

THRESHOLDS = Thresholds(several=0.5, carry=0.25, reject=0.6, margin=0.3)


def test_sections_are_blocks_that_a_customer_cannot_end() -> None:
    page = rendered([Section("Mistakes", ["en: 1", "  ```# hello"])])
    assert page.startswith("## Figures\n")
    assert page.endswith("### Mistakes\n\n```text\nen: 1\n  '''# hello\n```\n")


def test_the_introduction_stays_and_the_last_page_goes(tmp_path: Path) -> None:
    file = tmp_path / "models.md"
    file.write_text("# Models\n\nBy hand.\n")
    write_page(file, "## Figures\n\nold\n")
    write_page(file, "## Figures\n\nnew\n")
    assert file.read_text() == f"# Models\n\nBy hand.\n\n{MARK}\n\n## Figures\n\nnew\n"


def test_a_page_without_an_introduction_is_written_too(tmp_path: Path) -> None:
    file = tmp_path / "docs" / "models.md"
    write_page(file, "new\n")
    write_page(file, "new\n")
    assert file.read_text() == f"{MARK}\n\nnew\n"


def test_evaluate_prints_the_page_and_writes_it_where_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(models.training, "evaluate", lambda **_: "## Figures\n")
    monkeypatch.setattr(bot.commands.training, "answer_reading_lines", lambda: ["none"])
    file = tmp_path / "page.md"
    assert main(["evaluate", "--page", str(file)]) == 0
    assert capsys.readouterr().out == "## Figures\n"
    assert file.read_text().endswith("## Figures\n")


def test_sampled_conversations_have_two_lines_each_and_stay_the_same(replies: ReplyModel) -> None:
    read = {
        Language.EN: [
            reading(Intent.TRACK_ORDER, Intent.TRACK_ORDER, 0.9, "where is it"),
            reading(Intent.WARRANTY, Intent.WARRANTY, 0.4, "is it covered"),
        ]
    }
    lines = list(sampled_lines(read, replies, THRESHOLDS, seed=1))
    assert len(lines) == 1 + 2 * 2
    assert lines == list(sampled_lines(read, replies, THRESHOLDS, seed=1))
    told = "\n".join(lines)
    assert "   track_order 0.90: " in told
    assert "   warranty 0.40 (the desk would ask): " in told
    assert "{" not in told
