"""The learned reading of suppliers' answers gives with NumPy what was trained with torch."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bot.commands.answers.corpus import FOLDER, open_order, written_answers
from bot.commands.answers.labels import labelled
from bot.rules.supplier_answers.marking import marked
from models import ANSWER_WEIGHTS, BASE_WEIGHTS
from models.answer_labels import LabelledText
from models.answer_marks import ACTS, MEASURES, ROLES, MarkedText, Roles
from models.answer_roles import (
    ADAPTER_FILE,
    BASE_FILE,
    DAY,
    GENERAL,
    LATE,
    MARKS,
    MOST_TOKENS,
    NAME,
    SINGLE,
    AnswerRoles,
    encode,
    marks_of,
    read_base,
    tokens_of,
)
from models.errors import ModelCorrupt, ModelMissing
from models.training.answer_network import AnswerNetwork, Prepared, Told
from models.training.answer_roles import _named, begin, fit, train_answers, write_adapter
from models.unigram import unigram_reading_tokenizer

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

Tensors = dict[str, Any]
#: What int8 rows and bfloat16 sums may move a probability by.
_NEAR = 0.05
_HEADS = (
    *("role", "measure", "act", "unsure", "day", "left_out"),
    *("of_figure", "of_item", "fit", "fits"),
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A network that has seen a few texts, and the same from its file."""

    network: AnswerNetwork
    prepared: list[Prepared]
    file: Path

    @property
    def model(self) -> AnswerRoles:
        return AnswerRoles.load(self.file.parent)


@pytest.fixture(scope="module")
def texts() -> list[LabelledText]:
    return [labelled(one) for one in written_answers(FOLDER / "first")[::6]]


@pytest.fixture(scope="module")
def trained(texts: list[LabelledText], tmp_path_factory: pytest.TempPathFactory) -> Trained:
    torch.manual_seed(7)
    network, prepared = begin(texts, BASE_WEIGHTS)
    fit(network, prepared, 2, random.Random(7))
    return Trained(network, prepared, write_adapter(network, tmp_path_factory.mktemp("adapter")))


@pytest.fixture(scope="module")
def shipped() -> AnswerRoles:
    return AnswerRoles.load()


def mark(text: str, order: str = "single") -> MarkedText:
    return marked(text, open_order(order, date(2026, 11, 27))).text


def told_by(told: Told, items: int) -> Roles:
    """Torch's logits for one text as probabilities."""
    one = torch.ones(len(told.roles), items)
    return Roles(
        acts=told.acts.softmax(-1)[0].numpy(),
        unsure=float(told.unsure.sigmoid()[0]),
        roles=told.roles.softmax(-1).numpy(),
        measures=told.measures.softmax(-1).numpy(),
        items=(told.items.sigmoid() if items > 1 else one).numpy(),
        days=told.days.sigmoid().numpy(),
        left_out=told.left_out.sigmoid().numpy(),
    )


def parts(roles: Roles) -> Mapping[str, Any]:
    return {name: np.asarray(getattr(roles, name)) for name in Roles.__slots__}


def assert_alike(network: AnswerNetwork, model: AnswerRoles, texts: list[Prepared]) -> None:
    """NumPy and torch give the same probabilities, within `_NEAR`."""
    for one in texts:
        with torch.no_grad():
            wanted = parts(told_by(network([one]), one.labelled.marked.items))
        read = parts(model.read(one.labelled.marked))
        for name, rows in wanted.items():
            assert read[name].shape == rows.shape, name
            assert np.allclose(read[name], rows, atol=_NEAR), name


def test_numpy_gives_what_the_trained_network_gives(trained: Trained) -> None:
    assert_alike(trained.network, trained.model, trained.prepared[:12])


def test_numpy_gives_what_the_shipped_weights_give_in_torch(
    trained: Trained, shipped: AnswerRoles
) -> None:
    network = deepcopy(trained.network)
    with np.load(ANSWER_WEIGHTS / ADAPTER_FILE) as held, torch.no_grad():
        for name, place in _named(network).items():
            place.copy_(torch.tensor(held[name] * held[f"{name}/scale"].astype(np.float32)))
    assert_alike(network, shipped, trained.prepared)


def test_a_batch_is_read_as_its_texts_alone(trained: Trained) -> None:
    first, second = sorted(trained.prepared[:6], key=lambda one: len(one.states))[::5]
    with torch.no_grad():
        both = trained.network([first, second]).acts.softmax(-1)
        alone = trained.network([first]).acts.softmax(-1)
    assert torch.allclose(both[0], alone[0], atol=_NEAR)


