"""`train sentiment` asks for its text, and `sentiment` reads JSON lines."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import models
from bot.cli import main
from bot.commands import sentiment as command
from bot.commands import training
from models.values import Polarity, Sentiment


class Judge:
    """Finds praise where a text has "good" in it."""

    @classmethod
    def load(cls, _: Path) -> Judge:
        return cls()

    def classify(self, texts: Sequence[str]) -> list[Sentiment]:
        return [
            Sentiment(Polarity.POSITIVE if "good" in text else Polarity.NEGATIVE, 0.87654)
            for text in texts
        ]


def _run(lines: Sequence[str]) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    status = command.sentiment(Path("anywhere"), io.StringIO("\n".join(lines)), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SentimentModel", Judge)


@pytest.mark.usefixtures("judge")
def test_each_line_gets_its_polarity_and_confidence() -> None:
    status, answers = _run(['{"text": "good"}', "", '{"text": "差"}'])
    assert status == 0
    assert answers == [
        {"polarity": "positive", "confidence": 0.8765},
        {"polarity": "negative", "confidence": 0.8765},
    ]


@pytest.mark.usefixtures("judge")
@pytest.mark.parametrize(
    "bad",
    ["not JSON", "[]", '"good"', "{}", '{"text": 3}', '{"text": null}', '{"text": "\\ud800"}'],
)
def test_a_bad_line_gets_an_error_and_the_others_their_answers(bad: str) -> None:
    status, answers = _run(['{"text": "good"}', bad, '{"text": "bad"}'])
    assert status == 1
    assert [answer.get("polarity") for answer in answers] == ["positive", None, "negative"]
    assert "error" in answers[1]


@pytest.mark.usefixtures("judge")
def test_answers_keep_the_order_over_many_batches() -> None:
    texts = ["good" if at % 3 else "bad" for at in range(100)]
    _, answers = _run([json.dumps({"text": text}) for text in texts])
    wanted = ["positive" if text == "good" else "negative" for text in texts]
    assert [answer["polarity"] for answer in answers] == wanted


def test_a_missing_model_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(models, "SENTIMENT_WEIGHTS", tmp_path)
    assert main(["sentiment"]) == 2
    told = capsys.readouterr().err.strip()
    assert "config.json is missing; `python -m bot train sentiment --text FOLDER`" in told
    assert "\n" not in told


def test_training_without_the_text_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "sentiment"]) == 2
    assert "needs --text FOLDER" in capsys.readouterr().err


def test_a_folder_without_reviews_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "sentiment", "--text", str(tmp_path)]) == 2
    told = capsys.readouterr().err.strip()
    assert "pos.txt is missing" in told and "\n" not in told


def test_the_options_reach_the_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: dict[str, object] = {}

    class Training:
        @staticmethod
        def train_sentiment(**options: object) -> str:
            given.update(options)
            return "made"

    monkeypatch.setattr(training, "_training", Training)
    options = ["--text", str(tmp_path), "--base", "b", "--epochs", "2", "--seed", "3"]
    assert main(["train", "sentiment", *options, "--out", "there"]) == 0
    assert capsys.readouterr().out == "made\n"
    assert given == {
        "build": Path("build"),
        "output": Path("there"),
        "text": tmp_path,
        "base": "b",
        "epochs": 2.0,
        "seed": 3,
    }
