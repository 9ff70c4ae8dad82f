"""The check of the recipe, the two rates, and whether both languages lie together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel

from models.encoder import Floats
from models.training.alignment import alignment_lines, share_nearest
from models.training.network import LabelledNetwork
from models.training.optimizer import two_rates
from models.training.pretrain import EncoderShape, pretrain
from models.training.recipe_check import linear_accuracy, recipe_lines, tuned_accuracy

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
_CARDS = [(f"my card {word} yesterday", "card") for word in ("broke", "vanished", "bent", "stuck")]
_TRAINS = [(f"the train {word} today", "train") for word in ("left", "waited", "stopped", "ran")]
_LINES = (_CARDS + _TRAINS) * 6


@pytest.fixture(scope="module")
def base(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    shape = EncoderShape(layers=1, width=32, heads=2)
    build = tmp_path_factory.mktemp("recipe")
    return pretrain(build=build, corpus=small_corpus, epochs=0.2, shape=shape)


def test_without_the_set_nothing_is_trained(tmp_path: Path) -> None:
    def no_base() -> Path:
        raise AssertionError("asked for a base")

    for data in (None, tmp_path):
        (line,) = recipe_lines(no_base, data, tmp_path)
        assert line.startswith("not measured")


def test_the_page_names_the_linear_model_the_base_and_the_same_from_nothing(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "en_banking77"
    folder.mkdir()
    rows = "text,category\n" + "".join(f"{text},{label}\n" for text, label in _LINES)
    for part in ("train", "test"):
        (folder / f"{part}.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setattr("models.training.recipe_check._EPOCHS", 1)
    lines = list(recipe_lines(lambda: base, tmp_path, tmp_path / "build"))
    assert [line.split(":")[0].strip() for line in lines] == [
        "BANKING77, 48 lines to train on, 48 to test",
        "character n-grams and logistic regression",
        "the base, fine-tuned, 1 epochs",
        "the same from nothing, 1 epochs",
    ]
    assert lines[1].endswith("100.0%")


def test_a_tuned_encoder_tells_two_labels_apart(base: Path, tmp_path: Path) -> None:
    encoder = AutoModel.from_pretrained(base, dtype=torch.float32)
    found = tuned_accuracy(encoder, base, (_LINES, _LINES), tmp_path, seed=7, epochs=60)
    assert found > 0.9
    assert linear_accuracy(_LINES, _LINES) == 1.0


def test_the_heads_learn_faster_than_the_encoder(base: Path) -> None:
    network = LabelledNetwork(AutoModel.from_pretrained(base), 2)
    known, fresh = two_rates(network, 1e-4).param_groups
    assert known["lr"] == 1e-4 and fresh["lr"] > known["lr"]
    every = {id(value) for value in network.parameters()}
    assert {id(value) for group in (known, fresh) for value in group["params"]} == every
    assert {id(value) for value in network.head.parameters()} == {
        id(value) for value in fresh["params"]
    }


class _Places:
    """Puts each sentence where it is told to."""

    def __init__(self, places: dict[str, list[float]]) -> None:
        self._places = places

    def embed(self, texts: Sequence[str]) -> Floats:
        return np.array([self._places[text] for text in texts], dtype=np.float32)


def test_a_pair_lies_together_when_each_is_the_others_nearest() -> None:
    asked = np.eye(3, dtype=np.float32)
    assert share_nearest(asked, asked) == 1.0
    assert share_nearest(asked, asked[[1, 0, 2]]) == pytest.approx(1 / 3)
    places = {"你好": [1.0, 0.0], "hello": [1.0, 0.0], "再见": [0.0, 1.0], "bye": [0.0, 1.0]}
    lines = list(alignment_lines(_Places(places), [("你好", "hello"), ("再见", "bye")]))
    assert lines[1].strip().startswith("zh -> en 100.0%, en -> zh 100.0%")


def test_a_corpus_without_pairs_is_not_measured() -> None:
    (line,) = alignment_lines(_Places({}), [])
    assert line.startswith("not measured")