def test_the_same_seed_gives_the_same_file(texts: list[LabelledText], tmp_path: Path) -> None:
    def made(name: str, seed: int) -> bytes:
        return train_answers(texts[:8], output=tmp_path / name, epochs=1, seed=seed).read_bytes()

    once = made("once", 3)
    assert made("again", 3) == once
    assert made("other", 4) != once


def test_training_reports_its_loss(
    texts: list[LabelledText], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train_answers(texts[:8], output=tmp_path, epochs=1)
    assert "step 1/1, loss " in capsys.readouterr().err


# What a text may lack or have too much of.


def test_a_text_without_figures_days_and_names_has_no_rows(shipped: AnswerRoles) -> None:
    read = shipped.read(mark("ok, confirmed"))
    assert read.roles.shape == (0, len(ROLES)) and read.measures.shape == (0, len(MEASURES))
    assert read.items.shape == (0, 1)
    assert read.days.shape == (0, 2) and read.left_out.shape == (0,)
    assert ACTS[int(read.acts.argmax())] == "accept"


def test_an_empty_text_is_read(shipped: AnswerRoles) -> None:
    read = shipped.read(MarkedText("", 1, (), (), ()))
    assert read.acts.sum() == pytest.approx(1, abs=1e-5)


def test_figures_of_several_items_none_of_them_named_are_read(shipped: AnswerRoles) -> None:
    made = mark("8.80, 9.00 and 22.5", "three")
    read = shipped.read(made)
    assert made.names == () and read.items.shape == (3, 3)
    assert np.isfinite(read.items).all()


def test_the_one_item_of_an_order_is_what_each_figure_is_about(shipped: AnswerRoles) -> None:
    assert (shipped.read(mark("12.2, MOQ 480")).items == 1).all()


def test_shares_are_shares(shipped: AnswerRoles) -> None:
    read = shipped.read(mark("Blue towel 8.80, grey 9.00, no mats, 10 December", "three"))
    for rows in (read.acts[None], read.roles, read.measures):
        assert rows.sum(axis=1) == pytest.approx(1, abs=1e-5)
    for rows in (read.items, read.days, read.left_out, np.array([read.unsure])):
        assert ((rows >= 0) & (rows <= 1)).all()


def test_what_lies_beyond_the_last_token_is_not_read(shipped: AnswerRoles) -> None:
    start = "ok " * MOST_TOKENS
    one, other = (MarkedText(start + end, 1, (), (), ()) for end in ("fine", "no, we refuse"))
    assert np.array_equal(shipped.read(one).acts, shipped.read(other).acts)
    assert not shipped.read(one).whole and shipped.read(mark("fine")).whole


def test_a_figure_beyond_the_last_token_has_a_row_too(shipped: AnswerRoles) -> None:
    made = mark("thank you very much. " * 60 + "blue towel 8.80 by 10 December", "three")
    read = shipped.read(made)
    assert read.roles.shape == (1, len(ROLES)) and read.items.shape == (1, 3)
    assert read.days.shape == (1, 2) and read.left_out.shape == (1,)
    assert all(np.isfinite(rows).all() for rows in parts(read).values())


def test_marks_lie_on_the_tokens_of_what_is_marked() -> None:
    tokenizer = unigram_reading_tokenizer(read_base(BASE_WEIGHTS).pieces)
    made = mark("all at 9, blue towel 20 December", "three")
    coded = encode(tokenizer, made.text)
    marks = marks_of(made, coded)
    assert marks.shape == (len(coded.ids), MARKS)
    (figure,), (day,) = made.figures, made.days
    assert marks[np.ix_(tokens_of(coded, figure.span), figure.signs)].all()
    assert marks[tokens_of(coded, day.span)][:, [DAY, LATE]].all()
    assert [marks[tokens_of(coded, one.span), GENERAL].all() for one in made.names] == [True, False]
    assert all(marks[tokens_of(coded, one.span), NAME].all() for one in made.names)
    assert not marks[:, SINGLE].any()


def test_an_order_of_one_item_is_marked_on_the_first_token() -> None:
    made = mark("12.2")
    coded = encode(unigram_reading_tokenizer(read_base(BASE_WEIGHTS).pieces), made.text)
    assert marks_of(made, coded)[:, SINGLE].tolist() == [1, *[0] * (len(coded.ids) - 1)]


# Files that are not there or not whole.


@pytest.fixture
def changed(trained: Trained, tmp_path: Path) -> Callable[[Callable[[Tensors], object]], Path]:
    """Writes the trained adapter with a change; gives its folder."""

    def write(change: Callable[[Tensors], object]) -> Path:
        with np.load(trained.file) as held:
            tensors = {name: held[name] for name in held.files}
        change(tensors)
        np.savez_compressed(tmp_path / ADAPTER_FILE, **tensors)
        return tmp_path

    return write


def without(*names: str) -> Callable[[Tensors], object]:
    def change(tensors: Tensors) -> None:
        for name in names:
            del tensors[name], tensors[f"{name}/scale"]

    return change


def first_rows(name: str, less: int = 1) -> Callable[[Tensors], object]:
    """A change that takes rows off a matrix."""

    def change(tensors: Tensors) -> None:
        tensors[name] = tensors[name][:-less]
        if len(tensors[f"{name}/scale"]) > 1:  # a vector has one scale for all of it
            tensors[f"{name}/scale"] = tensors[f"{name}/scale"][:-less]

    return change


def narrower(name: str) -> Callable[[Tensors], object]:
    def change(tensors: Tensors) -> None:
        tensors[name] = tensors[name][:, :-1]

    return change


def test_a_missing_adapter_names_what_builds_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="bot train answers"):
        AnswerRoles.load(tmp_path)


