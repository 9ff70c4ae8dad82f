"""Failures that the architecture states and that a whole command or desk has to show."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.jobs import wakeups
from bot.jobs.wakeups import Wakeups
from knowledge.queries.messages import waiting_conversations
from knowledge.records import HandoverReason
from knowledge.store import Store
from tests.docs.pages import ROOT
from tests.fakes import Desk


async def test_a_refused_wording_becomes_the_plain_sentence_and_is_counted(store: Store) -> None:
    desk = Desk(store)
    desk.mind.wordings["greet"] = "Your parcel arrives on 3 December."
    said = await desk.ask("anna", "hello")
    assert said.fallback
    assert "December" not in said.text
    assert desk.wording.counts.refused.total() == 1


async def test_a_turn_that_fails_three_times_is_left_to_staff(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wakeups, "RESTS", (0.0, 0.0, 0.0))
    desk = Desk(store)
    desk.mind.meanings["hello"] = RuntimeError("the model broke")
    received = await desk.receive("anna", "hello")

    async def waiting() -> list[int]:
        async with store.reading() as unit:
            return list(await waiting_conversations(unit))

    working = Wakeups(desk.answerer.answer_next, waiting, desk.answerer.give_up)
    working.wake(received.conversation_id)
    await working.settle()

    handover = await desk.handover("anna")
    assert handover is not None
    assert handover.reason is HandoverReason.NOT_UNDERSTOOD
    assert len(await desk.sent_to("anna")) == 1
    assert await waiting() == []


def test_a_bad_setting_stops_a_command_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XIAOER_SHOP_TIMEZONE", "Middle/Earth")
    assert main(["migrate"]) == 2
    told = capsys.readouterr().err.strip()
    assert told.startswith("XIAOER_SHOP_TIMEZONE must be")
    assert "\n" not in told


def test_a_misspelt_setting_stops_a_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XIAOER_TELEGRAM_TOKKEN", "x")
    assert main(["migrate"]) == 2
    assert "XIAOER_TELEGRAM_TOKKEN is not a setting" in capsys.readouterr().err


@pytest.mark.slow
def test_a_start_without_models_is_one_sentence(tmp_path: Path) -> None:
    for package in ("bot", "knowledge", "migrations", "models"):
        ignored = shutil.ignore_patterns("weights", "corpus", "training", "__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    command = [sys.executable, "-m", "bot", "run"]
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PATH": "", "XIAOER_PORT": "0"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "is missing" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
