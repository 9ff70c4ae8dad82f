"""A missing or damaged model stops the start with one sentence that says what to do.

Of the reply model's files: `test_reply_rules.py`, which makes a small one.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models import UNDERSTANDING_WEIGHTS
from models.errors import ModelCorrupt, ModelError, ModelMissing
from models.understanding import UnderstandingModel

UNDERSTANDING_FILES = ("config.json", "model.int8.onnx", "tokenizer.json", "ngrams.npz")


@pytest.fixture
def understanding_folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(UNDERSTANDING_WEIGHTS, tmp_path / "understanding"))


@pytest.mark.parametrize("name", UNDERSTANDING_FILES)
def test_a_missing_understanding_file_is_named(understanding_folder: Path, name: str) -> None:
    (understanding_folder / name).unlink()
    with pytest.raises(ModelMissing, match=f"{name} is missing; `python -m bot train intents`"):
        UnderstandingModel.load(understanding_folder)


@pytest.mark.parametrize("name", UNDERSTANDING_FILES)
def test_a_damaged_understanding_file_is_named(understanding_folder: Path, name: str) -> None:
    (understanding_folder / name).write_bytes(b"not a model")
    with pytest.raises(ModelCorrupt, match=f"{name} cannot be used .*train intents"):
        UnderstandingModel.load(understanding_folder)


def test_a_model_cut_short_is_noticed(understanding_folder: Path) -> None:
    file = understanding_folder / "model.int8.onnx"
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(ModelCorrupt, match="checksum"):
        UnderstandingModel.load(understanding_folder)


@pytest.mark.parametrize(
    ("field", "value"),
    [("intents", ["no_such_intent"]), ("temperature", "warm"), ("thresholds", {}), ("moods", 3)],
)
def test_a_config_of_another_shape_is_refused(
    understanding_folder: Path, field: str, value: object
) -> None:
    file = understanding_folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {field: value}))
    with pytest.raises(ModelCorrupt, match=r"config\.json"):
        UnderstandingModel.load(understanding_folder)


def test_every_model_error_is_one_tree() -> None:
    assert issubclass(ModelMissing, ModelError)
    assert issubclass(ModelCorrupt, ModelError)


def test_shipped_weights_are_small() -> None:
    files = [one for one in UNDERSTANDING_WEIGHTS.parent.rglob("*") if one.is_file()]
    sizes = [one.stat().st_size for one in files]
    assert max(sizes) <= 30_000_000
    assert sum(sizes) <= 60_000_000