def test_a_missing_base_names_what_builds_it(texts: list[LabelledText], tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="bot train base"):
        AnswerRoles.load(ANSWER_WEIGHTS, tmp_path)
    with pytest.raises(ModelMissing, match="bot train base"):
        begin(texts, tmp_path)


def test_a_base_that_is_cut_short_is_corrupt(tmp_path: Path) -> None:
    whole = (BASE_WEIGHTS / BASE_FILE).read_bytes()
    (tmp_path / BASE_FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelCorrupt, match="bot train base"):
        AnswerRoles.load(ANSWER_WEIGHTS, tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_an_adapter_that_is_cut_short_is_corrupt(
    trained: Trained, tmp_path: Path, share: float
) -> None:
    whole = trained.file.read_bytes()
    (tmp_path / ADAPTER_FILE).write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ModelCorrupt, match="bot train answers"):
        AnswerRoles.load(tmp_path)


def test_a_file_of_another_kind_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / ADAPTER_FILE).write_text("no weights", encoding="utf-8")
    with pytest.raises(ModelCorrupt):
        AnswerRoles.load(tmp_path)


@pytest.mark.parametrize("scales", [False, True])
def test_weights_of_something_else_are_corrupt(tmp_path: Path, scales: bool) -> None:
    tensors: Tensors = {"weights": np.zeros((2, 2), np.int8)}
    tensors |= {"weights/scale": np.ones((2, 1), np.float16)} if scales else {}
    np.savez_compressed(tmp_path / ADAPTER_FILE, **tensors)
    with pytest.raises(ModelCorrupt):
        AnswerRoles.load(tmp_path)


@pytest.mark.parametrize("kind", ["w", "b"])
@pytest.mark.parametrize("head", _HEADS)
def test_a_missing_head_is_corrupt(
    changed: Callable[[Callable[[Tensors], object]], Path], head: str, kind: str
) -> None:
    with pytest.raises(ModelCorrupt, match="its head"):
        AnswerRoles.load(changed(without(f"head/{head}.{kind}")))


@pytest.mark.parametrize(
    "change",
    [
        first_rows("head/role.w"),
        first_rows("head/day.w"),
        first_rows("head/of_item.w"),
        narrower("head/act.w"),
        narrower("head/fit.w"),
        narrower("head/fits.w"),
    ],
)
def test_a_head_of_another_shape_is_corrupt(
    changed: Callable[[Callable[[Tensors], object]], Path], change: Callable[[Tensors], object]
) -> None:
    with pytest.raises(ModelCorrupt, match="its head"):
        AnswerRoles.load(changed(change))


@pytest.mark.parametrize("change", [first_rows("head/mark"), without("head/mark")])
def test_another_number_of_marks_is_corrupt(
    changed: Callable[[Callable[[Tensors], object]], Path], change: Callable[[Tensors], object]
) -> None:
    with pytest.raises(ModelCorrupt, match="marks are others"):
        AnswerRoles.load(changed(change))


@pytest.mark.parametrize(
    "change",
    [narrower("l3.q.a"), first_rows("l3.q.b"), without("l3.q.b"), first_rows("l3.fi.bias", 2)],
)
def test_additions_to_another_base_are_corrupt(
    changed: Callable[[Callable[[Tensors], object]], Path], change: Callable[[Tensors], object]
) -> None:
    with pytest.raises(ModelCorrupt, match="another base"):
        AnswerRoles.load(changed(change))


def test_additions_to_a_layer_that_the_base_lacks_are_corrupt(
    changed: Callable[[Callable[[Tensors], object]], Path],
) -> None:
    def deeper(tensors: Tensors) -> None:
        for end in ("", "/scale"):
            tensors[f"l99.q.bias{end}"] = tensors[f"l3.q.bias{end}"]

    with pytest.raises(ModelCorrupt, match="another base"):
        AnswerRoles.load(changed(deeper))
