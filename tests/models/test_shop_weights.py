"""A shop's own weights: which serve, how they are promoted, and how they are taken back."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from models import UNDERSTANDING_WEIGHTS
from models.errors import ModelCorrupt, ModelMissing, NothingToRollBack, ShopWeightsUnusable
from models.shop_weights import ShopWeights
from models.understanding import UnderstandingModel


@pytest.fixture
def own(tmp_path: Path) -> ShopWeights:
    return ShopWeights(tmp_path / "shop-weights" / "understanding")


def _put(folder: Path, mark: str) -> None:
    """A whole set of weights that can be told from others."""
    shutil.copytree(UNDERSTANDING_WEIGHTS, folder)
    (folder / "mark").write_text(mark)


def _mark(folder: Path) -> str:
    return (folder / "mark").read_text() if (folder / "mark").exists() else "shipped"


def _sets(own: ShopWeights) -> dict[str, str]:
    return {folder.name: _mark(folder) for folder in sorted(own.folder.iterdir())}


def _promote(own: ShopWeights, *marks: str) -> None:
    for mark in marks:
        _put(own.candidate, mark)
        own.promote()


def test_the_shipped_weights_serve_a_shop_without_its_own(own: ShopWeights) -> None:
    assert own.serving() == UNDERSTANDING_WEIGHTS
    assert isinstance(own.load(), UnderstandingModel)


def test_a_candidate_does_not_serve_before_it_is_promoted(own: ShopWeights) -> None:
    _put(own.candidate, "a")
    assert own.serving() == UNDERSTANDING_WEIGHTS


def test_a_promotion_keeps_what_served_before_and_no_more(own: ShopWeights) -> None:
    _promote(own, "a")
    assert _sets(own) == {"current": "a"}
    _promote(own, "b", "c")
    assert _sets(own) == {"current": "c", "previous": "b"}
    assert own.serving() == own.current


def test_what_is_not_whole_is_not_promoted(own: ShopWeights) -> None:
    with pytest.raises(ModelMissing):
        own.promote()
    _promote(own, "a")
    _put(own.candidate, "b")
    (own.candidate / "ngrams.npz").write_bytes(b"cut short")
    with pytest.raises(ModelCorrupt):
        own.promote()
    assert _sets(own)["current"] == "a"


def test_a_rollback_swaps_and_a_second_one_swaps_back(own: ShopWeights) -> None:
    _promote(own, "a", "b")
    assert own.roll_back() == own.current
    assert _sets(own) == {"current": "a", "previous": "b"}
    own.roll_back()
    assert _sets(own) == {"current": "b", "previous": "a"}


def test_a_rollback_of_the_first_weights_restores_the_shipped_ones(own: ShopWeights) -> None:
    _promote(own, "a")
    assert own.roll_back() == UNDERSTANDING_WEIGHTS
    assert _sets(own) == {}
    with pytest.raises(NothingToRollBack, match="the shipped ones serve"):
        own.roll_back()


@pytest.mark.parametrize("name", ["model.int8.onnx", "config.json", "tokenizer.json", "ngrams.npz"])
@pytest.mark.parametrize("damage", ["missing", "cut short"])
def test_weights_that_are_not_whole_name_the_rollback_that_restores(
    own: ShopWeights, name: str, damage: str
) -> None:
    _promote(own, "a", "b")
    file = own.current / name
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(b"cut short")
    with pytest.raises(ShopWeightsUnusable, match=rf"{name}.* train intents --rollback") as said:
        own.load()
    assert said.value.file == file
    own.roll_back()
    own.load()
    assert _mark(own.serving()) == "a"


def test_a_rollback_to_weights_that_are_not_whole_is_refused(own: ShopWeights) -> None:
    _promote(own, "a", "b")
    (own.previous / "config.json").unlink()
    with pytest.raises(ShopWeightsUnusable, match=r"remove .*understanding to serve the shipped"):
        own.roll_back()
    assert _mark(own.current) == "b"


class Killed(Exception):
    """The process ends here."""


def _die_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Let the process end before the rename or removal of this number."""
    steps = iter(range(100))
    rename, remove = Path.rename, shutil.rmtree

    def counted(work: Any) -> Any:
        def do(*given: Any, **named: Any) -> Any:
            if next(steps) >= step:
                raise Killed
            return work(*given, **named)

        return do

    monkeypatch.setattr(Path, "rename", counted(rename))
    monkeypatch.setattr(shutil, "rmtree", counted(remove))


@pytest.mark.parametrize("before", [(), ("a",), ("a", "b")])
@pytest.mark.parametrize("step", range(5))
def test_a_promotion_killed_anywhere_leaves_weights_that_load_and_can_be_given_again(
    own: ShopWeights, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...], step: int
) -> None:
    _promote(own, *before)
    _put(own.candidate, "new")
    with monkeypatch.context() as dying:
        _die_at(dying, step)
        with suppress(Killed):
            own.promote()
    own.load()
    assert _mark(own.serving()) in {"new", before[-1] if before else "shipped"}
    if not own.candidate.is_dir():
        _put(own.candidate, "newer")
    own.promote()
    left = _sets(own)
    assert left.pop("current") in {"new", "newer"}
    assert set(left) <= {"previous"} and set(left.values()) <= {"new", *before[-1:]}
    assert bool(left) or not before


@pytest.mark.parametrize("before", [("a",), ("a", "b")])
@pytest.mark.parametrize("step", range(4))
def test_a_rollback_killed_anywhere_leaves_weights_that_load_and_nothing_lost(
    own: ShopWeights, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...], step: int
) -> None:
    _promote(own, *before)
    with monkeypatch.context() as dying:
        _die_at(dying, step)
        with suppress(Killed):
            own.roll_back()
    own.load()
    assert _mark(own.serving()) in {*before, "shipped"}
    _promote(own, "new")
    left = _sets(own)
    assert left.pop("current") == "new"
    assert set(left) <= {"previous"}
    assert left or len(before) == 1
